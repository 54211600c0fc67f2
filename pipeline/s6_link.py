"""Stage 6, link: mentions of one happening become one event, within an article and across articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.link.copies import copies_of
from pipeline.link.linking import link
from pipeline.link.overrule import Overrules, read_overrules
from pipeline.runner.rejects import Reject
from pipeline.runner.stage import CorpusStage, Job, shard_files
from pipeline.runner.tables import read_rows, read_table, write_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    import pyarrow as pa

    from pipeline.config import Config


def run(job: Job) -> None:
    """Write the events, the mentions with the id of their event, and the links with their reasons."""
    path = _overrules(job.config)
    overrules = read_overrules(path) if path else Overrules()
    coded, articles = (shard_files(folder, job.config) for folder in job.inputs)
    mentions = read_table(coded, "mentions")
    told = set(mentions["article_id"].to_pylist())
    copies = copies_of(lambda: _texts(articles, told))
    unknown = list(_unknown(overrules, mentions, path))
    for reject in unknown:
        job.reject(reject)
    del mentions
    # Read once more: linking lets go of a table that nobody else holds.
    linked = link(read_table(coded, "mentions"), overrules=overrules, copies=copies)
    write_table(job.folder / "mentions.parquet", "mentions", linked.mentions)
    write_table(job.folder / "links.parquet", "links", linked.links)
    write_table(job.folder / "events.parquet", "events", linked.events)
    job.counts.passed = linked.mentions.num_rows
    job.counts.read = job.counts.passed + len(unknown)


def _texts(shards: Sequence[Path], wanted: Collection[str | None]) -> Iterator[tuple[str, datetime | None, str]]:
    """The article_id, day and text of the articles that are wanted."""
    for shard in shards:
        for row in read_rows(shard, "articles"):
            if row["article_id"] in wanted:
                yield row["article_id"], row["published_at"], row["text"]


def _unknown(overrules: Overrules, mentions: pa.Table, path: Path | None) -> Iterator[Reject]:
    """The overrules that name a mention which the corpus has not (any more)."""
    pairs = overrules.pairs()
    known = set(mentions["mention_id"].to_pylist()) if pairs else set()
    for left, right, _ in pairs:
        if gone := [mention for mention in (left, right) if mention not in known]:
            yield Reject(f"{path} {left} {right}", "unknown_mention", f"not in this corpus: {', '.join(gone)}")


def _overrules(config: Config) -> Path | None:
    name = config.section("link")["overrules"]
    return Path(name) if name else None


def _inputs(inputs: Sequence[Path], config: Config) -> list[Path]:
    overrules = _overrules(config)
    shards = [path for folder in inputs for path in shard_files(folder, config)]
    return [*shards, *([overrules] if overrules else [])]


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
