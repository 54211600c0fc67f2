"""Readers of days and months that the text names, and of holidays."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pipeline.normalise.dates import holidays, lexicon, periods
from pipeline.normalise.dates.match import Piece
from pipeline.normalise.dates.years import day_of, full_year_of, month_of, valid_day, year_of

if TYPE_CHECKING:
    from pipeline.normalise.dates.context import Context
    from pipeline.normalise.dates.match import Match
    from pipeline.normalise.dates.periods import Period


def calendar(match: Match, context: Context) -> Period | list[Piece] | None:
    """A month with a day, a year or both; a missing year is the context's."""
    month, year = int(match.value("month", "MONTH")), year_of(match.words("year"), context)
    if match.has("year") and year is None:
        return None
    if not match.has("day"):
        return periods.of_month(year, month) if year else None
    day = match.day("day")
    if day is None:
        return None
    year = year or named_day(month, day, match.after(), context.published)
    if year:
        return valid_day(year, month, day)
    if match.words("day")[0].isdecimal() and match.after() in context.lexicon.cues["counted"]:
        return _month_before_a_count(match, context, month)
    return day_of(match, context, month, day)


def _month_before_a_count(match: Match, context: Context, month: int) -> list[Piece] | None:
    """The bare month of "in October 20 people": its day belongs to the people."""
    start, end = match.bounds("month")
    found = month_of(match, context, month)
    return [Piece(start, end, found)] if start < match.bounds("day")[0] else None


def named_day(month: int, day: int, after: str, published: date | None) -> int | None:
    """The year of a day that is known in history: "the Sept. 11 attacks" of a later year's text."""
    for entry in named_days():
        named = (month, day) == (entry["month"], entry["day"]) and after in entry["after"]
        if named and (published is None or published.year > entry["year"]):
            return int(entry["year"])
    return None


@functools.cache
def named_days() -> list[dict[str, Any]]:
    """The named days of holidays.toml."""
    entries: list[dict[str, Any]] = lexicon.read_toml("holidays.toml")["named_day"]
    return entries


def month(match: Match, context: Context) -> Period | None:
    """A bare month; None for a name ("Jan Kubis", "Theresa May") or a march on the capital."""
    word, cues = context.word(match.start), context.lexicon.cues
    if match.before() in cues["in_leads"] or _before_year(match):
        return month_of(match, context, int(match.value("month", "MONTH")))
    if word in cues["ambiguous_months"] and match.before() not in cues["leads"]:
        return None
    if word in cues["short_months"] and match.before() not in cues["which_leads"]:
        return None
    if word in ("march", "may") and match.after() in cues["after_verb"]:
        return None
    return month_of(match, context, int(match.value("month", "MONTH")))


def _before_year(match: Match) -> bool:
    """True for "June's" and "March last year"."""
    after = match.after(2) if match.after() == "of" else match.after()
    return after in ("'s", "’s", "last", "this", "next", "that")


def part_of_month(match: Match, context: Context) -> Period | None:
    """The first week, the last days of a month: the month's value, narrowed to seven days; its last day is a day."""
    number, which = int(match.value("month", "MONTH")), match.words("which")[0]
    stated = year_of(match.words("year"), context)
    period = periods.of_month(stated, number) if stated else month_of(match, context, number)
    if period.start is None or period.end is None:
        return period
    closing = which in ("last", "final", "closing")
    if match.words("unit") == ["day"]:
        return periods.of_day(period.end if closing else period.start).by(period.method)
    weeks = {"second": 1, "third": 2, "fourth": 3}.get(which, 0)
    start = period.end - timedelta(days=6) if closing else period.start + timedelta(weeks=weeks)
    return replace(period, start=start, end=start + timedelta(days=6), precision="week")


def part_of_year(match: Match, context: Context) -> Period | None:
    """The first or last month, weeks or days of a year: the month, the week or the day at its edge."""
    del context
    year, unit = periods.of_year(int(match.words("year")[0])), match.value("unit", "UNIT")
    closing = match.words("which")[0] not in ("first", "opening")
    edge = year.end if closing else year.start
    if edge is None or not unit:  # "the first months of 1942"
        return periods.part_of(year, "late" if closing else "early")
    return periods.containing(unit, edge)


def weekday_ordinal(match: Match, context: Context) -> Period | None:
    """`Tuesday the 20th`: the day nearest publication that is both."""
    now, day, number = context.published, match.day("day"), int(match.value("weekday", "WEEKDAY"))
    if now is None or day is None:
        return None
    near = (now + timedelta(days=sign * distance) for distance in range(200) for sign in (-1, 1))
    fits = (found for found in near if (found.day, found.isoweekday()) == (day, number))
    found = next(fits, None)
    return periods.of_day(found).by("publication_tense") if found else None


def day_of_focus(match: Match, context: Context) -> Period | None:
    """`On the 24th`: of the month in focus."""
    day, focus, cues = match.day("day"), context.focus, context.lexicon.cues
    if day is None or match.before() not in cues["day_leads"] or match.after() not in cues["day_follows"]:
        return None
    if focus and focus.start and focus.unit in ("day", "month"):
        found = valid_day(focus.start.year, focus.start.month, day)
        return found.by("focus") if found else None
    return None if focus or context.narrative else _day_of_this_month(day, context.published, match.tense)


def _day_of_this_month(day: int, now: date | None, tense: str) -> Period | None:
    """A day of the month of publication, or of the one before when it is still to come and not told as such."""
    if now is None:
        return None
    month = periods.add_months(now.replace(day=1), -(day > now.day and tense != "future"))
    found = valid_day(month.year, month.month, day)
    return found.by("publication_tense") if found else None


def known_day(match: Match, context: Context) -> Period:
    """A day known by its numbers: 9/11."""
    year, month, day = context.lexicon.values["KNOWNDAY", context.word(match.start)].split("-")
    return periods.of_day(date(int(year), int(month), int(day)))


def iso(match: Match, context: Context) -> Period | None:
    """An ISO date, with a time or without."""
    word = context.tokens.words[match.start]
    year = int(word[:4])
    found = valid_day(year, int(word[5:7]), int(word[8:10])) if year < periods.FIRST_YEAR else None
    if found is None or len(word) == 10:
        return found
    return replace(found, value=word[:16], kind="TIME")


def numeric(match: Match, context: Context) -> Period | None:
    """A numeric date: read as the text decides, else in the source's order, else unresolved."""
    word = context.tokens.words[match.start]
    first, second, last = (int(part) for part in word.replace("/", "-").replace(".", "-").split("-"))
    if last < 100 and "/" not in word:
        return None  # 3.12.98 may be a version, 1-2-03 a score
    year = last if last > 99 else full_year_of(last, context)
    if first > 12 or second > 12 or first == second:
        found = valid_day(year, second, first) if first > 12 else valid_day(year, first, second)
        return found.by("numeric") if found else None
    if context.day_first is None:
        return periods.Period("day", f"{year:04d}-XX-XX", precision="year", method="unresolved")
    found = valid_day(year, second, first) if context.day_first else valid_day(year, first, second)
    return found.by("source_order") if found else None


def holiday(match: Match, context: Context) -> Period | None:
    """A holiday of the year at hand: the nearest, or beyond four months the one on the side that tense gives."""
    anchor = context.focus.start if context.narrative and context.focus else context.published
    if anchor is None:
        return None
    found = _nearest_holiday(match.node.rule.value, anchor, match.tense)
    if found is None or found.start is None:
        return None
    return periods.of_week(found.start).by("holiday_calendar") if match.after() == "week" else found


def _nearest_holiday(name: str, anchor: date, tense: str) -> Period | None:
    """The occurrence of a holiday nearest to a day, or the one on the other side when tense says so."""
    years = range(max(anchor.year - 1, 1), min(anchor.year + 1, 9999) + 1)
    days = {found.start: found for year in years for found in holidays.of_year(name, year) if found.start}
    near = sorted(days, key=lambda day: abs((day - anchor).days))
    if not near:
        return None
    nearest = near[0]
    if abs((nearest - anchor).days) > 120 and (nearest > anchor) == (tense == "past"):
        nearest = next((day for day in near if (day > anchor) != (nearest > anchor)), nearest)
    return days[nearest]


def holiday_year(match: Match, context: Context) -> Period | None:
    """A holiday of a stated year: Christmas 1914."""
    del context
    year, name = match.child("year"), match.rule_value("date")
    if year is None or year.start is None:
        return None
    return next(iter(holidays.of_year(name, year.start.year)), None)
