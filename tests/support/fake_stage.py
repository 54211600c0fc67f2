"""A stage for tests of the machinery: a sentence for each line; words in the text make it fail in every known way."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.runner.rejects import Reject
from pipeline.runner.stage import Outcome, ShardStage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config import Config
    from pipeline.runner.tables import Article, Row


def run(articles: Sequence[Article], _config: Config) -> list[Outcome]:
    """CRASH raises, KILL:FILE ends the process while FILE exists (and removes it), SLOW waits, EMPTY is rejected."""
    return [_outcome(article) for article in articles]


def _outcome(article: Article) -> Outcome:
    text = article.record["text"]
    if "CRASH" in text:
        raise ValueError(text)
    if "SLOW" in text:
        time.sleep(0.05)
    if "EMPTY" in text:
        return Outcome([], 0, [Reject(article.article_id, "no_story", text)])
    if "KILL:" in text:
        _die_once(Path(text.partition("KILL:")[2].split()[0]))
    if "MISCOUNT" in text:
        return Outcome([], 0)
    if "BREAK" in text:
        return Outcome([{**sentence(article, 0), "sentence_kind": "nonsense"}], 1)
    reused = {row["sentence_text"]: row for row in article.tables.get("previous", [])}
    return Outcome([reused.get(text) or sentence(article, 0)], 1)


def _die_once(marker: Path) -> None:
    if marker.exists():
        marker.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def sentence(article: Article, start: int) -> Row:
    """The whole text as one sentence; its paragraph number counts the runs of this process."""
    global _runs  # noqa: PLW0603 - tells in tests whether a row was made anew
    _runs += 1
    text = article.record["text"]
    row = {"article_id": article.article_id, "sentence_start": start, "sentence_end": len(text), "sentence_text": text}
    return {**row, "sentence_kind": "body", "paragraph": _runs}


_runs = 0

STAGE = ShardStage(
    name="fake",
    module=__name__,
    reads=("1_articles",),
    writes="2_sentences",
    code=("errors.py",),
    lexicons=("lexicons/countries.csv",),
    units=lambda article: [article.article_id],
    run=run,
    reuses=True,
)
