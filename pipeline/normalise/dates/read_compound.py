"""Readers of combinations: parts and clock times of days, modifiers, dates of a relative year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.normalise.dates import periods

if TYPE_CHECKING:
    from datetime import date

    from pipeline.normalise.dates.context import Context
    from pipeline.normalise.dates.match import Match, Piece
    from pipeline.normalise.dates.periods import Period

HALVES = {
    "am": 0,
    "pm": 12,
    "morning": 0,
    "afternoon": 12,
    "evening": 12,
    "night": 12,
}  # hours to add to a clock of twelve


def same(match: Match, context: Context) -> Period | None:
    """The date inside, unchanged ("earlier Sunday")."""
    del context
    return match.child("date")


def day_part(match: Match, context: Context) -> Period | None:
    """A part of a day: Friday night, the morning of July 20; without a word for it, the early hours."""
    del context
    day, part = match.child("date"), match.value("part", "PARTDAY", "NOON") or match.value("part2", "NOON") or "MO"
    return periods.at_part(day, part) if day and day.unit == "day" else None


def bare_part(match: Match, context: Context) -> Period | None:
    """`At dawn`, `during the night` in a narrative: of the day in focus."""
    day = context.focus_day if context.narrative and context.focus and context.focus.unit == "day" else None
    if day is None or match.before() not in context.lexicon.cues["part_leads"]:
        return None
    return periods.at_part(periods.of_day(day).by("narrative"), match.value("part", "PARTDAY"))


def overnight(match: Match, context: Context) -> Period | None:
    """`Overnight into Friday`, `shelled overnight,`: the night that ends on that day, else on that of publication."""
    if match.has("date"):
        day = match.child("date")
    elif context.narrative or context.published is None or match.after() not in context.lexicon.cues["after_overnight"]:
        return None
    else:
        day = periods.of_day(context.published).by("publication")
    if day is None or day.start is None or day.unit != "day":
        return None
    before = periods.of_day(day.start - periods.DAY).by(day.method)
    return replace(periods.at_part(before, "NI"), end=day.start, precision="days", relation="range")


def noon(match: Match, context: Context) -> Period | None:
    """`At noon`, `until midnight`: of the day in focus in a narrative, else of the publication day."""
    if match.before() not in context.lexicon.cues["part_leads"]:
        return None
    day = context.focus_day if context.narrative else context.published
    method = "narrative" if context.narrative else "publication"
    return periods.at_part(periods.of_day(day).by(method), match.value("part", "NOON")) if day else None


def clock(match: Match, context: Context) -> Period | list[Piece] | None:
    """A clock time of a day; without a day, of the day in focus, else of the publication day.

    Nothing for the same moment told again: "at 3:35 a.m. (0735 GMT)".
    """
    if match.before() == "(" and context.told == match.start - 1 and not match.has("date"):
        return []
    time = clock_time(match.inside("zoned") if match.has("zoned") else match)
    if time is None:
        return None
    if match.has("date"):
        day = match.child("date")
    else:
        anchor, method = _clock_anchor(match, context)
        day = periods.of_day(anchor).by(method) if anchor else None
    return periods.at_part(day, time) if day and day.unit == "day" else None


def hours(match: Match, context: Context) -> Period | list[Piece] | None:
    """`At 0430`, `1830 hours`: a clock time only where the words around say so."""
    bare = len(match.own_words()) == 1
    leads = match.before() in context.lexicon.cues["part_leads"]
    if not leads and (bare or not match.words("clock")[0].startswith("0")):
        return None
    return None if bare and match.after() in context.lexicon.cues["counted"] else clock(match, context)


def _clock_anchor(match: Match, context: Context) -> tuple[date | None, str]:
    """The day of a bare clock time: the one in focus, unless that is still to come and the clock time is past."""
    focus, now = context.focus_day, context.published
    if focus is None or (now and focus > now and match.tense != "future"):
        return now, "publication"
    return focus, "focus"


def clock_time(match: Match) -> str | None:
    """T16:00 for "4 p.m.", "16:00", "four o'clock"; None for no time of day."""
    words = match.words("clock")
    number = words[0].replace(".", ":") if words[0][0].isdecimal() else str(match.number("clock"))
    hour, _, minute = number.partition(":")
    if len(hour) == 4:  # 1400 GMT
        hour, minute = hour[:2], hour[2:]
    if not hour.isdecimal() or int(hour) > 24 or int(minute[:2] or 0) > 59:
        return None
    half = HALVES.get(words[-1].replace(".", ""))
    value = int(hour) if half is None else int(hour) % 12 + half
    return f"T{value:02d}:{minute[:2] or '00'}"


def modified(match: Match, context: Context) -> Period | None:
    """Early, mid, late, the end of a date: narrowed; a day stays the day."""
    del context
    period = match.child("date")
    if period is None or period.kind not in ("DATE", "TIME"):
        return None
    return periods.part_of(period, match.word_value("MOD") or match.word_value("MODOF"))


def halves(match: Match, context: Context) -> Period | None:
    """The first, second or latter half of a period; a year's half has its own value."""
    del context
    period, first = match.child("date"), match.words("half") == ["first"]
    if period is None or period.start is None or period.end is None:
        return None
    if period.unit == "year":
        return periods.of_half(period.start.year, 1 if first else 2).by(period.method)
    days = 14 if period.unit == "month" else (period.end - period.start).days // 2
    middle = period.start + days * periods.DAY
    precision = "month_part" if period.unit == "month" else period.precision
    if first:
        return replace(period, end=middle, precision=precision)
    return replace(period, start=middle + periods.DAY, precision=precision)


def stretch(match: Match, context: Context) -> Period | None:
    """The first months, the latter part of a period: its early or late part."""
    period = match.child("date")
    late = match.words("which")[0] in context.lexicon.cues["late_words"]
    return periods.part_of(period, "late" if late else "early") if period else None


def of_year(match: Match, context: Context) -> Period | None:
    """A month, season, quarter or day of a relative year: March last year."""
    del context
    inner, year = match.child("date"), match.child("year")
    if inner is None or year is None or year.unit != "year" or year.start is None or inner.start is None:
        return None
    number = year.start.year
    if inner.unit == "season":
        return periods.of_season(number, inner.value[-2:]).by(year.method)
    return periods.containing(inner.unit, inner.start.replace(year=number)).by(year.method)


def holiday_day(match: Match, context: Context) -> Period | None:
    """The second or last day of a feast of several days; the eve of a day."""
    del context
    feast = match.child("date")
    if feast is None or feast.start is None or feast.end is None:
        return None
    if match.has("last"):
        return periods.of_day(feast.end).by(feast.method) if match.words("last")[-1] == "day" else None
    number = match.number("ordinal") or 0  # 0: the eve
    day = feast.start + (number - 1) * periods.DAY
    return periods.of_day(day).by(feast.method) if number == 0 or feast.start < feast.end >= day else None


def week_of(match: Match, context: Context) -> Period | None:
    """The week that holds a day."""
    del context
    day = match.child("date")
    return periods.of_week(day.start).by(day.method) if day and day.start else None
