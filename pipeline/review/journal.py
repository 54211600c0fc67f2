"""The file that decisions are appended to: what has been written is on the disk before anyone is told."""

from __future__ import annotations

import csv
import errno
import io
import logging
import os
import re
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.link.decisions import COLUMNS, Decision, read_decisions
from pipeline.runner.atomic import write_text_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable
    from io import FileIO
    from pathlib import Path

LOG = logging.getLogger(__name__)
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class Journal:
    """The decisions of a file in their order, and the way to add to them; made where it is missing.

    UsageError names the line of the file that cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if path.is_file() and path.stat().st_size:
            _check_header(path)
            _mend(path)
        else:
            write_text_atomic(path, _lines([COLUMNS]))
        self.decisions = list(read_decisions(path))

    def append(self, decisions: Iterable[Decision]) -> None:
        """Add decisions; on return they are on the disk. What fails in the system raises OSError, and adds none."""
        rows = [decision.row() for decision in decisions]
        _append(self.path, _lines([" ".join(row[name].split()) for name in COLUMNS] for row in rows))
        self.decisions.extend(Decision(**row) for row in rows)


def _lines(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _append(path: Path, text: str) -> None:
    """Add whole lines to a file and wait for the disk; where it is full, the file is left as it was."""
    with path.open("ab", buffering=0) as file:
        before = file.tell()
        try:
            _write(file, text.encode())
        except OSError:
            file.truncate(before)
            raise


def _write(file: FileIO, content: bytes) -> None:
    # One write: who is killed leaves whole lines, or a last one that _mend sees.
    if file.write(content) != len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(file.fileno())


def _check_header(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        columns = next(csv.reader(lines))
    if tuple(columns) != COLUMNS:
        raise UsageError(f"{path}: decisions are added only to a file with the columns {', '.join(COLUMNS)}")


def _mend(path: Path) -> None:
    """End the last line of a file: a whole one with what it lacks, one that a crash has torn by taking it out."""
    content = path.read_bytes()
    if content.endswith(b"\n"):
        return
    kept, _, last = content.rpartition(b"\n")
    cells = next(csv.reader([last.decode("utf-8", errors="replace")]))
    # An editor may leave out the end of the last line, and an analyst the time.
    whole = len(cells) == len(COLUMNS) and (cells[-1] == "" or STAMP.fullmatch(cells[-1]))
    with path.open("r+b") as file:
        if whole or not kept:
            file.seek(0, os.SEEK_END)
            file.write(b"\n")
        else:
            LOG.warning("%s: its last line was torn by a crash before it was confirmed, and is taken out", path)
            file.truncate(len(kept) + 1)
        file.flush()
        os.fsync(file.fileno())
