"""`make data` makes what `build` makes, and after a change only what depends on it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.runner.stage import STAGES, load_stage
from tests.support.corpora import snapshot

ROOT = Path(__file__).parent.parent
INPUT = "tests/golden/input"

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")


def make(folder: Path, *arguments: str) -> str:
    """What make says; its environment has none of the make that may run this test."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", f"RAW={INPUT}", f"BIN={Path(sys.executable).parent}", "VENV=installed", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, check=True, text=True, capture_output=True).stdout


def stages_run(said: str) -> list[str]:
    return re.findall(r"^\S+ -m pipeline (\w+) ", said, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout, set up with this test's own Python, with the golden corpus made once in one shard."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("Makefile", "requirements.lock", "pyproject.toml", "setup.sh"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "pipeline", folder / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / INPUT, folder / INPUT)
    (folder / "installed").touch()
    (folder / "pipeline.toml").write_text("[run]\nshards = 1\n")
    make(folder, "-j2", "data")
    return folder


def test_make_and_build_give_the_same_bytes(checkout: Path, golden: Path) -> None:
    assert snapshot(checkout / "data" / "processed") == snapshot(golden, "*"), "nor does the number of shards matter"


def test_a_second_make_does_nothing(checkout: Path) -> None:
    assert make(checkout, "data").splitlines() == ["data/processed is up to date"]


@pytest.mark.parametrize(
    ("touched", "stages"),
    [
        ("pipeline/lexicons/link.toml", ["link", "emit"]),
        ("pipeline/lexicons/places/cues.toml", ["extract", "normalise", "link", "emit"]),
        ("pipeline/lexicons/events/cues.toml", ["parse", "extract", "normalise", "link", "emit"]),
        (f"{INPUT}/articles.jsonl", ["ingest", "emit"]),  # what ingest makes is the same as before
    ],
)
def test_a_change_is_followed_from_the_stage_that_reads_it(checkout: Path, touched: str, stages: list[str]) -> None:
    (checkout / touched).touch()
    assert stages_run(make(checkout, "data")) == stages


def test_decisions_of_a_review_are_honoured_by_the_next_make(checkout: Path) -> None:
    (checkout / "data" / "review.csv").write_text("decision,mention_id\n")
    assert stages_run(make(checkout, "data")) == ["link", "emit"]
    assert stages_run(make(checkout, "data")) == []


def test_a_report_is_made_of_the_release(checkout: Path) -> None:
    make(checkout, "report")
    assert (checkout / "data" / "processed" / "report.html").is_file()
    assert stages_run(make(checkout, "report")) == []


def test_an_output_that_was_removed_comes_back(checkout: Path) -> None:
    lost = checkout / "data" / "processed" / "acled.csv"
    content = lost.read_bytes()
    lost.unlink()
    assert stages_run(make(checkout, "data")) == []
    assert lost.read_bytes() == content


def test_make_alone_prints_help(checkout: Path) -> None:
    said = make(checkout)
    assert [
        target
        for target in (
            "setup",
            "data",
            "report",
            "review",
            "test",
            "test-browser",
            "lint",
            "bench",
            "clean",
            "gazetteer",
        )
        if f"make {target} " not in said
    ] == []


@pytest.mark.parametrize("name", STAGES)
def test_the_makefile_knows_what_each_stage_depends_on(name: str) -> None:
    stage = load_stage(STAGES[name])
    (listed,) = re.findall(
        rf"^{name.upper()} := \$\(call files_of,(.*)\)$", (ROOT / "Makefile").read_text(), re.MULTILINE
    )
    own = f"{stage.module.removeprefix('pipeline.')}.py"
    assert set(listed.split()) == {own, *stage.code, *stage.lexicons}
