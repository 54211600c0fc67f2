"""The file of decisions: what was added is there, whatever happened since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.errors import UsageError
from pipeline.link.decisions import COLUMNS, Decision, read_decisions
from pipeline.review.journal import Journal

if TYPE_CHECKING:
    from pathlib import Path

TIME = "2026-01-02T03:04:05Z"
ACCEPT = Decision(decision="accept", mention_id="m1", decided_at=TIME)
STRIKE = Decision(decision="strike", mention_id="m2", comment='crime, not "conflict"', decided_at=TIME)


def journal_of(path: Path, *decisions: Decision) -> Journal:
    journal = Journal(path)
    journal.append(decisions)
    return journal


def test_decisions_are_added_to_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "new" / "review.csv"
    journal_of(path, ACCEPT)
    assert journal_of(path, STRIKE).decisions == [ACCEPT, STRIKE]
    assert read_decisions(path) == (ACCEPT, STRIKE)


def test_a_decision_is_one_line(tmp_path: Path) -> None:
    journal_of(
        tmp_path / "review.csv", Decision(decision="accept", mention_id="m", comment="two\nlines", decided_at=TIME)
    )
    assert (tmp_path / "review.csv").read_text().splitlines()[1:] == [f"accept,,m,,,,,two lines,{TIME}"]


@pytest.mark.parametrize("torn", ["stri", "strike,,m2,,,,,", f"strike,,m2,,,,,,{TIME[:7]}"])
def test_a_line_that_a_crash_has_torn_is_taken_out(tmp_path: Path, torn: str) -> None:
    path = tmp_path / "review.csv"
    journal_of(path, ACCEPT)
    with path.open("a") as file:
        file.write(torn)
    assert journal_of(path, STRIKE).decisions == [ACCEPT, STRIKE]


@pytest.mark.parametrize("time", ["", TIME])
def test_a_last_line_without_its_end_is_kept(tmp_path: Path, time: str) -> None:
    path = tmp_path / "review.csv"
    path.write_text(f"{','.join(COLUMNS)}\naccept,,m1,,,,,,{time}")
    journal = journal_of(path, STRIKE)
    assert [decision.mention_id for decision in journal.decisions] == ["m1", "m2"]
    assert len(read_decisions(path)) == 2


def test_a_file_of_other_columns_is_not_added_to(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text("decision,mention_id\naccept,m\n")
    with pytest.raises(UsageError, match=r"review\.csv: decisions are added only to a file with the columns decision,"):
        Journal(path)
    assert path.read_text() == "decision,mention_id\naccept,m\n"


def test_a_full_disk_adds_nothing_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "review.csv"
    journal = journal_of(path, ACCEPT)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.review.journal.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        journal.append([STRIKE])
    assert journal.decisions == list(read_decisions(path)) == [ACCEPT]
