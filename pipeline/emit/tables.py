"""Parquet and CSV files that pandas and spreadsheets read as they should."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.errors import UsageError
from pipeline.schema import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

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
BATCH = 5_000


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
    pq.write_table(for_pandas(table, name), path, compression="zstd", row_group_size=100_000)


def for_pandas(table: pa.Table, name: str) -> pa.Table:
    """The table as write_parquet writes it: categories as dictionaries, pandas' types in its metadata."""
    return pa.table(dict(_columns(table, name))).replace_schema_metadata(_pandas_metadata(name))


def _columns(table: pa.Table, name: str) -> Iterator[tuple[str, Any]]:
    """Each column, categories as a dictionary with sorted values."""
    for column in tables()[name].columns:
        values = table[column.name].combine_chunks()
        yield column.name, _as_dictionary(values) if column.type == "category" else values


def _as_dictionary(values: Any) -> Any:  # noqa: ANN401 - pyarrow's arrays have many classes
    words = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    known = sorted(word for word in pc.unique(words).to_pylist() if word is not None)
    kinds = pa.array(known, pa.string())
    return pa.DictionaryArray.from_arrays(pc.index_in(words, value_set=kinds), kinds)


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
    columns = tables()[name].columns
    writers = [_cell_writer(days if column.unit == "day" else None) for column in columns]
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\r\n")
        rows.writerow([column.name for column in columns])
        if tags:
            rows.writerow([tags.get(column.name, "") for column in columns])
        for batch in table.select([column.name for column in columns]).to_batches(max_chunksize=BATCH):
            rows.writerows(_cells(batch, writers))


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
