"""The table of events and its evidence in the form that the page carries: small, and read by the browser in parts."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from pipeline.report.evidence import EVENT_COLUMNS, MENTION_COLUMNS, evidence_of
from pipeline.report.lexicon import type_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from pipeline.report.release import Release

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - days of the tables have no zone
CHUNK = 250
"""Events whose evidence is packed together: a row that opens unpacks so many, some 200 kB of JSON, in milliseconds."""

WORDS = ("event_class", "event_status", "actor1", "actor2", "location", "admin1", "country", "country_iso3")
NUMBERS = ("latitude", "longitude", "geo_precision", "radius_km", "fatalities", "n_articles", "n_sources", "confidence")
DAYS = ("date_start", "date_end")


def columns_of(events: pa.Table) -> dict[str, Any]:
    """The events column by column, as plain JSON values.

    Texts are a list of words and each row's index in it, -1 for null; days count from 1970-01-01.
    """
    found: dict[str, Any] = {"count": events.num_rows, "event_id": events["event_id"].to_pylist()}
    found["type"] = _coded(type_of(value) for value in events["event_type"].to_pylist())
    found |= {name: _coded(events[name].to_pylist()) for name in WORDS}
    found |= {name: events[name].to_pylist() for name in NUMBERS}
    found |= {name: [_day(value) for value in events[name].to_pylist()] for name in DAYS}
    return found


def _coded(values: Iterable[str | None]) -> dict[str, list[Any]]:
    given = list(values)
    words = sorted({value for value in given if value is not None})
    index = {word: number for number, word in enumerate(words)}
    return {"words": words, "codes": [-1 if value is None else index[value] for value in given]}


def _day(value: datetime | None) -> int | None:
    return None if value is None else (value - EPOCH).days


def evidence_chunks(release: Release) -> Iterator[str]:
    """The evidence of the events in their order, CHUNK at a time, as JSON, gzip, Base64: same release, same text."""
    told = _mentions_by_event(release.mentions)
    events = release.events.select(EVENT_COLUMNS)
    for start in range(0, events.num_rows, CHUNK):
        rows = events.slice(start, CHUNK).to_pylist()
        evidence = [evidence_of(event, told.get(event["event_id"], [])) for event in rows]
        packed = gzip.compress(json.dumps(evidence, ensure_ascii=False, separators=(",", ":")).encode(), 9, mtime=0)
        yield base64.b64encode(packed).decode("ascii")


def _mentions_by_event(mentions: pa.Table) -> dict[str, list[dict[str, Any]]]:
    """Each event's mentions in the order of the release: by article and offset."""
    rows = mentions.select(MENTION_COLUMNS).filter(pc.is_valid(mentions["event_id"])).sort_by("event_id").to_pylist()
    return {event: list(group) for event, group in groupby(rows, key=itemgetter("event_id"))}
