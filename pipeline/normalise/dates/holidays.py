"""Holidays as days of a year: fixed, Easter's, Islamic (Umm al-Qura), Chinese lunar, Persian, nth weekday."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter
from hijridate import Gregorian, Hijri
from lunardate import LunarDate

from pipeline.errors import LexiconError
from pipeline.normalise.dates import lexicon, periods


@functools.cache
def table() -> dict[str, dict[str, Any]]:
    """The holidays of holidays.toml by name. Raises LexiconError for an unknown calendar."""
    entries: dict[str, dict[str, Any]] = {
        entry["name"]: entry for entry in lexicon.read_toml("holidays.toml")["holiday"]
    }
    for name, entry in entries.items():
        if entry["calendar"] not in CALENDARS:
            raise LexiconError(
                f"lexicons/dates/holidays.toml {name}: calendar {entry['calendar']!r}; one of {sorted(CALENDARS)}"
            )
    return entries


@functools.lru_cache(maxsize=4096)
def of_year(name: str, year: int) -> tuple[periods.Period, ...]:
    """The holiday's periods that begin in a Gregorian year: mostly one, an Islamic one none or two."""
    entry = table()[name]
    return tuple(_period(entry, day) for day in CALENDARS[entry["calendar"]](entry, year))


def _period(entry: dict[str, Any], day: date) -> periods.Period:
    """The feast that begins on `day`: a day, several days, or a whole Islamic month."""
    length = entry.get("days", 1)
    if length == 0:
        month = periods.of_month(day.year, day.month)
        return replace(month, start=day, end=_hijri_month_end(day), method="holiday_calendar")
    found = periods.of_day(day)
    precision = "day" if length == 1 else "days"
    return replace(found, end=day + timedelta(days=length - 1), precision=precision, method="holiday_calendar")


def _fixed(entry: dict[str, Any], year: int) -> list[date]:
    """A day of every year."""
    return [date(year, entry["month"], entry["day"])]


def _easter(entry: dict[str, Any], year: int) -> list[date]:
    """A day counted from Easter Sunday, western or orthodox."""
    method = EASTER_ORTHODOX if entry["calendar"] == "orthodox" else EASTER_WESTERN
    return [easter(year, method) + timedelta(days=entry["offset"])]


def _hijri(entry: dict[str, Any], year: int) -> list[date]:
    """A day of the Islamic year; sightings of the moon may move it by one."""
    if not 1925 <= year <= 2076:  # the range of the Umm al-Qura tables
        return []
    first = Gregorian(year, 1, 1).to_hijri().year
    days = [
        date(*Hijri(number, entry["month"], entry["day"]).to_gregorian().datetuple()) for number in (first, first + 1)
    ]
    return [day for day in days if day.year == year]


def _hijri_month_end(day: date) -> date:
    """The last day of the Islamic month that begins on `day`."""
    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    return day + timedelta(days=Hijri(hijri.year, hijri.month, 1).month_length() - 1)


def _lunar(entry: dict[str, Any], year: int) -> list[date]:
    """A day of the Chinese year that begins in `year`."""
    if not 1900 <= year <= 2099:
        return []
    return [LunarDate(year, entry["month"], entry["day"]).to_solar_date()]


def _nowruz(entry: dict[str, Any], year: int) -> list[date]:
    """The first day of the Persian year."""
    from convertdate import persian  # noqa: PLC0415 - 0.1 s that only Nowruz needs

    del entry
    return [date(*persian.to_gregorian(year - 621, 1, 1))]


def _nth(entry: dict[str, Any], year: int) -> list[date]:
    """The nth such weekday of a month, the -1st is its last; or the day that lies `offset` days after it."""
    first = date(year, entry["month"], 1)
    ahead = (entry["weekday"] - first.isoweekday()) % 7
    days = [first + timedelta(days=ahead + 7 * week) for week in range(5)]
    inside = [day for day in days if day.month == entry["month"]]
    day = inside[-1] if entry["n"] == -1 else inside[entry["n"] - 1]
    return [day + timedelta(days=entry.get("offset", 0))]


CALENDARS = {
    "fixed": _fixed,
    "easter": _easter,
    "orthodox": _easter,
    "hijri": _hijri,
    "lunar": _lunar,
    "nowruz": _nowruz,
    "nth": _nth,
}
