"""Stage 1, ingest: inputs are read; their articles are shared out to shards by content, sorted, and kept once each."""

from __future__ import annotations

import heapq
import logging
from dataclasses import dataclass, replace
from itertools import count, groupby, islice
from typing import TYPE_CHECKING

from pipeline.ingest import IngestSettings, Record, find_inputs, read_inputs
from pipeline.runner.executor import run_tasks
from pipeline.runner.guard import Crash, attempt
from pipeline.runner.progress import advance
from pipeline.runner.rejects import Reject
from pipeline.runner.remote import Mirror
from pipeline.runner.stage import CorpusStage, Job, shard_files, shard_names
from pipeline.runner.tables import read_rows, table_writer
from pipeline.schema import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pipeline.config import Config
    from pipeline.runner.tables import Row

LOG = logging.getLogger(__name__)

BATCH_FILES = 64
BATCH_BYTES = 32 * 1024**2
"""What one task reads: so many files, or fewer when they are large."""

RUN_CHARS = 4_000_000
"""Characters of text that are sorted in memory at a time."""

RUN_GROUP_ROWS = 16
"""Rows of a sorted run that are held at a time while runs are merged: there may be hundreds of runs."""


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Some inputs for one process, by name and place, and the folder that it leaves sorted runs in."""

    number: int
    inputs: tuple[tuple[str, Path], ...]
    spill: Path
    config: Config
    limit: int | None

    def __str__(self) -> str:
        return f"{self.inputs[0][0]} and {len(self.inputs) - 1} more inputs"


def run(job: Job) -> None:
    """Read all inputs into sorted runs, side by side, then merge the runs of each shard."""
    paths = find_inputs([str(path) for path in job.inputs])
    batches = list(_batches(paths)) if job.limit is None else [tuple(paths)]
    # Names are as they were given, places hold wherever a worker runs.
    named = (tuple((path.as_posix(), path.absolute()) for path in batch) for batch in batches)
    tasks = [ReadTask(number, inputs, job.spill, job.config, job.limit) for number, inputs in enumerate(named)]
    job.counts.read = sum(run_tasks(read_batch, tasks, workers=job.workers, scheduler=job.config.scheduler))
    spill = job.gather()
    for task in tasks:
        for row in read_rows(_rejects_path(spill, task), "rejects"):
            job.reject(Reject(row["item"], row["reason"], row["detail"] or ""))
    for path in shard_files(job.folder, job.config):
        with table_writer(path, "articles") as writer:
            for rows in _same_articles(sorted((spill / path.stem).glob("*.parquet"))):
                writer.write(rows[:1])
                job.counts.passed += 1
                for row in rows[1:]:
                    job.reject(Reject(row["document_id"], "duplicate", f"the same as {rows[0]['document_id']}"))


def read_batch(task: ReadTask) -> int:
    """Read some inputs into sorted runs and a table of rejects; how many records there were."""
    with Mirror() as mirror:
        inputs = tuple((name, mirror.fetch(path)) for name, path in task.inputs)
        records = _read_batch(replace(task, inputs=inputs, spill=mirror.near(task.spill)))
        mirror.put_all(task.spill)
    return records


def _read_batch(task: ReadTask) -> int:
    """The same, of files of this machine."""
    settings = IngestSettings.from_mapping(task.config.section("ingest"))
    runs = _Runs(task)
    task.spill.mkdir(parents=True, exist_ok=True)
    records = 0
    with table_writer(_rejects_path(task.spill, task), "rejects") as rejects:
        found = (record for name, path in task.inputs for record in _read(name, path, settings))
        for record in islice(found, task.limit):
            records += 1
            if isinstance(record, Reject):
                rejects.write([record.row(STAGE.name)])
            else:
                runs.add(_row(record))
            advance()
    runs.write()
    return records


def _read(name: str, path: Path, settings: IngestSettings) -> Iterator[Record | Reject]:
    """What a file holds; where its reader crashes, a reject stands for what is left of it."""
    reader = read_inputs(path, settings=settings, name=name)
    while (record := attempt(next, reader, None)) is not None:
        if isinstance(record, Crash):
            LOG.warning("ingest: %s crashed its reader, the rest of it is rejected: %s", name, record.fault)
            yield Reject(name, "crashed", record.fault)
        elif isinstance(record, Record):
            yield record
        else:
            yield Reject(record.document_id, record.reason, record.detail)


class _Runs:
    """Gathers articles up to RUN_CHARS and writes them as one sorted run per shard."""

    def __init__(self, task: ReadTask) -> None:
        self._task = task
        self._numbers = count()
        self._chars = 0
        self._shard_names = shard_names(task.config)
        self._shards: dict[str, list[Row]] = {}

    def add(self, row: Row) -> None:
        """Take an article."""
        shard = self._shard_names[int(row["article_id"][:8], 16) % len(self._shard_names)]
        self._shards.setdefault(shard, []).append(row)
        self._chars += len(row["text"])
        if self._chars >= RUN_CHARS:
            self.write()

    def write(self) -> None:
        """Write what has been gathered, a file for each shard."""
        name = f"{self._task.number:06d}-{next(self._numbers):06d}.parquet"
        for shard, rows in self._shards.items():
            folder = self._task.spill / shard
            folder.mkdir(exist_ok=True)
            with table_writer(folder / name, "articles", group_rows=RUN_GROUP_ROWS) as writer:
                writer.write(sorted(rows, key=_order))
        self._shards.clear()
        self._chars = 0


def _same_articles(runs: Iterable[Path]) -> Iterator[list[Row]]:
    """The rows of all sorted runs in order, those of one article together."""
    rows = heapq.merge(*(read_rows(path, "articles") for path in runs), key=_order)
    for _, same in groupby(rows, key=lambda row: row["article_id"]):
        yield list(same)


def _order(row: Row) -> tuple[str, ...]:
    """Sorts articles by id, and equal ones so that the same is kept whatever file it came in first."""
    return row["article_id"], *(str(row[name] or "") for name in ("document_id", "raw_sha256", "url", "source"))


def _row(record: Record) -> Row:
    return {column.name: _storable(getattr(record, column.name)) for column in tables()["articles"].columns}


def _storable(value: object) -> object:
    """The value with a question mark for each lone surrogate, which file names may have and UTF-8 has not."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _rejects_path(spill: Path, task: ReadTask) -> Path:
    return spill / f"rejects-{task.number:06d}.parquet"


def _batches(paths: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """The inputs in their order, in batches of at most BATCH_FILES files and about BATCH_BYTES."""
    batch: list[Path] = []
    size = 0
    for path in paths:
        bytes_of_path = path.stat().st_size
        if batch and (len(batch) == BATCH_FILES or size + bytes_of_path > BATCH_BYTES):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(path)
        size += bytes_of_path
    yield tuple(batch)


STAGE = CorpusStage(
    name="ingest",
    module=__name__,
    reads=(),
    writes="1_articles",
    code=("ingest", "publishers.py", "titles.py"),
    lexicons=("lexicons/sources.csv",),
    settings=("ingest",),
    libraries=("charset-normalizer", "fastwarc", "feedparser", "ftfy", "htmldate", "lxml", "py3langid", "trafilatura"),
    inputs=lambda inputs, _config: find_inputs([str(path) for path in inputs]),
    run=run,
    tables=("articles",),
    last="_ingest.run.json",
)
