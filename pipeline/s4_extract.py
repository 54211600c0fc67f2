"""Stage 4, extract: from the parsed sentences of an article to its event mentions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.extract import article_topic, extract_article
from pipeline.extract.topics import WHOLE
from pipeline.parse import from_row
from pipeline.parse.concern import FILES, frames_concerning
from pipeline.runner.stage import Outcome, ShardStage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.config import Config
    from pipeline.runner.tables import Article, Batch

PART = re.compile(r"\w+")


def run(articles: Sequence[Article], _config: Config) -> list[Outcome]:
    """The mentions of each article."""
    return [_extract(article) for article in articles]


def _extract(article: Article) -> Outcome:
    sentences = {row["sentence_start"]: row for row in article.tables["sentences"]}
    topic = article_topic([row["sentence_text"] for row in sentences.values() if not row["drop_reason"]])
    if topic in WHOLE:
        return Outcome([], 0, skipped={topic: len(article.tables["parses"])})
    parsed = []
    for row in article.tables["parses"]:
        sentence = sentences[row["sentence_start"]]
        parsed.append(from_row(row, sentence["sentence_text"], kind=sentence["sentence_kind"]))
    mentions = extract_article(article.article_id, article.record["document_id"], parsed, topic=topic)
    telling = len({row["sentence_start"] for row in mentions})
    return Outcome(mentions, telling, skipped={"no_event": len(parsed) - telling})


def view(batch: Batch) -> list[str]:
    """The frames that each article's words may be triggers of."""
    texts = batch.columns("articles", ["text"])
    parses = batch.columns("parses", ["sentence_start", "token_starts", "token_ends", "lemmas"])
    return [frames_concerning(_words(text, rows)) for ((text,),), rows in zip(texts, parses, strict=True)]


def _words(text: str, parses: Iterable[tuple[Any, ...]]) -> set[str]:
    """All tokens of an article's parsed sentences in lower case, their lemmas, and the words inside both."""
    found: set[str] = set()
    for at, starts, ends, lemmas in parses:
        found.update(lemmas)
        found.update(text[at + start : at + end].lower() for start, end in zip(starts, ends, strict=True))
    return found.union(*(PART.findall(word.lower()) for word in found if not word.isalpha()))


STAGE = ShardStage(
    name="extract",
    module=__name__,
    reads=("1_articles", "2_sentences", "3_parses"),
    writes="4_mentions",
    code=(
        "extract",
        "parse/concern.py",
        "parse/repair.py",
        "parse/sentence.py",
        "senses/card.py",
        "senses/figures.py",
        "senses/reading.py",
        "senses/model/card.json",
        "normalise/actors",
        "normalise/counts",
        "normalise/places/cues.py",
        "gazetteer",
        "classes.py",
        "event_lexicon.py",
    ),
    lexicons=(
        "lexicons/actors",
        "lexicons/classes.toml",
        "lexicons/countries.csv",
        "lexicons/events",
        "lexicons/historic_states.csv",
        "lexicons/numbers.toml",
        "lexicons/places",
        "lexicons/senses/opinion.toml",
    ),
    units=lambda article: [f"{row['article_id']}:{row['sentence_start']}" for row in article.tables["parses"]],
    run=run,
    view=view,
    viewed=FILES,
)
