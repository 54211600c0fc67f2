"""Stage 6, link: mentions of one happening become one event, within an article and across articles."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import UsageError
from pipeline.link.copies import copies_of
from pipeline.link.decisions import DEFAULT_FILE, read_decisions
from pipeline.link.linking import ORDER, link_parts
from pipeline.runner.parts import merged
from pipeline.runner.rejects import Reject
from pipeline.runner.stage import CorpusStage, Job, shard_files
from pipeline.runner.tables import count_rows, read_groups, table_writer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from pipeline.config import Config


def run(job: Job) -> None:
    """Write the events, the mentions with the id of their event, and the links with their reasons."""
    file = decisions_file(job.config)
    coded, articles = (shard_files(folder, job.config) for folder in job.inputs)
    told = {name for path in coded for part in read_groups(path, "mentions", ["article_id"]) for name in _ids(part)}
    with ExitStack() as stack:
        scratch = stack.enter_context(TemporaryDirectory(dir=job.folder))
        writers = {
            name: stack.enter_context(table_writer(job.folder / f"{name}.parquet", name)) for name in STAGE.tables
        }
        found = link_parts(
            merged(coded, "mentions", ORDER),
            lambda name, part: writers[name].write_table(part),
            decisions=read_decisions(file) if file else (),
            copies=copies_of(lambda: _texts(articles, told)),
            folder=Path(scratch),
        )
    for mention in found.struck:
        job.reject(Reject(mention, "struck", "an analyst has struck the event"))
    for decision in found.lost:
        pair = f"{decision.mention_id} {decision.other_mention_id}".rstrip()
        job.reject(Reject(f"{file} {pair}", "unknown_mention", f"{decision.decision}: not in this corpus"))
    job.counts.passed = count_rows(job.folder / "mentions.parquet", "mentions")
    job.counts.read = job.counts.passed + len(found.struck) + len(found.lost)


def _ids(articles: pa.Table) -> list[Any]:
    return pc.unique(articles["article_id"]).to_pylist()


def _texts(shards: Sequence[Path], wanted: Collection[str]) -> Iterator[tuple[str, datetime | None, str]]:
    """The article_id, day and text of the articles that are wanted."""
    columns = ("article_id", "published_at", "text")
    for part in (part for shard in shards for part in read_groups(shard, "articles", columns)):
        rows = zip(*(part[name].to_pylist() for name in columns), strict=True)
        yield from (row for row in rows if row[0] in wanted)


def decisions_file(config: Config) -> Path | None:
    """The file of decisions in force; None where the default one is not there. UsageError when another is not there."""
    name = config.section("link")["decisions"]
    path = Path(name)
    if name and path.is_file():
        return path
    if name not in ("", DEFAULT_FILE):
        raise UsageError(f"{name}: the file of decisions that [link] decisions names is not there")
    return None


def _inputs(inputs: Sequence[Path], config: Config) -> list[Path]:
    decisions = decisions_file(config)
    shards = [path for folder in inputs for path in shard_files(folder, config)]
    return [*shards, *([decisions] if decisions else [])]


STAGE = CorpusStage(
    name="link",
    module=__name__,
    reads=("5_coded", "1_articles"),
    writes="6_events",
    code=("link", "classes.py", "normalise/actors"),
    lexicons=("lexicons/classes.toml", "lexicons/countries.csv", "lexicons/link.toml", "lexicons/actors"),
    settings=("link",),
    inputs=_inputs,
    run=run,
    tables=("events", "links", "mentions"),
    last="events.parquet",
)
