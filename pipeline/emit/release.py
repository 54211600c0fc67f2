"""All files of a release from the tables of linking: events, acled, mentions, codebook and data package."""

from __future__ import annotations

import logging
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.classes import classes
from pipeline.emit.acled import acled_rows
from pipeline.emit.changes import changes_table, compare, read_edition
from pipeline.emit.codebook import codebook
from pipeline.emit.datapackage import Package, datapackage, file_hash, read_package, release_version
from pipeline.emit.notes import narrative
from pipeline.emit.tables import write_csv, write_parquet
from pipeline.errors import UsageError
from pipeline.runner.atomic import atomic_path, write_text_atomic
from pipeline.schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from pipeline.emit.changes import Comparison, Edition

LOG = logging.getLogger(__name__)

BATCH = 5_000
WRITERS = {"parquet": write_parquet, "csv": write_csv}
AS_CSV = ("events", "acled")
COMPARED = ("events.parquet", "mentions.parquet")
CHANGES = "changes.parquet"


@dataclass(frozen=True, slots=True)
class Release:
    """What was written: rows of each table, and why events are not in acled (counts by reason)."""

    rows: Mapping[str, int]
    not_in_acled: Mapping[str, int]


def emit(
    events: pa.Table, mentions: pa.Table, links: pa.Table, output: Path, *, version: str, replaces: Path | None = None
) -> Release:
    """Write the release into the folder `output`, each file whole or not at all, datapackage.json last.

    The tables are those that linking gives (schemas events, mentions, links), whatever the order of their rows. events,
    acled: Parquet and CSV; mentions, links, changes: Parquet. `version` is that of the software; the release's own has
    a hash of its content, too. `replaces` is the folder of the release before, if there is one (default: `output`).
    """
    told = with_narratives(events)
    rows, reasons = acled_rows(_rows(events), _last_published(mentions))
    tables = {"events": told, "acled": pa.Table.from_pylist(rows, schema=arrow_schema("acled"))}
    tables |= {"mentions": _as_published(mentions), "links": _by(links, "left_mention_id", "right_mention_id")}
    files = [f"{name}.{ending}" for name in tables for ending in WRITERS if ending != "csv" or name in AS_CSV]
    with ExitStack() as stack:
        # All is written before anything takes its place: changes are told from the files of the release before.
        parts = {name: stack.enter_context(atomic_path(output / name)) for name in (*files, CHANGES)}
        for name in files:
            table, _, ending = name.partition(".")
            WRITERS[ending](tables[table], table, parts[name])
        version = release_version(version, (parts[f"{name}.parquet"] for name in tables))
        previous = _write_changes(parts, replaces or output, version)
    counts = {name: table.num_rows for name, table in tables.items()}
    counts["changes"] = pq.read_metadata(output / CHANGES).num_rows
    write_text_atomic(output / "codebook.md", codebook(tuple(counts)))
    package = datapackage([output / name for name in parts], counts, version=version, previous=previous)
    write_text_atomic(output / "datapackage.json", package)
    return Release(counts, dict(sorted(reasons.items())))


def _write_changes(parts: Mapping[str, Path], folder: Path, version: str) -> str | None:
    """Write what became of the events of the release in `folder`; that release's version, None when there is none.

    Where events and mentions are the same, the changes that are told there stay as they are.
    """
    told = folder / CHANGES
    package = read_package(folder) or _undescribed(folder)
    again = package.version == version
    hashes = {name: file_hash(parts[name]) for name in COMPARED}
    if told.is_file() and (hashes | {CHANGES: file_hash(told)}).items() <= package.hashes.items():
        shutil.copyfile(told, parts[CHANGES])
        return package.previous if again else package.version
    # What a first release told can be told again; what a later one told is lost with its file.
    first = again and package.previous is None
    found, earlier = _compared(None if first else folder, read_edition(*(parts[name] for name in COMPARED)))
    previous = _version_before(folder, package, again=again) if earlier else None
    write_parquet(changes_table(found, version=version, previous=previous), "changes", parts[CHANGES])
    return previous


def _undescribed(folder: Path) -> Package:
    """What can be said of a release whose datapackage.json is lost, or of none."""
    there = (name for name in (*COMPARED, CHANGES) if (folder / name).is_file())
    return Package(hashes={name: file_hash(folder / name) for name in there})


def _compared(folder: Path | None, after: Edition) -> tuple[Comparison, bool]:
    """How a release differs from the one in the folder, and whether there is one that can be read."""
    if folder is not None and all((folder / name).is_file() for name in COMPARED):
        try:
            return compare(read_edition(*(folder / name for name in COMPARED)), after), True
        except UsageError as fault:
            LOG.warning("%s; all events are told as added", fault)
    return compare(None, after), False


def _version_before(folder: Path, package: Package, *, again: bool) -> str | None:
    """The version of the events that lie in the folder; a run that was killed may have replaced all but them."""
    replaced = package.hashes.get("events.parquet") != file_hash(folder / "events.parquet")
    return package.previous if again or replaced else package.version


def with_narratives(events: pa.Table) -> pa.Table:
    """The events with their remarks made into notes, by country, day and id."""
    place = events.schema.get_field_index("notes")
    notes = pa.array((narrative(event) for event in _rows(events)), pa.string())
    told = events.set_column(place, events.schema.field(place), notes)
    return told.sort_by([("date_start", "ascending"), ("country_iso3", "ascending"), ("event_id", "ascending")])


def _as_published(mentions: pa.Table) -> pa.Table:
    """The mentions in order, under published classes: some of ours are apart only for what PLOVER makes of them."""
    place = mentions.schema.get_field_index("event_class")
    published = {kind.class_id: kind.published_as or kind.class_id for kind in classes().values()}
    column = pa.array((published[str(name)] for name in mentions["event_class"].to_pylist()), pa.string())
    renamed = mentions.set_column(place, mentions.schema.field(place), column)
    return _by(renamed, "article_id", "trigger_start", "mention_id")


def _by(table: pa.Table, *columns: str) -> pa.Table:
    """The table in the order of some columns; no copy is made of one that is in order."""
    order = pc.sort_indices(table.select(columns), sort_keys=[(column, "ascending") for column in columns])
    return table if order.equals(pa.array(range(table.num_rows), order.type)) else table.take(order)


def _last_published(mentions: pa.Table) -> dict[str, datetime]:
    """The latest publication of each event's articles."""
    latest = mentions.select(["event_id", "published_at"]).group_by("event_id").aggregate([("published_at", "max")])
    rows = latest.filter(pc.is_valid(latest["published_at_max"])).to_pylist()
    return {row["event_id"]: row["published_at_max"] for row in rows}


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(max_chunksize=BATCH):
        yield from batch.to_pylist()
