"""Articles that a person has coded: JSON Lines in the form of tests/gold, read and checked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.classes import classes
from pipeline.errors import UsageError
from pipeline.ingest.drafts import Draft, finish
from pipeline.ingest.records import Record, Reject
from pipeline.ingest.settings import IngestSettings
from pipeline.schema import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Event:
    """One event as a person or the pipeline codes it; None: not said. Days are closed intervals, points degrees.

    sentences, triggers: where its mentions stand, in code points of the article's text. quote, trigger, rule_id: of its
    first mention. names: further parties.
    """

    id: str
    event_class: str
    status: str
    days: tuple[date, date] | None
    time_precision: int | None
    point: tuple[float, float] | None
    geo_precision: int | None
    location: str | None
    country: str | None
    actors: tuple[str | None, str | None]
    fatalities: int | None
    sentences: Sequence[Span]
    triggers: Sequence[Span]
    quote: str
    trigger: str
    rule_id: str | None = None
    names: Sequence[str] = ()
    sure: bool = True

    @property
    def counts(self) -> bool:
        """False for what is scored in neither direction: speech acts, and what the coder is not sure of."""
        return self.sure and not classes()[self.event_class].speech


@dataclass(frozen=True, slots=True)
class CodedArticle:
    """One article as ingest makes it, and the events that a person has found in it."""

    record: Record
    events: Sequence[Event]


def read_gold(path: Path) -> list[CodedArticle]:
    """The articles of a file: one JSON object a line with doc_id, title, text, published_at, source and events.

    UsageError names the line and the value that is wrong: no JSON, a field that is missing, an unknown class or status,
    a date or number that is none, a quote that does not stand in the text, a trigger that does not stand in its quote.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            found.append(_article(line, f"{path} line {number}"))
    return found


def _article(line: str, where: str) -> CodedArticle:
    try:
        entry = json.loads(line)
        draft = Draft(
            where=where,
            input_path=where,
            raw=line.encode(),
            id=entry["doc_id"],
            **{name: entry[name] for name in ("title", "text", "published_at", "source")},
        )
        record = finish(draft, IngestSettings(check_language=False))
        if isinstance(record, Reject):
            raise UsageError(f"{where}: {record.reason}: {record.detail}")
        return CodedArticle(record, list(_events(entry["events"], record.text)))
    except json.JSONDecodeError as fault:
        raise UsageError(f"{where}: no JSON: {fault}") from fault
    except KeyError as fault:
        raise UsageError(f"{where}: lacks the field {fault}") from fault
    except (TypeError, ValueError, AttributeError) as fault:
        raise UsageError(f"{where}: {fault}") from fault


def _events(entries: Sequence[Mapping[str, Any]], text: str) -> Iterator[Event]:
    for number, entry in enumerate(entries, 1):
        what = f"event {number}"
        if entry["class"] not in classes():
            raise ValueError(f"{what}: no class {entry['class']!r} in lexicons/classes.toml")
        if entry["status"] not in _statuses():
            raise ValueError(f"{what}: status {entry['status']!r} is not one of {', '.join(_statuses())}")
        if not entry["mentions"]:
            raise ValueError(f"{what}: has no mentions")
        spans = [_spans(mention, text, what) for mention in entry["mentions"]]
        yield Event(
            id=str(number),
            event_class=entry["class"],
            status=entry["status"],
            days=_days(entry["date_start"], entry["date_end"]),
            time_precision=entry["time_precision"],
            point=None if entry["lat"] is None else (float(entry["lat"]), float(entry["lon"])),
            geo_precision=entry["geo_precision"],
            location=entry["location"],
            country=entry["country"],
            actors=(entry["actor1"], entry["actor2"]),
            fatalities=entry["fatalities"],
            sentences=[span for sentences, _ in spans for span in sentences],
            triggers=[span for _, triggers in spans for span in triggers],
            quote=entry["mentions"][0]["quote"],
            trigger=entry["mentions"][0]["trigger"],
            names=entry["others"],
            sure=entry["sure"],
        )


def _statuses() -> tuple[str, ...]:
    (column,) = (column for column in tables()["events"].columns if column.name == "event_status")
    return column.allowed


def _days(start: str | None, end: str | None) -> tuple[date, date] | None:
    return None if start is None else (date.fromisoformat(start), date.fromisoformat(end or start))


def _spans(mention: Mapping[str, str], text: str, what: str) -> tuple[list[Span], list[Span]]:
    """Where a quote stands in the text, each time that it does, and its trigger in it."""
    quote, trigger = mention["quote"], mention["trigger"]
    offset = quote.find(trigger)
    starts = list(_all(text, quote))
    if not starts:
        raise ValueError(f"{what}: the quote does not stand in the text: {quote!r}")
    if offset < 0 or not trigger:
        raise ValueError(f"{what}: the trigger {trigger!r} does not stand in its quote {quote!r}")
    whole = [(start, start + len(quote)) for start in starts]
    return whole, [(start + offset, start + offset + len(trigger)) for start in starts]


def _all(text: str, words: str) -> Iterator[int]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + 1)
