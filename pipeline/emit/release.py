"""All files of a release from the tables of linking: events, acled, mentions, codebook and data package."""

from __future__ import annotations

import logging
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.classes import classes
from pipeline.emit.acled_table import AcledTable
from pipeline.emit.changes import changes_table, compare, read_edition
from pipeline.emit.codebook import codebook
from pipeline.emit.datapackage import Package, datapackage, file_hash, read_package, release_version
from pipeline.emit.notes import narrative
from pipeline.emit.tables import categories, csv_writer, parquet_writer, words_of, write_parquet
from pipeline.errors import UsageError
from pipeline.runner.atomic import atomic_path, write_text_atomic
from pipeline.runner.parts import in_order, narrow, order_by
from pipeline.runner.tables import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.emit.changes import Comparison, Edition
    from pipeline.runner.parts import Parts

LOG = logging.getLogger(__name__)

FILES = ("events.parquet", "events.csv", "acled.parquet", "acled.csv", "mentions.parquet", "links.parquet")
EVENT_ORDER = ("date_start", "country_iso3", "event_id")
MENTION_ORDER = ("article_id", "trigger_start", "mention_id")
LINK_ORDER = ("left_mention_id", "right_mention_id")
COMPARED = ("events.parquet", "mentions.parquet")
CHANGES = "changes.parquet"


@dataclass(frozen=True, slots=True)
class Release:
    """What was written: rows of each table, and why events are not in acled (counts by reason)."""

    rows: Mapping[str, int]
    not_in_acled: Mapping[str, int]


def emit(
    events: Parts, mentions: Parts, links: Parts, output: Path, *, version: str, replaces: Path | None = None
) -> Release:
    """Write the release into the folder `output`, each file whole or not at all, datapackage.json last.

    The tables are those that linking gives (schemas events, mentions, links), whatever the order of their rows; they
    need not fit into memory. events, acled: Parquet and CSV; mentions, links, changes: Parquet. `version` is that of
    the software; the release's own has a hash of its content, too. `replaces` is the folder of the release before, if
    there is one (default: `output`).
    """
    with ExitStack() as stack:
        # All is written before anything takes its place: changes are told from the files of the release before.
        paths = {name: stack.enter_context(atomic_path(output / name)) for name in (*FILES, CHANGES)}
        scratch = Path(stack.enter_context(TemporaryDirectory(dir=output)))
        acled = AcledTable(scratch)
        narrated = _narrated(events, _last_published(events, mentions), acled)
        published = partial(_published, mentions)
        rows = {
            "events": _write(paths, "events", events, _by(EVENT_ORDER, events, narrated, scratch)),
            "acled": _write(paths, "acled", acled.parts, acled.parts()),
            "mentions": _write(paths, "mentions", published, _by(MENTION_ORDER, mentions, published(), scratch)),
            "links": _write(paths, "links", links, _by(LINK_ORDER, links, links(), scratch)),
        }
        version = release_version(version, (paths[f"{name}.parquet"] for name in rows))
        previous = _write_changes(paths, replaces or output, version)
    rows["changes"] = pq.read_metadata(output / CHANGES).num_rows
    write_text_atomic(output / "codebook.md", codebook(tuple(rows)))
    package = datapackage([output / name for name in paths], rows, version=version, previous=previous)
    write_text_atomic(output / "datapackage.json", package)
    return Release(rows, dict(sorted(acled.reasons.items())))


def _write(paths: Mapping[str, Path], name: str, unordered: Parts, ordered: Iterable[pa.Table]) -> int:
    """Write the files of a table that is given as a whole and in the order of its rows; how many those are."""
    words, rows = words_of(unordered(categories(name)), name), 0
    with ExitStack() as stack:
        writers = [stack.enter_context(parquet_writer(name, paths[f"{name}.parquet"], words))]
        if f"{name}.csv" in paths:
            writers.append(stack.enter_context(csv_writer(name, paths[f"{name}.csv"])))
        for part in ordered:
            rows += len(part)
            for write in writers:
                write(part)
    return rows


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
    told = _with_notes(events, rows_of(events))
    return told.take(order_by(told, *EVENT_ORDER))


def _with_notes(events: pa.Table, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    place = events.schema.get_field_index("notes")
    return events.set_column(place, events.schema.field(place), pa.array(map(narrative, rows), pa.string()))


def _narrated(events: Parts, published: pa.ChunkedArray[Any], acled: AcledTable) -> Iterator[pa.Table]:
    """The events with narratives; the acled table takes them in on the way."""
    start = 0
    for part in events():
        rows = list(rows_of(part))
        acled.take(rows, published.slice(start, len(part)).to_pylist())
        start += len(part)
        yield _with_notes(part, rows)


def _published(mentions: Parts, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """The mentions under published classes: some of ours are apart only for what PLOVER makes of them."""
    published = {kind.class_id: kind.published_as or kind.class_id for kind in classes().values()}
    for part in mentions(columns):
        place = part.schema.get_field_index("event_class")
        names = pa.array([published[str(name)] for name in part["event_class"].to_pylist()], pa.string())
        yield part.set_column(place, part.schema.field(place), names)


def _by(columns: Sequence[str], keys: Parts, table: Iterable[pa.Table], folder: Path) -> Iterator[pa.Table]:
    """A table, told by its keys, in the order of some columns."""
    return in_order(table, order_by(narrow(keys, *columns), *columns), folder)


def _last_published(events: Parts, mentions: Parts) -> pa.ChunkedArray[Any]:
    """The latest publication of each event's articles, in the order of the events."""
    told = narrow(mentions, "event_id", "published_at")
    latest = told.group_by("event_id").aggregate([("published_at", "max")]).combine_chunks()
    place: Any = pc.index_in(narrow(events, "event_id")["event_id"], value_set=latest["event_id"])
    return latest["published_at_max"].take(place)
