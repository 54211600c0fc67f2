"""What briefs of politics tell: PLOVER's type, and the countries of who acts and of whom it concerns."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.in_memory import code_records
from pipeline.ingest import IngestSettings
from pipeline.ingest.drafts import Draft, finish
from pipeline.ingest.records import Record

with Path(__file__).with_name("briefs.csv").open(encoding="utf-8", newline="") as table:
    BRIEFS = list(csv.DictReader(table))


@cache
def told() -> list[set[tuple[str, str, str]]]:
    """Type and countries, in the order of the alphabet, of the events of each brief; each of its own month."""
    days = [date(1990, 1, 5) + timedelta(days=43 * number) for number in range(len(BRIEFS))]
    drafts = [
        Draft(where=str(n), input_path="a", raw=str(n).encode(), text=row["text"], published_at=str(day))
        for n, (row, day) in enumerate(zip(BRIEFS, days, strict=True))
    ]
    records = [record for draft in drafts if isinstance(record := finish(draft, IngestSettings()), Record)]
    assert len(records) == len(BRIEFS)
    linked = code_records(records, load_config()).linked
    events = {event["event_id"]: event for event in linked.events.to_pylist()}
    found: dict[str, set[tuple[str, str, str]]] = {}
    for mention in linked.mentions.to_pylist():
        event = events[mention["event_id"]]
        sides = sorted(event[f"actor{side}_country"] or "" for side in (1, 2))
        found.setdefault(mention["article_id"], set()).add((event["plover_event"] or "", sides[0], sides[1]))
    return [found.get(record.article_id, set()) for record in records]


@pytest.mark.parametrize("number", range(len(BRIEFS)), ids=[row["text"][:40] for row in BRIEFS])
def test_a_brief_tells_its_type_and_both_countries(number: int) -> None:
    row = BRIEFS[number]
    first, second = sorted((row["one"], row["other"]))
    assert (row["plover"], first, second) in told()[number]
