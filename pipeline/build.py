"""The front doors: `build` runs all stages on a corpus, a stage's own command runs that one (what make calls)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.ingest import find_inputs
from pipeline.lean import lean
from pipeline.runner.atomic import sweep
from pipeline.runner.corpus import run_corpus
from pipeline.runner.executor import run_tasks, warm_up, worker_count
from pipeline.runner.progress import progress_bar
from pipeline.runner.rejects import Counts, read_rejects, write_rejects
from pipeline.runner.remote import is_remote, path_of
from pipeline.runner.shard import ShardTask, rejects_path, run_chain
from pipeline.runner.stage import STAGES, CorpusStage, ShardStage, load_stage, shard_names
from pipeline.runner.tables import count_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pipeline.cli import Options
    from pipeline.config import Config
    from pipeline.runner.stage import Done, Stage

LOG = logging.getLogger(__name__)

SMALL_CORPUS, SMALL_BYTES = 100, 500_000
"""Articles, and bytes of them, below which more processes take longer to start than they save."""

LARGE_CORPUS = 2_500
"""Articles from which on coding, linking and emitting are processes of their own: the memory of one goes with it."""


@lean()
def build_command(options: Options) -> None:
    """All stages, each only where something that it depends on has changed since the last run."""
    interim = options.interim or options.output / ".interim"
    build(
        [path_of(given) for given in options.inputs],
        options.output,
        interim=interim,
        config=options.config,
        limit=options.limit,
    )
    if options.rejects:
        write_rejects(options.rejects, read_rejects(_all_rejects(interim, options.output, options.config)))


def build(inputs: Sequence[Path], output: Path, *, interim: Path, config: Config, limit: int | None = None) -> None:
    """From articles (files, folders, globs) to the tables in the folder `output`; tables between stages in `interim`.

    Raises UsageError for inputs that are not there, RejectLimitError when a stage rejects more than it may.
    """
    output, interim = _wherever(output, config), _wherever(interim, config)
    ingest = load_stage(STAGES["ingest"])
    if not config.scheduler and _is_much(inputs, config) and not (interim / ingest.writes).exists():
        warm_up()  # the first build: workers load while the articles are read
    _run_corpus_stage(ingest, inputs, interim / ingest.writes, config, limit=limit)
    stages = [load_stage(module) for name, module in STAGES.items() if name != ingest.name]
    shard_stages = [stage for stage in stages if isinstance(stage, ShardStage)]
    chains = [[_task(stage, interim, shard, config) for stage in shard_stages] for shard in shard_names(config)]
    articles = sum(count_rows(tasks[0].inputs[0], "articles") for tasks in chains)
    _run_chains(chains, config, articles)
    for stage in stages:
        if isinstance(stage, CorpusStage):
            folder = output if stage.writes == "processed" else interim / stage.writes
            given = [interim / name for name in stage.reads]
            _run_corpus_stage(stage, given, folder, config, apart=articles >= LARGE_CORPUS)
    for folder in {interim, output}:
        if not is_remote(folder):
            sweep(folder)


def _preloads(config: Config) -> bool:
    """Whether workers are forked from a process that has loaded all: it knows no settings, so no other model."""
    return bool(config.section("parse")["model"] == "auto")


def _is_much(inputs: Sequence[Path], config: Config) -> bool:
    """Whether workers will have work to share, as far as the sizes of the inputs tell."""
    if worker_count(config.workers) == 1 or not _preloads(config) or any(map(is_remote, inputs)):
        return False
    return config.workers > 1 or sum(path.stat().st_size for path in find_inputs(list(map(str, inputs)))) > SMALL_BYTES


@lean()
def stage_command(options: Options) -> None:
    """One stage: on one shard when the output is a .parquet file, else on all shards of the folders that are given."""
    stage = load_stage(STAGES[options.command])
    inputs = [path_of(given) for given in options.inputs]
    output = _wherever(options.output, options.config)
    if isinstance(stage, CorpusStage):
        _run_corpus_stage(stage, inputs, output, options.config, limit=options.limit)
        rejects = [output / f"_{stage.name}.rejects.parquet"]
    else:
        tasks = _stage_tasks(stage, [_wherever(path, options.config) for path in inputs], output, options)
        articles = sum(count_rows(task.inputs[0], "articles") for task in tasks)
        _run_chains([[task] for task in tasks], options.config, articles)
        rejects = [rejects_path(task.output) for task in tasks]
    if options.rejects:
        write_rejects(options.rejects, read_rejects(rejects))


def _wherever(path: Path, config: Config) -> Path:
    """The path as it holds where the work is done: workers of a cluster have working directories of their own."""
    return path.absolute() if config.scheduler else path


def _stage_tasks(stage: Stage, inputs: Sequence[Path], output: Path, options: Options) -> list[ShardTask]:
    if len(inputs) != len(stage.reads):
        wanted = " ".join(stage.reads)
        raise UsageError(
            f"{stage.name} reads {len(stage.reads)} tables in this order: {wanted}; {len(inputs)} were given"
        )
    if output.suffix == ".parquet":
        return [ShardTask(stage.module, tuple(inputs), output, options.config, options.limit)]
    shards = [f"{shard}.parquet" for shard in shard_names(options.config)]
    return [
        ShardTask(stage.module, tuple(path / name for path in inputs), output / name, options.config, options.limit)
        for name in shards
    ]


def _task(stage: ShardStage, interim: Path, shard: str, config: Config) -> ShardTask:
    name = f"{shard}.parquet"
    return ShardTask(
        stage.module, tuple(interim / folder / name for folder in stage.reads), interim / stage.writes / name, config
    )


def _run_chains(chains: Sequence[Sequence[ShardTask]], config: Config, articles: int) -> None:
    """Run the stages of every shard, shards side by side; then say and check what each stage has counted."""
    workers = config.workers or (1 if articles < SMALL_CORPUS else 0)
    with progress_bar("articles", total=articles * len(chains[0]), unit="steps"):
        preload = _preloads(config)
        apart = articles >= LARGE_CORPUS
        done = list(
            run_tasks(run_chain, chains, workers=workers, scheduler=config.scheduler, preload=preload, apart=apart)
        )
    for of_one_stage in zip(*done, strict=True):
        _conclude(of_one_stage, config)


def _run_corpus_stage(
    stage: Stage, inputs: Sequence[Path], output: Path, config: Config, *, limit: int | None = None, apart: bool = False
) -> None:
    for path in inputs:
        if is_remote(output) is is_remote(path) and output.resolve().is_relative_to(path.resolve()):
            raise UsageError(
                f"the output {output} lies inside the input {path}: the next run would read its own results"
            )
    with progress_bar(stage.name, total=None, unit="records"):
        task = _CorpusTask(stage.module, tuple(inputs), output, config, limit)
        done = list(run_tasks(_run_corpus, [task], workers=1, apart=apart))
    _conclude(done, config)


@dataclass(frozen=True, slots=True)
class _CorpusTask:
    """A stage over the corpus for one process: its module, what it reads, the folder that it writes to."""

    module: str
    inputs: tuple[Path, ...]
    output: Path
    config: Config
    limit: int | None

    def __str__(self) -> str:
        return self.output.name


def _run_corpus(task: _CorpusTask) -> Done:
    stage = load_stage(task.module)
    if not isinstance(stage, CorpusStage):
        raise TypeError(f"{stage.name} is no stage over the corpus")
    return run_corpus(stage, task.inputs, task.output, task.config, workers=task.config.workers, limit=task.limit)


def _conclude(done: Iterable[Done], config: Config) -> None:
    """Log what a stage did over all its shards; RejectLimitError when it rejected more than it may."""
    counts, seconds, fresh, name = Counts(), 0.0, True, ""
    for one in done:
        counts.add(one.counts)
        seconds, fresh, name = seconds + one.seconds, fresh and one.fresh, one.stage
    took = "nothing has changed" if fresh else f"{seconds:.1f} s"
    LOG.info("%s: %s (%s)", name, counts, took)
    counts.check_limit(name, share=config.max_rejects)


def _all_rejects(interim: Path, output: Path, config: Config) -> list[Path]:
    """The rejects tables of all stages, in the order of stages and shards."""
    stages = [load_stage(module) for module in STAGES.values()]
    return list(chain.from_iterable(_rejects_of(stage, interim, output, config) for stage in stages))


def _rejects_of(stage: Stage, interim: Path, output: Path, config: Config) -> list[Path]:
    folder = output if stage.writes == "processed" else interim / stage.writes
    if isinstance(stage, ShardStage):
        return [rejects_path(folder / f"{shard}.parquet") for shard in shard_names(config)]
    return [folder / f"_{stage.name}.rejects.parquet"]
