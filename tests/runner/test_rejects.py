"""What went in is counted until the last item, and what was held back can be read."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import PipelineError, RejectLimitError, UsageError
from pipeline.runner.rejects import Counts, Reject, read_rejects, write_rejects

if TYPE_CHECKING:
    from pathlib import Path


def test_counts_must_add_up() -> None:
    counts = Counts(5, 2, Counter(duplicate=1), Counter(gate=2))
    counts.check("parse")
    assert str(counts) == "5 read, 2 passed, 1 rejected (1 duplicate), 2 skipped (2 gate)"
    counts.passed = 1
    with pytest.raises(PipelineError, match="parse: 5 went in, but 4 are accounted for"):
        counts.check("parse")


def test_more_rejects_than_allowed_end_the_run() -> None:
    counts = Counts(10, 7, Counter(duplicate=3))
    counts.check_limit("ingest", share=0.3)
    with pytest.raises(RejectLimitError, match=r"ingest: 10 read, 7 passed, 3 rejected \(3 duplicate\).*0\.29"):
        counts.check_limit("ingest", share=0.29)


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_rejects_are_written_as_the_ending_says(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"rejects.{ending}"
    rows = [Reject("a.txt", "no_text", "the file\nis empty").row("ingest")]
    write_rejects(path, rows)
    if ending == "parquet":
        assert list(read_rejects([path])) == rows
    assert b"the file is empty" in path.read_bytes()


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"must end in \.csv, \.jsonl or \.parquet"):
        write_rejects(tmp_path / "rejects.xlsx", [])


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(tmp_path: Path) -> None:
    write_rejects(tmp_path / "r.csv", [Reject("=cmd()", "no_text", "").row("ingest")])
    with (tmp_path / "r.csv").open(newline="") as file:
        assert [row["item"] for row in csv.DictReader(file)] == ["'=cmd()"]


def test_cells_are_short_on_one_line_and_printable() -> None:
    row = Reject("caf\udce9.txt", "crashed", "x\x1b[2J\n" * 10_000).row("parse")
    assert row["item"] == "caf\\xdce9.txt"
    assert row["detail"].startswith(r"x\x1b[2J x\x1b[2J")
    assert len(row["detail"]) < 1000
