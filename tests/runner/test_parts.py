"""Tables larger than memory come in parts, in whatever order is wanted, as they would as a whole."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from pipeline.runner import parts
from pipeline.runner.parts import Spool, held, in_order, merged, narrow, order_by, stored
from pipeline.runner.tables import GROUP_ROWS, table_writer

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ("article_id", "sentence_start")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files instead of memory from 10 rows on."""
    monkeypatch.setattr(parts, "PIECE", 10)


def numbers(count: int) -> pa.Table:
    spans = [[{"start": number}] * (number % 3) for number in range(count)]
    return pa.table({"number": range(count), "text": [f"text {number}" for number in range(count)], "spans": spans})


def sentences(folder: Path, shards: list[list[tuple[str, int]]]) -> list[Path]:
    """A table of sentences for each shard, given as article and start of each row."""
    paths = [folder / f"{number:02d}.parquet" for number in range(len(shards))]
    for path, rows in zip(paths, shards, strict=True):
        with table_writer(path, "sentences") as writer:
            writer.write({"article_id": name, "sentence_start": at, "sentence_end": at + 1} for name, at in rows)
    return paths


@pytest.mark.parametrize("count", [1, 9, 10, 11, 95, 100])
def test_rows_come_in_the_order_that_is_asked_for(tmp_path: Path, count: int) -> None:
    table = numbers(count)
    for kept in (count, count // 2 + 1):
        order = np.array(random.Random(count).sample(range(count), kept))
        found = list(in_order(held(table)(), order, tmp_path))
        assert all(len(part) <= 10 for part in found)
        assert pa.concat_tables(found).equals(table.take(order))
    assert not list(tmp_path.iterdir())


def test_rows_that_are_in_order_pass_through_up_to_the_last_that_is_wanted(tmp_path: Path) -> None:
    assert pa.concat_tables(in_order(held(numbers(50))(), np.arange(20), tmp_path)).equals(numbers(20))


def test_more_rows_than_files_may_hold_make_the_files_larger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "FILES", 3)
    order = np.arange(100)[::-1]
    found = list(in_order(held(numbers(100))(), order, tmp_path))
    assert [len(part) for part in found] == [34, 34, 32]
    assert pa.concat_tables(found).equals(numbers(100).take(order))


def test_shards_are_merged_and_an_article_may_go_on_in_the_next_row_group(tmp_path: Path) -> None:
    long = [("b", at) for at in range(GROUP_ROWS + 5)]
    shards = [[("a", 0), *long, ("e", 0)], [("c", 3), ("d", 0)], [], [("f", 0)]]
    told = merged(sentences(tmp_path, shards), "sentences", KEYS)
    rows = sorted(row for shard in shards for row in shard)
    assert [(row["article_id"], row["sentence_start"]) for row in narrow(told, *KEYS).to_pylist()] == rows
    assert narrow(told, "sentence_end").to_pylist() == [{"sentence_end": at + 1} for _, at in rows]


def test_a_table_without_rows_has_one_part_with_its_columns(tmp_path: Path) -> None:
    (path,) = sentences(tmp_path, [[]])
    for table in (stored(path, "sentences"), merged([path], "sentences", KEYS), held(numbers(0))):
        (part,) = table()
        assert (len(part), len(part.column_names) > 1) == (0, True)


def test_columns_are_sorted_by_the_first_and_then_the_next() -> None:
    table = pa.table({"a": ["y", "x", None, "x"], "b": [0, 2, 1, 1]})
    assert order_by(table, "a", "b").tolist() == [3, 1, 0, 2]


@pytest.mark.parametrize("in_file", [True, False])
def test_a_spool_gives_back_what_it_was_given_as_often_as_asked(tmp_path: Path, *, in_file: bool) -> None:
    spool = Spool(tmp_path / "spool" if in_file else None)
    assert list(spool.parts()) == []
    for start in range(0, 50, 20):
        spool.add(numbers(50).slice(start, 20))
    for _ in range(2):
        assert pa.concat_tables(spool.parts()).equals(numbers(50))
    assert narrow(spool.parts, "text").column_names == ["text"]


def test_a_spool_of_no_rows_knows_its_columns(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    spool.add(numbers(0))
    assert pa.concat_tables(spool.parts()).equals(numbers(0))
