"""The publication day of a stamp: offsets honoured, free forms read, nonsense refused."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.normalise.dates import parse_published


@pytest.mark.parametrize(
    ("stamp", "zone", "day"),
    [
        ("2021-07-21", None, date(2021, 7, 21)),
        ("2021-07-21T23:30:00+05:00", None, date(2021, 7, 21)),
        ("2021-07-21T23:30:00Z", "Asia/Kabul", date(2021, 7, 22)),
        ("2021-07-21T02:00:00+04:30", "America/New_York", date(2021, 7, 20)),
        ("2021-07-21 08:15", "Asia/Kabul", date(2021, 7, 21)),
        ("2021-07-21Tnoon", None, date(2021, 7, 21)),
        ("Tue, 20 Jul 2021 18:30:00 GMT", None, date(2021, 7, 20)),
        ("July 20, 2021 6:00 PM", None, date(2021, 7, 20)),
        ("2021-13-45", None, None),
        ("July 2021", None, None),
        ("two days ago", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_day(stamp: str | None, zone: str | None, day: date | None) -> None:
    assert parse_published(stamp, zone=zone) == day
