"""Renews tests/golden/expected: `make golden`. Read the difference before you commit it: users will see it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from pipeline.build import build
from pipeline.config import load_config

INPUT = Path("tests/golden/input")  # document ids hold the path: commands run from the checkout's root
HERE = Path(__file__).resolve().parent
EXPECTED = ("events.csv", "acled.csv")


def build_golden(output: Path) -> None:
    """Build the golden input into a folder, in this process and with the default settings."""
    config = load_config().with_value("run", "workers", 1)
    build([INPUT], output, interim=output / ".interim", config=config)


def main() -> int:
    """Build the golden input and keep what is expected of it."""
    with tempfile.TemporaryDirectory() as folder:
        build_golden(Path(folder))
        for name in EXPECTED:
            shutil.copyfile(Path(folder) / name, HERE / "expected" / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
