"""Parquet and CSV files that pandas and spreadsheets read as they should."""

from __future__ import annotations

import csv
import json
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.errors import UsageError
from pipeline.schema import arrow_schema, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    Write: TypeAlias = Callable[[pa.Table], None]

Words: TypeAlias = Any
"""A pyarrow array of strings."""

CATEGORIES = {"num_categories": 0, "ordered": False}
PANDAS_TYPES = {
    "string": ("object", "str", None),
    "category": ("categorical", "int8", CATEGORIES),
    "int": ("int64", "Int64", None),
    "offset": ("int64", "Int64", None),
    "float": ("float64", "float64", None),
    "bool": ("bool", "boolean", None),
    "timestamp": ("datetime", "datetime64[us]", None),
}
"""What pandas calls a column of each kind: its type, the type of its values, and what more it wants to know."""
OTHER_TYPE = ("empty", "object", None)
# A cell that begins with one of these is run as a formula by spreadsheets, also in their full-width forms.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ISO_DAY = "%Y-%m-%d"
BATCH = 1_024
GROUP_ROWS = 100_000
"""Rows of a row group of a release's Parquet files; part of their bytes."""


def read_release(folder: Path, name: str) -> pa.Table:
    """A table of a release, from its Parquet file; UsageError where the folder has none."""
    path = folder / f"{name}.parquet"
    if not path.is_file():
        raise UsageError(f"{folder}: there is no {path.name}; give an output folder of `build`")
    return pq.read_table(path)


def write_parquet(table: pa.Table, name: str, path: Path) -> None:
    """Write a table of the schema `name` so that pandas reads datetime64, Int64, float64, boolean, category and str.

    Same rows, same bytes.
    """
    with parquet_writer(name, path, words_of([table], name)) as write:
        write(table)


@contextmanager
def parquet_writer(name: str, path: Path, words: Mapping[str, Words]) -> Iterator[Write]:
    """What takes a table in parts and writes it as write_parquet does; `words` are those of words_of.

    In memory are the rows of one row group.
    """
    empty = for_pandas(arrow_schema(name).empty_table(), name, words)
    waiting, groups = [empty], 0
    with pq.ParquetWriter(path, empty.schema, compression="zstd") as file:

        def write(part: pa.Table) -> None:
            nonlocal groups
            part = for_pandas(part, name, words)
            while (room := GROUP_ROWS - sum(map(len, waiting))) <= len(part):
                waiting.append(part.slice(0, room))
                part = part.slice(room)
                file.write_table(_in_one_piece(waiting))
                groups += 1
            waiting.append(part)

        yield write
        if any(map(len, waiting)) or not groups:
            file.write_table(_in_one_piece(waiting))


def _in_one_piece(parts: list[pa.Table]) -> pa.Table:
    """The rows of some tables, each column in one piece, on which the bytes of a file hang; the list is empty then."""
    table, columns = pa.concat_tables(parts), {}
    parts.clear()
    for name in table.column_names:  # one by one, so that memory holds no second copy of all
        columns[name] = table[name].combine_chunks()
        table = table.drop_columns([name])
    return pa.table(columns)


def categories(name: str) -> list[str]:
    """The columns of a table of the schema that are categories."""
    return [column.name for column in tables()[name].columns if column.type == "category"]


def words_of(parts: Iterable[pa.Table], name: str) -> dict[str, Words]:
    """The values of each category of a table that comes in parts, sorted; the parts need have no other columns."""
    known: dict[str, set[str]] = {column: set() for column in categories(name)}
    for part in parts:
        for column, values in known.items():
            values.update(word for word in pc.unique(part[column]).to_pylist() if word is not None)
    return {column: pa.array(sorted(values), pa.string()) for column, values in known.items()}


def for_pandas(table: pa.Table, name: str, words: Mapping[str, Words] | None = None) -> pa.Table:
    """The table as write_parquet writes it: categories as dictionaries, pandas' types in its metadata.

    `words` are those of the categories, where the table is a part of a larger one.
    """
    known = words or words_of([table], name)
    columns: dict[str, Any] = {
        column.name: _as_dictionary(table[column.name], known[column.name])
        if column.type == "category"
        else table[column.name]
        for column in tables()[name].columns
    }
    return pa.table(columns).replace_schema_metadata(_pandas_metadata(name))


def _as_dictionary(values: pa.ChunkedArray[Any], words: Words) -> Any:  # noqa: ANN401 - an array of pyarrow
    return pa.DictionaryArray.from_arrays(pc.index_in(values.combine_chunks(), value_set=words), words)


@cache
def _pandas_metadata(name: str) -> dict[bytes, bytes]:
    """What pandas looks for in a file's metadata to give columns their types, as pyarrow writes it for an empty frame.

    Written here because to load pandas for it takes longer than to code fifty articles.
    """
    columns = []
    for column in tables()[name].columns:
        kind, values, more = PANDAS_TYPES.get(column.type, OTHER_TYPE)
        own = {"name": column.name, "field_name": column.name}
        columns.append({**own, "pandas_type": kind, "numpy_type": values, "metadata": more})
    content = {
        "index_columns": [],
        "column_indexes": [],
        "columns": columns,
        "attributes": {},
        "creator": {"library": "pyarrow", "version": pa.__version__},
        "pandas_version": version("pandas"),
    }
    return {b"pandas": json.dumps(content).encode()}


def write_csv(
    table: pa.Table, name: str, path: Path, *, tags: Mapping[str, str] | None = None, days: str = ISO_DAY
) -> None:
    """Write a table of the schema `name` as UTF-8 CSV (RFC 4180); text that would run as a formula is quoted by '.

    tags: what a second row says of columns, by name (HXL). days: how days are written, as strftime has it.
    """
    with csv_writer(name, path, tags=tags, days=days) as write:
        write(table)


@contextmanager
def csv_writer(name: str, path: Path, *, tags: Mapping[str, str] | None = None, days: str = ISO_DAY) -> Iterator[Write]:
    """What takes a table in parts and writes it as write_csv does."""
    columns = tables()[name].columns
    names = [column.name for column in columns]
    cells = [_cell_writer(days if column.unit == "day" else None) for column in columns]
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\r\n")
        rows.writerow(names)
        if tags:
            rows.writerow([tags.get(column, "") for column in names])

        def write(part: pa.Table) -> None:
            for batch in part.select(names).to_batches(max_chunksize=BATCH):
                rows.writerows(_cells(batch, cells))

        yield write


def _cells(batch: pa.RecordBatch, writers: Iterable[Callable[[Any], Any]]) -> Iterator[list[Any]]:
    values = [
        [write(value) for value in column.to_pylist()] for column, write in zip(batch.columns, writers, strict=True)
    ]
    return (list(row) for row in zip(*values, strict=True))


def _cell_writer(days: str | None) -> Callable[[Any], Any]:
    """What makes a value a cell: days as told, moments in ISO 8601, booleans in lower case, formulas harmless."""

    def cell(value: Any) -> Any:  # noqa: ANN401 - a cell of any column
        if isinstance(value, datetime):
            return f"{value:{days}}" if days else value.isoformat()
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str):
            text = value.replace("\x00", "")
            return f"'{text}" if text.startswith(FORMULA_STARTS) else text
        return value

    return cell
