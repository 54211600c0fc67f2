"""Coding in memory gives what `build` gives."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import s2_clean
from pipeline.config import load_config
from pipeline.errors import PipelineError
from pipeline.in_memory import code_records
from pipeline.ingest import IngestSettings, Record, find_inputs, read_inputs

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def records(monkeypatch: pytest.MonkeyPatch) -> list[Record]:
    monkeypatch.chdir(ROOT)
    found = (
        record
        for path in find_inputs(["tests/golden/input"])
        for record in read_inputs(path, settings=IngestSettings())
    )
    return [record for record in found if isinstance(record, Record)]


def test_the_rows_are_those_of_build(records: list[Record], golden: Path) -> None:
    linked = code_records(reversed(records), load_config()).linked
    for name in ("events", "mentions", "links"):
        built = pq.read_table(golden / ".interim" / "6_events" / f"{name}.parquet")
        assert getattr(linked, name).to_pylist() == built.to_pylist(), name


def test_a_crash_ends_it_with_the_name_of_the_stage(records: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **_more: object) -> None:
        raise ZeroDivisionError("told")

    monkeypatch.setattr(s2_clean, "clean", broken)
    with pytest.raises(PipelineError, match=r"clean crashed on one of .* articles: ZeroDivisionError: told"):
        code_records(records, load_config())
