"""Parquet tables in and out by the schema: streamed in row groups, checked, with one set of writer settings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.errors import PipelineError, SchemaError, UsageError
from pipeline.runner.remote import is_remote
from pipeline.schema import arrow_schema, check_columns, check_table

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    import pyarrow.parquet as pq

Row: TypeAlias = dict[str, Any]

GROUP_ROWS = 1024
"""Rows of a row group: the unit that is held in memory; part of the bytes of every table."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article with all its rows, by table; a table without rows for it has an empty list."""

    article_id: str
    tables: Mapping[str, list[Row]]

    @property
    def record(self) -> Row:
        """Its row of the articles table."""
        return self.tables["articles"][0]


def read_rows(path: Path, table: str) -> Iterator[Row]:
    """The rows of a Parquet table in file order, a row group at a time.

    Raises UsageError when the file is missing, SchemaError when it is no Parquet file or lacks columns.
    """
    for group in read_groups(path, table):
        yield from rows_of(group)


def rows_of(table: pa.Table) -> Iterator[Row]:
    """The rows of an Arrow table; Python's values of all of them are in memory at once."""
    names, columns = table.column_names, [_values(column) for column in table.columns]
    return (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def _values(column: pa.ChunkedArray[Any]) -> list[Any]:
    """The values of a column; lists of numbers and of words by way of one flat list, which is many times as fast."""
    import pyarrow as pa  # noqa: PLC0415

    kind = column.type
    if not pa.types.is_list(kind) or pa.types.is_nested(kind.value_type):
        return column.to_pylist()
    lists: Any = column.combine_chunks()
    if lists.null_count or lists.values.null_count:
        return column.to_pylist()
    flat, ends = lists.flatten(), lists.offsets.to_numpy() - lists.offsets[0].as_py()
    if pa.types.is_string(flat.type):
        coded = flat.dictionary_encode()
        words = coded.dictionary.to_pylist()
        values = [words[number] for number in coded.indices.to_numpy(zero_copy_only=False).tolist()]
    else:
        values = flat.to_numpy(zero_copy_only=False).tolist()
    return [values[start:end] for start, end in pairwise(ends.tolist())]


def read_groups(path: Path, table: str, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """The row groups of a Parquet table, of all or of some of its columns; faults as those of read_rows."""
    import pyarrow as pa  # noqa: PLC0415

    schema = arrow_schema(table)
    if columns is not None:
        schema = pa.schema([schema.field(name) for name in columns])
    with _open(path, table) as file:
        for number in range(file.num_row_groups):
            yield file.read_row_group(number, columns=schema.names).select(schema.names).cast(schema)


@contextmanager
def _open(path: Path, table: str) -> Iterator[pq.ParquetFile]:
    """The open file of a table, its columns checked; faults as read_rows tells."""
    import pyarrow as pa  # noqa: PLC0415 - `--help` stays fast
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        with pq.ParquetFile(path.open("rb") if is_remote(path) else path, memory_map=False) as file:
            check_columns(table, file.schema_arrow.names, where=str(path))
            yield file
    except FileNotFoundError as fault:
        raise UsageError(f"{path}: there is no such file; run the stage that writes it first") from fault
    except pa.ArrowInvalid as fault:
        raise SchemaError(f"{path}: not a table of {table}: {str(fault).splitlines()[0]}") from fault
    except OSError as fault:
        raise PipelineError(f"{path}: cannot be read: {fault.strerror or fault}") from fault


def count_rows(path: Path, table: str) -> int:
    """The number of rows of a Parquet table, from its footer; faults as those of read_rows."""
    with _open(path, table) as file:
        return int(file.metadata.num_rows)


@dataclass(frozen=True, slots=True)
class Source:
    """A table of the schema and the file that holds it."""

    table: str
    path: Path


@dataclass(frozen=True, slots=True)
class Batch:
    """Some articles in the order of their ids, with their rows of all tables, made Python's only where asked for."""

    ids: Sequence[str]
    tables: Mapping[str, pa.Table]
    places: Mapping[str, Sequence[tuple[int, int]]]
    """Of each table and article, the first of its rows in that table and the one behind the last."""

    def part(self, table: str, at: int) -> pa.Table:
        """The rows that the article at a place of the batch has of a table."""
        start, end = self.places[table][at]
        return self.tables[table].slice(start, end - start)

    def pieces(self, table: str, places: Iterable[int]) -> Iterator[pa.Table]:
        """The rows that the articles at some places have of a table, those that follow on each other in one piece."""
        start = end = 0
        for first, last in (self.places[table][at] for at in places):
            if first != end:
                yield self.tables[table].slice(start, end - start)
                start = first
            end = last
        yield self.tables[table].slice(start, end - start)

    def columns(self, table: str, names: Sequence[str]) -> list[list[tuple[Any, ...]]]:
        """The values of some columns of a table, a tuple for each row, for each article."""
        rows = list(zip(*(_values(self.tables[table][name]) for name in names), strict=True))
        return [rows[start:end] for start, end in self.places[table]]

    def rows(self, table: str, wanted: Sequence[int]) -> list[list[Row]]:
        """The rows that each of the wanted articles has of a table."""
        import pyarrow as pa  # noqa: PLC0415

        parts = [self.part(table, at) for at in wanted]
        rows = iter(rows_of(pa.concat_tables(parts)) if parts else ())
        return [list(islice(rows, len(part))) for part in parts]

    def articles(self, wanted: Sequence[int], *, without: Container[str] = ()) -> list[Article]:
        """The articles at some places of the batch, their rows of all tables but those `without`."""
        rows = {name: self.rows(name, wanted) for name in self.tables if name not in without}
        return [
            Article(self.ids[at], {name: each[number] for name, each in rows.items()})
            for number, at in enumerate(wanted)
        ]


def read_batches(
    sources: Sequence[Source], *, previous: Source | None = None, size: int, limit: int | None = None
) -> Iterator[Batch]:
    """The articles of a shard in batches of a size, up to a limit, with their rows of all tables.

    The first source is the articles table; all are sorted by article_id. Rows of articles that it has not are an error
    (SchemaError); in `previous`, an output of an earlier run, given as the table "previous", they are passed over.
    """
    first, *rest = sources
    cursors = {source.table: _Cursor(source, strict=True) for source in rest}
    if previous:
        cursors["previous"] = _Cursor(previous, strict=False)
    for table in _tables_of(first, size, limit):
        ids = _names(table)
        taken = {name: cursor.take(ids) for name, cursor in cursors.items()}
        own = [(at, at + 1) for at in range(len(ids))]
        yield Batch(
            ids,
            {first.table: table, **{name: rows for name, (rows, _) in taken.items()}},
            {first.table: own, **{name: places for name, (_, places) in taken.items()}},
        )
    if limit is None:
        for cursor in cursors.values():
            cursor.end()


def _tables_of(source: Source, size: int, limit: int | None) -> Iterator[pa.Table]:
    """A table in pieces of a size, the last one shorter, up to a limit of rows in all."""
    import pyarrow as pa  # noqa: PLC0415

    left, remaining = arrow_schema(source.table).empty_table(), limit
    for group in chain(read_groups(source.path, source.table), [None]):
        left = left if group is None else pa.concat_tables([left, group])
        while len(left) >= size or (group is None and len(left)):
            piece = left.slice(0, size if remaining is None else min(size, remaining))
            left = left.slice(size)
            yield piece
            if remaining is not None:
                remaining -= len(piece)
                if not remaining:
                    return


def _names(table: pa.Table) -> list[str]:
    names: list[Any] = table["article_id"].to_pylist()
    return names


class _Cursor:
    """A place in a table sorted by article_id: gives the rows of some articles after the other."""

    def __init__(self, source: Source, *, strict: bool) -> None:
        self._source = source
        self._strict = strict
        self._groups = read_groups(source.path, source.table)
        self._left = arrow_schema(source.table).empty_table()
        self._names: list[str] = []

    def take(self, ids: Sequence[str]) -> tuple[pa.Table, list[tuple[int, int]]]:
        """The rows up to those of the last of some articles, and where in them those of each article stand."""
        while not self._names or self._names[-1] <= ids[-1]:
            if not self._read_on():
                break
        names, end = self._names, bisect_right(self._names, ids[-1])
        places = [(bisect_left(names, name), bisect_right(names, name)) for name in ids]
        if sum(end - start for start, end in places) < end:
            self._refuse(next(name for name in names if name not in set(ids)))
        rows, self._left, self._names = self._left.slice(0, end), self._left.slice(end), names[end:]
        return rows, places

    def end(self) -> None:
        """See that nothing is left."""
        if self._names or self._read_on():
            self._refuse(self._names[0])

    def _read_on(self) -> bool:
        import pyarrow as pa  # noqa: PLC0415

        group = next(self._groups, None)
        if group is None:
            return False
        self._left = pa.concat_tables([self._left, group])
        self._names += _names(group)
        return True

    def _refuse(self, stranger: str) -> None:
        if self._strict:
            raise SchemaError(
                f"{self._source.path}: article {stranger} is not among the articles; rebuild it from them"
            )


@dataclass(slots=True)
class TableWriter:
    """Checks rows and writes them in row groups of fixed length, so that the bytes depend on the rows alone."""

    table: str
    writer: pq.ParquetWriter
    group_rows: int = GROUP_ROWS
    _rows: list[Row] = field(default_factory=list)
    _tables: list[pa.Table] = field(default_factory=list)
    _length: int = 0
    """Rows in _tables, which stand before those in _rows."""

    def write(self, rows: Iterable[Row]) -> None:
        """Take rows in table order; SchemaError at a value that breaks the schema."""
        for row in rows:
            self._rows.append(row)
            if self._length + len(self._rows) >= self.group_rows:
                self.flush()

    def write_table(self, table: pa.Table) -> None:
        """Take an Arrow table of the same columns; SchemaError at a value that breaks the schema."""
        check_table(self.table, table)
        self.write_checked(table.cast(arrow_schema(self.table)))

    def write_checked(self, table: pa.Table) -> None:
        """Take an Arrow table of the same schema whose values are known to keep to it."""
        self._settle()
        while len(table):
            part = table.slice(0, self.group_rows - self._length)
            table = table.slice(len(part))
            self._tables.append(part)
            self._length += len(part)
            if self._length >= self.group_rows:
                self.flush()

    def _settle(self) -> None:
        """Make an Arrow table of the rows that wait."""
        if self._rows:
            self._tables.append(to_arrow(self.table, self._rows))
            self._length += len(self._rows)
            self._rows.clear()

    def flush(self) -> None:
        """Write what waits as a row group."""
        import pyarrow as pa  # noqa: PLC0415

        self._settle()
        if self._tables:
            self.writer.write_table(pa.concat_tables(self._tables).combine_chunks())
            self._tables.clear()
            self._length = 0


def to_arrow(table: str, rows: Sequence[Row]) -> pa.Table:
    """The rows as a pyarrow.Table by the schema; SchemaError at a value that breaks it."""
    import pyarrow as pa  # noqa: PLC0415

    schema = arrow_schema(table)
    names = set(schema.names)
    for row in rows:
        if unknown := sorted(row.keys() - names):
            raise SchemaError(f"table {table}: a row has the unknown columns {', '.join(unknown)}")
    try:
        made = pa.Table.from_pylist(rows, schema=schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as fault:
        raise SchemaError(f"table {table}: a value has the wrong type: {fault}") from fault
    check_table(table, made)
    return made


@contextmanager
def table_writer(path: Path, table: str, *, group_rows: int = GROUP_ROWS) -> Iterator[TableWriter]:
    """A writer of one table to a path that should be atomic_path's; closed, and so readable, on leaving."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = arrow_schema(table)
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=3, version="2.6") as file:
        writer = TableWriter(table, file, group_rows)
        yield writer
        writer.flush()
