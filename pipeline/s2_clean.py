"""Stage 2, clean: from an article to its sentences, its dateline and its publication date; furniture is kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.clean import clean
from pipeline.runner.rejects import Reject
from pipeline.runner.stage import Outcome, ShardStage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.clean import Cleaned
    from pipeline.config import Config
    from pipeline.runner.tables import Article, Row


def run(articles: Sequence[Article], _config: Config) -> list[Outcome]:
    """The sentences of each article and, with a reason, the rest of it; an article without story is rejected."""
    return [_clean(article) for article in articles]


def _clean(article: Article) -> Outcome:
    record = article.record
    cleaned = clean(
        record["text"],
        title=record["title"],
        published_at=record["published_at"],
        published_method=record["published_method"],
    )
    rows = _rows(record, cleaned)
    if not cleaned.sentences:
        return Outcome(rows, 0, [Reject(article.article_id, "no_story", "all of its text is furniture")])
    return Outcome(rows, 1)


def _rows(record: Row, cleaned: Cleaned) -> list[Row]:
    """Sentences and dropped stretches in text order, each with what the article's frame says."""
    dateline = cleaned.dateline
    frame = {
        "article_id": record["article_id"],
        "published_at": cleaned.published_at,
        "published_method": cleaned.published_method,
        "dateline_start": dateline.place_start if dateline else None,
        "dateline_end": dateline.place_end if dateline else None,
    }
    rows = [_row(frame, record, s.start, s.end, kind=s.kind, paragraph=s.paragraph) for s in cleaned.sentences]
    rows += [_row(frame, record, d.start, d.end, reason=d.reason) for d in cleaned.dropped]
    return sorted(rows, key=lambda row: (row["sentence_start"], row["sentence_end"]))


def _row(
    frame: Row,
    record: Row,
    start: int,
    end: int,
    *,
    kind: str | None = None,
    paragraph: int | None = None,
    reason: str | None = None,
) -> Row:
    own = {"sentence_start": start, "sentence_end": end, "sentence_kind": kind, "paragraph": paragraph}
    return {**frame, **own, "drop_reason": reason, "sentence_text": record["text"][start:end]}


STAGE = ShardStage(
    name="clean",
    module=__name__,
    reads=("1_articles",),
    writes="2_sentences",
    code=("clean", "titles.py"),
    lexicons=("lexicons/clean", "lexicons/countries.csv"),
    units=lambda article: [article.article_id],
    run=run,
)
