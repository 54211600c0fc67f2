"""Publication dates: each row of published.csv is a field's value, the day order, and what comes of it."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest import find_dates, parse_published
from pipeline.ingest.published import stated_offset

ROWS = list(csv.DictReader((Path(__file__).parent / "published.csv").open(encoding="utf-8")))

Reader = Callable[..., list[Any]]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['value']} {row['day_first']}" for row in ROWS])
def test_values_of_fields(row: dict[str, str]) -> None:
    day_first = {"yes": True, "no": False}.get(row["day_first"])
    found = parse_published(row["value"], day_first=day_first)
    assert (found.isoformat() if found else "") == row["expected"]


def repr_of_type(value: object) -> str:
    """Pytest would print the number, which Python refuses."""
    return type(value).__name__


@pytest.mark.parametrize(
    "value", [None, True, [], {}, float("nan"), float("inf"), 10**5000, -1, "9" * 100_000], ids=repr_of_type
)
def test_what_is_no_date_is_none(value: object) -> None:
    assert parse_published(value) is None


def test_numbers_and_moments() -> None:
    assert parse_published(1626825600) == datetime.fromisoformat("2021-07-21")
    assert parse_published(1626825600.5) == datetime.fromisoformat("2021-07-21")
    assert parse_published(datetime(2021, 7, 21, 9, tzinfo=UTC)) == datetime.fromisoformat("2021-07-21 09:00")


def test_dates_in_running_text_have_offsets() -> None:
    text = "from May 3, 2019 to 4 June 2019"
    assert [text[a:b] for a, b, _ in find_dates(text)] == ["May 3, 2019", "4 June 2019"]


@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        ("2021-07-21T09:00:00+04:30", 270),
        ("2021-07-21T09:00:00-0500", -300),
        ("2021-07-21T09:00:00Z", 0),
        ("Wed, 21 Jul 2021 09:00:00 GMT", 0),
        ("Wed, 21 Jul 2021 09:00:00 +0300 (EAT)", 180),
        ("1626825600", 0),
        ("2021-07-21T09:00:00", None),
        ("21 July 2021, 9:00 EST", None),
        ("2021-07-21", None),
        (datetime(2021, 7, 21, 9, tzinfo=UTC), 0),
        (None, None),
    ],
)
def test_the_offset_of_a_clock(value: object, minutes: int | None) -> None:
    assert stated_offset(value) == minutes
