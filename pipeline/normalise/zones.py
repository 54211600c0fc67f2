"""The local day of a publication: what "Tuesday" means where the story is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzfpy import get_tz

if TYPE_CHECKING:
    from datetime import date, datetime


def local_day(published: datetime, utc_offset: int | None, latitude: float, longitude: float) -> date:
    """The day that it was at a place, in degrees, when an article was published.

    `published` is a wall-clock time `utc_offset` minutes ahead of UTC; without the offset its own day stands.
    """
    if utc_offset is None:
        return published.date()
    try:
        zone = ZoneInfo(get_tz(longitude, latitude))
    except (ZoneInfoNotFoundError, ValueError):  # ValueError: no zone has the place
        return published.date()
    moment = (published - timedelta(minutes=utc_offset)).replace(tzinfo=ZoneInfo("UTC"))
    return moment.astimezone(zone).date()
