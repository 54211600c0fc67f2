"""Parquet tables in and out by the schema: streamed in row groups, checked, with one set of writer settings."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.errors import PipelineError, SchemaError, UsageError
from pipeline.runner.remote import is_remote
from pipeline.schema import arrow_schema, check_columns, check_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    for group in _groups(path, table):
        columns = [_values(column) for column in group.columns]
        yield from (dict(zip(group.column_names, row, strict=True)) for row in zip(*columns, strict=True))


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


def _groups(path: Path, table: str) -> Iterator[pa.Table]:
    schema = arrow_schema(table)
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


def read_table(paths: Sequence[Path], table: str) -> pa.Table:
    """The rows of several files as one Arrow table, in the order of the files; faults as those of read_rows."""
    import pyarrow as pa  # noqa: PLC0415

    return pa.concat_tables(
        [arrow_schema(table).empty_table(), *(part for path in paths for part in _groups(path, table))]
    )


def count_rows(path: Path, table: str) -> int:
    """The number of rows of a Parquet table, from its footer; faults as those of read_rows."""
    with _open(path, table) as file:
        return int(file.metadata.num_rows)


@dataclass(frozen=True, slots=True)
class Source:
    """A table of the schema and the file that holds it."""

    table: str
    path: Path


def read_articles(sources: Sequence[Source], *, previous: Source | None = None) -> Iterator[Article]:
    """Every article of a shard with its rows of all tables, the articles table being the first source.

    All tables are sorted by article_id. Rows of articles that the articles table has not are an error (SchemaError); in
    `previous`, an output of an earlier run that is given as the table "previous", they are passed over.
    """
    first, *rest = sources
    cursors = {source.table: _Cursor(source, strict=True) for source in rest}
    if previous:
        cursors["previous"] = _Cursor(previous, strict=False)
    for row in read_rows(first.path, first.table):
        article_id = row["article_id"]
        yield Article(
            article_id, {first.table: [row], **{name: cursor.take(article_id) for name, cursor in cursors.items()}}
        )
    for cursor in cursors.values():
        cursor.take(None)


class _Cursor:
    """A place in a table sorted by article_id: gives the rows of one article after the other."""

    def __init__(self, source: Source, *, strict: bool) -> None:
        self._source = source
        self._strict = strict
        self._groups = groupby(read_rows(source.path, source.table), itemgetter("article_id"))
        self._ahead = next(self._groups, None)

    def take(self, article_id: str | None) -> list[Row]:
        """The rows of an article, none when the table has none; None takes the end, where nothing may be left."""
        while self._ahead is not None and (article_id is None or self._ahead[0] < article_id):
            if self._strict:
                raise SchemaError(
                    f"{self._source.path}: article {self._ahead[0]} is not among the articles; rebuild it from them"
                )
            self._ahead = next(self._groups, None)
        if self._ahead is None or self._ahead[0] != article_id:
            return []
        rows = list(self._ahead[1])
        self._ahead = next(self._groups, None)
        return rows


@dataclass(slots=True)
class TableWriter:
    """Checks rows and writes them in row groups of fixed length, so that the bytes depend on the rows alone."""

    table: str
    writer: pq.ParquetWriter
    group_rows: int = GROUP_ROWS
    _waiting: list[Row] = field(default_factory=list)

    def write(self, rows: Iterable[Row]) -> None:
        """Take rows in table order; SchemaError at a value that breaks the schema."""
        for row in rows:
            self._waiting.append(row)
            if len(self._waiting) >= self.group_rows:
                self.flush()

    def write_table(self, table: pa.Table) -> None:
        """Take an Arrow table of the same schema."""
        for batch in table.to_batches(max_chunksize=self.group_rows):
            self.write(batch.to_pylist())

    def flush(self) -> None:
        """Write what waits as a row group."""
        if not self._waiting:
            return
        self.writer.write_table(to_arrow(self.table, self._waiting))
        self._waiting.clear()


def to_arrow(table: str, rows: Sequence[Row]) -> pa.Table:
    """The rows as a pyarrow.Table by the schema; SchemaError at a value that breaks it."""
    import pyarrow as pa  # noqa: PLC0415

    schema = arrow_schema(table)
    names = set(schema.names)
    for row in rows:
        if unknown := sorted(row.keys() - names):
            raise SchemaError(f"table {table}: a row has the unknown columns {', '.join(unknown)}")
    check_rows(table, rows)
    try:
        return pa.Table.from_pylist(rows, schema=schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as fault:
        raise SchemaError(f"table {table}: a value has the wrong type: {fault}") from fault


@contextmanager
def table_writer(path: Path, table: str, *, group_rows: int = GROUP_ROWS) -> Iterator[TableWriter]:
    """A writer of one table to a path that should be atomic_path's; closed, and so readable, on leaving."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = arrow_schema(table)
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=3, version="2.6") as file:
        writer = TableWriter(table, file, group_rows)
        yield writer
        writer.flush()


def write_table(path: Path, name: str, table: pa.Table) -> None:
    """Write an Arrow table, checked by the schema; the path should be atomic_path's."""
    with table_writer(path, name) as writer:
        writer.write_table(table)
