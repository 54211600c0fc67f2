"""One build of the golden corpus, and one of the sample in data/raw, for all end-to-end tests of a session."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of tests/golden/input, built in this process; its interim tables are in .interim."""
    from tests.golden.renew import build_golden  # noqa: PLC0415 - only end-to-end tests pay for it

    output = tmp_path_factory.mktemp("golden")
    build_golden(output)
    return output


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a build of tests/support/releases.py."""
    from tests.support.releases import build_release  # noqa: PLC0415 - only what shows releases pays for it

    return build_release(tmp_path_factory.mktemp("release"))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of data/raw, built in this process with the default settings."""
    from pipeline.build import build  # noqa: PLC0415 - only end-to-end tests pay for it
    from pipeline.config import load_config  # noqa: PLC0415

    output = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)  # document ids hold the path
        config = load_config().with_value("run", "workers", 1)
        build([Path("data/raw")], output, interim=output / ".interim", config=config)
    return output
