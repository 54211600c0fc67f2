"""Feasts fall on the days that the calendars of their faiths give."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.normalise.dates import holidays


@pytest.mark.parametrize(
    ("name", "year", "days"),
    [
        ("eid_al_fitr", 2021, [date(2021, 5, 13)]),
        ("eid_al_adha", 2021, [date(2021, 7, 20)]),
        ("eid_al_fitr", 2000, [date(2000, 1, 8), date(2000, 12, 27)]),
        ("ashura", 1900, []),
        ("easter", 2024, [date(2024, 3, 31)]),
        ("orthodox_easter", 2024, [date(2024, 5, 5)]),
        ("nowruz", 2024, [date(2024, 3, 20)]),
        ("lunar_new_year", 1968, [date(1968, 1, 30)]),
        ("thanksgiving", 2023, [date(2023, 11, 23)]),
        ("memorial_day", 2023, [date(2023, 5, 29)]),
    ],
)
def test_first_days(name: str, year: int, days: list[date]) -> None:
    assert [period.start for period in holidays.of_year(name, year)] == days


def test_ramadan_is_a_whole_month() -> None:
    (ramadan,) = holidays.of_year("ramadan", 2021)
    assert (ramadan.start, ramadan.end, ramadan.precision) == (date(2021, 4, 13), date(2021, 5, 12), "month")
