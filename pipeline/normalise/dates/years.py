"""The year of a date: as its words spell it, or as publication, tense, narrative and background give it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline.normalise.dates import periods
from pipeline.normalise.dates.match import spelled

if TYPE_CHECKING:
    from pipeline.normalise.dates.context import Context
    from pipeline.normalise.dates.match import Match
    from pipeline.normalise.dates.periods import Period


def year_of(words: list[str], context: Context) -> int | None:
    """The year that tokens spell: 1979, '79, nineteen ninety-six, two thousand and five."""
    if not words:
        return None
    digits = words[0].lstrip("'’")
    if digits.isdecimal():
        return int(digits) if len(digits) == 4 else full_year_of(int(digits), context)
    values = context.lexicon.values
    if words[:2] == ["two", "thousand"]:
        return 2000 + (spelled(words[2:], values) or 0)
    head = spelled(words[:1], values) or 0
    rest = [word for word in words[1:] if word != "-"]
    tail = 0 if rest == ["hundred"] else spelled(rest, values)
    if not 10 <= head <= 20 or tail is None or not (tail == 0 or 10 <= tail <= 99):
        return None
    return head * 100 + tail


def full_year_of(short: int, context: Context) -> int:
    """The full year of a two-digit one: the latest that is no more than ten years after publication."""
    now = context.published.year if context.published else 2020
    return max(year for year in (1800 + short, 1900 + short, 2000 + short) if year <= now + 10)


def valid_day(year: int, month: int, day: int) -> Period | None:
    """The period of a day that exists; None for 31 June."""
    try:
        return periods.of_day(date(year, month, day))
    except ValueError:
        return None


def day_of(match: Match, context: Context, month: int, day: int) -> Period | None:
    """A day without a year, in the year that `inferred_year` gives."""
    found = inferred_year(match, context, month, day)
    if found is None:
        return periods.Period("day", f"XXXX-{month:02d}-{day:02d}", precision="day", method="unresolved")
    period = valid_day(found[0], month, day)
    return period.by(found[1]) if period else None


def month_of(match: Match, context: Context, month: int) -> Period:
    """A month without a year, in the year that `inferred_year` gives."""
    found = inferred_year(match, context, month)
    if found is None:
        return periods.Period("month", f"XXXX-{month:02d}", precision="month", method="unresolved")
    return periods.of_month(found[0], month).by(found[1])


def inferred_year(match: Match, context: Context, month: int, day: int | None = None) -> tuple[int, str] | None:
    """The year of a month or day without one, with the method; None without publication date and focus."""
    now, focus = context.published, context.focus
    if focus and focus.start and (context.narrative or now is None):
        return narrative_year(match, context, focus, month), "narrative"
    if now is None:
        return None
    recent = (now.month - month) % 12 < 3  # news speaks of the last months even between old dates
    background = context.background(match.start)
    if background and background.start and not recent and match.tense != "future":
        return narrative_year(match, context, background, month), "narrative"
    if match.before() in ("ended", "since"):  # "the year ended March 31" is over
        return now.year - ((month, day or 0) > (now.month, now.day)), "publication_tense"
    year = nearest_day_year(now, month, day, match.tense) if day else nearest_month_year(now, month, match.tense)
    return year, "publication_tense"


def nearest_month_year(now: date, month: int, tense: str) -> int:
    """The year of the month's latest beginning, or of its next one.

    A future cue reaches five months ahead: news writes the year of months further away. Without any cue the month
    after next is nearer than last year's, and next month is so even after a past one ("said ... in early June").
    """
    ahead = (month - now.month) % 12
    following = now.year + (month < now.month)
    return following if ahead <= {"future": 5, "": 2, "past": 1}[tense] else following - 1


def nearest_day_year(now: date, month: int, day: int, tense: str) -> int:
    """The year that brings a day nearest to publication; tense turns it when it is more than four months off."""
    gap = (month - now.month) * 30 + day - now.day  # days, near enough
    turn = (gap < -183) - (gap > 183)
    gap += 365 * turn
    if gap > 120 and tense == "past":
        return now.year + turn - 1
    return now.year + turn + (gap < -120 and tense == "future")


def narrative_year(match: Match, context: Context, focus: Period, month: int) -> int:
    """The year of a month in a narrative: that of the focus, the next one when the story passes a new year.

    After "had" it is the latest such month before the focus: "In January 1945 ...; the retreat had begun in December".
    """
    if focus.start is None or focus.unit not in ("day", "month", "season", "week"):
        return focus.start.year if focus.start else 0
    if context.looks_back(match.start):
        return focus.start.year - (month > focus.start.month)
    return focus.start.year + (focus.start.month - month >= 8)
