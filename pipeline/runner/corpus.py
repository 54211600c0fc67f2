"""One stage over the whole corpus: its outputs are made in a new folder and put in their place when all are there."""

from __future__ import annotations

import json
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from pipeline.runner.atomic import put_in_place, scratch_folder
from pipeline.runner.freshness import file_sha256, fresh_counts, make_key, read_record, write_record
from pipeline.runner.rejects import Counts
from pipeline.runner.remote import Mirror, is_remote, remote_files, remove
from pipeline.runner.stage import Done
from pipeline.runner.tables import table_writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pipeline.config import Config
    from pipeline.runner.rejects import Reject
    from pipeline.runner.stage import CorpusStage
    from pipeline.runner.tables import TableWriter

SPILL = "spill"


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
    spill: Path
    mirror: Mirror
    counts: Counts = field(default_factory=Counts)

    def reject(self, reject: Reject) -> None:
        """Keep what did not go on, and count it."""
        self.counts.rejected[reject.reason] += 1
        self.rejected.write([reject.row(self.stage)])

    def gather(self) -> Path:
        """The local folder that holds what tasks have left in `spill`."""
        return self.mirror.fetch_all(self.spill)


def run_corpus(
    stage: CorpusStage, inputs: Sequence[Path], output: Path, config: Config, *, workers: int, limit: int | None = None
) -> Done:
    """Bring a corpus stage's outputs in the folder `output` up to date, with its rejects and its .run.json.

    A file whose bytes have not changed keeps its time, so that make goes no further; only `stage.last` is always new,
    and put in its place after all others. Files of the last run that are no longer made are removed.
    """
    started = time.perf_counter()
    with Mirror() as mirror:
        if stage.reads:  # other inputs are the user's, and read where the tasks run
            inputs = _fetch_inputs(stage, inputs, config, mirror)
        near = _fetch_outputs(stage, output, mirror)
        record = near / f"_{stage.name}.run.json"
        key = make_key(stage, stage.inputs(inputs, config), config, written=stage.tables, limit=limit)
        counts = fresh_counts(read_record(record), key)
        if counts is not None:
            (near / stage.last).touch()
            return Done(stage.name, counts, time.perf_counter() - started, fresh=True)
        with scratch_folder(near, stage.name) as folder, _spill(stage, output, folder) as spill:
            rejects = folder / f"_{stage.name}.rejects.parquet"
            with table_writer(rejects, "rejects") as rejected:
                job = CorpusJob(stage.name, inputs, folder, config, workers, limit, rejected, spill, mirror)
                stage.run(job)
            shutil.rmtree(folder / SPILL, ignore_errors=True)
            job.counts.check(stage.name)
            made = sorted(folder.iterdir())
            seconds = time.perf_counter() - started
            write_record(folder / record.name, key=key, outputs=made, counts=job.counts, seconds=seconds)
            stale = _remove_stale(record, [path.name for path in made])
            moved = _move(folder, near, last=(record.name, stage.last))
        mirror.put(*(output / name for name in moved))
        remove(*(output / name for name in stale))
    return Done(stage.name, job.counts, seconds, fresh=False)


def _fetch_inputs(stage: CorpusStage, inputs: Sequence[Path], config: Config, mirror: Mirror) -> list[Path]:
    """The folders that a stage reads, as local ones that hold what it reads of them."""
    for path in stage.inputs(inputs, config):
        mirror.fetch(path)
    return [mirror.near(folder) for folder in inputs]


def _fetch_outputs(stage: CorpusStage, output: Path, mirror: Mirror) -> Path:
    """The local folder for a stage's outputs, with those of the last run."""
    record = mirror.fetch_if_there(output / f"_{stage.name}.run.json")
    for name in _outputs(record):
        mirror.fetch_if_there(output / name)
    return mirror.near(output)


@contextmanager
def _spill(stage: CorpusStage, output: Path, folder: Path) -> Iterator[Path]:
    """A folder for what tasks leave to `run`, where workers on other machines reach it, too; gone on leaving."""
    if not is_remote(output):
        yield folder / SPILL
        return
    # A task of a killed run may still write: its folder is never used again.
    ending = f".{stage.name}.{SPILL}"
    remove(*remote_files(output / f".*{ending}" / "**"))
    spill = output / f".{uuid4().hex}{ending}"
    try:
        yield spill
    finally:
        remove(spill)


def _outputs(record: Path) -> set[str]:
    """The names of the files that the last run's record tells of."""
    return set(json.loads(record.read_text(encoding="utf-8"))["outputs"]) if record.is_file() else set()


def _remove_stale(record: Path, made: Iterable[str]) -> list[str]:
    """Remove the files that the last run's record names and this run has not made; their names."""
    stale = sorted(_outputs(record) - set(made))
    for name in stale:
        (record.parent / name).unlink(missing_ok=True)
    return stale


def _move(folder: Path, output: Path, *, last: Sequence[str]) -> list[str]:
    """Move all files from one folder to the other, those named in `last` at the end; names of what moved, in order."""
    names = [path.name for path in sorted(folder.iterdir()) if path.name not in last]
    moved = [name for name in names if _differs(folder / name, output / name)] + list(dict.fromkeys(last))
    for name in moved:
        put_in_place(folder / name, output / name)
    return moved


def _differs(made: Path, target: Path) -> bool:
    return not target.is_file() or file_sha256(made) != file_sha256(target)
