"""The stages on a few articles in memory: the same functions in the same order, and no file between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError
from pipeline.link.linking import link
from pipeline.runner.guard import Crash, attempt
from pipeline.runner.stage import STAGES, ShardStage, load_stage
from pipeline.runner.tables import Article, to_arrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.config import Config
    from pipeline.ingest.records import Record
    from pipeline.link.linking import Linked
    from pipeline.runner.tables import Row

CODING = ("clean", "parse", "extract", "normalise")


@dataclass(frozen=True, slots=True)
class Coded:
    """Articles with their rows of all tables, what linking made of them, and what was held back (counts by reason)."""

    articles: Sequence[Article]
    linked: Linked
    held_back: Counter[str] = field(default_factory=Counter)


def code_records(records: Iterable[Record], config: Config) -> Coded:
    """The mentions, events and links of some articles, as `build` makes them of a corpus that holds these alone.

    An article that comes twice counts once. Copies of one story are not looked for, and [link] decisions are not
    applied: both concern a corpus. PipelineError names the stage that an article crashes.
    """
    rows = {record.article_id: _row(record) for record in records}
    articles = [Article(name, {"articles": [rows[name]]}) for name in sorted(rows)]
    held_back: Counter[str] = Counter()
    for name in CODING:
        stage = load_stage(STAGES[name])
        if isinstance(stage, ShardStage):
            articles = _through(stage, articles, config, held_back)
    mentions = [row for article in articles for row in article.tables["mentions"]]
    return Coded(articles, link(to_arrow("mentions", mentions)), held_back)


def _row(record: Record) -> Row:
    return {column: getattr(record, column) for column in record.__slots__ if column != "input_path"}


def _through(stage: ShardStage, articles: Sequence[Article], config: Config, held_back: Counter[str]) -> list[Article]:
    """The articles with what the stage makes of them, as its table would give it back."""
    outcomes = attempt(stage.run, articles, config)
    if isinstance(outcomes, Crash):
        raise PipelineError(f"{stage.name} crashed on one of {len(articles)} articles: {outcomes.fault}")
    done = []
    for article, outcome in zip(articles, outcomes, strict=True):
        held_back.update(outcome.skipped)
        held_back.update(reject.reason for reject in outcome.rejects)
        rows = to_arrow(stage.table, outcome.rows).to_pylist()
        done.append(Article(article.article_id, {**article.tables, stage.table: rows}))
    return done
