"""What a date expression is: its fields, its closed lists, and ACLED's time precision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

KINDS = ("DATE", "TIME", "DURATION", "SET")

PRECISIONS = (
    "day", "days", "week", "weekend", "month_part", "month", "season", "quarter", "half", "year_part", "year",
    "decade", "century", "vague",
)  # fmt: skip

METHODS = {
    "explicit": "the text states the date in full",
    "numeric": "a numeric date whose order the text itself decides",
    "source_order": "a numeric date read in the order of its source",
    "publication": "counted from the publication date (yesterday, last week)",
    "publication_tense": "the occurrence nearest the publication date on the side that tense or a cue word gives",
    "focus": "counted from the date in focus (a day earlier, the following month)",
    "narrative": "completed from the last full date of a narrative text",
    "anchor": "counted from the date the phrase itself names (two days before Friday)",
    "holiday_calendar": "a holiday of the year at hand",
    "reference": "past, present or future as such (recently, now)",
    "amount": "a duration or a set: no date",
    "unresolved": "no publication date, no focus, or an ambiguous order",
}

TIME_PRECISION = {
    "day": 1, "days": 2, "week": 2, "weekend": 2, "month_part": 3, "month": 3,
    "season": 4, "quarter": 4, "half": 4, "year_part": 4, "year": 4, "decade": 4, "century": 4, "vague": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateExpression:
    """One expression of time in a text.

    `start`, `end`: offsets in code points, end exclusive. `value`: a TIMEX3 value. `date_start`, `date_end`: the closed
    interval, both null when the expression names no dates. An endpoint of a range ("from Aug 5-10") has its own value
    and the interval of the whole range, and `relation` says "range"; "since Friday" runs to the publication day
    (`relation` "since"), and a duration that counts from what
    follows it says "before" or "after".
    """

    start: int
    end: int
    text: str
    kind: str
    value: str | None
    date_start: date | None
    date_end: date | None
    precision: str
    method: str
    relation: str | None = None


def time_precision(expression: DateExpression) -> int:
    """ACLED's time precision: 1 a day or an exact range of days, 2 a week or weekend, 3 a month, 4 vaguer (ours)."""
    return TIME_PRECISION[expression.precision]
