"""The command `diff`: how one release differs from an earlier one, event by event and value by value."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa

from pipeline.emit.changes import changed_values, compare, read_edition
from pipeline.emit.tables import FORMULA_STARTS
from pipeline.errors import UsageError
from pipeline.runner.atomic import atomic_path
from pipeline.schema import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.cli import Options
    from pipeline.emit.changes import Changed, Comparison, Edition

STANDARD_OUTPUT = Path("-")
Row: TypeAlias = tuple[str | None, ...]
HEADER = ("event_id", "change", "into_event_id", "column", "old", "new")
BATCH = 5_000


def diff_command(options: Options) -> None:
    """Print how many events were added, changed, merged, split and deleted, and how many values changed by column.

    Inputs are two releases, the older first: output folders of `build`, or events.parquet files with mentions.parquet
    beside them. With --output also write a CSV row per changed value (one with empty value cells for an event that only
    one release has), the first --limit of them. UsageError names an input that is no release.
    """
    _check_output(options.output)
    old, new = (_edition(Path(name)) for name in options.inputs)
    found = compare(old, new)
    if options.output != STANDARD_OUTPUT:
        with atomic_path(options.output) as part:
            _write(part, islice(_rows(found, old, new), options.limit))
    sys.stdout.write("".join(f"{line}\n" for line in _summary(found, old, new)))


def _check_output(output: Path) -> None:
    if output != STANDARD_OUTPUT and output.suffix != ".csv":
        raise UsageError(f"--output {output}: the file's name must end in .csv")


def _edition(path: Path) -> Edition:
    events = path / "events.parquet" if path.is_dir() else path
    files = (events, events.with_name("mentions.parquet"))
    if missing := [file.name for file in files if not file.is_file()]:
        wanted = "give an output folder of `build`, or its events.parquet with mentions.parquet beside it"
        raise UsageError(f"{path}: no release, {' and '.join(missing)} not there; {wanted}")
    return read_edition(*files)


def _summary(found: Comparison, old: Edition, new: Edition) -> Iterator[str]:
    """Counts of events by change, of changed values by column, and the columns that only one release has."""
    counts = Counter(found.others["change"].to_pylist())
    counts["changed"] = len(found.changed_ids())
    yield "events"
    for change in _changes():
        yield _line(change, counts[change])
    yield "changed values by column"
    for column, mask in found.differing.items():
        yield _line(column, mask.true_count)
    for edition, other, where in ((old, new, "old"), (new, old, "new")):
        if lone := [name for name, kind in edition.events.kinds.items() if other.events.kinds.get(name) != kind]:
            yield f"not compared, only in the {where} release: {', '.join(lone)}"


def _changes() -> tuple[str, ...]:
    (column,) = (column for column in tables()["changes"].columns if column.name == "change")
    return column.allowed


def _line(name: str, count: int) -> str:
    return f"  {name:<20} {count:>9}"


def _write(path: Path, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)


def _rows(found: Comparison, old: Edition, new: Edition) -> Iterator[Row]:
    """The rows of the CSV file, by event and then in the order of columns."""
    parts = [
        found.others.append_column("place", pa.nulls(len(found.others), pa.int64())),
        *(_part(place, changed) for place, changed in enumerate(changed_values(found, old, new))),
    ]
    rows = pa.concat_tables(parts, promote_options="default")
    names = list(found.differing)
    for batch in rows.sort_by([("event_id", "ascending"), ("place", "ascending")]).to_batches(max_chunksize=BATCH):
        for row in batch.to_pylist():
            column = None if row.get("place") is None else names[row["place"]]
            yield row["event_id"], row["change"], row["into_event_id"], column, row.get("old"), row.get("new")


def _part(place: int, changed: Changed) -> pa.Table:
    """The changed values of one column as cells; `place` is the column's number."""
    count = len(changed.ids)
    day = any(column.name == changed.column and column.unit == "day" for column in tables()["events"].columns)
    columns: dict[str, Any] = {"event_id": changed.ids, "change": pa.repeat("changed", count)}
    columns |= {"place": pa.repeat(place, count)}
    columns |= {"old": _cells(changed.before, day=day), "new": _cells(changed.after, day=day)}
    return pa.table(columns)


def _cells(values: Any, *, day: bool) -> pa.ChunkedArray[Any]:  # noqa: ANN401 - pyarrow's arrays have many classes
    batches = (values.slice(start, BATCH).to_pylist() for start in range(0, len(values), BATCH))
    return pa.chunked_array(
        [pa.array([_cell(v, day=day) for v in batch], pa.string()) for batch in batches], pa.string()
    )


def _cell(value: Any, *, day: bool) -> str | None:  # noqa: ANN401 - a value of any column
    """A value as events.csv has it: ISO dates, booleans in lower case, formulas harmless; None stays."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if day else value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return None if value is None else str(value)
