"""One shard of one stage: tables read and checked, articles given to the stage in batches, the result written whole."""

from __future__ import annotations

import logging
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.lean import give_back
from pipeline.runner.atomic import put_in_place, scratch_folder
from pipeline.runner.freshness import file_sha256, fresh_counts, make_key, may_reuse, read_record, write_record
from pipeline.runner.guard import Crash, attempt
from pipeline.runner.progress import advance
from pipeline.runner.rejects import Counts, Reject
from pipeline.runner.remote import Mirror
from pipeline.runner.stage import FOLDERS, Done, Outcome, ShardStage, load_stage
from pipeline.runner.tables import Source, count_rows, read_batches, table_writer, to_arrow
from pipeline.runner.traces import Ledger, trace_of, traces_path, write_traces

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

    from pipeline.config import Config
    from pipeline.runner.tables import Article, Batch, Row, TableWriter
    from pipeline.runner.traces import Trace

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
    last = read_record(record)
    counts = fresh_counts(last, key)
    if counts is not None:
        task.output.touch()  # for make, which goes by time
        advance(count_rows(task.inputs[0], "articles"))
        return Done(stage.name, counts, time.perf_counter() - started, fresh=True)
    same_columns = last is not None and last["key"].get("schema") == key["schema"]  # else of an earlier version
    sha256 = last["outputs"].get(task.output.name) if last and same_columns else None
    ledger = Ledger.open(stage, task.inputs, task.output, key=key, last=sha256)
    with scratch_folder(task.output.parent, task.output.name) as folder:
        table, rejects = folder / task.output.name, folder / rejects_path(task.output).name
        with table_writer(table, stage.table) as rows, table_writer(rejects, "rejects") as rejected:
            work = _Work(stage, task, ledger, rows, rejected, sees_previous=stage.reuses and may_reuse(last, key))
            work.process(previous=task.output if sha256 else None)
        counts, seconds = work.counts, time.perf_counter() - started
        write_traces(folder / traces_path(table).name, work.traces, sha256=file_sha256(table))
        write_record(folder / record.name, key=key, outputs=[rejects, table], counts=counts, seconds=seconds)
        for path in (traces_path(table), rejects, folder / record.name, table):
            put_in_place(path, task.output.parent / path.name)
    return Done(stage.name, counts, seconds, fresh=False)


def run_chain(tasks: Sequence[ShardTask]) -> list[Done]:
    """Several stages of one shard, one after the other in the same process; what is remote is fetched and put once."""
    with Mirror() as mirror:
        return [_run_near(task, mirror) for task in tasks]


def _run_near(task: ShardTask, mirror: Mirror) -> Done:
    """Run a task on local copies of its files, and put what it has made in their place."""
    files = (traces_path(task.output), rejects_path(task.output), record_path(task.output), task.output)
    near = replace(task, inputs=tuple(map(mirror.fetch, task.inputs)), output=mirror.near(task.output))
    for path in (*files, *map(traces_path, task.inputs)):
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


@dataclass(slots=True)
class _Work:
    """A stage at work on the articles of a shard: what it writes to, and what it has counted and traced so far."""

    stage: ShardStage
    task: ShardTask
    ledger: Ledger
    rows: TableWriter
    rejected: TableWriter
    sees_previous: bool
    counts: Counts = field(default_factory=Counts)
    traces: list[Trace] = field(default_factory=list)

    def process(self, *, previous: Path | None) -> None:
        """Give the articles to the stage whose rows do not hold any more, and take those of the others over."""
        stage, task = self.stage, self.task
        sources = [Source(FOLDERS[folder], path) for folder, path in zip(stage.reads, task.inputs, strict=True)]
        earlier = Source(stage.table, previous) if previous else None
        for batch in read_batches(sources, previous=earlier, size=task.config.batch_articles, limit=task.limit):
            inputs = self.ledger.inputs(batch)
            kept = [self.ledger.kept(name, made_of) for name, made_of in zip(batch.ids, inputs, strict=True)]
            wanted = [at for at, trace in enumerate(kept) if trace is None]
            articles = batch.articles(wanted, without=() if self.sees_previous else ("previous",))
            made = iter(zip(articles, _run_batch(stage, articles, task.config), strict=True))
            for is_kept, places in groupby(range(len(kept)), key=lambda at: kept[at] is not None):
                if is_kept:
                    self._keep(batch, list(places), kept)
                    continue
                for at in places:
                    self._take(batch, at, inputs[at], *next(made))
            advance(len(batch.ids))
            give_back()  # a hundredth of the time, and what a shard takes does not grow with its length

    def _keep(self, batch: Batch, places: Sequence[int], kept: Sequence[Trace | None]) -> None:
        """Take over the rows of articles that follow on each other."""
        for part in batch.pieces("previous", places):
            self.rows.write_checked(part)
        for trace in filter(None, (kept[at] for at in places)):
            self.counts.add(trace.read_counts())
            self.traces.append(trace)

    def _take(self, batch: Batch, at: int, inputs: str | None, article: Article, outcome: Outcome) -> None:
        """Write and count what the stage has made of an article, and trace it, unless something of it was rejected."""
        counts = _count(self.stage, article, outcome)
        self.counts.add(counts)
        self.rows.write(outcome.rows)
        self.rejected.write(reject.row(self.stage.name) for reject in outcome.rejects)
        if inputs is not None and not outcome.rejects:
            before = self.ledger.own.get(article.article_id)
            same = before is not None and _are(outcome.rows, batch.part("previous", at), self.stage.table)
            self.traces.append(trace_of(article.article_id, inputs, counts, before=before if same else None))


def _are(rows: Sequence[Row], earlier: pa.Table, table: str) -> bool:
    """Whether rows of a table are those of an earlier output."""
    return len(rows) == len(earlier) and bool(to_arrow(table, rows).equals(earlier))


def _count(stage: ShardStage, article: Article, outcome: Outcome) -> Counts:
    counts = Counts(len(stage.units(article)), outcome.passed)
    counts.rejected = Counter(reject.reason for reject in outcome.rejects)
    counts.skipped = +Counter(outcome.skipped)
    counts.check(f"{stage.name}, article {article.article_id}")
    return counts


def _run_batch(stage: ShardStage, batch: Sequence[Article], config: Config) -> Sequence[Outcome]:
    """One outcome per article; where the stage fails on a batch, its articles are done one by one."""
    if not batch:
        return []
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
