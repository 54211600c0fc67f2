"""The command `export`: each format is read by a tool of its own kind, and says what the release says."""

from __future__ import annotations

import csv
import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import duckdb
import mlcroissant
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely
from frictionless import Package

from pipeline import cli
from pipeline.export.formats import FORMATS
from pipeline.export.lexicon import hxl_tags, ucdp_words
from pipeline.export.ucdp import ucdp_table
from pipeline.link.linking import link
from pipeline.normalise.actors.countries import countries
from pipeline.schema import tables
from tests.support.mentions import mention, table_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def release(golden: Path) -> list[dict[str, Any]]:
    return pq.read_table(golden / "events.parquet").to_pylist()


def export(golden: Path, target: Path, *flags: str) -> Path:
    assert cli.main(["export", str(golden), "--output", str(target), "--format", *flags]) == 0
    return target


def kinds(relation: duckdb.DuckDBPyRelation) -> dict[str, str]:
    """DuckDB's type of each column."""
    return dict(zip(relation.columns, map(str, relation.types), strict=True))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_release_gives_the_same_bytes(golden: Path, tmp_path: Path, name: str) -> None:
    first, second = (export(golden, tmp_path / f"{n}{FORMATS[name].ending}", name) for n in (1, 2))
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size > 1000


def test_the_formats_of_the_command_line_are_those_that_there_are() -> None:
    commands = next(action for action in cli.make_parser()._actions if action.dest == "command")
    assert isinstance(commands.choices, dict)
    (chosen,) = [action for action in commands.choices["export"]._actions if action.dest == "format"]
    assert tuple(chosen.choices or ()) == tuple(FORMATS)


def test_geojson_has_a_feature_for_each_event(golden: Path, tmp_path: Path, release: list[dict[str, Any]]) -> None:
    collection = json.loads(export(golden, tmp_path / "a.geojson", "geojson").read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert [feature["id"] for feature in collection["features"]] == [row["event_id"] for row in release]
    for feature, row in zip(collection["features"], release, strict=True):
        assert feature["type"] == "Feature"
        assert (feature["geometry"] is None) == (row["latitude"] is None)
        if feature["geometry"]:
            assert feature["geometry"] == {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
        assert set(feature["properties"]) == {column.name for column in tables()["events"].columns}
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", feature["properties"]["date_start"] or "2000-01-01")


def test_geoparquet_is_read_as_geometry(golden: Path, tmp_path: Path, release: list[dict[str, Any]]) -> None:
    path = export(golden, tmp_path / "a.parquet", "geoparquet")
    kind = kinds(duckdb.from_parquet(str(path)))
    assert kind["geometry"] == "GEOMETRY('OGC:CRS84')"
    assert kind["date_start"] == "TIMESTAMP"
    points = [None if wkb is None else shapely.from_wkb(wkb) for wkb in pq.read_table(path)["geometry"].to_pylist()]
    assert [point and (point.y, point.x) for point in points] == [
        None if row["latitude"] is None else (row["latitude"], row["longitude"]) for row in release
    ]
    geo = json.loads((pq.read_schema(path).metadata or {})[b"geo"])
    west, south, east, north = geo["columns"]["geometry"].pop("bbox")
    assert all(west <= point.x <= east and south <= point.y <= north for point in points if point)
    columns = {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}}
    assert geo == {"version": "1.1.0", "primary_column": "geometry", "columns": columns}
    assert str(pd.read_parquet(path).date_start.dtype) == "datetime64[us]"


@pytest.mark.parametrize("dates", ["iso", "long"])
def test_acled_csv_is_read_as_acled_s_own_files_are(golden: Path, tmp_path: Path, dates: str) -> None:
    path = export(golden, tmp_path / "a.csv", "acled", "--dates", dates)
    rows = pq.read_table(golden / "acled.parquet").to_pylist()
    frame = pd.read_csv(path, parse_dates=["event_date"])
    assert list(frame.columns) == [column.name for column in tables()["acled"].columns]
    assert list(frame.event_date) == [row["event_date"] for row in rows]
    numbers = ["year", "time_precision", "iso", "geo_precision", "fatalities", "timestamp"]
    assert {str(frame[name].dtype) for name in numbers} == {"int64"}
    assert list(frame.actor1) == [row["actor1"] for row in rows]
    first = path.read_text(encoding="utf-8").splitlines()[1].split(",")[1]
    assert re.fullmatch({"iso": r"\d{4}-\d\d-\d\d", "long": r"\d\d [A-Z][a-z]+ \d{4}"}[dates], first)
    told = kinds(duckdb.from_csv_auto(str(path)))
    assert {"fatalities": "BIGINT", "latitude": "DOUBLE", "notes": "VARCHAR"}.items() <= told.items()


# ACLED leaves out what is crime; compare leaves out years as the day of an event.
@pytest.mark.parametrize(("kind", "all_of"), [("acled", "theirs that we have"), ("ucdp", "ours that they have")])
def test_what_is_exported_agrees_with_the_release(
    golden: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, all_of: str
) -> None:
    path = export(golden, tmp_path / "a.csv", kind)
    assert cli.main(["compare", str(golden), str(path), "--kind", kind]) == 0
    said = capsys.readouterr().out
    rows = len(path.read_text(encoding="utf-8").splitlines()) - 1
    assert re.search(rf"theirs +{rows} ", said)
    assert re.search(rf"{all_of} +100\.0%", said)


def test_hxl_tags_are_the_second_row(golden: Path, tmp_path: Path) -> None:
    plain = export(golden, tmp_path / "plain.csv", "events").read_text(encoding="utf-8").splitlines()
    tagged = export(golden, tmp_path / "tagged.csv", "events", "--hxl").read_text(encoding="utf-8").splitlines()
    assert [tagged[0], *tagged[2:]] == plain
    found = dict(zip(next(csv.reader(tagged[:1])), next(csv.reader(tagged[1:2])), strict=True))
    assert found["date_start"] == "#date+start"
    assert found["rule_id"] == ""


def test_hxl_tags_are_well_formed_and_of_known_columns() -> None:
    known = {column.name for name in ("events", "acled", "ucdp") for column in tables()[name].columns}
    assert set(hxl_tags()) <= known
    assert [tag for tag in hxl_tags().values() if not re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag)] == []


def test_a_deadly_event_in_ucdp_s_columns() -> None:
    text = "The Taliban killed eight soldiers in Kabul on Tuesday."
    told = mention(text, "killed", "battle", place="Kabul", day="2021-07-20", actor1="Taliban", deaths=8)
    told |= {"actor2": "Military Forces of Afghanistan", "actor2_type": "State forces", "actor2_country": "AFG"}
    linked = link(table_of([told | {"title": "Eight die", "source": "Wire"}]))
    (row,) = ucdp_table(linked.events, linked.mentions).to_pylist()
    assert (row["type_of_violence"], row["dyad_name"]) == (1, "Taliban - Government of Afghanistan")
    assert (row["best"], row["low"], row["high"], row["deaths_unknown"], row["deaths_civilians"]) == (8, 8, 8, 8, 0)
    assert (row["where_prec"], row["date_prec"], row["event_clarity"], row["region"]) == (1, 1, 1, "Asia")
    assert row["priogrid_gid"] == 179779  # PRIO's cell of Kabul
    assert row["source_headline"] == "Eight die"
    assert row["gwnoa"] is row["conflict_name"] is None


def test_every_region_has_its_name_at_ucdp() -> None:
    assert {country.region for country in countries().values()} == set(ucdp_words()["regions"])


def test_frictionless_finds_no_fault(golden: Path) -> None:
    report = Package(str(golden / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "message"])


def test_frictionless_finds_a_value_that_was_changed(golden: Path, tmp_path: Path) -> None:
    shutil.copytree(golden, tmp_path / "release")
    path = tmp_path / "release" / "acled.csv"
    path.write_bytes(path.read_bytes().replace(b"2021", b"soon", 1))
    assert not Package(str(tmp_path / "release" / "datapackage.json")).validate().valid


def test_croissant_loads_every_table(golden: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(golden, tmp_path / "release")
    dataset = mlcroissant.Dataset(str(export(golden, folder / "croissant.json", "croissant")))
    assert not dataset.metadata.issues.errors
    for records in dataset.metadata.record_sets:
        rows = list(dataset.records(records.name))
        assert len(rows) == pq.read_metadata(golden / f"{records.name}.parquet").num_rows
    events = [row["events/event_id"].decode() for row in dataset.records("events")]
    assert events == pq.read_table(golden / "events.parquet")["event_id"].to_pylist()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{golden}", "--format", "geojson", "-o", "{tmp}/a.json"], "a geojson file must end in .geojson"),
        (
            ["{golden}", "--format", "geojson", "-o", "{tmp}/a.geojson", "--hxl"],
            "are for the formats acled, events, ucdp",
        ),
        (["{tmp}", "--format", "ucdp", "-o", "{tmp}/a.csv"], "there is no events.parquet"),
        (["{tmp}", "--format", "croissant", "-o", "{tmp}/a.json"], "there is no datapackage.json"),
    ],
)
def test_a_wrong_use_is_a_usage_error(
    golden: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    given = [argument.format(golden=golden, tmp=tmp_path) for argument in arguments]
    assert cli.main(["export", *given]) == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
