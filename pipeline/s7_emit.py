"""Stage 7, emit: the tables for analysts, their codebook and data package, and what was held back on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.emit.release import emit
from pipeline.runner.parts import stored
from pipeline.runner.rejects import read_rejects, write_rejects
from pipeline.runner.stage import FOLDERS, CorpusStage, Job

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.config import Config

TABLES = ("events", "mentions", "links")


def run(job: Job) -> None:
    """Write the release of a corpus; counted are events, passed are those that the acled table holds."""
    folder = job.inputs[0]
    events, mentions, links = (stored(folder / f"{name}.parquet", name) for name in TABLES)
    # The outputs are made in a folder inside the one whose files they will replace.
    release = emit(events, mentions, links, job.folder, version=__version__, replaces=job.folder.parent)
    write_rejects(job.folder / "rejects.csv", read_rejects(_rejects(folder)))
    job.counts.read, job.counts.passed = release.rows["events"], release.rows["acled"]
    job.counts.skipped.update(release.not_in_acled)


def _rejects(folder: Path) -> list[Path]:
    """The rejects tables of all stages before this one, which lie beside the folder of the events."""
    folders = [folder.parent / name for name in FOLDERS]
    return [path for one in (*folders, folder) for path in sorted(one.glob("_*.rejects.parquet"))]


def _inputs(inputs: Sequence[Path], _config: Config) -> list[Path]:
    return [*(inputs[0] / f"{name}.parquet" for name in TABLES), *_rejects(inputs[0])]


STAGE = CorpusStage(
    name="emit",
    module=__name__,
    reads=("6_events",),
    writes="processed",
    code=("emit", "classes.py", "normalise/actors", "publishers.py", "schema.py", "schema.toml"),
    lexicons=("lexicons/classes.toml", "lexicons/countries.csv", "lexicons/emit.toml", "lexicons/sources.csv"),
    libraries=("pandas",),
    inputs=_inputs,
    run=run,
    tables=("acled", "changes", "events", "links", "mentions"),
    last="events.parquet",
)
