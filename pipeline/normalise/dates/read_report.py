"""Readers of business reports: quarters, the latest period and comparisons with the year before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.normalise.dates import periods
from pipeline.normalise.dates.years import year_of

if TYPE_CHECKING:
    from datetime import date

    from pipeline.normalise.dates.context import Context
    from pipeline.normalise.dates.match import Match
    from pipeline.normalise.dates.periods import Period


def quarter(match: Match, context: Context) -> Period | None:
    """A quarter of a year; without one, the latest that has begun."""
    number = int(match.value("name", "QUARTERNAME") or match.number("quarter") or 4 * match.has("last"))
    if not 1 <= number <= 4:
        return None
    if (stated := year_of(match.words("year"), context)) is not None:
        return periods.of_quarter(stated, number)
    if context.published is None:
        return None
    # A quarter just over is the one reported on, whatever the tense ("expects to report third-quarter profit").
    outlook = match.tense == "future"
    ahead = outlook and number * 3 + 3 < context.published.month
    found = periods.of_quarter(latest_year(number, context.published) + ahead, number)
    return replace(found, method="publication_tense", aside=outlook and context.reported is not None)


def latest_year(number: int, now: date) -> int:
    """The year of the latest such quarter that has begun."""
    return now.year - (number * 3 - 2 > now.month)


def latest_period(match: Match, context: Context) -> Period | None:
    """The latest quarter: the one the report speaks of, else the last full one; a "period" only in a report."""
    if context.reported:
        return context.reported.by("focus")
    if context.published is None or match.words("unit") == ["period"]:
        return None
    return periods.containing("quarter", periods.shifted(context.published, "quarter", -1)).by("publication")


def year_ago_period(match: Match, context: Context) -> Period | None:
    """The year-ago quarter: the reported or named one, a year back."""
    number = match.number("quarter") or match.number("same") or 0
    if 1 <= number <= 4 and context.published:
        return _year_back(periods.of_quarter(latest_year(number, context.published), number))
    return year_ago(context)


def year_ago(context: Context) -> Period | None:
    """The reported period of the year before; without a report, last year."""
    if context.reported:
        return _year_back(context.reported)
    if context.published is None:
        return None
    return replace(periods.of_year(context.published.year - 1), method="publication", aside=True)


def _year_back(period: Period) -> Period | None:
    """The same quarter or year, one year before."""
    if period.start is None:
        return None
    back = periods.containing(period.unit, periods.shifted(period.start, "year", -1))
    return replace(back, method="focus", aside=True)


def compares(match: Match, context: Context) -> bool:
    """True for "compared with 3 million last year" in a report."""
    near = {context.word(position) for position in range(match.start - 12, match.start)}
    return context.reported is not None and not near.isdisjoint(context.lexicon.cues["comparison"])


def full_year(match: Match, context: Context) -> Period | None:
    """`For the year`, in a report: the year at hand, which is what it reports from there on."""
    if context.reported is None or context.published is None or match.after() in ("to", "in", "of"):
        return None
    context.reported = periods.of_year(context.published.year)
    return context.reported.by("focus")


def period_of_year(match: Match, context: Context) -> Period | None:
    """`The 1988 period`: the reported quarter of that year."""
    number = int(match.words("year")[0])
    if context.reported and context.reported.unit == "quarter" and context.reported.start:
        found = periods.of_quarter(number, (context.reported.start.month + 2) // 3)
        return replace(found, method="focus", aside=True)
    return periods.of_year(number)
