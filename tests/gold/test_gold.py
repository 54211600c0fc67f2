"""The coded samples hold together: quotes stand in their texts, values are known ones, every form of event occurs."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from datetime import date
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.classes import classes, sub_event_ranks
from pipeline.ingest.inputs import find_inputs
from pipeline.ingest.read import read_inputs
from pipeline.ingest.records import Record, compose_text
from pipeline.ingest.settings import IngestSettings

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent
STATUSES = {"occurred", "ongoing", "planned", "hypothetical", "negated", "historical"}


def read(files: Iterable[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for file in sorted(files) for line in file.read_text(encoding="utf-8").splitlines()]


SAMPLES = read(HERE.glob("*.jsonl"))  # the articles of data/raw
ARTICLES = [*SAMPLES, *read((HERE / "unseen").glob("*.jsonl"))]
EVENTS = [(article, event) for article in ARTICLES for event in article["events"]]
OCCURRED = Counter(event["class"] for _, event in EVENTS if event["status"] == "occurred")


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["doc_id"])
def test_each_quote_stands_in_its_text_and_each_trigger_in_its_quote(article: dict[str, Any]) -> None:
    text = compose_text(article["title"], article["text"])
    for event in article["events"]:
        assert event["mentions"], event
        for mention in event["mentions"]:
            assert mention["quote"] in text
            assert mention["trigger"] in mention["quote"]


def test_classes_and_statuses_are_known() -> None:
    assert {event["class"] for _, event in EVENTS} <= set(classes())
    assert {event["status"] for _, event in EVENTS} == STATUSES


def test_every_acled_sub_event_type_occurs_twice() -> None:
    forms: Counter[str] = Counter()
    for name, count in OCCURRED.items():
        forms[classes()[name].sub_event_type or "none"] += count
    assert not [form for form in sub_event_ranks() if forms[form] < 2]


def test_every_class_of_acts_is_there() -> None:
    coded = {event["class"] for _, event in EVENTS}
    assert not [name for name, entry in classes().items() if not entry.speech and name not in coded]


def test_documents_are_many_and_named_once() -> None:
    names = Counter(article["doc_id"] for article in ARTICLES)
    assert len(names) >= 80
    assert set(names.values()) == {1}
    assert sum(not article["events"] for article in ARTICLES) >= 10


def test_dates_are_in_order_and_past_is_not_after_publication() -> None:
    for article, event in EVENTS:
        if event["date_start"] is None:
            assert event["date_end"] is None
            assert event["time_precision"] is None
            continue
        start, end = date.fromisoformat(event["date_start"]), date.fromisoformat(event["date_end"])
        assert start <= end
        assert event["time_precision"] in {1, 2, 3, 4}
        if article["published_at"] and event["status"] in {"occurred", "historical"}:
            assert end <= date.fromisoformat(article["published_at"]), (article["doc_id"], event)


def test_places_lie_near_their_country() -> None:
    with (HERE.parents[1] / "pipeline" / "lexicons" / "countries.csv").open(encoding="utf-8", newline="") as lines:
        capitals = {row["iso3"]: (row["latitude"], row["longitude"]) for row in csv.DictReader(lines)}
    for article, event in EVENTS:
        for key in ("country", "actor1_country", "actor2_country"):
            assert event[key] is None or event[key] in capitals, (article["doc_id"], event)
        if event["lat"] is not None:
            assert event["geo_precision"] in {1, 2}
        if event["lat"] is not None and event["country"] is not None:  # not at sea
            capital = (float(capitals[event["country"]][0]), float(capitals[event["country"]][1]))
            # from Washington to Alaska; no other sample is that far from its capital
            assert _kilometres((event["lat"], event["lon"]), capital) < 5500, (article["doc_id"], event)


def test_a_happening_is_told_by_several_articles_on_dates_and_in_places_that_meet() -> None:
    told: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for article, event in EVENTS:
        if "happening" in event:
            told[event["happening"]].append((article["doc_id"], event))
    assert len(told) >= 10
    for name, reports in told.items():
        assert len({document for document, _ in reports}) == len(reports) >= 2, name
        assert len({event["country"] for _, event in reports}) == 1, name
        assert len({event["date_start"] for _, event in reports}) == 1, name


def test_texts_are_what_ingest_makes_of_the_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE.parents[1])
    found: dict[str, str] = {}
    rejected: Counter[str] = Counter()
    for path in find_inputs(["data/raw"]):
        for result in read_inputs(path, settings=IngestSettings()):
            if isinstance(result, Record):
                found[result.document_id] = result.text
            else:
                rejected[result.reason] += 1
    assert rejected == {"broken_json": 1, "no_text": 1, "not_english": 1}
    assert found == {article["doc_id"]: compose_text(article["title"], article["text"]) for article in SAMPLES}


def _kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points (latitude, longitude)."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 12742 * asin(sqrt(half))
