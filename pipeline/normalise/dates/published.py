"""The local publication day of a time stamp."""

from __future__ import annotations

import functools
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@functools.lru_cache(maxsize=4096)
def parse_published(value: str | None) -> date | None:
    """The day of a publication time stamp, None when it names no full date.

    The day is that of the stamp's own offset. Any form but ISO's ("Tue, 20 Jul 2021 18:30 GMT") is read by dateparser,
    which must find day, month and year in it.
    """
    if value is None or not value.strip():
        return None
    moment = _moment(value.strip()[:64])
    if moment is None:
        return None
    return moment.date()


def _moment(value: str) -> datetime | None:
    """The time a stamp names; an ISO form first, its date alone when the time is broken."""
    if ISO_DAY.match(value):
        for part in (value, value[:10]):
            try:
                return datetime.fromisoformat(part)
            except ValueError:
                continue
        return None
    found: datetime | None = _parser()(value).date_obj if re.search(r"\d{4}", value) else None
    return found


@functools.cache
def _parser() -> Callable[[str], Any]:
    """The reader of full English dates, made once a process."""
    from dateparser.date import DateDataParser  # noqa: PLC0415 - 0.1 s that most runs need not pay

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
    parser: Callable[[str], Any] = DateDataParser(languages=["en"], settings=settings).get_date_data
    return parser
