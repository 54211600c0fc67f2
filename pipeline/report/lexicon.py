"""Colours of types and methods in words, read once from lexicons/report.toml."""

from __future__ import annotations

from functools import cache
from typing import Any

from pipeline.emit.lexicon import read_lexicon

WANTED = {
    *("types", "confidence_bands", "time_precision", "geo_precision"),
    *("date_method", "place_method", "place_reading", "actor_method"),
}


@cache
def report_lexicon() -> dict[str, Any]:
    """Everything that report.toml says; LexiconError where a part is missing."""
    return read_lexicon("report", WANTED)


def in_words(list_name: str, value: object) -> str | None:
    """A code of one of the lists in words, the code itself where the list has no words for it; None stays.

    A place's method is two codes, `scene:joint`: where it stood, and how its name was read.
    """
    if value is None:
        return None
    where, _, reading = str(value).partition(":")
    said = str(report_lexicon()[list_name].get(where, where))
    return f"{said}; {report_lexicon()['place_reading'].get(reading, reading)}" if reading else said


@cache
def type_names() -> tuple[str, ...]:
    """ACLED's event types in the order of the lexicon; the last stands for events that have none."""
    return tuple(kind["name"] for kind in report_lexicon()["types"])


def type_of(event_type: str | None) -> str:
    """The name under which the pages show an event type."""
    return event_type or type_names()[-1]
