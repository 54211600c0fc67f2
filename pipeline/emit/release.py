"""All files of a release from the tables of linking: events, acled, mentions, codebook and data package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.classes import classes
from pipeline.emit.acled import acled_rows
from pipeline.emit.codebook import codebook
from pipeline.emit.datapackage import datapackage
from pipeline.emit.notes import narrative
from pipeline.emit.tables import write_csv, write_parquet
from pipeline.runner.atomic import atomic_path, write_text_atomic
from pipeline.schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Release:
    """What was written: rows of each table, and why events are not in acled (counts by reason)."""

    rows: Mapping[str, int]
    not_in_acled: Mapping[str, int]


def emit(events: pa.Table, mentions: pa.Table, links: pa.Table, output: Path, *, version: str) -> Release:
    """Write the release into the folder `output`, each file whole or not at all, datapackage.json last.

    The tables are those that linking gives (schemas events, mentions, links). events, acled: Parquet and CSV; mentions,
    links: Parquet.
    """
    told = _with_narratives(events)
    rows, reasons = acled_rows(_rows(events), _last_published(mentions))
    tables = {"events": told, "acled": pa.Table.from_pylist(rows, schema=arrow_schema("acled"))}
    tables |= {"mentions": _as_published(mentions), "links": links}
    files = []
    for name, table in tables.items():
        formats = {"parquet": write_parquet} | ({"csv": write_csv} if name in ("events", "acled") else {})
        for ending, write in formats.items():
            target = output / f"{name}.{ending}"
            with atomic_path(target) as part:
                write(table, name, part)
            files.append(target)
    counts = {name: table.num_rows for name, table in tables.items()}
    write_text_atomic(output / "codebook.md", codebook(tuple(tables)))
    write_text_atomic(output / "datapackage.json", datapackage(files, counts, version=version))
    return Release(counts, dict(sorted(reasons.items())))


def _with_narratives(events: pa.Table) -> pa.Table:
    """The events with their remarks made into notes, by country, day and id."""
    place = events.schema.get_field_index("notes")
    notes = pa.array((narrative(event) for event in _rows(events)), pa.string())
    told = events.set_column(place, events.schema.field(place), notes)
    return told.sort_by([("date_start", "ascending"), ("country_iso3", "ascending"), ("event_id", "ascending")])


def _as_published(mentions: pa.Table) -> pa.Table:
    """The mentions under published classes: some of ours are kept apart only for what PLOVER makes of them."""
    place = mentions.schema.get_field_index("event_class")
    published = {kind.class_id: kind.published_as or kind.class_id for kind in classes().values()}
    column = pa.array((published[str(name)] for name in mentions["event_class"].to_pylist()), pa.string())
    return mentions.set_column(place, mentions.schema.field(place), column)


def _last_published(mentions: pa.Table) -> dict[str, datetime]:
    """The latest publication of each event's articles."""
    latest = mentions.select(["event_id", "published_at"]).group_by("event_id").aggregate([("published_at", "max")])
    rows = latest.filter(pc.is_valid(latest["published_at_max"])).to_pylist()
    return {row["event_id"]: row["published_at_max"] for row in rows}


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(max_chunksize=BATCH):
        yield from batch.to_pylist()
