"""Analysts' decisions: how they are read, what stands of them, and what linking makes of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.errors import UsageError
from pipeline.link.corrections import CORRECTABLE, corrected_value
from pipeline.link.decisions import Decision, read_decisions, standing
from pipeline.link.linking import Linked, link
from pipeline.schema import tables
from tests.support.mentions import mention, table_of

if TYPE_CHECKING:
    from pathlib import Path


def decided(decision: str, mention_id: str = "m", **cells: str) -> Decision:
    return Decision(decision=decision, mention_id=mention_id, **cells)


def corrects(column: str, value: str, mention_id: str = "m") -> Decision:
    return decided("correct", mention_id, column=column, value=value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("decision,column\naccept,x\n", "lacks the columns mention_id"),
        ("decision,mention_id\nmaybe,m\n", "line 2: decision 'maybe': write one of accept"),
        ("decision,mention_id\naccept,\n", "line 2: decision accept: mention_id is empty"),
        ("decision,mention_id\naccept,m\nmerge,m\n", "line 3: decision merge: other_mention_id must name another"),
        ("decision,mention_id,other_mention_id\nsplit,m,m\n", "line 2: decision split: other_mention_id must name"),
        ("decision,mention_id,other_mention_id\nstrike,m,n\n", "line 2: decision strike: other_mention_id is for"),
        ("decision,mention_id,column,value\ncorrect,m,notes,x\n", "line 2: column 'notes' cannot be corrected"),
        ("decision,mention_id,column,value\ncorrect,m,event_status,\n", "line 2: column event_status: must not be"),
        ("decision,mention_id,column,value\ncorrect,m,fatalities,few\n", "'few' is not a whole number"),
        ("decision,mention_id,column,value\ncorrect,m,fatalities,-1\n", "fatalities: -1 is out of bounds"),
        ("decision,mention_id,column,value\ncorrect,m,latitude,nan\n", "latitude: nan is out of bounds"),
        ("decision,mention_id,column,value\ncorrect,m,date_start,19/7/2021\n", "is not a day as 2021-07-19"),
        ("decision,mention_id,column,value\ncorrect,m,event_class,war\n", "event_class: 'war' is not one of"),
    ],
)
def test_a_wrong_row_is_named_by_line(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "review.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=complaint):
        read_decisions(file)


def test_a_file_of_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "review.csv").write_bytes("decision,mention_id\naccept,Hérat\n".encode("latin-1"))
    with pytest.raises(UsageError, match=r"review\.csv: not a CSV in UTF-8"):
        read_decisions(tmp_path / "review.csv")


def test_a_file_of_few_columns_is_enough(tmp_path: Path) -> None:
    file = tmp_path / "review.csv"
    file.write_text("mention_id,decision\r\nm,accept\r\n", encoding="utf-8-sig")
    assert read_decisions(file) == (decided("accept"),)


def test_every_correctable_column_is_one_of_events() -> None:
    assert set(CORRECTABLE) <= {column.name for column in tables()["events"].columns}


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("fatalities", "4", 4),
        ("fatalities", "", None),
        ("date_start", "2021-07-19", datetime.fromisoformat("2021-07-19")),
        ("latitude", "-34.5", -34.5),
        ("is_crime", "true", True),
        ("actor1", "=Taliban", "=Taliban"),
    ],
)
def test_a_cell_becomes_a_value_of_its_column(column: str, text: str, value: object) -> None:
    assert corrected_value(column, text) == value


@pytest.mark.parametrize(
    ("decisions", "verdict", "corrections"),
    [
        ([decided("accept")], "accepted", {}),
        ([decided("strike"), decided("accept")], "accepted", {}),
        ([corrects("fatalities", "4"), decided("accept")], "corrected", {"fatalities": 4}),
        ([corrects("fatalities", "4"), corrects("fatalities", "5")], "corrected", {"fatalities": 5}),
        ([corrects("fatalities", "4"), decided("strike")], "struck", {"fatalities": 4}),
        ([decided("strike"), decided("reopen")], None, {}),
    ],
)
def test_the_last_decision_stands(decisions: list[Decision], verdict: str | None, corrections: dict[str, Any]) -> None:
    review = standing(decisions)
    assert (review.verdict, dict(review.corrections)) == (verdict, corrections)


def bombing() -> list[dict[str, Any]]:
    """Two papers on one bomb, the second a day later; and another happening."""
    kabul: dict[str, Any] = {"place": "Kabul", "day": "2021-07-19", "actor1": "Taliban"}
    return [
        mention("A bomb exploded near the Sarai market in Kabul, killing 10.", "exploded", "ied", deaths=10, **kabul),
        mention("The blast at the Sarai market in Kabul killed 10.", "blast", "ied", article="b", deaths=10, **kabul),
        mention(
            "Nurses marched in Herat.", "marched", "protest_peaceful", article="c", place="Herat", day="2021-07-20"
        ),
    ]


def linked(*decisions: Decision, rows: list[dict[str, Any]] | None = None) -> Linked:
    return link(table_of(rows or bombing()), decisions=decisions)


def event_of(found: Linked, mention_id: str) -> dict[str, Any]:
    (event_id,) = (row["event_id"] for row in found.mentions.to_pylist() if row["mention_id"] == mention_id)
    (event,) = (event for event in found.events.to_pylist() if event["event_id"] == event_id)
    return event


FIRST, SECOND, MARCH = (row["mention_id"] for row in bombing())


def test_an_accepted_event_says_so_and_stays_as_it_is() -> None:
    before, after = event_of(linked(), FIRST), event_of(linked(decided("accept", FIRST)), FIRST)
    assert after == before | {"review": "accepted"}


def test_a_struck_event_is_gone_with_its_mentions_which_are_told() -> None:
    found = linked(decided("strike", SECOND))
    assert [row["mention_id"] for row in found.mentions.to_pylist()] == [MARCH]
    assert found.events.num_rows == 1
    assert found.struck == [FIRST, SECOND]


def test_a_decision_finds_its_event_after_an_earlier_report_has_renamed_it() -> None:
    decision = decided("strike", SECOND, event_id=event_of(linked(rows=bombing()[1:]), SECOND)["event_id"])
    assert event_of(linked(), SECOND)["event_id"] != decision.event_id
    assert linked(decision).events.num_rows == 1


def test_a_decision_on_a_mention_that_is_gone_finds_its_event_by_id() -> None:
    decision = decided("accept", "gone", event_id=event_of(linked(), FIRST)["event_id"])
    assert event_of(linked(decision), FIRST)["review"] == "accepted"


def test_a_decision_that_finds_nothing_is_told() -> None:
    decisions = decided("accept", "gone"), decided("merge", "gone", other_mention_id=FIRST)
    assert linked(*decisions).lost == list(decisions)


def test_what_follows_from_a_corrected_value_is_made_again() -> None:
    corrections = corrects("event_class", "airstrike", FIRST), corrects("actor2", "Civilians (Afghanistan)", FIRST)
    event = event_of(linked(*corrections, corrects("actor2_type", "Civilians", FIRST)), FIRST)
    assert (event["sub_event_type"], event["civilian_targeting"]) == ("Air/drone strike", "Civilian targeting")
    assert (event["actor2_method"], event["actor1_method"] == "review") == ("review", False)
    assert event["review"] == "corrected"


def test_a_corrected_day_is_exact_and_deaths_are_all_that_is_reported() -> None:
    event = event_of(linked(corrects("date_start", "2021-07-18", FIRST), corrects("fatalities", "12", FIRST)), FIRST)
    assert event["date_end"] == event["date_start"] == datetime.fromisoformat("2021-07-18")
    assert (event["time_precision"], event["date_method"]) == (1, "review")
    assert (event["fatalities"], event["fatalities_low"], event["fatalities_high"]) == (12, 12, 12)


def test_a_new_place_has_no_point_unless_the_analyst_gives_one() -> None:
    place = corrects("location", "Charikar", FIRST)
    event = event_of(linked(place), FIRST)
    assert (event["latitude"], event["country_iso3"], event["place_method"]) == (None, "AFG", "review")
    point = corrects("latitude", "35.01", FIRST), corrects("longitude", "69.17", FIRST)
    assert event_of(linked(place, *point), FIRST)["latitude"] == 35.01


@pytest.mark.parametrize(
    ("column", "value", "complaint"),
    [
        ("date_end", "2021-07-01", "date_start is above date_end"),
        ("date_end", "", "date_start and date_end go together"),
        ("fatalities_low", "11", "fatalities_low is above fatalities_high"),
        ("latitude", "", "latitude and longitude go together"),
    ],
)
def test_values_that_deny_each_other_are_refused(column: str, value: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=rf"event e\w+: {complaint}; correct both of them"):
        linked(corrects(column, value, FIRST))
