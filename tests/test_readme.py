"""The README's commands and code run as they are written."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pipeline.link.decisions import read_decisions

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (\.venv/bin/python -m pipeline .+)$", README, flags=re.MULTILINE)
TARGETS = re.findall(r"^    make ([\w-]+)$", README, flags=re.MULTILINE)


def block(language: str) -> str:
    """The first code block of a language."""
    found = re.search(rf"```{language}\n(.+?)```", README, flags=re.DOTALL)
    assert found is not None
    return found.group(1)


@pytest.fixture(scope="module")
def ran() -> list[subprocess.CompletedProcess[str]]:
    """Every command of the README, run from the project's folder in the order of the text."""
    commands = [command.replace(".venv/bin/python", sys.executable) for command in COMMANDS]
    return [subprocess.run(c.split(), cwd=ROOT, capture_output=True, text=True, check=False) for c in commands]


def test_commands_exit_with_0(ran: list[subprocess.CompletedProcess[str]]) -> None:
    assert len(COMMANDS) >= 3
    assert {command: run.returncode for command, run in zip(COMMANDS, ran, strict=True)} == dict.fromkeys(COMMANDS, 0)


def test_the_first_rows_are_what_the_readme_shows(ran: list[subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    assert ran[0].returncode == 0
    (tmp_path / "data").mkdir()
    (tmp_path / "data/processed").symlink_to(COMMANDS[0].rsplit(" ", 1)[1])
    shown = subprocess.run(
        [sys.executable, "-c", block("python")], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == block("text").strip()


def test_the_settings_example_is_valid() -> None:
    assert tomllib.loads(block("toml"))["ingest"]["fields"]["text"] == "story"


def test_the_decisions_example_is_valid(tmp_path: Path) -> None:
    (tmp_path / "review.csv").write_text(block("csv"), encoding="utf-8")
    assert [decision.decision for decision in read_decisions(tmp_path / "review.csv")] == ["correct", "merge"]


def test_pictures_are_there() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {"data", "test"} <= set(TARGETS)
    assert [target for target in TARGETS if not re.search(rf"^{target}:", makefile, flags=re.MULTILINE)] == []
