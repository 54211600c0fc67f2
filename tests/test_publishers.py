"""What is known of publishers: their country, and the order in which they write a day and a month."""

from __future__ import annotations

import pytest

from pipeline.publishers import home_of, reads_day_first


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ("Dawn", ("PAK", True)),
        ("dawn", ("PAK", True)),
        ("The Washington Post", ("USA", False)),
        ("Reuters", (None, None)),
        ("Lakeside Courier", (None, None)),
        (None, (None, None)),
    ],
)
def test_home_and_order_of_dates(source: str | None, known: tuple[str | None, bool | None]) -> None:
    assert (home_of(source), reads_day_first(source)) == known
