"""The one day that ACLED wants for a date of any precision."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pipeline.emit.lexicon import emit_lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


def event_day(event: Mapping[str, Any]) -> datetime | None:
    """The event's day by ACLED's codebook; None where the date is unknown or vaguer than a month.

    Precision 1: the first of its days. 2: the middle of the span. 3: the middle of the month, its first day for
    "beginning of" and "early", its last for "end of" and "late".
    """
    start: datetime | None = event["date_start"]
    precision = event["time_precision"]
    if start is None or precision not in (1, 2, 3):
        return None
    end: datetime = event["date_end"] or start
    words = set((event["date_text"] or "").lower().replace("-", " ").split())
    if precision == 1 or (precision == 3 and not words.isdisjoint(emit_lexicon()["beginning_words"])):
        return start
    if precision == 3 and not words.isdisjoint(emit_lexicon()["end_words"]):
        return end
    return start + timedelta(days=(end - start).days // 2)


def in_words(day: datetime) -> str:
    """The day as ACLED's notes write it: 9 June 2022."""
    return f"{day.day} {day:%B} {day.year}"
