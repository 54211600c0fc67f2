"""Stage 6, link: mentions of one happening become one event, within an article and across articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.link.copies import copies_of
from pipeline.link.decisions import DEFAULT_FILE, read_decisions
from pipeline.link.linking import link
from pipeline.runner.rejects import Reject
from pipeline.runner.stage import CorpusStage, Job, shard_files
from pipeline.runner.tables import read_rows, read_table, write_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from pipeline.config import Config


def run(job: Job) -> None:
    """Write the events, the mentions with the id of their event, and the links with their reasons."""
    file = decisions_file(job.config)
    decisions = read_decisions(file) if file else ()
    coded, articles = (shard_files(folder, job.config) for folder in job.inputs)
    mentions = read_table(coded, "mentions")
    told = set(mentions["article_id"].to_pylist())
    copies = copies_of(lambda: _texts(articles, told))
    del mentions
    # Read once more: linking lets go of a table that nobody else holds.
    linked = link(read_table(coded, "mentions"), decisions=decisions, copies=copies)
    write_table(job.folder / "mentions.parquet", "mentions", linked.mentions)
    write_table(job.folder / "links.parquet", "links", linked.links)
    write_table(job.folder / "events.parquet", "events", linked.events)
    for mention in linked.struck:
        job.reject(Reject(mention, "struck", "an analyst has struck the event"))
    for decision in linked.lost:
        pair = f"{decision.mention_id} {decision.other_mention_id}".rstrip()
        job.reject(Reject(f"{file} {pair}", "unknown_mention", f"{decision.decision}: not in this corpus"))
    job.counts.passed = linked.mentions.num_rows
    job.counts.read = job.counts.passed + len(linked.struck) + len(linked.lost)


def _texts(shards: Sequence[Path], wanted: Collection[str | None]) -> Iterator[tuple[str, datetime | None, str]]:
    """The article_id, day and text of the articles that are wanted."""
    for shard in shards:
        for row in read_rows(shard, "articles"):
            if row["article_id"] in wanted:
                yield row["article_id"], row["published_at"], row["text"]


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
