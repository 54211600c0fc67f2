"""The publication day of a stamp: offsets honoured, free forms read, nonsense refused."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.normalise.dates import parse_published


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2021-07-21", date(2021, 7, 21)),
        ("2021-07-21T23:30:00+05:00", date(2021, 7, 21)),
        ("2021-07-21Tnoon", date(2021, 7, 21)),
        ("Tue, 20 Jul 2021 18:30:00 GMT", date(2021, 7, 20)),
        ("July 20, 2021 6:00 PM", date(2021, 7, 20)),
        ("2021-13-45", None),
        ("July 2021", None),
        ("two days ago", None),
        ("", None),
        (None, None),
    ],
)
def test_day(stamp: str | None, day: date | None) -> None:
    assert parse_published(stamp) == day
