"""The command `compare`: our events matched with rows in ACLED's and UCDP GED's columns. All rows are made up."""

from __future__ import annotations

import csv
import gzip
import json
import tomllib
from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import cli
from pipeline.agreement.files import OUR_COLUMNS
from pipeline.agreement.lexicon import lexicon
from pipeline.agreement.matching import match, pair_of
from pipeline.agreement.model import Event
from pipeline.agreement.names import country_code, likeness, words_of
from pipeline.errors import LexiconError
from pipeline.schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.agreement.model import Pair

    Run = Callable[..., list[dict[str, str]]]

KABUL, HERAT = (34.5281, 69.1723), (34.3482, 62.1997)
NEAR_KABUL = (34.6, 69.25)  # 11 km away
TALIBAN, ARMY = "Taliban", "Military Forces of Afghanistan (2021-)"


def our(event_id: str, day: str | None, **given: Any) -> dict[str, Any]:
    """A row of the events table: an armed clash in Kabul with 3 dead, where nothing else is given."""
    row = {
        "event_id": event_id,
        "event_status": "occurred",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "ucdp_type": 1,
        "date_start": day and datetime.fromisoformat(day),
        "actor1": TALIBAN,
        "actor2": ARMY,
        "location": "Kabul",
        "country_iso3": "AFG",
        "latitude": KABUL[0],
        "longitude": KABUL[1],
        "geo_precision": 1,
        "fatalities": 3,
    }
    return row | {"date_end": row["date_start"]} | given


def acled(event_id: str, day: str, **given: str) -> dict[str, str]:
    """A row of an ACLED export, the same clash; the other columns of an export are not needed."""
    return {
        "event_id_cnty": event_id,
        "event_date": day,
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": ARMY,
        "actor2": TALIBAN,
        "country": "Afghanistan",
        "iso": "4",
        "latitude": str(KABUL[0]),
        "longitude": str(KABUL[1]),
        "location": "Kabul",
        "fatalities": "3",
        "notes": "not read",
    } | given


def ged(event_id: str, day: str, **given: str) -> dict[str, str]:
    """A row of UCDP GED, the same clash."""
    return {
        "id": event_id,
        "date_start": f"{day} 00:00:00.000",
        "date_end": f"{day} 00:00:00.000",
        "type_of_violence": "1",
        "side_a": "Government of Afghanistan",
        "side_b": "Taleban",
        "country": "Afghanistan",
        "latitude": str(KABUL[0]),
        "longitude": str(KABUL[1]),
        "where_coordinates": "Kabul city",
        "best": "4",
        "low": "2",
        "high": "5",
    } | given


@pytest.fixture
def compare(tmp_path: Path) -> Run:
    """Write both sides, run the command and give the rows of its CSV file."""

    def run(ours: list[dict[str, Any]], theirs: list[dict[str, str]], kind: str, *flags: str) -> list[dict[str, str]]:
        schema = pa.schema([arrow_schema("events").field(name) for name in OUR_COLUMNS])
        pq.write_table(pa.Table.from_pylist(ours, schema=schema), tmp_path / "events.parquet")
        other, target = tmp_path / "other.csv", tmp_path / "pairs.csv"
        pd.DataFrame(theirs).to_csv(other, index=False)
        arguments = ["compare", str(tmp_path), str(other), "--kind", kind, "-o", str(target)]
        assert cli.main([*arguments, *flags]) == 0
        return list(csv.DictReader(target.read_text(encoding="utf-8").splitlines()))

    return run


def verdicts(rows: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(row["verdict"], row["our_id"], row["their_id"]) for row in rows]


def test_acled_rows_of_the_same_happening_match(compare: Run, capsys: pytest.CaptureFixture[str]) -> None:
    ours = [our("e1", "2021-07-14"), our("e2", "2021-07-20"), our("e3", "2021-08-01", event_status="planned")]
    theirs = [
        acled("AFG1", "14 July 2021", latitude=str(NEAR_KABUL[0]), longitude=str(NEAR_KABUL[1]), fatalities="5"),
        acled("AFG2", "2021-07-21"),
        acled("AFG3", "2021-09-01"),
    ]
    rows = compare(ours, theirs, "acled")
    assert verdicts(rows) == [("matched", "e1", "AFG1"), ("matched", "e2", "AFG2"), ("only theirs", "", "AFG3")]
    first = rows[0]
    assert (first["days_apart"], first["km_apart"]) == ("0", "10.7")
    same = {name.removeprefix("same_"): value for name, value in first.items() if name.startswith("same_")}
    assert same == dict.fromkeys(("day", "type", "actor1", "actor2"), "true") | {
        "place": "false",
        "fatalities": "false",
    }
    assert rows[2]["same_day"] == ""
    assert (first["our_date_start"], first["their_date_start"]) == ("2021-07-14", "2021-07-14")
    assert (first["our_type"], first["their_type"]) == ("Armed clash", "Armed clash")
    assert (first["our_actor1"], first["their_actor1"], first["their_fatalities"]) == (TALIBAN, ARMY, "5")
    assert capsys.readouterr().out == (
        "                         rows  first day   last day\n"
        "ours                        2  2021-07-14  2021-07-20\n"
        "theirs                      3  2021-07-14  2021-09-01\n"
        "\n"
        "matched                     2\n"
        "only ours                   0\n"
        "only theirs                 1\n"
        "theirs that we have     66.7%\n"
        "ours that they have    100.0%\n"
        "\n"
        "matched pairs           agree differ  empty    share\n"
        "day                         1      1      0    50.0%\n"
        "place within 10 km          1      1      0    50.0%\n"
        "sub-event type              2      0      0   100.0%\n"
        "actor 1                     2      0      0   100.0%\n"
        "actor 2                     2      0      0   100.0%\n"
        "fatalities                  1      1      0    50.0%\n"
        "\n"
        "mean difference of fatalities (ours less theirs): -1.00\n"
    )


def test_ged_rows_match_by_type_of_violence(compare: Run) -> None:
    ours = [
        our("e1", "2021-07-14"),
        our("e2", "2021-07-14", ucdp_type=3, actor2="Civilians (Afghanistan)"),
        our("e3", "2021-07-14", ucdp_type=None),
    ]
    theirs = [
        ged("7", "2021-07-14", type_of_violence="3", side_a="Taleban", side_b="Civilians"),
        ged("8", "2021-07-14"),
    ]
    rows = compare(ours, theirs, "ucdp")
    assert verdicts(rows) == [("matched", "e1", "8"), ("matched", "e2", "7")]
    assert rows[0]["their_location"] == "Kabul city"


@pytest.mark.parametrize(
    ("given", "flags", "matched"),
    [
        ({}, (), True),
        ({"event_type": "Riots"}, (), False),
        ({"sub_event_type": "Government regains territory"}, (), True),
        ({"event_date": "2021-07-16"}, (), False),
        ({"event_date": "2021-07-16"}, ("--days", "2"), True),
        ({"latitude": "34.9"}, (), True),  # 41 km
        ({"latitude": "35.5"}, (), False),  # 108 km
        ({"latitude": "35.5"}, ("--km", "150"), True),
        ({"event_date": "2021-07-15"}, ("--days", "0"), False),
        ({}, ("--km", "0", "--days", "0"), True),
    ],
)
def test_type_days_and_kilometres_bound_a_pair(
    compare: Run, given: dict[str, str], flags: tuple[str, ...], *, matched: bool
) -> None:
    rows = compare([our("e1", "2021-07-14")], [acled("AFG1", "2021-07-14", **given)], "acled", *flags)
    assert (rows[0]["verdict"] == "matched") == matched


def test_a_point_of_a_region_matches_within_its_country(compare: Run) -> None:
    ours = [our("e1", "2021-07-14", geo_precision=3, location="Afghanistan"), our("e2", "2021-07-14", latitude=None)]
    theirs = [
        acled("AFG1", "2021-07-14", latitude=str(HERAT[0]), longitude=str(HERAT[1])),
        acled("PAK1", "2021-07-14", country="Pakistan", iso="586"),
    ]
    rows = compare(ours, theirs, "acled")
    assert verdicts(rows) == [("matched", "e1", "AFG1"), ("only ours", "e2", ""), ("only theirs", "", "PAK1")]
    assert rows[0]["km_apart"] == ""


def test_the_best_pair_wins_and_each_row_is_used_once(compare: Run) -> None:
    ours = [our("e1", "2021-07-14", fatalities=12), our("e2", "2021-07-14", actor2=None)]
    theirs = [acled("AFG1", "2021-07-15", fatalities="12"), acled("AFG2", "2021-07-14", fatalities="12")]
    rows = compare(ours, theirs, "acled")
    assert verdicts(rows) == [("matched", "e1", "AFG2"), ("matched", "e2", "AFG1")]


def test_a_pair_that_only_the_type_speaks_for_is_no_match(compare: Run) -> None:
    theirs = [acled("AFG1", "2021-07-15", latitude="34.9", actor1="Xy", actor2="Qz", fatalities="90")]
    rows = compare([our("e1", "2021-07-14")], theirs, "acled")
    assert verdicts(rows) == [("only ours", "e1", ""), ("only theirs", "", "AFG1")]


def test_rows_that_cannot_be_compared_are_counted_with_the_reason(
    compare: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    ours = [
        our("e1", "2021-07-14"),
        our("e2", None),
        our("e3", "2021-07-14", date_end=datetime.fromisoformat("2021-12-31")),
        our("e4", "2021-07-14", latitude=None, country_iso3=None),
    ]
    theirs = [
        acled("AFG1", "soon"),
        acled("AFG2", "2021-07-14", latitude="", longitude="nan"),
        acled("AFG3", "2021-07-14", latitude="134"),
        acled("AFG4", "2021-07-14", event_type=""),
    ]
    rejects = tmp_path / "rejects.jsonl"
    assert verdicts(compare(ours, theirs, "acled", "--rejects", str(rejects))) == [("only ours", "e1", "")]
    said = capsys.readouterr()
    assert (
        "1 rows to compare, 3 unusable (1 dates too far apart or turned round, 1 no date, 1 no point and no" in said.err
    )
    assert "0 rows to compare, 4 unusable (2 no readable coordinates, 1 no readable date, 1 no type)" in said.err
    assert "theirs that we have         -\n" in said.out
    held = [json.loads(line) for line in rejects.read_text(encoding="utf-8").splitlines()]
    assert len(held) == 7
    assert {"stage": "compare", "reason": "no readable date", "detail": "soon"}.items() <= held[3].items()


def test_ged_rows_without_a_type_or_with_turned_dates_are_unusable(
    compare: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = [ged("7", "2021-07-14", type_of_violence="?"), ged("8", "2021-07-14", date_end="2021-07-01")]
    compare([our("e1", "2021-07-14")], theirs, "ucdp")
    assert "2 unusable (1 dates too far apart or turned round, 1 no type)" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["gz", "parquet", "semicolons"])
def test_other_forms_of_the_same_file_give_the_same(
    compare: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    theirs = pd.DataFrame([acled("AFG1", "2021-07-14"), acled("AFG2", "2021-09-01", fatalities="")])
    compare([our("e1", "2021-07-14")], theirs.to_dict("records"), "acled")
    told = capsys.readouterr().out
    other = tmp_path / {"gz": "other.csv.gz", "parquet": "other.parquet", "semicolons": "semi.csv"}[form]
    if form == "parquet":
        typed = theirs.assign(event_date=pd.to_datetime(theirs.event_date), iso=theirs.iso.astype(int))
        typed.assign(fatalities=pd.array([3, None], dtype="Int64"), latitude=typed.latitude.astype(float)).to_parquet(
            other
        )
    elif form == "gz":
        other.write_bytes(gzip.compress(theirs.to_csv(index=False).encode()))
    else:
        theirs.to_csv(other, index=False, sep=";")
    assert cli.main(["compare", str(tmp_path / "events.parquet"), str(other), "--kind", "acled"]) == 0
    assert capsys.readouterr().out == told


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (b"", "acled", "the file is empty"),
        (",".join(acled("", "")).encode(), "acled", "the file is empty: it has no rows"),
        (b"event_id_cnty,event_date\nAFG1,2021-07-14\n", "acled", "lacks the columns actor1, actor2, country"),
        (",".join(name for name in ged("", "") if name != "best").encode(), "ucdp", "lacks the column best"),
        (b"\xff\xfe\x00\x81", "acled", "cannot be read"),
    ],
)
def test_a_file_that_is_not_what_was_said_is_a_usage_error(
    compare: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, kind: str, message: str
) -> None:
    compare([our("e1", "2021-07-14")], [acled("AFG1", "2021-07-14")], "acled")
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    assert cli.main(["compare", str(tmp_path), str(bad), "--kind", kind]) == 2
    said = capsys.readouterr().err
    assert f"{bad}: " in said
    assert message in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{tmp}/none", "{tmp}/other.csv"], "no events table"),
        (["{tmp}/table.parquet", "{tmp}/other.csv"], "lacks the columns actor1, actor2"),
        (["{tmp}/broken.parquet", "{tmp}/other.csv"], "cannot be read"),
        (["{tmp}", "{tmp}/none.csv"], "there is no such file"),
        (["{tmp}", "{tmp}/broken.parquet"], "cannot be read"),
        (["{tmp}", "{tmp}/other.csv", "--days", "-1"], "--days -1 --km 50: both must be 0 or more"),
        (["{tmp}", "{tmp}/other.csv", "--km", "nan"], "must be 0 or more"),
        (["{tmp}", "{tmp}/other.csv", "-o", "{tmp}/pairs.xlsx"], "must end in .csv"),
        (["{tmp}", "{tmp}/other.csv", "-o", "{tmp}/other.csv"], "would write over an input"),
    ],
)
def test_wrong_arguments_are_usage_errors(
    compare: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    compare([our("e1", "2021-07-14")], [acled("AFG1", "2021-07-14")], "acled")
    pq.write_table(pa.table({"event_id": ["a"]}), tmp_path / "table.parquet")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1")
    given = [argument.format(tmp=tmp_path) for argument in arguments]
    assert cli.main(["compare", *given, "--kind", "acled"]) == 2
    assert message in capsys.readouterr().err


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(compare: Run) -> None:
    rows = compare([our("e1", "2021-07-14", location="=1+1")], [acled("AFG1", "2022-07-14")], "acled")
    assert rows[0]["our_location"] == "'=1+1"


@pytest.mark.parametrize(
    ("left", "right", "kind", "alike"),
    [
        ("Military Forces of Mali (2021-)", "Military Forces of Mali (2020-2021)", "acled", True),
        ("Military Forces of Mali (2021-)", "Military Forces of Niger (2021-)", "acled", False),
        ("Military Forces of Mali (2021-)", "Police Forces of Mali (2021-)", "acled", False),
        ("Military Forces of Mali (2021-)", "Government of Mali", "ucdp", True),
        ("Islamic State (West Africa)", "IS", "ucdp", True),
        ("JNIM: Group for Support of Islam and Muslims", "JNIM", "acled", True),
        ("Protesters (India)", "Civilians (India)", "acled", False),
        ("Armed Group", "armed group", "acled", True),
    ],
)
def test_names_are_alike_by_their_telling_words(left: str, right: str, kind: str, *, alike: bool) -> None:
    value = likeness(words_of(left, kind), words_of(right, kind))
    assert value is not None
    assert (value >= lexicon().name_agrees) == alike


@pytest.mark.parametrize(
    ("name", "numeric", "code"),
    [
        ("Afghanistan", "", "AFG"),
        ("whatever", "004", "AFG"),
        ("DR Congo (Zaire)", "", "COD"),
        ("Kingdom of eSwatini (Swaziland)", "", "SWZ"),
        ("Macedonia, FYR", "", "MKD"),
        ("Atlantis", "999", ""),
    ],
)
def test_countries_are_known_by_number_or_by_either_of_two_names(name: str, numeric: str, code: str) -> None:
    assert country_code(name, numeric) == code


def test_a_lexicon_with_an_unknown_entry_is_a_fault_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tomllib, "loads", lambda _: {"weights": {"weather": 1}})
    lexicon.cache_clear()
    with pytest.raises(LexiconError, match=r"\[weights\].*day, place, type, actors, deaths"):
        lexicon()
    lexicon.cache_clear()


CLASH = Event(
    id="e",
    first=738000,
    last=738000,
    type="Battles",
    form="Armed clash",
    actors=("", ""),
    names=("taliban", "military afghanistan"),
    country="AFG",
    location="",
    point=KABUL,
    deaths=3,
)
POINTS = st.one_of(
    st.sampled_from([KABUL, NEAR_KABUL, HERAT, (0.0, 180.0), (0.1, -179.9), (90.0, 0.0), (89.8, 170.0)]),
    st.tuples(st.floats(34, 36), st.floats(68, 71)),
)
NAMES = st.sampled_from(["", "taliban", "military afghanistan", "civilians"])
EVENTS = st.builds(
    lambda ident, first, length, **given: replace(CLASH, id=ident, first=first, last=first + length, **given),
    st.sampled_from("abcdef"),
    st.integers(738000, 738010),
    st.integers(0, 9),
    type=st.sampled_from(["Battles", "Riots"]),
    form=st.sampled_from(["", "Armed clash"]),
    names=st.tuples(NAMES, NAMES),
    point=POINTS,
    country=st.sampled_from(["AFG", "PAK", ""]),
    deaths=st.none() | st.integers(0, 5),
)
OURS = st.one_of(EVENTS, EVENTS.map(lambda event: replace(event, point=None, country="AFG")))
SIDES = {"ours": st.lists(OURS, max_size=12), "theirs": st.lists(EVENTS, max_size=12)}
LIMITS = {"days": st.integers(0, 9), "km": st.sampled_from([0.0, 0.5, 20.0, 50.0, 900.0, 30000.0])}


@settings(deadline=None, max_examples=150, derandomize=True)
@given(**SIDES, **LIMITS, shuffled=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(
    ours: list[Event], theirs: list[Event], days: int, km: float, shuffled: Any
) -> None:
    first = match(ours, theirs, days, km)
    mixed = [shuffled.sample(side, len(side)) for side in (ours, theirs)]
    assert match(mixed[0], mixed[1], days, km) == first


@settings(deadline=None, max_examples=150, derandomize=True)
@given(**SIDES, **LIMITS)
def test_no_two_rows_that_match_are_both_left_over(
    ours: list[Event], theirs: list[Event], days: int, km: float
) -> None:
    """The buckets lose no neighbour: of all pairs each is taken, or one of its two is by a better one."""
    best: dict[int, float] = {}
    for pair in match(ours, theirs, days, km):
        for event in (pair.ours, pair.theirs):
            assert id(event) not in best
            best[id(event)] = pair.score
    for one, other in product(ours, theirs):
        pair_or_none: Pair | None = pair_of(one, other, days, km)
        if pair_or_none and pair_or_none.score >= lexicon().minimum_score:
            assert max(best.get(id(one), -1), best.get(id(other), -1)) >= pair_or_none.score
