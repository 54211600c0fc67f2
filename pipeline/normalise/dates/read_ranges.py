"""Readers of ranges and lists: two dates with a value each; those of a range share its whole interval."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.normalise.dates import periods
from pipeline.normalise.dates.match import Piece
from pipeline.normalise.dates.read_years import era_year
from pipeline.normalise.dates.years import day_of, valid_day, year_of

if TYPE_CHECKING:
    from pipeline.normalise.dates.context import Context
    from pipeline.normalise.dates.match import Match
    from pipeline.normalise.dates.periods import Period

LISTS = ("and", "or")


def days_of_month(match: Match, context: Context) -> list[Piece] | None:
    """Two days of one month: a range ("Aug 5-10") shares its interval, a list ("April 24 and 25") does not."""
    first, last = _listed_day(match, context, "first"), _listed_day(match, context, "last")
    found = ranged(match, first, last)
    extra = _listed_day(match, context, "extra")
    if found is None or extra is None:
        return found
    start, end = match.bounds("extra")
    return [Piece(min(start, found[0].start), end, extra), replace(found[0], start=match.bounds("first")[0]), found[1]]


def _listed_day(match: Match, context: Context, slot: str) -> Period | None:
    """The day that a slot names, of the match's month."""
    day, year = match.day(slot), year_of(match.words("year"), context)
    if day is None:
        return None
    month = int(match.value("month", "MONTH"))
    return valid_day(year, month, day) if year else day_of(match, context, month, day)


def months_of_year(match: Match, context: Context) -> list[Piece] | None:
    """Two months of one year, as a range or a list; a range over new year starts in the year before."""
    year = year_of(match.words("year"), context)
    if year is None:
        return None
    first, last = (int(match.value(slot, "MONTH")) for slot in ("first", "last"))
    start = year - (first > last and match.words("op")[0] not in LISTS)
    return ranged(match, periods.of_month(start, first), periods.of_month(year, last))


def years(match: Match, context: Context) -> list[Piece] | None:
    """Two years joined by a hyphen, the second maybe short: 1979-89."""
    del context
    first, tail = int(match.words("first")[0]), match.words("last")[0]
    last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    if len(tail) not in (2, 4) or not 0 < last - first <= 150:
        return None
    return ranged(match, periods.of_year(first), periods.of_year(last))


def era_range(match: Match, context: Context) -> list[Piece] | None:
    """Two years of one era: 490-480 BC."""
    first, last = match.number("first"), match.number("last")
    if not first or not last:
        return None
    return ranged(match, *(periods.of_year(era_year(match, context, number)) for number in (first, last)))


def centuries(match: Match, context: Context) -> list[Piece] | None:
    """Two centuries: the late 19th and early 20th centuries."""
    del context
    first, last = match.number("first"), match.number("last")
    if not first or not last or not 0 < first < last <= 22:
        return None
    return ranged(match, *(periods.of_century((number - 1) * 100) for number in (first, last)))


def seasons(match: Match, context: Context) -> list[Piece] | None:
    """Two seasons of one year: spring and summer 1942."""
    del context
    year = int(match.words("year")[0])
    return ranged(match, *(periods.of_season(year, match.value(slot, "SEASON")) for slot in ("first", "last")))


def ranged(match: Match, first: Period | None, last: Period | None) -> list[Piece] | None:
    """The two endpoints as pieces; joined to one interval unless "and" makes them a list."""
    if first is None or last is None:
        return None
    if match.words("op")[0] not in LISTS or match.before() == "between":
        first, last = joined(first, last)
    (start, middle), (resume, end) = match.bounds("first"), match.bounds("last")
    month_first = match.has("month") and match.bounds("month")[0] < start
    return [
        Piece(match.start if month_first else start, middle, first),
        Piece(resume, end if month_first else match.end, last),
    ]


def part_of_days(match: Match, context: Context) -> Period | None:
    """The night of 9-10 July: a part of the first day, an interval of both."""
    del context
    pieces = match.pieces("range")
    if len(pieces) != 2 or {piece.period.unit for piece in pieces} != {"day"}:
        return None
    first, last = (piece.period for piece in pieces)
    if first.start is None or last.end is None or last.end < first.start:
        return None
    return replace(periods.at_part(first, match.value("part", "PARTDAY")), end=last.end, relation="range")


def joined(first: Period, last: Period) -> tuple[Period, Period]:
    """Both endpoints with the interval of the whole range, when it runs forward."""
    if first.start is None or last.end is None or first.start > last.end:
        return first, last
    return replace(first, end=last.end, relation="range"), replace(last, start=first.start, relation="range")


def span(match: Match, context: Context) -> list[Piece] | None:
    """The two endpoints of "from A to B", each with the interval of the whole."""
    del context
    form = next(suffix for suffix in ("", "2", "3") if match.has(f"first{suffix}"))
    firsts, lasts = match.pieces(f"first{form}"), match.pieces(f"last{form}")
    if len(firsts) != 1 or len(lasts) != 1:
        return firsts + lasts or None
    first, last = _same_day(_same_year(firsts[0].period, lasts[0].period), lasts[0].period), lasts[0].period
    first, last = joined(*_forward(first, last, past=match.tense == "past"))
    return [replace(firsts[0], period=first), replace(lasts[0], period=last)]


def _same_year(first: Period, last: Period) -> Period:
    """The start of a range with the stated year of its end: "from 5 May to 14 June 1940"."""
    guessed = first.method in ("publication_tense", "narrative") and last.method == "explicit"
    if not guessed or first.start is None or last.start is None or {first.unit, last.unit} - {"day", "month"}:
        return first
    year = last.start.year - (first.start.month > last.start.month)
    moved = _moved(first, year - first.start.year)
    return replace(moved, method=last.method)


def _same_day(first: Period, last: Period) -> Period:
    """The first of two clock times on the day of the second: "from 10 p.m. to 4 a.m. Sunday" begins on Saturday."""
    bare = ("publication", "focus")
    if first.kind != "TIME" or last.kind != "TIME" or first.method not in bare or last.method in bare:
        return first
    if last.start is None:
        return first
    day = last.start - periods.DAY if first.value[10:] > last.value[10:] else last.start
    return periods.at_part(periods.of_day(day).by(last.method), first.value[10:])


def _moved(period: Period, years: int) -> Period:
    """A day, a month or a part of a month, years away."""
    if period.start is None or period.end is None or not years:
        return period
    start, end = (periods.add_months(day, years * 12) for day in (period.start, period.end))
    return replace(period, value=periods.containing(period.unit, start).value, start=start, end=end)


def _forward(first: Period, last: Period, *, past: bool) -> tuple[Period, Period]:
    """Endpoints whose guessed sides agree: an end before its start moves on by a week (weekdays) or a year.

    In the past tense it is a starting month that moves back: "from March to January, 40 were killed".
    """
    if first.start is None or last.start is None or first.start <= last.start or last.method != "publication_tense":
        return first, last
    unit = "week" if (first.start - last.start).days < 7 else "year"
    if past and first.unit == last.unit == "month" and first.method == "publication_tense":
        return periods.containing(first.unit, periods.shifted(first.start, unit, -1)).by(first.method), last
    return first, periods.containing(last.unit, periods.shifted(last.start, unit, 1)).by(last.method)


def since(match: Match, context: Context) -> list[Piece] | None:
    """`Since Friday`: the day's own value, an interval that runs to the publication date."""
    pieces, now = match.pieces("date"), context.published
    if len(pieces) != 1:
        return pieces or None
    period = pieces[0].period
    if period.start and period.end and now and period.start <= now:
        period = replace(period, end=max(now, period.end), relation="since")
    return [replace(pieces[0], period=period)]
