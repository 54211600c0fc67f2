"""Stage 6, link: mentions of one happening become one event, within an article and across articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.link.linking import link
from pipeline.link.overrule import read_overrules
from pipeline.runner.stage import CorpusStage, Job, shard_files
from pipeline.runner.tables import read_table, write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config import Config


def run(job: Job) -> None:
    """Write the events, the mentions with the id of their event, and the links with their reasons."""
    overrules = _overrules(job.config)
    linked = link(
        read_table(shard_files(job.inputs[0], job.config), "mentions"),
        overrules=read_overrules(overrules) if overrules else None,
    )
    write_table(job.folder / "mentions.parquet", "mentions", linked.mentions)
    write_table(job.folder / "links.parquet", "links", linked.links)
    write_table(job.folder / "events.parquet", "events", linked.events)
    job.counts.read = job.counts.passed = linked.mentions.num_rows


def _overrules(config: Config) -> Path | None:
    name = config.section("link")["overrules"]
    return Path(name) if name else None


def _inputs(inputs: Sequence[Path], config: Config) -> list[Path]:
    overrules = _overrules(config)
    return [*shard_files(inputs[0], config), *([overrules] if overrules else [])]


STAGE = CorpusStage(
    name="link",
    module=__name__,
    reads=("5_coded",),
    writes="6_events",
    code=("link", "classes.py", "normalise/actors"),
    lexicons=("lexicons/classes.toml", "lexicons/countries.csv", "lexicons/link.toml", "lexicons/actors"),
    settings=("link",),
    inputs=_inputs,
    run=run,
    tables=("events", "links", "mentions"),
    last="events.parquet",
)
