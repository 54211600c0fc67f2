"""Stage 4, extract: from the parsed sentences of an article to its event mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.extract import article_topic, extract_article
from pipeline.extract.topics import WHOLE
from pipeline.parse import from_row
from pipeline.parse.concern import FILES, frames_concerning, lemmas_concerning
from pipeline.runner.stage import Outcome, ShardStage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.config import Config
    from pipeline.runner.tables import Article, Batch


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
    """What the frames make of each article's words, and those that may hold in its parsed sentences."""
    sentences = batch.columns("sentences", ["sentence_start", "sentence_text"])
    parses = batch.columns("parses", ["sentence_start", "token_starts", "token_ends", "lemmas"])
    return [_seen(dict(texts), rows) for texts, rows in zip(sentences, parses, strict=True)]


def _seen(texts: Mapping[int, str], parses: Sequence[tuple[Any, ...]]) -> str:
    parsed = [(texts[start], *tokens) for start, *tokens in parses]
    return f"{frames_concerning(text for text, *_ in parsed)} {lemmas_concerning(_words(parsed))}"


def _words(parsed: Iterable[tuple[Any, ...]]) -> set[str]:
    """All tokens of some parsed sentences in lower case, and their lemmas."""
    found: set[str] = set()
    for text, starts, ends, lemmas in parsed:
        found.update(lemmas)
        found.update([text[start:end].lower() for start, end in zip(starts, ends, strict=True)])
    return found


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
