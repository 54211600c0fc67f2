"""The files of a release: whole, the same on every run, and read by pandas and spreadsheets as they should be."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pytest

from pipeline.emit.release import Release, emit
from pipeline.emit.tables import for_pandas
from pipeline.link.linking import link
from pipeline.runner.parts import held
from pipeline.schema import arrow_schema, tables
from tests.support.mentions import mention, table_of

if TYPE_CHECKING:
    from pathlib import Path

FORMULA = '=HYPERLINK("x") said rebels clashed with soldiers, "hard", in Kabul.'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path)
    return tmp_path


def write(folder: Path) -> Release:
    kabul = mention(FORMULA, "clashed", "battle", place="Kabul", day="2021-07-20", actor1="Taliban", deaths=2)
    undated = mention("Talks went on.", "Talks", "talks", article="b", published_at=None)
    linked = link(table_of([kabul, undated]))
    return emit(held(linked.events), held(linked.mentions), held(linked.links), folder, version="1.2")


def test_all_files_are_there(folder: Path) -> None:
    names = {"events.csv", "acled.csv", "codebook.md", "datapackage.json"}
    names |= {f"{table}.parquet" for table in ("events", "acled", "mentions", "links", "changes")}
    assert {path.name for path in folder.iterdir()} == names


def test_counts_add_up(tmp_path: Path) -> None:
    release = write(tmp_path)
    assert release.rows["events"] == release.rows["acled"] + sum(release.not_in_acled.values()) == 2


def test_pandas_reads_real_types(folder: Path) -> None:
    for name in ("events", "acled"):
        frame = pd.read_parquet(folder / f"{name}.parquet")
        assert list(frame.columns) == [column.name for column in tables()[name].columns]
        assert not [column for column in frame if frame[column].dtype == object]
    events = pd.read_parquet(folder / "events.parquet")
    kinds = {
        name: str(events[name].dtype) for name in ("date_start", "fatalities", "latitude", "event_class", "is_crime")
    }
    assert kinds == {
        "date_start": "datetime64[us]",
        "fatalities": "Int64",
        "latitude": "float64",
        "event_class": "category",
        "is_crime": "boolean",
    }
    assert events["fatalities"].isna().sum() == 1


@pytest.mark.parametrize("name", tables())
def test_metadata_is_what_pandas_would_write(name: str) -> None:
    kinds = {"string": "str", "category": "category", "int": "Int64", "offset": "Int64", "float": "float64"}
    kinds |= {"bool": "boolean", "timestamp": "datetime64[us]"}
    frame = pd.DataFrame({c.name: pd.Series(dtype=kinds.get(c.type, "object")) for c in tables()[name].columns})
    empty = arrow_schema(name).empty_table()
    assert for_pandas(empty, name).schema.metadata == pa.Schema.from_pandas(frame, preserve_index=False).metadata


def test_bytes_are_the_same_on_every_run(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    again = tmp_path_factory.mktemp("again")
    write(again)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {p.name: p.read_bytes() for p in again.iterdir()}


def test_csv_is_rfc_4180_and_formulas_are_harmless(folder: Path) -> None:
    raw = (folder / "events.csv").read_bytes()
    assert raw.count(b"\r\n") == 3
    assert b"\n" not in raw.replace(b"\r\n", b"")
    rows = list(csv.DictReader(raw.decode("utf-8").splitlines()))
    clash = next(row for row in rows if row["event_class"] == "battle")
    assert clash["evidence"] == f"'{FORMULA}"
    assert (clash["date_start"], clash["goldstein"], clash["is_crime"]) == ("2021-07-20", "-10.0", "false")


def test_datapackage_describes_the_files(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert re.fullmatch(r"1\.2\+[0-9a-f]{12}", package["version"])
    resources = {resource["path"]: resource for resource in package["resources"]}
    for path, resource in resources.items():
        content = (folder / path).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
    fields = {field["name"]: field for field in resources["acled.csv"]["schema"]["fields"]}
    assert fields["event_date"]["type"] == "date"
    assert fields["event_type"]["constraints"]["required"]
    assert resources["acled.csv"]["rows"] == 1


def test_codebook_has_every_column_and_class(folder: Path) -> None:
    text = (folder / "codebook.md").read_text(encoding="utf-8")
    for name in ("events", "acled", "mentions", "links", "changes"):
        assert f"## {name}\n" in text
        assert all(f"| {column.name} |" in text for column in tables()[name].columns)
    assert "| airstrike | Air strike | Explosions/Remote violence / Air/drone strike | 195\\|1951 | -10 |" in text
