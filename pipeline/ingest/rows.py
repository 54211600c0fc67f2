"""Records in rows: JSON Lines, CSV and TSV, Parquet, streamed, their fields named by the settings."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from pipeline.ingest.drafts import Draft, finish, reject
from pipeline.ingest.streams import byte_lines, decode, utf8_stream

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.ingest.records import Record, Reject
    from pipeline.ingest.settings import FieldNames, IngestSettings

_DELIMITERS = (",", ";", "\t", "|")
_BATCH = 256  # rows of Parquet held at a time


def read_jsonl(stream: io.BufferedReader, name: str, settings: IngestSettings) -> Iterator[Record | Reject]:
    """One Record or Reject for each line that is not blank."""
    for number, line in byte_lines(utf8_stream(stream), settings.max_line_bytes):
        where = f"{name}#{number}"
        if line is None:
            yield reject(where, "too_long", f"the line is longer than {settings.max_line_bytes} bytes")
        elif line.strip():
            yield _json_record(line, where, name, settings)


def read_csv(stream: io.BufferedReader, name: str, settings: IngestSettings) -> Iterator[Record | Reject]:
    """One Record or Reject for each row below the header; the delimiter is the one that finds our fields there."""
    csv.field_size_limit(max(csv.field_size_limit(), settings.max_line_bytes))
    lines = (decode(line) if line else "\0" for _, line in byte_lines(utf8_stream(stream), settings.max_line_bytes))
    head = next(lines, "")
    names = settings.fields["csv"]
    delimiter = max(_DELIMITERS, key=lambda d: (_known(_split(head, d), names), head.count(d)))
    header = _split(head, delimiter)
    rows = csv.reader(lines, delimiter=delimiter)
    number = 1
    while True:
        number += 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield reject(f"{name}#{number}", "broken_row", str(error))
            continue
        if row is None:
            return
        if row:
            yield _row_record(row, header, f"{name}#{number}", name, settings)


def read_parquet(path: Path, name: str, settings: IngestSettings) -> Iterator[Record | Reject]:
    """One Record or Reject for each row; only the columns that hold our fields are read."""
    import pyarrow as pa  # noqa: PLC0415 (a third of a second, wanted only here)
    import pyarrow.parquet as pq  # noqa: PLC0415

    number = 0
    try:
        with pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20) as table:
            wanted = _columns(table.schema_arrow.names, settings.fields["parquet"])
            for batch in table.iter_batches(batch_size=_BATCH, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    raw = json.dumps(row, default=str, sort_keys=True).encode()
                    yield finish(_draft(row, settings.fields["parquet"], f"{name}#{number}", name, raw), settings)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        yield reject(f"{name}#{number + 1}", "broken_parquet", str(error))


def _json_record(line: bytes, where: str, name: str, settings: IngestSettings) -> Record | Reject:
    try:
        value = json.loads(decode(line))
    except (ValueError, RecursionError) as error:  # ValueError: no JSON, or a number too long for Python
        return reject(where, "broken_json", str(error))
    if not isinstance(value, dict):
        return reject(where, "broken_json", f"the line holds a {type(value).__name__}, not an object")
    return finish(_draft(value, settings.fields["jsonl"], where, name, line.strip()), settings)


def _row_record(
    row: Sequence[str], header: Sequence[str], where: str, name: str, settings: IngestSettings
) -> Record | Reject:
    if len(row) > len(header):
        return reject(where, "broken_row", f"{len(row)} cells under {len(header)} column names")
    values = dict(zip(header, row, strict=False))
    raw = "\x1f".join(row).encode("utf-8", "replace")
    return finish(_draft(values, settings.fields["csv"], where, name, raw), settings)


def _draft(row: Mapping[str, Any], names: FieldNames, where: str, name: str, raw: bytes) -> Draft:
    folded = {str(key).strip().casefold(): value for key, value in row.items()}

    def first(candidates: Sequence[str]) -> object:
        return next((value for value in (_value(folded, c) for c in candidates) if value not in (None, "")), None)

    return Draft(
        where=where,
        input_path=name,
        raw=raw,
        text=first(names.text),
        id=first(names.id),
        title=first(names.title),
        published_at=first(names.published_at),
        url=first(names.url),
        source=_name(first(names.source)),
    )


def _value(folded: Mapping[str, Any], name: str) -> object:
    """The value of a field, or of field b of the object in field a for the name `a.b`."""
    value: object = folded.get(name.casefold())
    if value is None and "." in name:
        outer, inner = name.split(".", 1)
        value = folded.get(outer.casefold())
        value = value.get(inner) if isinstance(value, dict) else None
    return value.strip() if isinstance(value, str) else None if isinstance(value, dict | list) else value


def _name(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _split(head: str, delimiter: str) -> list[str]:
    return next(csv.reader([head.lstrip("\ufeff")], delimiter=delimiter, strict=False), [])


def _known(header: Sequence[str], names: FieldNames) -> int:
    ours = {name.casefold() for field in names.__slots__ for name in getattr(names, field)}
    return len(ours & {cell.strip().casefold() for cell in header})


def _columns(header: Sequence[str], names: FieldNames) -> list[str]:
    """The columns of a table that may hold a field of ours."""
    ours = {name.split(".")[0].casefold() for field in names.__slots__ for name in getattr(names, field)}
    return [column for column in header if column.strip().casefold() in ours]
