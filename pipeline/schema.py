"""The tables' schema: one TOML file read once; Arrow schemas and checks are made from it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, kind, unit, allowed values and bounds."""

    name: str
    type: str
    description: str
    unit: str | None = None
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, its key and the columns that are never null."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    required: frozenset[str]


@cache
def tables() -> Mapping[str, Table]:
    """All tables by name, as schema.toml defines them."""
    spec = tomllib.loads(files("pipeline").joinpath("schema.toml").read_text(encoding="utf-8"))
    columns = {name: _column(name, entry) for name, entry in spec["columns"].items()}
    return {name: _table(name, entry, columns) for name, entry in spec["tables"].items()}


def _column(name: str, entry: Mapping[str, Any]) -> Column:
    return Column(name=name, **{**entry, "allowed": tuple(entry.get("allowed", ()))})


def _table(name: str, entry: Mapping[str, Any], columns: Mapping[str, Column]) -> Table:
    return Table(
        name=name,
        description=entry["description"],
        key=tuple(entry["key"]),
        columns=tuple(columns[column] for column in entry["columns"]),
        required=frozenset(entry["required"]),
    )


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table; categories are plain strings between stages."""
    import pyarrow as pa  # noqa: PLC0415 - `--help` stays fast

    kinds = {
        "string": pa.string(),
        "category": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "timestamp": pa.timestamp("us"),
        "offset": pa.int64(),
        "spans": pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())])),
        "strings": pa.list_(pa.string()),
        "ints": pa.list_(pa.int32()),
    }
    spec = tables()[table]
    return pa.schema([pa.field(c.name, kinds[c.type], nullable=c.name not in spec.required) for c in spec.columns])


def check_columns(table: str, found: Iterable[str], *, where: str) -> None:
    """Raise SchemaError when a table that a stage reads lacks a column."""
    missing = [c.name for c in tables()[table].columns if c.name not in set(found)]
    if missing:
        message = (
            f"{where}: not a table of {table}: it lacks the columns {', '.join(missing)}; rebuild it with this version"
        )
        raise SchemaError(message)


def check_table(name: str, table: pa.Table) -> None:
    """Raise SchemaError at the first value that breaks the rules of a table of the schema, as check_rows does."""
    spec = tables()[name]
    if any(_breaks(column, table[column.name], required=column.name in spec.required) for column in spec.columns):
        check_rows(name, table.to_pylist())


def _breaks(column: Column, values: pa.ChunkedArray[Any], *, required: bool) -> bool:
    """Whether any value of a column breaks its rules; a thousand values at the cost of one in Python."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    if required and values.null_count:
        return True
    if column.allowed:
        return not pc.all(pc.is_in(values.drop_null(), value_set=pa.array(column.allowed)), min_count=0).as_py()
    if column.minimum is column.maximum is None or values.null_count == len(values):
        return False
    low, high = pc.min(values).as_py(), pc.max(values).as_py()
    too_low = column.minimum is not None and low < column.minimum
    return too_low or (column.maximum is not None and high > column.maximum)


def check_rows(table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Raise SchemaError at the first value that breaks the table's rules (null, allowed values, bounds)."""
    spec = tables()[table]
    ruled = [c for c in spec.columns if c.name in spec.required or c.allowed or not c.minimum is c.maximum is None]
    for column in ruled:
        for row in rows:
            problem = _problem(column, row.get(column.name), required=column.name in spec.required)
            if problem:
                key = {name: row.get(name) for name in spec.key}
                raise SchemaError(f"table {table}, row {key}: column {column.name} {problem}")


def _problem(column: Column, value: object, *, required: bool) -> str | None:
    if value is None:
        return "is null" if required else None
    if column.allowed and value not in column.allowed:
        return f"has {value!r}, not one of {', '.join(column.allowed)}"
    if isinstance(value, int | float):
        if column.minimum is not None and value < column.minimum:
            return f"has {value}, below {column.minimum}"
        if column.maximum is not None and value > column.maximum:
            return f"has {value}, above {column.maximum}"
    return None
