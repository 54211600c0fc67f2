"""One stage over the whole corpus: its outputs are made in a new folder and put in their place when all are there."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.runner.atomic import put_in_place, scratch_folder
from pipeline.runner.freshness import file_sha256, fresh_counts, make_key, read_record, write_record
from pipeline.runner.rejects import Counts
from pipeline.runner.stage import Done
from pipeline.runner.tables import table_writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pipeline.config import Config
    from pipeline.runner.rejects import Reject
    from pipeline.runner.stage import CorpusStage
    from pipeline.runner.tables import TableWriter


@dataclass(slots=True)
class CorpusJob:
    """What the stage's `run` is given: see runner.stage.Job."""

    stage: str
    inputs: Sequence[Path]
    folder: Path
    config: Config
    workers: int
    limit: int | None
    rejected: TableWriter
    counts: Counts = field(default_factory=Counts)

    def reject(self, reject: Reject) -> None:
        """Keep what did not go on, and count it."""
        self.counts.rejected[reject.reason] += 1
        self.rejected.write([reject.row(self.stage)])


def run_corpus(
    stage: CorpusStage, inputs: Sequence[Path], output: Path, config: Config, *, workers: int, limit: int | None = None
) -> Done:
    """Bring a corpus stage's outputs in the folder `output` up to date, with its rejects and its .run.json.

    A file whose bytes have not changed keeps its time, so that make goes no further; only `stage.last` is always new,
    and put in its place after all others. Files of the last run that are no longer made are removed.
    """
    started = time.perf_counter()
    record = output / f"_{stage.name}.run.json"
    key = make_key(stage, stage.inputs(inputs, config), config, written=stage.tables, limit=limit)
    counts = fresh_counts(read_record(record), key)
    if counts is not None:
        (output / stage.last).touch()
        return Done(stage.name, counts, time.perf_counter() - started, fresh=True)
    with scratch_folder(output, stage.name) as folder:
        rejects = folder / f"_{stage.name}.rejects.parquet"
        with table_writer(rejects, "rejects") as rejected:
            job = CorpusJob(stage.name, inputs, folder, config, workers, limit, rejected)
            stage.run(job)
        job.counts.check(stage.name)
        made = sorted(folder.iterdir())
        seconds = time.perf_counter() - started
        write_record(folder / record.name, key=key, outputs=made, counts=job.counts, seconds=seconds)
        _remove_stale(record, [path.name for path in made])
        _move(folder, output, last=(record.name, stage.last))
    return Done(stage.name, job.counts, seconds, fresh=False)


def _remove_stale(record: Path, made: Iterable[str]) -> None:
    """Remove the files that the last run's record names and this run has not made."""
    if record.is_file():
        for name in json.loads(record.read_text(encoding="utf-8"))["outputs"].keys() - set(made):
            (record.parent / name).unlink(missing_ok=True)


def _move(folder: Path, output: Path, *, last: Sequence[str]) -> None:
    """Move all files from one folder to the other, those named in `last` at the end and in that order."""
    names = [path.name for path in sorted(folder.iterdir()) if path.name not in last]
    for name in names:
        made, target = folder / name, output / name
        if not target.is_file() or file_sha256(made) != file_sha256(target):
            put_in_place(made, target)
    for name in dict.fromkeys(last):
        put_in_place(folder / name, output / name)
