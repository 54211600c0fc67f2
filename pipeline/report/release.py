"""The files of a release, read back for people: events, mentions, what was held back."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.emit.datapackage import read_package
from pipeline.errors import UsageError
from pipeline.schema import arrow_schema, check_columns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

REJECTS = "rejects.csv"


@dataclass(frozen=True, slots=True)
class Release:
    """A release as `build` wrote it.

    events: schema `events`, in the release's order; mentions: schema `mentions`; rejects: rows of rejects.csv, None
    where the folder has none.
    """

    events: pa.Table
    mentions: pa.Table
    acled_rows: int
    rejects: Sequence[dict[str, Any]] | None
    version: str | None


def read_release(folder: Path) -> Release:
    """The release in an output folder of `build`; UsageError names what is missing or damaged."""
    tables = {name: read_table(folder, name) for name in ("events", "mentions", "acled")}
    package = read_package(folder)
    return Release(
        events=tables["events"],
        mentions=tables["mentions"],
        acled_rows=tables["acled"].num_rows,
        rejects=_rejects(folder / REJECTS),
        version=package.version if package else None,
    )


def read_table(folder: Path, name: str) -> pa.Table:
    """A table of a release, categories as strings; UsageError when it is missing or damaged."""
    path = folder / f"{name}.parquet"
    if not path.is_file():
        raise UsageError(f"{folder}: no release, {path.name} is not there; give an output folder of `build`")
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as fault:
        raise UsageError(f"{path}: cannot be read: {str(fault).splitlines()[0]}") from fault
    schema = arrow_schema(name)
    check_columns(name, table.column_names, where=str(path))
    return table.select(schema.names).cast(schema)


def _rejects(path: Path) -> list[dict[str, Any]] | None:
    if not path.is_file():
        return None
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
