"""The day of an event: the date expression that the parse ties to its trigger, then wider and wider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.normalise.attach import inside
from pipeline.normalise.dates import DateExpression, time_precision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

# How far back in the text the date in focus may stand, in characters: about a paragraph or two.
FOCUS_REACH = 700


@dataclass(frozen=True, slots=True)
class When:
    """A closed interval of days, its time precision, the words that it came from, and how they were attached."""

    start: date | None = None
    end: date | None = None
    precision: int | None = None
    method: str | None = None
    text: str | None = None
    text_start: int | None = None
    text_end: int | None = None


def when(mention: Mapping[str, Any], found: Sequence[DateExpression], *, published: date | None) -> When:
    """The day of a mention: near its trigger, in its clause, in its sentence, in focus, else the publication day.

    What is not yet done (planned, hypothetical, negated) takes a date only from its own clause: the day of the
    announcement is not the day of the act.
    """
    usable = [
        d
        for d in found
        if d.date_start is not None and d.kind in {"DATE", "TIME"} and d.precision not in {"vague", "century", "decade"}
    ]
    here = [d for d in usable if mention["sentence_start"] <= d.start < mention["sentence_end"]]
    # "exercises next month", "talks on Friday": right behind the trigger, wherever the parser hung it
    beside = [d for d in here if 0 <= d.start - mention["trigger_end"] <= len(" on ")]
    to_come = [d for d in here if published is None or d.date_end is None or d.date_end >= published]
    for method, pool in (
        ("near", beside),
        ("near", inside(here, mention["near_spans"])),
        ("clause", inside(to_come if mention["event_status"] == "planned" else here, mention["clause_spans"])),
    ):
        best = _nearest(pool, mention)
        if best:
            return _from(best, method)
    if mention["event_status"] not in {"occurred", "ongoing"}:
        return When()
    best = _nearest(
        [d for d in here if published is None or d.date_start is None or d.date_start <= published], mention
    )
    if best:
        return _from(best, "sentence")
    focus = [
        d
        for d in usable
        if mention["sentence_start"] - FOCUS_REACH <= d.start < mention["sentence_start"] and d.precision == "day"
    ]
    if focus and (published is None or (focus[-1].date_start or published) <= published):
        return _from(focus[-1], "focus", least=2)
    return When(published, published, 2, "published") if published else When()


def _nearest(pool: Sequence[DateExpression], mention: Mapping[str, Any]) -> DateExpression | None:
    """The most exact expression, then the one nearest to the trigger."""

    def rank(found: DateExpression) -> tuple[int, int, int]:
        gap = max(found.start - mention["trigger_end"], mention["trigger_start"] - found.end, 0)
        return time_precision(found) > 2, gap, found.start

    return min(pool, key=rank, default=None)


def _from(found: DateExpression, method: str, *, least: int = 1) -> When:
    return When(
        found.date_start, found.date_end, max(time_precision(found), least), method, found.text, found.start, found.end
    )
