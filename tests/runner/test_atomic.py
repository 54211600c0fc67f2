"""A target is the old file or the whole new one, never something between."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import PipelineError
from pipeline.runner.atomic import HOST, atomic_path, scratch_folder, sweep, write_text_atomic

if TYPE_CHECKING:
    from pathlib import Path


def test_the_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "new" / "table.txt"
    with atomic_path(target) as part:
        part.write_text("half")
        assert not target.exists()
        part.write_text("whole")
    assert target.read_text() == "whole"
    assert list(target.parent.iterdir()) == [target]


def test_a_fault_keeps_the_old_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "table.txt"
    target.write_text("old")
    with pytest.raises(ValueError, match="stop"), atomic_path(target) as part:  # noqa: PT012 - the block is the test
        part.write_text("half")
        raise ValueError("stop")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_disk_is_one_clear_line(tmp_path: Path) -> None:
    target = tmp_path / "table.txt"
    with pytest.raises(PipelineError, match=r"table\.txt: cannot be written: No space left"), atomic_path(target):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PipelineError, match=r"file/table\.txt: cannot be written"):
        write_text_atomic(tmp_path / "file" / "table.txt", "text")


def test_what_a_killed_run_left_is_removed_and_what_a_running_one_writes_is_not(tmp_path: Path) -> None:
    dead, alive = (tmp_path / f".table.txt.{HOST}.{pid}.part" for pid in (999999999, os.getppid()))
    dead.write_text("")
    alive.write_text("")
    write_text_atomic(tmp_path / "table.txt", "text")
    assert not dead.exists()
    assert alive.exists()


def test_a_scratch_folder_is_gone_afterwards(tmp_path: Path) -> None:
    with scratch_folder(tmp_path, "link") as folder:
        (folder / "inner").mkdir()
        (folder / "inner" / "file").write_text("")
    assert list(tmp_path.iterdir()) == []


def test_sweep_removes_what_killed_runs_left_and_nothing_else(tmp_path: Path) -> None:
    kept = tmp_path / "stage/.00.parquet.notes"
    orphan = tmp_path / f"stage/.00.parquet.{HOST}.999999999.part"
    orphan.mkdir(parents=True)
    (orphan / "00.parquet").write_bytes(b"PAR1")
    kept.write_text("mine")
    sweep(tmp_path)
    assert [path.name for path in (tmp_path / "stage").iterdir()] == [kept.name]


def test_what_another_machine_writes_is_left_alone_for_a_day(tmp_path: Path) -> None:
    written, left = (tmp_path / f".table.txt.{host}.999999999.part" for host in ("node-1", "node-2"))
    for part in (written, left):
        part.write_text("")
    os.utime(left, (0, 0))
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == [written]
