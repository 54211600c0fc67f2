"""What a release tells of the one that it replaces: the fate of every event, under versions that follow the content."""

from __future__ import annotations

import json
import random
import shutil
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.config import load_config
from pipeline.emit.changes import changes_table, compare, read_edition
from pipeline.emit.release import emit
from pipeline.errors import UsageError
from pipeline.link.linking import Linked, link
from pipeline.runner.corpus import run_corpus
from pipeline.runner.parts import held
from pipeline.runner.tables import table_writer
from pipeline.s7_emit import STAGE
from pipeline.schema import arrow_schema, tables
from tests.support.corpora import snapshot
from tests.support.mentions import mention, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pipeline.emit.changes import Edition

    Fates = Mapping[str, tuple[str, str | None]]

COLUMNS = [column.name for column in tables()["changes"].columns]


def edition(folder: Path, events: dict[str, str], **values: dict[str, Any]) -> Edition:
    """Two tables of events given as their mentions, a letter each; `values` are columns of events, by event."""
    folder.mkdir()
    rows = [{"event_id": name, **{column: of.get(name) for column, of in values.items()}} for name in events]
    told = [{"mention_id": letter, "event_id": name} for name, letters in events.items() for letter in letters]
    schema = pa.schema([field for field in arrow_schema("events") if field.name in {"event_id", *values}])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / "events.parquet")
    members = pa.schema([("mention_id", pa.string()), ("event_id", pa.string())])
    pq.write_table(pa.Table.from_pylist(told, schema=members), folder / "mentions.parquet")
    return read_edition(folder / "events.parquet", folder / "mentions.parquet")


def fates(before: Edition | None, after: Edition) -> Fates:
    rows = changes_table(compare(before, after), version="2", previous="1").to_pylist()
    return {row["event_id"]: (row["change"], row["into_event_id"]) for row in rows}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({"e": "ab"}, {"e": "ab"}, {}, id="nothing happened"),
        pytest.param({}, {"e": "a"}, {"e": ("added", None)}, id="a new event"),
        pytest.param({"e": "ab"}, {}, {"e": ("deleted", None)}, id="all mentions gone"),
        pytest.param({"e": "a", "f": "b"}, {"e": "ab"}, {"f": ("merged", "e")}, id="one event joins another"),
        pytest.param(
            {"e": "ab"}, {"d": "xab"}, {"d": ("added", None), "e": ("merged", "d")}, id="an earlier article, a new id"
        ),
        pytest.param({"e": "ab", "f": "c"}, {"f": "bc"}, {"e": ("merged", "f")}, id="one mention gone, one moved"),
        pytest.param(
            {"e": "abc"},
            {"f": "a", "g": "bc"},
            {"e": ("split", "g"), "f": ("added", None), "g": ("added", None)},
            id="spread, most to one",
        ),
        pytest.param({"e": "ab", "f": "c", "g": "d"}, {"g": "ad", "f": "bc"}, {"e": ("split", "f")}, id="in halves"),
        pytest.param({"e": "ab"}, {"e": "a", "f": "b"}, {"f": ("added", None)}, id="an id that stays is not split"),
    ],
)
def test_fates(tmp_path: Path, before: dict[str, str], after: dict[str, str], expected: Fates) -> None:
    assert fates(edition(tmp_path / "1", before), edition(tmp_path / "2", after)) == expected


def test_without_a_release_before_all_are_added(tmp_path: Path) -> None:
    assert fates(None, edition(tmp_path / "1", {"f": "b", "e": "a"})) == {"e": ("added", None), "f": ("added", None)}


def test_changed_columns_are_named_in_the_table_s_order(tmp_path: Path) -> None:
    names = {"e": "a", "f": "b", "g": "c", "h": "d"}
    before = edition(tmp_path / "1", names, location={"e": "Kabul", "f": "Herat"}, fatalities={"f": 1, "h": 2})
    after = edition(tmp_path / "2", names, location={"e": "Kabul", "f": "Doha", "g": "Goma"}, fatalities={"f": 3})
    rows = changes_table(compare(before, after), version="2", previous="1").to_pylist()
    assert [(row["event_id"], row["columns"]) for row in rows] == [
        ("f", "location; fatalities"),
        ("g", "location"),
        ("h", "fatalities"),
    ]
    assert {(row["change"], row["previous_version"], row["version"]) for row in rows} == {("changed", "1", "2")}


def test_a_column_that_only_one_release_has_changes_nothing(tmp_path: Path) -> None:
    before = edition(tmp_path / "1", {"e": "a"}, location={"e": "Kabul"})
    assert fates(before, edition(tmp_path / "2", {"e": "a"}, injured={"e": 2})) == {}


def test_lists_are_compared_too(tmp_path: Path) -> None:
    editions = []
    for number, values in enumerate(([[1, 2], [3], None, None], [[1, 2], [4], None, []])):
        one = edition(tmp_path / str(number), dict.fromkeys("efgh", ""))
        pq.write_table(pa.table({"event_id": list("efgh"), "days": values}), one.events.path)
        editions.append(read_edition(one.events.path, one.mentions.path))
    assert sorted(fates(*editions)) == ["f", "h"]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.unlink(), "mentions.parquet: cannot be read"),
        (lambda path: path.write_bytes(b"PAR1"), "mentions.parquet: cannot be read"),
        (lambda path: pq.write_table(pa.table({"event_id": ["e"]}), path), "mentions.parquet: no table of mentions"),
    ],
)
def test_what_is_no_release_is_a_usage_error(tmp_path: Path, damage: Callable[[Path], object], message: str) -> None:
    one = edition(tmp_path / "1", {"e": "a"})
    damage(one.mentions.path)
    with pytest.raises(UsageError, match=message):
        read_edition(one.events.path, one.mentions.path)


# -- releases

KABUL = mention("Rebels clashed with soldiers.", "clashed", "battle", place="Kabul", day="2021-07-20", article="k")
EARLY = mention("Rebels clashed in Kabul.", "clashed", "battle", place="Kabul", day="2021-07-20", article="b")
DOHA = mention("Envoys held talks in Doha.", "talks", "talks", place="Doha", day="2021-07-19", article="d")
GOMA = mention("Crowds marched in Goma.", "marched", "protest_peaceful", place="Goma", day="2021-07-18", article="g")


def linked(*rows: dict[str, Any]) -> Linked:
    return link(table_of(list(rows)))


def release(folder: Path, given: Linked, **options: Any) -> dict[str, Any]:
    """Write a release and return its datapackage."""
    emit(held(given.events), held(given.mentions), held(given.links), folder, **({"version": "1.2"} | options))
    content: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return content


def shuffled(given: Linked) -> Linked:
    def turned(table: pa.Table) -> pa.Table:
        order = random.Random(7).sample(range(len(table)), len(table))
        return table.take(pa.array(order, pa.int64()))

    return Linked(turned(given.mentions), turned(given.events), turned(given.links))


def changes(folder: Path) -> list[dict[str, Any]]:
    return pq.read_table(folder / "changes.parquet").to_pylist()


def test_a_first_release_has_added_events_and_no_release_before(tmp_path: Path) -> None:
    package = release(tmp_path, linked(KABUL, DOHA))
    rows = changes(tmp_path)
    assert [list(row) for row in rows] == [COLUMNS, COLUMNS]
    assert {(row["change"], row["previous_version"], row["version"]) for row in rows} == {
        ("added", None, package["version"])
    }
    assert "previous" not in package
    assert package["version"].startswith("1.2+")


def test_the_next_release_tells_what_became_of_each_event(tmp_path: Path) -> None:
    old = release(tmp_path, linked(KABUL, DOHA))
    deadly = KABUL | {"fatalities": 2, "fatalities_low": 2, "fatalities_high": 2}
    given = linked(deadly, GOMA)
    new = release(tmp_path, given)
    rows = {row["change"]: row for row in changes(tmp_path)}
    assert sorted(rows) == ["added", "changed", "deleted"]
    assert rows["changed"]["columns"] == "fatalities; fatalities_low; fatalities_high; notes"
    assert {(row["previous_version"], row["version"]) for row in rows.values()} == {(old["version"], new["version"])}
    assert new["previous"] == old["version"]
    ids = [row["event_id"] for row in changes(tmp_path)]
    assert ids == sorted(ids)


def test_an_earlier_article_makes_a_new_id_that_the_old_one_leads_to(tmp_path: Path) -> None:
    first, second = linked(KABUL), linked(KABUL, EARLY)
    (old,), (new,) = first.events["event_id"].to_pylist(), second.events["event_id"].to_pylist()
    assert old != new
    release(tmp_path, first)
    release(tmp_path, second)
    told = {row["event_id"]: (row["change"], row["into_event_id"]) for row in changes(tmp_path)}
    assert told == {old: ("merged", new), new: ("added", None)}


def test_a_rerun_gives_the_same_bytes(tmp_path: Path) -> None:
    release(tmp_path, linked(DOHA))
    release(tmp_path, linked(KABUL, DOHA))
    before = snapshot(tmp_path)
    release(tmp_path, linked(DOHA, KABUL))
    assert snapshot(tmp_path) == before


def test_the_order_of_rows_leaves_no_trace(tmp_path: Path) -> None:
    first, second = linked(KABUL, DOHA, GOMA), linked(KABUL, EARLY, GOMA)
    for name in ("sorted", "shuffled"):
        for one in (first, second):
            release(tmp_path / name, shuffled(one) if name == "shuffled" else one)
    assert snapshot(tmp_path / "sorted") == snapshot(tmp_path / "shuffled")


def test_the_version_changes_with_the_content_and_only_with_it(tmp_path: Path) -> None:
    one = release(tmp_path / "one", linked(KABUL))["version"]
    assert release(tmp_path / "two", linked(DOHA))["version"] != one
    assert release(tmp_path / "two", linked(KABUL))["version"] == one
    assert release(tmp_path / "one", linked(KABUL), version="1.3")["version"] == one.replace("1.2+", "1.3+")


def test_new_software_with_the_same_events_leaves_the_changes_as_they_are(tmp_path: Path) -> None:
    old = release(tmp_path, linked(KABUL))
    told = (tmp_path / "changes.parquet").read_bytes()
    assert release(tmp_path, linked(KABUL), version="1.3")["previous"] == old["version"]
    assert (tmp_path / "changes.parquet").read_bytes() == told


def test_a_release_without_changes_of_its_own_is_followed_from_its_tables(tmp_path: Path) -> None:
    release(tmp_path, linked(KABUL))
    (tmp_path / "changes.parquet").unlink()
    (tmp_path / "datapackage.json").unlink()
    package = release(tmp_path, linked(KABUL, DOHA))
    assert [row["change"] for row in changes(tmp_path)] == ["added"]
    assert "previous" not in package


def test_lost_changes_of_a_first_release_come_back(tmp_path: Path) -> None:
    release(tmp_path, linked(KABUL))
    before = snapshot(tmp_path)
    (tmp_path / "changes.parquet").unlink()
    release(tmp_path, linked(KABUL))
    assert snapshot(tmp_path) == before


def test_a_damaged_release_is_replaced_as_if_there_were_none(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    release(tmp_path, linked(KABUL))
    (tmp_path / "events.parquet").write_bytes(b"PAR1")
    assert "previous" not in release(tmp_path, linked(KABUL, DOHA))
    assert [row["change"] for row in changes(tmp_path)] == ["added", "added"]
    assert "events.parquet: cannot be read" in caplog.text


@pytest.mark.parametrize(
    "moved", [["changes.parquet", "datapackage.json"], ["changes.parquet", "datapackage.json", "mentions.parquet"]]
)
def test_a_run_that_was_killed_while_it_replaced_files_is_made_good(tmp_path: Path, moved: list[str]) -> None:
    there, whole = tmp_path / "there", tmp_path / "whole"
    for folder in (there, whole):
        release(folder, linked(KABUL, DOHA))
    release(whole, linked(KABUL, EARLY))
    for name in moved:
        shutil.copyfile(whole / name, there / name)
    release(there, linked(KABUL, EARLY))
    assert snapshot(there) == snapshot(whole)


def test_after_a_killed_run_the_release_that_lies_there_is_the_one_before(tmp_path: Path) -> None:
    there, other = tmp_path / "there", tmp_path / "other"
    first = release(there, linked(KABUL))
    release(other, linked(KABUL))
    release(other, linked(KABUL, DOHA))
    for name in ("changes.parquet", "datapackage.json"):
        shutil.copyfile(other / name, there / name)
    assert release(there, linked(KABUL, GOMA))["previous"] == first["version"]
    (added,) = changes(there)
    assert (added["change"], added["previous_version"]) == ("added", first["version"])


def test_the_stage_compares_with_the_folder_that_it_writes_to(tmp_path: Path) -> None:
    found = []
    for rows in ([KABUL], [KABUL, DOHA]):
        given = linked(*rows)
        for name in ("events", "mentions", "links"):
            (tmp_path / "6_events").mkdir(exist_ok=True)
            with table_writer(tmp_path / "6_events" / f"{name}.parquet", name) as writer:
                writer.write_table(getattr(given, name))
        run_corpus(STAGE, [tmp_path / "6_events"], tmp_path / "out", load_config(), workers=1)
        found.append([(row["change"], row["previous_version"] is None) for row in changes(tmp_path / "out")])
    assert found == [[("added", True)], [("added", False)]]
