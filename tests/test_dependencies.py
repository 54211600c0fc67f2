"""Every lexicon that a stage really reads is one that it declares, so that an edit rebuilds what it must."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pipeline.runner.stage import STAGES, load_stage

if TYPE_CHECKING:
    from pathlib import Path

# Runs one stage's command and prints the files of the package that it opened, code apart.
WATCH = """
import json, os, sys
import pipeline
root = os.path.dirname(pipeline.__file__) + os.sep
opened = set()
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
        path = os.path.abspath(os.fspath(arguments[0]))
        if path.startswith(root):
            opened.add(path[len(root):])
from pipeline import cli, config, schema
config.load_config(), schema.tables()
sys.addaudithook(watch)
from pipeline.runner import freshness
freshness._package_sha256 = lambda paths: ""  # its reading is not the stage's
assert cli.main(sys.argv[1:]) == 0
print(json.dumps(sorted(name for name in opened if not name.endswith((".py", ".pyc")))))
"""


def read_by(name: str, golden: Path, output: Path) -> set[str]:
    """The files of the package that a stage reads when it runs on the golden corpus."""
    stage = load_stage(STAGES[name])
    inputs = [str(golden / ".interim" / folder) for folder in stage.reads] or ["tests/golden/input"]
    command = [sys.executable, "-c", WATCH, name, *inputs, "--output", str(output), "--workers", "1"]
    return set(json.loads(subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout))


@pytest.mark.parametrize("name", STAGES)
def test_what_a_stage_reads_is_what_it_declares(name: str, golden: Path, tmp_path: Path) -> None:
    stage = load_stage(STAGES[name])
    found = read_by(name, golden, tmp_path / "output")
    declared = (*stage.code, *stage.lexicons, "defaults.toml")  # settings are told apart by value
    undeclared = {p for p in found if not any(p == known or p.startswith(f"{known}/") for known in declared)}
    assert undeclared == set()
