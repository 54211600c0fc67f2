"""Tables are read and written by the schema, and nothing else passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import SchemaError, UsageError
from pipeline.runner.tables import GROUP_ROWS, Source, count_rows, read_batches, read_rows, table_writer
from tests.support.corpora import article, write_articles

if TYPE_CHECKING:
    from pathlib import Path


def sentence(article_id: str, start: int) -> dict[str, Any]:
    return {"article_id": article_id, "sentence_start": start, "sentence_end": start + 1}


def test_rows_come_back_with_all_columns(tmp_path: Path) -> None:
    path = write_articles(tmp_path / "00.parquet", ["one", "two"])
    rows = list(read_rows(path, "articles"))
    assert sorted(row["text"] for row in rows) == ["one", "two"]
    assert {row["published_at"] for row in rows} == {None}
    assert count_rows(path, "articles") == 2


def test_the_bytes_do_not_depend_on_how_the_rows_came(tmp_path: Path) -> None:
    rows = [article(str(number)) for number in range(GROUP_ROWS + 10)]
    with table_writer(tmp_path / "at_once", "articles") as writer:
        writer.write(rows)
    with table_writer(tmp_path / "one_by_one", "articles") as writer:
        for row in rows:
            writer.write([row])
    assert (tmp_path / "at_once").read_bytes() == (tmp_path / "one_by_one").read_bytes()
    assert [row["text"] for row in read_rows(tmp_path / "at_once", "articles")] == [row["text"] for row in rows]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": None}, "column text is null"),
        ({"text": 3}, "wrong type"),
        ({"headline": "x"}, "unknown columns headline"),
    ],
)
def test_a_row_that_breaks_the_schema_is_refused(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemaError, match=message), table_writer(tmp_path / "t", "articles") as writer:
        writer.write([{**article("one"), **change}])


def test_a_table_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"00\.parquet: there is no such file; run the stage"):
        list(read_rows(tmp_path / "00.parquet", "articles"))


def test_a_table_without_a_column_is_refused_by_name(tmp_path: Path) -> None:
    pq.write_table(pa.table({"article_id": ["a"]}), tmp_path / "t.parquet")
    with pytest.raises(SchemaError, match=r"t\.parquet: not a table of articles: it lacks the columns document_id"):
        list(read_rows(tmp_path / "t.parquet", "articles"))


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_bytes(b"not parquet at all")
    with pytest.raises(SchemaError, match=r"t\.parquet: not a table of articles"):
        list(read_rows(tmp_path / "t.parquet", "articles"))


def test_articles_come_with_their_rows_of_other_tables(tmp_path: Path) -> None:
    articles = write_articles(tmp_path / "a.parquet", ["one", "two", "three"])
    ids = [row["article_id"] for row in read_rows(articles, "articles")]
    with table_writer(tmp_path / "s.parquet", "sentences") as writer:
        writer.write([sentence(ids[0], 0), sentence(ids[0], 5), sentence(ids[2], 0)])
    sources = [Source("articles", articles), Source("sentences", tmp_path / "s.parquet")]
    for size in (1, 2, 3, 64):
        batches = list(read_batches(sources, size=size))
        assert [len(batch.ids) for batch in batches[:-1]] == [size] * (len(batches) - 1)
        told = [article for batch in batches for article in batch.articles(range(len(batch.ids)))]
        found = {article.article_id: [row["sentence_start"] for row in article.tables["sentences"]] for article in told}
        assert found == {ids[0]: [0, 5], ids[1]: [], ids[2]: [0]}
    (batch,) = read_batches(sources, size=64, limit=2)
    assert batch.ids == ids[:2]
    assert [list(each.tables) for each in batch.articles([1], without=["sentences"])] == [["articles"]]


@pytest.mark.parametrize("stranger", ["0" * 20, "f" * 20])
def test_rows_of_an_article_that_is_not_there(tmp_path: Path, stranger: str) -> None:
    articles = write_articles(tmp_path / "a.parquet", ["one"])
    with table_writer(tmp_path / "s.parquet", "sentences") as writer:
        writer.write([sentence(stranger, 0)])
    source = Source("sentences", tmp_path / "s.parquet")
    with pytest.raises(SchemaError, match=f"article {stranger} is not among the articles"):
        list(read_batches([Source("articles", articles), source], size=64))
    (batch,) = read_batches([Source("articles", articles)], previous=source, size=64)
    assert batch.rows("previous", [0]) == [[]], "an earlier output may hold articles that are gone"
