"""Periods of the calendar: each constructor gives the TIMEX3 value with its closed interval of days."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Python's calendar begins in AD 1. A year before it is kept as 9001 less its number, so that arithmetic holds for it,
# and `of_era` gives back the era: 1 BC is 9000, 490 BC 8511.
CHRIST = 9001
FIRST_YEAR = 5000  # 4001 BC; a year below it is AD
SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # first month; a northern season of three months
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A resolved expression before it is tied to its place in the text; fields as in DateExpression."""

    unit: str
    value: str
    start: date | None = None
    end: date | None = None
    precision: str = "vague"
    method: str = "explicit"
    kind: str = "DATE"
    relation: str | None = None
    aside: bool = False  # a comparison or an outlook: what the text goes on to speak of is not this

    def by(self, method: str) -> Period:
        """The same period, found by `method`."""
        return replace(self, method=method)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a month too short for it. Raises ValueError outside 1 to 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def of_day(day: date) -> Period:
    """The period of one day."""
    return Period("day", day.isoformat(), day, day, "day")


def of_week(day: date) -> Period:
    """The ISO week that holds `day`, Monday to Sunday."""
    year, week, weekday = day.isocalendar()
    monday = day - (weekday - 1) * DAY
    return Period("week", f"{year:04d}-W{week:02d}", monday, monday + 6 * DAY, "week")


def of_weekend(day: date) -> Period:
    """Saturday and Sunday of the ISO week that holds `day`."""
    week = of_week(day)
    assert week.start is not None  # noqa: S101 - a week always has its Monday; this tells mypy
    return Period("weekend", f"{week.value}-WE", week.start + 5 * DAY, week.end, "weekend")


def of_month(year: int, month: int) -> Period:
    """The period of one month."""
    return Period("month", f"{year:04d}-{month:02d}", date(year, month, 1), month_end(year, month), "month")


def of_quarter(year: int, quarter: int) -> Period:
    """The period of a quarter, 1 to 4."""
    last = quarter * 3
    return Period("quarter", f"{year:04d}-Q{quarter}", date(year, last - 2, 1), month_end(year, last), "quarter")


def of_half(year: int, half: int) -> Period:
    """The period of a half-year, 1 or 2."""
    return Period("half", f"{year:04d}-H{half}", date(year, half * 6 - 5, 1), month_end(year, half * 6), "half")


def of_season(year: int, season: str) -> Period:
    """The period of a season, northern; winter runs from December of `year` into the next one."""
    start = date(year, SEASON_MONTH[season], 1)
    return Period("season", f"{year:04d}-{season}", start, add_months(start, 3) - DAY, "season")


def of_year(year: int) -> Period:
    """The period of one year."""
    return Period("year", f"{year:04d}", date(year, 1, 1), date(year, 12, 31), "year")


def of_era(period: Period) -> Period:
    """The period as the reader knows it: one before Christ has its era in the value, and no days."""
    if period.start is None or period.start.year < FIRST_YEAR:
        return period
    return replace(period, value=f"BC{CHRIST - int(period.value[:4]):04d}{period.value[4:]}", start=None, end=None)


def before_christ(number: int) -> int:
    """The year that stands for a year BC. Raises ValueError beyond 4001 BC."""
    if not 1 <= number <= CHRIST - FIRST_YEAR:
        raise ValueError(number)
    return CHRIST - number


def of_decade(first: int) -> Period:
    """The period of the ten years that start with `first` (1980)."""
    return Period("decade", f"{first // 10:03d}", date(first, 1, 1), date(first + 9, 12, 31), "decade")


def of_century(first: int) -> Period:
    """The period of the hundred years that start with `first` (1900), as TIMEX3 and HeidelTime count."""
    return Period("century", f"{first // 100:02d}", date(max(first, 1), 1, 1), date(first + 99, 12, 31), "century")


def at_part(day: Period, part: str) -> Period:
    """The part (MO, AF, EV, NI) or clock time (T12:00) of a day."""
    suffix = part if part.startswith("T") else f"T{part}"
    return replace(day, value=day.value[:10] + suffix, kind="TIME")


def reference(value: str) -> Period:
    """PAST_REF, PRESENT_REF or FUTURE_REF: a direction, no days."""
    return Period("reference", value, method="reference")


def _season_of(day: date) -> Period:
    """The northern season that holds `day`; January is of the winter that began in the year before."""
    first = max((month for month in SEASON_MONTH.values() if month <= day.month), default=12)
    name = next(season for season, month in SEASON_MONTH.items() if month == first)
    return of_season(day.year - (day.month < 3), name)


CONTAINING: dict[str, Callable[[date], Period]] = {
    "day": of_day,
    "week": of_week,
    "fortnight": of_week,
    "weekend": of_weekend,
    "month": lambda day: of_month(day.year, day.month),
    "season": _season_of,
    "quarter": lambda day: of_quarter(day.year, (day.month + 2) // 3),
    "half": lambda day: of_half(day.year, 1 if day.month <= 6 else 2),
    "year": lambda day: of_year(day.year),
    "decade": lambda day: of_decade(day.year // 10 * 10),
    "century": lambda day: of_century(day.year // 100 * 100),
}


def containing(unit: str, day: date) -> Period:
    """The period of that unit that holds `day`."""
    return CONTAINING[unit](day)


def shifted(day: date, unit: str, amount: int) -> date:
    """The day that lies `amount` units away. Raises ValueError or OverflowError outside the years 1 to 9999."""
    days = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
    return day + timedelta(days=days[unit] * amount) if unit in days else add_months(day, months[unit] * amount)


# First and last step of the early, middle and late part, counted in the months of a year, the years of a decade or
# century, the days of a month; as news speaks: early July is the 1st to the 10th, the late 1980s are 1987 to 1989.
PARTS = {
    "month": {"early": (0, 9), "mid": (10, 19), "late": (20, -1)},
    "year": {"early": (0, 3), "mid": (4, 7), "late": (8, 11)},
    "decade": {"early": (0, 3), "mid": (4, 6), "late": (7, 9)},
    "century": {"early": (0, 32), "mid": (33, 66), "late": (67, 99)},
}
PART_PRECISION = {"month": "month_part", "year": "year_part"}


def part_of(period: Period, mod: str) -> Period:
    """The early, mid or late part of a period: the value stays (TIMEX3's MOD), the interval narrows; a day is whole."""
    if not mod or period.start is None or period.end is None or period.unit == "day":
        return period
    precision = PART_PRECISION.get(period.unit, period.precision)
    start, end = _part(period.unit, period.start, period.end, mod)
    return replace(period, start=start, end=end, precision=precision)


def _part(unit: str, start: date, end: date, mod: str) -> tuple[date, date]:
    """First and last day of the part; thirds of the days where usage has no custom."""
    if unit not in PARTS:
        third = max(((end - start).days + 1) // 3, 1)
        middle = (start + third * DAY, end - third * DAY) if end - start > DAY else (start, end)  # a weekend has none
        cuts = {"early": (start, start + (third - 1) * DAY), "late": (end - (third - 1) * DAY, end)}
        return cuts.get(mod, middle)
    first, last = PARTS[unit][mod]
    if unit == "month":
        return start + first * DAY, end if last < 0 else start + last * DAY
    months = 1 if unit == "year" else 12
    return add_months(start, first * months), add_months(start, (last + 1) * months) - DAY
