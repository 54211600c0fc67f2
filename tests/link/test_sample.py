"""The sample corpus, end to end: a happening that several articles report is one row, and no two others are merged."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.classes import same_family
from pipeline.runner.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    Rows = dict[str, list[dict[str, Any]]]

GOLD = Path(__file__).parents[1] / "gold"
ARTICLES = [json.loads(line) for file in sorted(GOLD.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
HAPPENED = {"occurred", "ongoing"}


@pytest.fixture(scope="module")
def mentions(sample: Path) -> Rows:
    """The mentions of what has happened, by document."""
    folder = sample / ".interim/6_events"
    happened = {
        row["event_id"] for row in read_rows(folder / "events.parquet", "events") if row["event_status"] in HAPPENED
    }
    by_document: Rows = defaultdict(list)
    for row in read_rows(folder / "mentions.parquet", "mentions"):
        if row["event_id"] in happened:
            by_document[row["document_id"]].append(row)
    return by_document


def coded() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each coded event that has happened, with its document."""
    yield from ((a["doc_id"], event) for a in ARTICLES for event in a["events"] if event["status"] in HAPPENED)


def events_of(event: dict[str, Any], mentions: list[dict[str, Any]]) -> set[str]:
    """The events that tell a coded one in its document: of its kind, in one of its sentences."""
    return {
        row["event_id"]
        for row in mentions
        for quote in event["mentions"]
        if same_family(row["event_class"], event["class"])
        and (row["sentence_text"] in quote["quote"] or quote["quote"] in row["sentence_text"])
    }


def test_a_happening_told_by_several_articles_is_one_event(mentions: Rows) -> None:
    told: dict[str, list[set[str]]] = defaultdict(list)
    for document, event in coded():
        if "happening" in event and (ids := events_of(event, mentions[document])):
            told[event["happening"]].append(ids)
    several = {name: reports for name, reports in told.items() if len(reports) > 1}
    assert len(several) >= 12
    assert [name for name, reports in several.items() if not set.intersection(*reports)] == []


def test_no_two_happenings_of_several_articles_are_merged(mentions: Rows) -> None:
    documents: dict[str, set[str]] = defaultdict(set)
    for document, rows in mentions.items():
        for row in rows:
            documents[row["event_id"]].add(document)
    names: dict[str, set[str]] = defaultdict(set)
    for document, event in coded():
        for event_id in events_of(event, mentions[document]):
            # What copies of one text tell in the same words is one happening.
            names[event_id].add(event.get("happening") or f"{event['class']}: {event['mentions'][0]['quote']}")
    assert {n: told for n, told in names.items() if len(told) > 1 and len(documents[n]) > 1} == {}
