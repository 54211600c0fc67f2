"""What a stage declares: what it reads and writes, and everything that its result depends on."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from pipeline.config import Config
    from pipeline.runner.rejects import Counts, Reject
    from pipeline.runner.tables import Article, Batch, Row

FOLDERS = {
    "1_articles": "articles",
    "2_sentences": "sentences",
    "3_parses": "parses",
    "4_mentions": "extracted",
    "5_coded": "mentions",
}
"""Folders that hold one Parquet file per shard, and the table that each holds."""

STAGES = {
    "ingest": "pipeline.s1_ingest",
    "clean": "pipeline.s2_clean",
    "parse": "pipeline.s3_parse",
    "extract": "pipeline.s4_extract",
    "normalise": "pipeline.s5_normalise",
    "link": "pipeline.s6_link",
    "emit": "pipeline.s7_emit",
}
"""The stages in order, and the module that declares each."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a stage made of one article: rows, and how many of its units (see ShardStage) went on."""

    rows: Sequence[Row]
    passed: int
    rejects: Sequence[Reject] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What every stage declares; paths of code and lexicons are relative to the package, files or whole folders."""

    name: str
    module: str
    reads: tuple[str, ...]
    writes: str
    code: tuple[str, ...]
    lexicons: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    identity: Callable[[Config], str] | None = None
    """What else the result depends on, such as the version of a model, in words."""
    viewed: tuple[str, ...] = ()
    """Files among the lexicons of which only a part concerns each article: see ShardStage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardStage(Stage):
    """A stage whose shards have nothing to do with each other: `run` makes one Outcome of each article of a batch.

    `units` names what is counted at this stage (articles, sentences, mentions). With `reuses`, an article's rows of the
    stage's own previous output stand in the table "previous", if code, settings and identity were the same.

    `view` says for each article of a batch in a text what of the lexicons in `viewed` its rows may depend on: where
    that and all else is the same, the article is left alone when those lexicons change.
    """

    units: Callable[[Article], Sequence[str]]
    run: Callable[[Sequence[Article], Config], Sequence[Outcome]]
    reuses: bool = False
    view: Callable[[Batch], Sequence[str]] | None = None

    @property
    def table(self) -> str:
        """The table that it writes."""
        return FOLDERS[self.writes]


class Job(Protocol):
    """What the runner hands to the `run` of a corpus stage."""

    @property
    def inputs(self) -> Sequence[Path]:
        """The inputs of the command line: files, folders and globs (ingest), or the folders that the stage reads."""

    @property
    def folder(self) -> Path:
        """A new folder for the outputs; they are put in their place when `run` has ended."""

    @property
    def config(self) -> Config:
        """The settings in force."""

    @property
    def workers(self) -> int:
        """Processes that it may use; 0: as many as there are cores."""

    @property
    def spill(self) -> Path:
        """A folder that tasks may leave files in, wherever they run; gone when `run` has ended."""

    def gather(self) -> Path:
        """The local folder that holds what tasks have left in `spill`."""

    @property
    def limit(self) -> int | None:
        """How many records to stop after."""

    @property
    def counts(self) -> Counts:
        """What `run` counts into; `reject` counts by itself."""

    def reject(self, reject: Reject) -> None:
        """Keep what did not go on, and count it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusStage(Stage):
    """A stage that needs the whole corpus: `run` writes its outputs to job.folder and counts into job.counts.

    `inputs` lists the files that its freshness depends on, `tables` the tables of the schema that it writes. `last` is
    put in its place after all other outputs: it stands for the stage in the Makefile.
    """

    inputs: Callable[[Sequence[Path], Config], Sequence[Path]]
    run: Callable[[Job], None]
    tables: tuple[str, ...]
    last: str


@dataclass(frozen=True, slots=True)
class Done:
    """A stage's run on a shard or on the corpus: its counts, its seconds, and whether there was nothing to do."""

    stage: str
    counts: Counts
    seconds: float
    fresh: bool


def shard_names(config: Config) -> list[str]:
    """The names of a corpus's shards, which are those of their files without ending: 00, 01, ..."""
    return [f"{number:02d}" for number in range(config.shards)]


def shard_files(folder: Path, config: Config) -> list[Path]:
    """The files of a folder that holds one table per shard, in the order of the shards."""
    return [folder / f"{shard}.parquet" for shard in shard_names(config)]


def load_stage(module: str) -> Stage:
    """The stage that a module declares as STAGE."""
    stage = import_module(module).STAGE
    if not isinstance(stage, Stage):
        raise PipelineError(f"{module}: STAGE is a {type(stage).__name__}, not a Stage")
    return stage
