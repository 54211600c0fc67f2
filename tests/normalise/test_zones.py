"""The local day of a publication: the clock of the place, where the input says how far its own runs ahead."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pipeline.normalise.zones import local_day

KABUL, NEW_YORK, SEA = (34.53, 69.17), (40.71, -74.01), (0.0, -150.0)


@pytest.mark.parametrize(
    ("published", "utc_offset", "place", "day"),
    [
        ("2021-07-21T23:30:00", 0, KABUL, date(2021, 7, 22)),
        ("2021-07-21T02:00:00", 270, NEW_YORK, date(2021, 7, 20)),
        ("2021-07-20T22:00:00", -240, KABUL, date(2021, 7, 21)),
        ("2021-07-21T23:30:00", None, KABUL, date(2021, 7, 21)),
        ("2021-07-21T05:00:00", 0, SEA, date(2021, 7, 20)),
    ],
)
def test_local_day(published: str, utc_offset: int | None, place: tuple[float, float], day: date) -> None:
    assert local_day(datetime.fromisoformat(published), utc_offset, *place) == day
