"""What became of each event from one release to the next: added, changed, merged, split or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.errors import UsageError
from pipeline.schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Values: TypeAlias = Any
"""A pyarrow array or chunked array: its stubs have a class for each kind of value."""

FILES = {"events": ("event_id",), "mentions": ("mention_id", "event_id")}
"""The tables of a release that are compared, and the columns that each must have."""

BATCH = 65_536


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A Parquet table that is read a column at a time; categories come as strings."""

    path: Path
    kinds: Mapping[str, pa.DataType]
    """Type of each column, in the table's order."""

    def column(self, name: str) -> Values:
        """One column as a pa.ChunkedArray; UsageError when the file is damaged."""
        try:
            with pq.ParquetFile(self.path) as file:
                column = file.read([name]).column(0)
        except (OSError, pa.ArrowException) as fault:
            raise UsageError(f"{self.path}: cannot be read: {str(fault).splitlines()[0]}") from fault
        return column.cast(self.kinds[name])


@dataclass(frozen=True, slots=True)
class Edition:
    """The two tables of a release that tell which events there are and what each is made of."""

    events: StoredTable
    mentions: StoredTable


class Shared(NamedTuple):
    """The events that two editions have, by id, and in which row of each they stand."""

    ids: Values
    before: Values
    after: Values


class Changed(NamedTuple):
    """The values of one column that are not what they were: the events' ids, and the values of both editions."""

    column: str
    ids: Values
    before: Values
    after: Values


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two editions differ.

    `shared` are the events of both; `differing` tells of each column with changed values which of `shared` they are in
    (a boolean array); `others` has a row per event that only one edition has: event_id, change, into_event_id.
    """

    shared: Shared
    differing: Mapping[str, Values]
    others: pa.Table

    def touched(self) -> Values:
        """Which of `shared` have a changed value (a boolean array)."""
        none: Values = pa.repeat(pa.scalar(value=False), len(self.shared.ids))
        return reduce(pc.or_, self.differing.values(), none)

    def changed_ids(self) -> Values:
        """The events of both editions that have a changed value, by id."""
        return self.shared.ids.filter(self.touched())


def read_edition(events: Path, mentions: Path) -> Edition:
    """The edition that two Parquet files hold; UsageError names a file that is missing, damaged or another table."""
    return Edition(_stored(events, "events"), _stored(mentions, "mentions"))


def compare(before: Edition | None, after: Edition) -> Comparison:
    """What became of the events of `before`, and which are new; all are when there is no `before`.

    Compared are the columns that both have. Columns are in memory one at a time. UsageError when a file is damaged.
    """
    if before is None:
        ids = after.events.column("event_id")
        return Comparison(Shared(ids[:0], ids[:0], ids[:0]), {}, _fates(ids, "added"))
    old, new = (_whole(edition.events.column("event_id")) for edition in (before, after))
    ids = new.filter(pc.is_in(new, value_set=old)).sort()
    shared = Shared(ids, pc.index_in(ids, value_set=old), pc.index_in(ids, value_set=new))
    masks = ((name, _differs(*_values(before, after, shared, name))) for name in compared_columns(before, after))
    differing = {name: mask for name, mask in masks if pc.any(mask).as_py()}
    added = _fates(new.filter(pc.invert(pc.is_in(new, value_set=old))), "added")
    gone = old.filter(pc.invert(pc.is_in(old, value_set=new)))
    return Comparison(shared, differing, pa.concat_tables([added, _gone(gone, before.mentions, after.mentions)]))


def compared_columns(before: Edition, after: Edition) -> list[str]:
    """The event columns that both editions have, with values of one type, in the order of `after`."""
    known = before.events.kinds
    return [name for name, kind in after.events.kinds.items() if name != "event_id" and known.get(name) == kind]


def changed_values(found: Comparison, before: Edition, after: Edition) -> Iterator[Changed]:
    """The changed values of the events that both editions have, column by column."""
    for name, mask in found.differing.items():
        old, new = _values(before, after, found.shared, name)
        yield Changed(name, found.shared.ids.filter(mask), old.filter(mask), new.filter(mask))


def changes_table(found: Comparison, *, version: str, previous: str | None) -> pa.Table:
    """The rows of the table `changes`, by event_id, whatever the order of rows in the editions."""
    changed = _fates(found.changed_ids(), "changed").append_column("columns", _changed_columns(found))
    rows = pa.concat_tables([changed, found.others], promote_options="default").sort_by("event_id")
    versions = {"previous_version": previous, "version": version}
    for name, value in versions.items():
        rows = rows.append_column(name, pa.repeat(pa.scalar(value, pa.string()), rows.num_rows))
    return rows.cast(arrow_schema("changes"))


def _stored(path: Path, table: str) -> StoredTable:
    try:
        schema = pq.read_schema(path)
    except (OSError, pa.ArrowException) as fault:
        raise UsageError(f"{path}: cannot be read: {str(fault).splitlines()[0]}") from fault
    if missing := [name for name in FILES[table] if name not in schema.names]:
        raise UsageError(f"{path}: no table of {table}, it lacks {', '.join(missing)}")
    return StoredTable(path, {field.name: _plain(field.type) for field in schema})


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if isinstance(kind, pa.DictionaryType) else kind


def _whole(column: Values) -> Values:
    """A column of ids in one piece: short strings, and so far from what an array can hold."""
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _values(before: Edition, after: Edition, shared: Shared, name: str) -> tuple[Values, Values]:
    """A column's values in the events that both editions have, in the order of their ids."""
    return before.events.column(name).take(shared.before), after.events.column(name).take(shared.after)


def _differs(old: Values, new: Values) -> Values:
    """Where two columns have other values; to be empty is a value like others."""
    if pa.types.is_nested(old.type):
        return pa.array((a != b for a, b in zip(old.to_pylist(), new.to_pylist(), strict=True)), pa.bool_())
    return _whole(pc.coalesce(pc.not_equal(old, new), pc.xor(pc.is_null(old), pc.is_null(new))))


def _fates(ids: Values, change: Values, into: Values = None) -> pa.Table:
    """A row per event; `change` and `into` are columns, or the one value of all rows."""
    return pa.table({"event_id": ids, "change": _column(change, len(ids)), "into_event_id": _column(into, len(ids))})


def _column(values: Values, length: int) -> Values:
    one = values is None or isinstance(values, str)
    return pa.repeat(pa.scalar(values, pa.string()), length) if one else values


def _gone(ids: Values, before: StoredTable, after: StoredTable) -> pa.Table:
    """What became of the events whose id is gone: where their mentions are now."""
    homes = _homes(ids, before, after)
    row: Values = pc.index_in(ids, value_set=_whole(homes["event_id"]))
    single = pc.equal(homes["into_event_id_count"].take(row), pa.scalar(1))
    change = pc.fill_null(pc.if_else(single, "merged", "split"), "deleted")
    return _fates(ids, change, homes["into_event_id_first"].take(row))


def _homes(ids: Values, before: StoredTable, after: StoredTable) -> pa.Table:
    """The events that now hold the mentions of these, for each of these that has mentions left.

    Columns: event_id, into_event_id_count (how many they are), into_event_id_first (which has most; of equals the
    lowest id).
    """
    told = _among(_mentions(before), "event_id", ids)
    kept = _among(_mentions(after), "mention_id", _whole(told["mention_id"]))
    into = kept["event_id"].take(pc.index_in(told["mention_id"], value_set=_whole(kept["mention_id"])))
    moved = told.append_column("into_event_id", into).filter(pc.is_valid(into))
    counted = moved.group_by(["event_id", "into_event_id"]).aggregate([([], "count_all")])
    ordered = counted.sort_by([("event_id", "ascending"), ("count_all", "descending"), ("into_event_id", "ascending")])
    # One thread: "first" then means the first in this order.
    homes = ordered.group_by("event_id", use_threads=False)
    return homes.aggregate([("into_event_id", "first"), ("into_event_id", "count")])


def _mentions(table: StoredTable) -> pa.Table:
    columns = FILES["mentions"]
    return pa.Table.from_arrays([table.column(name) for name in columns], names=list(columns))


def _among(table: pa.Table, column: str, values: Values) -> pa.Table:
    return table.filter(pc.is_in(table[column], value_set=values))


def _changed_columns(found: Comparison) -> Values:
    """The names of the changed columns of each event that has any, in the order of ids."""
    touched = found.touched()
    kept = {name: mask.filter(touched) for name, mask in found.differing.items()}
    # In batches: a name for each column and event of a large release would fill the memory.
    return pa.chunked_array([_names(kept, at) for at in range(0, touched.true_count, BATCH)], pa.string())


def _names(masks: Mapping[str, Values], start: int) -> Values:
    empty = pa.scalar(None, pa.string())
    parts: list[Values] = [pc.if_else(mask.slice(start, BATCH), name, empty) for name, mask in masks.items()]
    return pc.binary_join_element_wise(*parts, "; ", null_handling="skip")
