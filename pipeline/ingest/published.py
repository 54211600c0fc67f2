"""Publication dates: full calendar dates in records, feeds, pages and running text, never guessed.

A date needs its year. Numbers such as 03/04/2021 count only when the day is above 12 or the caller says which comes
first. The wall-clock time is kept as written, and its offset beside it: an article of 1 a.m. in Kabul is of that day.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = {
    name: i
    for i, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_FORMS = [
    re.compile(rf"(?<!\d){_YEAR}[-/.](?P<number>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)"),
    re.compile(rf"(?<!\w){_MONTH}[ -]{_DAY}(?:,? |,|-){_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<![\d:]){_DAY}(?: of)?[ -]?{_MONTH}(?:,? |,|-){_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<![\d/.-])(?P<first>\d{{1,2}})[/.-](?P<second>\d{{1,2}})[/.-]{_YEAR}"),
]
_TIME = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<second>\d\d))?(?![\d/])\s?(?P<half>[ap]\.?m\b)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<number>\d\d)(?P<day>\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)Z?)?")
_EPOCH = re.compile(r"\d{9,16}(?:\.\d+)?")
_EPOCH_UNITS = (
    (10**8, 10**11, 1),
    (10**11, 10**14, 1_000),
    (10**14, 10**17, 1_000_000),
)  # seconds, milli-, microseconds
_OFFSET = re.compile(r"(?<=\d)\s?(?:(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)|Z|UTC|GMT)\s*(?:\(\w+\))?\Z")
_MAX_CHARS = 120  # no date needs more


def parse_published(value: object, *, day_first: bool | None = None) -> datetime | None:
    """The date and time a record's field states, naive; None when it states none, or one that could be two days.

    ISO 8601, RFC 2822, "July 21, 2021", "21 Jul 2021 10:30 PM", 20210721, seconds, milli- or microseconds since 1970.
    """
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = (
        str(value)[:_MAX_CHARS].strip()
        if isinstance(value, str)
        else f"{value:.6f}"
        if isinstance(value, float)
        else _digits(value)
    )
    if not text.isascii():
        text = text.replace("\xa0", " ")
    return _compact(text) or _epoch(text) or _stated(text, day_first=day_first)


def stated_offset(value: object) -> int | None:
    """Minutes that a field's clock runs ahead of UTC; None where it states none, or names a zone by letters only."""
    if isinstance(value, datetime):
        ahead = value.utcoffset()
        return None if ahead is None else int(ahead.total_seconds()) // 60
    text = value[:_MAX_CHARS].strip() if isinstance(value, str) else ""
    found = _OFFSET.search(text) if ":" in text else None
    if found is None:
        return 0 if _epoch(text) else None
    minutes = int(found["hours"] or 0) * 60 + int(found["minutes"] or 0)
    return (-minutes if found["sign"] == "-" else minutes) if minutes <= 14 * 60 else None


def find_dates(text: str, *, day_first: bool | None = None) -> Iterator[tuple[int, int, datetime]]:
    """Every full calendar date in a short text with its offsets, in the text's order; the time is midnight."""
    found: dict[int, tuple[int, int, datetime]] = {}
    for form in _FORMS:
        for match in form.finditer(text):
            day = _date(match, day_first=day_first)
            if day and not any(start < match.end() and match.start() < end for start, end, _ in found.values()):
                found[match.start()] = (match.start(), match.end(), day)
    return iter(sorted(found.values()))


def _digits(value: int) -> str:
    """The number as text; "" when it is longer than any date, for Python refuses to print very long ones."""
    return str(value) if abs(value) < 10**20 else ""


def _compact(text: str) -> datetime | None:
    match = _COMPACT.fullmatch(text)
    if not match:
        return None
    hour, minute, second = (int(part or 0) for part in match.groups()[3:])
    return _safe(int(match["year"]), int(match["number"]), int(match["day"]), hour, minute, second)


def _epoch(text: str) -> datetime | None:
    if not _EPOCH.fullmatch(text):
        return None
    for low, high, unit in _EPOCH_UNITS:
        if low <= float(text) < high:
            return datetime.fromtimestamp(float(text) / unit, tz=UTC).replace(tzinfo=None, microsecond=0)
    return None


def _stated(text: str, *, day_first: bool | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        pass
    dates = list(find_dates(text, day_first=day_first))
    if not dates or len({day for _, _, day in dates}) > 1:
        return None
    start, end, day = dates[0]
    time = _TIME.search(text[:start] + " " * (end - start) + text[end:])
    return _at(day, time) if time else day


def _at(day: datetime, time: re.Match[str]) -> datetime:
    hour = int(time["hour"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"][0] in "pP" else 0)
    return _safe(day.year, day.month, day.day, hour, int(time["minute"]), int(time["second"] or 0)) or day


def _date(match: re.Match[str], *, day_first: bool | None) -> datetime | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if "first" in parts:
        return _numeric(year, int(parts["first"]), int(parts["second"]), day_first=day_first)
    month = _MONTHS[parts["month"][:3].lower()] if "month" in parts else int(parts["number"])
    return _safe(year, month, int(parts["day"]))


def _numeric(year: int, first: int, second: int, *, day_first: bool | None) -> datetime | None:
    if first > 12 or first == second:
        return _safe(year, second, first)
    if second > 12:
        return _safe(year, first, second)
    if day_first is None:
        return None
    return _safe(year, second, first) if day_first else _safe(year, first, second)


def _safe(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime | None:
    """The moment, None when no calendar has it; naive, as all publication dates here are."""
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 (wall-clock time by design)
    except ValueError:
        return None
