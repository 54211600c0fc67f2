"""The next build honours a file of decisions, and says what it could not follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from pipeline.errors import UsageError
from pipeline.link.decisions import DEFAULT_FILE
from pipeline.report.release import read_release
from pipeline.runner.rejects import read_rejects
from tests.support.releases import build_release

if TYPE_CHECKING:
    from pathlib import Path


def test_a_struck_event_is_held_back_with_its_reason(release: Path, tmp_path: Path) -> None:
    talks = {row["event_class"]: row["event_id"] for row in read_release(release).events.to_pylist()}["talks"]
    (mention,) = (row["mention_id"] for row in read_release(release).mentions.to_pylist() if row["event_id"] == talks)
    (tmp_path / "my.csv").write_text(f"decision,mention_id\nstrike,{mention}\n")
    after = build_release(tmp_path, settings=f'[link]\ndecisions = "{tmp_path / "my.csv"}"\n')
    assert talks not in pq.read_table(after / "events.parquet")["event_id"].to_pylist()
    assert [(row["stage"], row["item"], row["reason"]) for row in read_release(after).rejects or ()] == [
        ("link", mention, "struck")
    ]
    assert list(read_rejects([tmp_path / "interim/6_events/_link.rejects.parquet"]))


def test_a_decision_on_a_mention_that_is_gone_is_told(tmp_path: Path) -> None:
    (tmp_path / "my.csv").write_text("decision,mention_id\naccept,gone:1:talks\n")
    after = build_release(tmp_path, settings=f'[link]\ndecisions = "{tmp_path / "my.csv"}"\n')
    (reject,) = read_release(after).rejects or ()
    assert reject["item"] == f"{tmp_path / 'my.csv'} gone:1:talks"
    assert (reject["reason"], reject["detail"]) == ("unknown_mention", "accept: not in this corpus")


def test_a_file_that_is_named_must_be_there_and_the_default_one_need_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    build_release(tmp_path, settings=f'[link]\ndecisions = "{DEFAULT_FILE}"\n')
    with pytest.raises(UsageError, match=r"my\.csv: the file of decisions that \[link\] decisions names is not there"):
        build_release(tmp_path, settings='[link]\ndecisions = "my.csv"\n')
