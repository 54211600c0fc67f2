"""Tables larger than memory: read in parts, as often as needed, and put into another order by way of files."""

from __future__ import annotations

from contextlib import nullcontext
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.runner.tables import read_groups
from pipeline.schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Numbers: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

PIECE = 8_192
"""Rows that are put in order in memory; of more, each so many go by way of a file."""

FILES = 100
"""How many of these files are open at a time, at most: beyond, each holds more rows."""

PLACE = "place in the new order"


class Parts(Protocol):
    """A table in parts: gives its rows from the first on whenever it is called, of all or of some columns."""

    def __call__(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The parts, of which there is at least one, in their order."""


def stored(path: Path, table: str) -> Parts:
    """A table of the schema in a file; faults as those of read_rows."""

    def parts(columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        yield _select(arrow_schema(table).empty_table(), columns)
        yield from read_groups(path, table, columns)

    return parts


def held(table: pa.Table) -> Parts:
    """A table that is in memory."""

    def parts(columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        chosen = _select(table, columns)
        return (chosen.slice(start, PIECE) for start in range(0, max(1, len(chosen)), PIECE))

    return parts


def merged(paths: Sequence[Path], table: str, keys: Sequence[str]) -> Parts:
    """A table in several files, in the order of some keys; each file is in the order of the first key, a text."""

    def parts(columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        wanted = None if columns is None else list(dict.fromkeys([*columns, *keys]))
        yield _select(arrow_schema(table).empty_table(), columns)
        for part in _side_by_side([_whole(read_groups(path, table, wanted), keys[0]) for path in paths], keys[0]):
            yield _select(part.take(order_by(part, *keys)), columns)

    return parts


def _select(table: pa.Table, columns: Sequence[str] | None) -> pa.Table:
    return table if columns is None else table.select(list(columns))


def _whole(parts: Iterable[pa.Table], key: str) -> Iterator[pa.Table]:
    """The rows of a table in the order of a key, all rows of a key in one part."""
    left = None
    for part in parts:
        known = part if left is None else pa.concat_tables([left, part])
        before_last = _count(pc.less(known[key], known[key][-1]))
        if before_last:
            yield known.slice(0, before_last)
        left = known.slice(before_last)
    if left is not None:
        yield left


def _side_by_side(streams: Sequence[Iterator[pa.Table]], key: str) -> Iterator[pa.Table]:
    """The rows of several tables: those of the first keys of all of them, then those of the next ones."""
    heads = [(stream, head) for stream in streams if (head := next(stream, None)) is not None]
    while heads:
        end = min(head[key][-1].as_py() for _, head in heads)
        counts = [_count(pc.less_equal(head[key], end)) for _, head in heads]
        yield pa.concat_tables(head.slice(0, count) for (_, head), count in zip(heads, counts, strict=True))
        left = ((stream, head.slice(count)) for (stream, head), count in zip(heads, counts, strict=True))
        following = ((stream, head if len(head) else next(stream, None)) for stream, head in left)
        heads = [(stream, head) for stream, head in following if head is not None]


def _count(mask: Any) -> int:  # noqa: ANN401 - pyarrow's arrays have many classes
    return int(pc.sum(mask).as_py() or 0)


def narrow(parts: Parts, *columns: str) -> pa.Table:
    """Some columns of a table as a whole."""
    return pa.concat_tables(parts(columns))


def order_by(table: pa.Table, *columns: str) -> Numbers:
    """The numbers of a table's rows in the order of some columns."""
    order: Any = pc.sort_indices(table.select(columns), sort_keys=[(column, "ascending") for column in columns])
    return np.asarray(order, dtype=np.int64)


def in_order(parts: Iterable[pa.Table], order: Numbers, folder: Path | None = None) -> Iterator[pa.Table]:
    """The rows that an order names, by their numbers in a table that comes in parts; again in parts.

    Of more than PIECE rows only so many are in memory, the others in files inside `folder` (default: the system's).
    """
    if np.array_equal(order, np.arange(len(order))):
        yield from _first(parts, len(order))
        return
    size = max(PIECE, -(-len(order) // FILES))
    places = np.full(order.max() + 1, -1)
    places[order] = np.arange(len(order))
    with TemporaryDirectory(dir=folder) if len(order) > size else nullcontext() as scratch:
        spools = [Spool(Path(scratch, str(start)) if scratch else None) for start in range(0, len(order), size)]
        for part in _gathered(parts, size):
            at, places = places[: len(part)], places[len(part) :]
            _share_out(part, at, size, spools)
        while spools:
            piece = pa.concat_tables(spools.pop(0).parts())
            yield piece.take(order_by(piece, PLACE)).drop_columns([PLACE])


def _first(parts: Iterable[pa.Table], wanted: int) -> Iterator[pa.Table]:
    for part in parts:
        yield part.slice(0, wanted)
        wanted = max(0, wanted - len(part))


def _gathered(parts: Iterable[pa.Table], size: int) -> Iterator[pa.Table]:
    """The rows of a table in parts of at least a size, but for the last one: each is shared out to all files."""
    waiting: list[pa.Table] = []
    for part in parts:
        waiting.append(part)
        if sum(map(len, waiting)) >= size:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def _share_out(part: pa.Table, places: Numbers, size: int, spools: Sequence[Spool]) -> None:
    """Give each spool the rows whose places are its own; a place below 0 is none."""
    rows = np.flatnonzero(places >= 0)
    rows = rows[np.argsort(places[rows] // size, kind="stable")]
    ends = np.searchsorted(places[rows] // size, np.arange(len(spools) + 1))
    told = part.take(rows).append_column(PLACE, pa.array(places[rows]))
    for spool, (start, end) in zip(spools, pairwise(ends.tolist()), strict=True):
        spool.add(told.slice(start, end - start))


class Spool:
    """A table that grows by parts and is then read: in a file, in memory without one."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._held: list[pa.Table] = []
        self._writer: pa.RecordBatchStreamWriter | None = None

    def add(self, part: pa.Table) -> None:
        """Take rows in; all parts have the same columns."""
        if self._path is None:
            self._held.append(part)
            return
        if self._writer is None:
            options = pa.ipc.IpcWriteOptions(compression="lz4")
            self._writer = pa.ipc.new_stream(str(self._path), part.schema, options=options)
        self._writer.write_table(part)

    def parts(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The rows that were taken in; see Parts."""
        if self._path is None:
            yield from (_select(part, columns) for part in self._held)
            return
        if self._writer is None:
            return
        self._writer.close()
        with pa.OSFile(str(self._path), "rb") as file, pa.ipc.open_stream(file) as batches:
            yield _select(batches.schema.empty_table(), columns)
            for batch in batches:
                yield _select(pa.Table.from_batches([batch]), columns)
