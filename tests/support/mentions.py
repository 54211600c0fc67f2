"""Rows of the mentions table for tests: what is not given is null, or follows from the sentence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pyarrow as pa

from pipeline.schema import arrow_schema, tables

COLUMNS = [column.name for column in tables()["mentions"].columns]
PLACES = {
    "Kabul": ("Kabul", "AFG", 34.5281, 69.1723, 1),
    "Old Kabul": ("Kabul", "AFG", 34.51, 69.18, 1),
    "Paghman": ("Kabul", "AFG", 34.5875, 68.9508, 1),
    "Herat": ("Herat", "AFG", 34.3482, 62.1997, 1),
    "Afghanistan": (None, "AFG", 33.9, 67.7, 3),
    "Goma": ("Nord-Kivu", "COD", -1.6741, 29.2285, 1),
    "Doha": ("Doha", "QAT", 25.2867, 51.5333, 1),
}
ACTORS = {
    "Taliban": ("Rebel group", "AFG"),
    "Military Forces of Afghanistan (2021-)": ("State forces", "AFG"),
    "Government of Afghanistan (2021-)": ("State forces", "AFG"),
    "Military Forces of Russia (2000-)": ("External/Other forces", "RUS"),
    "Unidentified Armed Group (Afghanistan)": ("Political militia", "AFG"),
    "Civilians (Afghanistan)": ("Civilians", "AFG"),
    "M23: March 23 Movement": ("Rebel group", "COD"),
    "Military Forces of Democratic Republic of Congo (2019-)": ("State forces", "COD"),
    "Protesters (Afghanistan)": ("Protesters", "AFG"),
}


def mention(sentence: str, trigger: str, event_class: str, **given: Any) -> dict[str, Any]:
    """One row; `place`, `actor1`, `actor2` are looked up, `day` ("2021-07-20") is an exact date near the trigger,
    `deaths` an exact number, `article` the article's id, `at` the sentence's start."""
    article, at = given.pop("article", "a"), given.pop("at", 0)
    start = at + sentence.index(trigger)
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row |= {
        "mention_id": f"{article}-{start}-{event_class}",
        "article_id": article,
        "document_id": article,
        "published_at": datetime.fromisoformat("2021-07-21"),
        "sentence_start": at,
        "sentence_end": at + len(sentence),
        "sentence_text": sentence,
        "sentence_kind": "body",
        "trigger_start": start,
        "trigger_end": start + len(trigger),
        "trigger_text": trigger,
        "event_class": event_class,
        "event_status": "occurred",
        "rule_id": "test",
        "certainty": "asserted",
        "is_reference": False,
        "is_crime": False,
        "confidence": 0.6,
    }
    if day := given.pop("day", None):
        row |= {"date_start": datetime.fromisoformat(day), "time_precision": 1, "date_method": "near", "date_text": day}
        row |= {"date_end": row["date_start"]}
    if place := given.pop("place", None):
        admin1, country, latitude, longitude, precision = PLACES[place]
        row |= {"location": place, "admin1": admin1, "country_iso3": country, "latitude": latitude}
        row |= {"longitude": longitude, "geo_precision": precision, "place_method": "near", "place_text": place}
    for side in ("actor1", "actor2"):
        if name := given.get(side):
            row |= {f"{side}_type": ACTORS[name][0], f"{side}_country": ACTORS[name][1], f"{side}_method": "registry"}
    if (deaths := given.pop("deaths", None)) is not None:
        row |= {"fatalities": deaths, "fatalities_low": deaths, "fatalities_high": deaths}
    return row | given


def table_of(rows: list[dict[str, Any]]) -> pa.Table:
    """The rows as a table of the mentions schema."""
    return pa.Table.from_pylist(rows, schema=arrow_schema("mentions"))


def anchored(text: str, trigger: str, near: str, clause: str, sentence: str) -> dict[str, Any]:
    """What ties a mention of an extracted row to its text; near, clause and sentence are stretches of the text."""
    whole = stretch(text, sentence or text)[0]
    return {
        "sentence_start": whole["start"],
        "sentence_end": whole["end"],
        "sentence_text": text[whole["start"] : whole["end"]],
        "trigger_start": text.index(trigger),
        "trigger_end": text.index(trigger) + len(trigger),
        "near_spans": stretch(text, near),
        "clause_spans": stretch(text, clause),
        "report_spans": [],
        "aside_spans": [],
        "above_spans": [],
    }


def stretch(text: str, words: str) -> list[dict[str, int]]:
    """The span of some words of a text as a list of spans; none for no words."""
    return [{"start": text.index(words), "end": text.index(words) + len(words)}] if words else []
