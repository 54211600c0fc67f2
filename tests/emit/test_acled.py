"""ACLED's table holds what ACLED would hold, in its columns, words and conventions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from pipeline.emit.acled import why_not
from pipeline.emit.acled_table import AcledTable
from pipeline.link.merge import merge
from pipeline.schema import check_rows, tables
from tests.support.mentions import mention

DAY = "2021-07-20"
RUSSIA = "Military Forces of Russia (2000-)"
AFGHAN_ARMY = "Military Forces of Afghanistan (2021-)"


def event(
    event_class: str = "battle", text: str = "Rebels fought soldiers.", event_id: str = "e1", **given: Any
) -> dict[str, Any]:
    values = {"place": "Kabul", "day": DAY, "actor1": "Taliban", "actor2": AFGHAN_ARMY} | given
    return merge([mention(text, text.split()[1], event_class, **values)], event_id=event_id)


def rows_of(*events: dict[str, Any]) -> list[dict[str, Any]]:
    rows, _ = acled(*events)
    check_rows("acled", rows)
    return rows


def acled(*events: dict[str, Any], published: datetime | None = None) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The rows of the acled table, and why other events are not in it."""
    table = AcledTable()
    table.take(events, [published] * len(events))
    return [row for part in table.parts() for row in part.to_pylist()], dict(table.reasons)


def test_a_row_has_the_31_columns_and_their_words() -> None:
    (row,) = rows_of(event(deaths=4, source="Dawn"))
    assert set(row) == {column.name for column in tables()["acled"].columns}
    assert len(row) == 31
    assert (row["interaction"], row["sub_event_type"], row["fatalities"]) == (
        "State forces-Rebel group",
        "Armed clash",
        4,
    )
    assert (row["iso"], row["region"], row["source_scale"]) == (4, "Caucasus and Central Asia", "International")
    assert row["notes"] == f"On 20 July 2021, in Kabul, Taliban clashed with {AFGHAN_ARMY}. 4 killed."


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"event_status": "planned"}, "status planned"),
        ({"event_status": "historical"}, "status historical"),
        ({"event_class": "meeting_visit"}, "no ACLED type"),
        ({"is_crime": True}, "crime"),
        ({"day": None}, "no day"),
        ({"time_precision": 4}, "no day"),
        ({"place": None}, "no country"),
        ({"event_class": "talks", "actor1": None, "actor2": None}, "no actor"),
        ({}, None),
    ],
)
def test_what_acled_would_not_hold_is_counted_by_reason(given: dict[str, Any], reason: str | None) -> None:
    found = event(**given)
    assert why_not(found) == reason
    rows, reasons = acled(found)
    assert (len(rows), reasons) == ((0, {reason: 1}) if reason else (1, {}))


def test_ids_have_the_country_letters_and_hold_in_other_company() -> None:
    alone = rows_of(event(event_id="e7"))[0]["event_id_cnty"]
    events = [event(event_id=f"e{n}", day=f"2021-07-{n + 1:02d}") for n in range(20)]
    ids = [row["event_id_cnty"] for row in rows_of(*events)]
    assert alone in ids
    assert len(set(ids)) == 20
    assert all(name.startswith("AFG") and name[3:].isdigit() for name in ids)


@pytest.mark.parametrize(
    ("precision", "days", "text", "expected"),
    [
        (1, 0, "Tuesday", "2021-07-01"),
        (1, 5, "from 1 to 6 July", "2021-07-01"),
        (2, 6, "this week", "2021-07-04"),
        (3, 30, "July", "2021-07-16"),
        (3, 30, "early July", "2021-07-01"),
        (3, 30, "at the end of July", "2021-07-31"),
    ],
)
def test_vague_dates_stand_as_one_day(precision: int, days: int, text: str, expected: str) -> None:
    first = datetime.fromisoformat("2021-07-01")
    dated: dict[str, Any] = {"date_start": first, "date_end": first + timedelta(days=days), "time_precision": precision}
    (row,) = rows_of(event(**dated, date_method="near", date_text=text))
    assert row["event_date"] == datetime.fromisoformat(expected)
    assert row["notes"].startswith("Around" if precision > 1 else "On" if days == 0 else "From")


def test_a_country_sits_at_its_capital_and_says_so() -> None:
    (row,) = rows_of(event(place="Afghanistan"))
    assert (row["location"], row["latitude"], row["geo_precision"]) == ("Kabul", 34.5281, 3)
    assert row["notes"].endswith("(coded to Kabul)")


def test_unnamed_sides_get_acled_names() -> None:
    (attack,) = rows_of(event("attack_civilians", actor1=None, actor2=None))
    assert (attack["actor1"], attack["actor2"]) == ("Unidentified Armed Group (Afghanistan)", "Civilians (Afghanistan)")
    (protest,) = rows_of(event("protest_peaceful", actor1=None, actor2=None))
    assert (protest["actor1"], protest["inter1"], protest["actor2"]) == ("Protesters (Afghanistan)", "Protesters", None)
    (arrest,) = rows_of(event("arrest", actor1=None, actor2="Taliban"))
    assert (arrest["actor1"], arrest["interaction"]) == ("Taliban", "Rebel group only")


def test_one_row_for_several_forms_between_the_same_sides_that_day() -> None:
    clash, strike = event(deaths=2), event("airstrike", event_id="e2", deaths=5, actor1=AFGHAN_ARMY, actor2="Taliban")
    rows, reasons = acled(strike, clash)
    assert [(row["sub_event_type"], row["fatalities"]) for row in rows] == [("Armed clash", 5)]
    assert reasons == {"a form of a higher-ranked event": 1}


def test_movements_begin_with_their_prefix() -> None:
    (row,) = rows_of(event("deployment", actor1=RUSSIA, actor2=None))
    assert row["notes"].startswith("Movement of forces: On 20 July 2021, in Kabul, ")
    assert row["inter1"] == "External/Other forces"


def test_timestamp_is_the_latest_publication() -> None:
    rows, _ = acled(event(), published=datetime.fromisoformat("2021-07-22T00:00:10"))
    assert rows[0]["timestamp"] == 1626912010
    assert rows_of(event())[0]["timestamp"] == 1626739200


def test_crowds_are_tagged() -> None:
    tagged = event("protest_peaceful", "Some 300 teachers marched.", actor1="Protesters (Afghanistan)", actor2=None)
    tags = {row["event_type"]: row["tags"] for row in rows_of(tagged, event(event_id="e2"))}
    assert tags == {"Protests": "crowd size=some 300", "Battles": None}
