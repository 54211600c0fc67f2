"""One shard of one stage: tables read and checked, articles given to the stage in batches, the result written whole."""

from __future__ import annotations

import logging
import time
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.runner.atomic import put_in_place, scratch_folder
from pipeline.runner.freshness import make_key, may_reuse, read_counts_if_fresh, write_record
from pipeline.runner.guard import Crash, attempt
from pipeline.runner.progress import advance
from pipeline.runner.rejects import Counts, Reject
from pipeline.runner.remote import Mirror
from pipeline.runner.stage import FOLDERS, Done, Outcome, ShardStage, load_stage
from pipeline.runner.tables import Source, count_rows, read_articles, table_writer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.config import Config
    from pipeline.runner.tables import Article, TableWriter

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, repr=False)
class ShardTask:
    """One shard of one stage: the stage's module, a file for each folder that it reads, and the file that it writes."""

    module: str
    inputs: tuple[Path, ...]
    output: Path
    config: Config
    limit: int | None = None

    def __repr__(self) -> str:
        return f"{self.output.parent.name}/{self.output.name}"


def run_shard(task: ShardTask) -> Done:
    """Bring one shard's output up to date: the table, and beside it its rejects and its .run.json.

    The table is put in its place last, so that it is never newer than what belongs to it.
    """
    started = time.perf_counter()
    stage = load_stage(task.module)
    if not isinstance(stage, ShardStage) or len(task.inputs) != len(stage.reads):
        raise UsageError(
            f"{stage.name} reads {len(stage.reads)} tables, not {len(task.inputs)}: {', '.join(stage.reads)}"
        )
    for path in task.inputs:
        if not path.is_file():
            raise UsageError(f"{path}: there is no such file; run the stage that writes it first")
    record = record_path(task.output)
    key = make_key(stage, task.inputs, task.config, written=(stage.table,), limit=task.limit)
    counts = read_counts_if_fresh(record, key)
    if counts is not None:
        task.output.touch()  # for make, which goes by time
        advance(count_rows(task.inputs[0], "articles"))
        return Done(stage.name, counts, time.perf_counter() - started, fresh=True)
    previous = task.output if stage.reuses and may_reuse(record, key) else None
    rejects = rejects_path(task.output)
    with scratch_folder(task.output.parent, task.output.name) as folder:
        table, rejects = folder / task.output.name, folder / rejects_path(task.output).name
        with table_writer(table, stage.table) as rows, table_writer(rejects, "rejects") as rejected:
            counts = _process(stage, task, previous=previous, rows=rows, rejected=rejected)
        seconds = time.perf_counter() - started
        write_record(folder / record.name, key=key, outputs=[rejects, table], counts=counts, seconds=seconds)
        for path in (rejects, folder / record.name, table):
            put_in_place(path, task.output.parent / path.name)
    return Done(stage.name, counts, seconds, fresh=False)


def run_chain(tasks: Sequence[ShardTask]) -> list[Done]:
    """Several stages of one shard, one after the other in the same process; what is remote is fetched and put once."""
    with Mirror() as mirror:
        return [_run_near(task, mirror) for task in tasks]


def _run_near(task: ShardTask, mirror: Mirror) -> Done:
    """Run a task on local copies of its files, and put what it has made in their place."""
    files = (rejects_path(task.output), record_path(task.output), task.output)
    near = replace(task, inputs=tuple(map(mirror.fetch, task.inputs)), output=mirror.near(task.output))
    for path in files:
        mirror.fetch_if_there(path)
    done = run_shard(near)
    if not done.fresh:
        mirror.put(*files)
    return done


def record_path(output: Path) -> Path:
    """Where the .run.json of a shard's table is."""
    return output.with_name(f"_{output.stem}.run.json")


def rejects_path(output: Path) -> Path:
    """Where the rejects of a shard's table are."""
    return output.with_name(f"_{output.stem}.rejects.parquet")


def _process(
    stage: ShardStage, task: ShardTask, *, previous: Path | None, rows: TableWriter, rejected: TableWriter
) -> Counts:
    """Give all articles to the stage, write what comes back, and count it."""
    counts = Counts()
    sources = [Source(FOLDERS[folder], path) for folder, path in zip(stage.reads, task.inputs, strict=True)]
    articles = islice(read_articles(sources, previous=Source(stage.table, previous) if previous else None), task.limit)
    while batch := list(islice(articles, task.config.batch_articles)):
        for article, outcome in zip(batch, _run_batch(stage, batch, task.config), strict=True):
            rows.write(outcome.rows)
            rejected.write(reject.row(stage.name) for reject in outcome.rejects)
            counts.add(_count(stage, article, outcome))
        advance(len(batch))
    return counts


def _count(stage: ShardStage, article: Article, outcome: Outcome) -> Counts:
    counts = Counts(len(stage.units(article)), outcome.passed)
    counts.rejected = Counter(reject.reason for reject in outcome.rejects)
    counts.skipped = +Counter(outcome.skipped)
    counts.check(f"{stage.name}, article {article.article_id}")
    return counts


def _run_batch(stage: ShardStage, batch: Sequence[Article], config: Config) -> Sequence[Outcome]:
    """One outcome per article; where the stage fails on a batch, its articles are done one by one."""
    outcomes = attempt(stage.run, batch, config)
    if not isinstance(outcomes, Crash):
        return outcomes
    if len(batch) == 1:
        return [_crashed(stage, batch[0], outcomes)]
    return [outcome for article in batch for outcome in _run_batch(stage, [article], config)]


def _crashed(stage: ShardStage, article: Article, crash: Crash) -> Outcome:
    """All units of an article rejected with the fault that it met."""
    LOG.warning("%s: article %s crashed the stage and is rejected: %s", stage.name, article.article_id, crash.fault)
    return Outcome((), 0, [Reject(unit, "crashed", crash.fault) for unit in stage.units(article)])
