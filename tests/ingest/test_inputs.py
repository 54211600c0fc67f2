"""Inputs: files, folders and globs."""

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.ingest import find_inputs


def test_files_folders_and_globs_each_once_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "deep/er/c.jsonl", ".hidden/d.txt", "deep/.e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = find_inputs([str(tmp_path), str(tmp_path / "*.txt"), str(tmp_path / "a.txt")])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a.txt", "b.txt", "deep/er/c.jsonl"]


def test_what_leads_nowhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nothing\.txt"):
        find_inputs([str(tmp_path / "nothing.txt")])
    with pytest.raises(UsageError, match="no input"):
        find_inputs([])
