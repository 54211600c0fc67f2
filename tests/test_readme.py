"""The README's commands and code run as they are written."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipeline.link.decisions import read_decisions

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (\.venv/bin/python -m pipeline .+)$", README, flags=re.MULTILINE)
TARGETS = re.findall(r"^    make ([\w-]+)$", README, flags=re.MULTILINE)


def blocks(language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"```{language}\n(.+?)```", README, flags=re.DOTALL)


@pytest.fixture(scope="module")
def ran() -> list[subprocess.CompletedProcess[str]]:
    """Every command of the README, run from the project's folder in the order of the text."""
    commands = [command.replace(".venv/bin/python", sys.executable) for command in COMMANDS]
    return [subprocess.run(shlex.split(c), cwd=ROOT, capture_output=True, text=True, check=False) for c in commands]


def test_commands_exit_with_0(ran: list[subprocess.CompletedProcess[str]]) -> None:
    assert len(COMMANDS) >= 3
    assert {command: run.returncode for command, run in zip(COMMANDS, ran, strict=True)} == dict.fromkeys(COMMANDS, 0)


@pytest.fixture
def here(ran: list[subprocess.CompletedProcess[str]], tmp_path: Path) -> Path:
    """A folder that has the README's release as data/processed."""
    assert ran[0].returncode == 0
    (tmp_path / "data").mkdir()
    (tmp_path / "data/processed").symlink_to(COMMANDS[0].rsplit(" ", 1)[1])
    return tmp_path


def test_python_blocks_run_and_the_first_prints_the_rows_that_are_shown(here: Path) -> None:
    shown = [
        subprocess.run([sys.executable, "-c", code], cwd=here, capture_output=True, text=True, check=True).stdout
        for code in blocks("python")
    ]
    assert shown[0].strip() == blocks("text")[0].strip()
    assert all(shown)


def test_try_prints_what_is_shown(ran: list[subprocess.CompletedProcess[str]]) -> None:
    (tried,) = [run.stdout for command, run in zip(COMMANDS, ran, strict=True) if "pipeline try" in command]
    assert tried.strip() == blocks("text")[1].strip()


def test_duckdb_runs_the_query(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(here)
    found = duckdb.sql(blocks("sql")[0])
    assert found is not None
    assert sum(row[2] for row in found.fetchall()) == pq.read_metadata("data/processed/acled.parquet").num_rows


def test_the_settings_example_is_valid() -> None:
    assert tomllib.loads(blocks("toml")[0])["ingest"]["fields"]["text"] == "story"


def test_the_decisions_example_is_valid(tmp_path: Path) -> None:
    (example,) = blocks("csv")
    (tmp_path / "review.csv").write_text(example, encoding="utf-8")
    assert [decision.decision for decision in read_decisions(tmp_path / "review.csv")] == ["correct", "merge"]


def test_pictures_are_there() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {"data", "test"} <= set(TARGETS)
    assert [target for target in TARGETS if not re.search(rf"^{target}:", makefile, flags=re.MULTILINE)] == []
