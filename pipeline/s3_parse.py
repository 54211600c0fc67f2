"""Stage 3, parse: the sentences that may hold an event are parsed, each once; the others are passed over."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.parse.concern import FILES
from pipeline.parse.gate import passing
from pipeline.parse.model import as_told
from pipeline.runner.stage import Outcome, ShardStage
from pipeline.senses.figures import figures
from pipeline.senses.reading import NO_READING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.config import Config
    from pipeline.runner.tables import Article, Batch, Row
    from pipeline.senses.reading import Reading

HEADLINE = "headline"


def run(articles: Sequence[Article], config: Config) -> list[Outcome]:
    """The parses of each article: those of the earlier run where the sentence is the same; the others in one go."""
    readings = [_readings(article) for article in articles]
    chosen = [_passing(article, read) for article, read in zip(articles, readings, strict=True)]
    known = [{row["sentence_sha256"]: row for row in article.tables.get("previous", [])} for article in articles]
    new = [row for rows, old in zip(chosen, known, strict=True) for row in rows if _sha256(row) not in old]
    parses = iter(_parse(new, config))
    outcomes = []
    for article, rows, old, read in zip(articles, chosen, known, readings, strict=True):
        made = [_parse_row(row, old.get(_sha256(row)) or next(parses), read) for row in rows]
        outcomes.append(Outcome(made, len(made), skipped={"no_event": len(kept(article)) - len(made)}))
    return outcomes


def kept(article: Article) -> list[Row]:
    """The sentences of an article that are read as story."""
    return [row for row in article.tables["sentences"] if row["drop_reason"] is None]


def _readings(article: Article) -> dict[int, Reading]:
    """What the model of senses reads in the running text of a brief, by the sentences' starts; of others nothing."""
    rows = [row for row in kept(article) if row["sentence_kind"] != HEADLINE]
    if not rows or len(kept(article)) > figures()["brief"]:
        return {}
    from pipeline.senses.reader import load_reader  # noqa: PLC0415 - loads the model

    readings = load_reader().read(row["sentence_text"] for row in rows)
    return dict(zip((row["sentence_start"] for row in rows), readings, strict=True))


def view(batch: Batch) -> list[str]:
    """What the lexicon makes of each article here: which sentences pass, and how headlines are told."""
    return [_seen(rows) for rows in batch.columns("sentences", ["sentence_text", "sentence_kind", "drop_reason"])]


def _seen(rows: Iterable[tuple[str, str, str | None]]) -> str:
    texts = [(text, kind) for text, kind, dropped in rows if dropped is None]
    told = [as_told(text, is_headline=kind == HEADLINE).text for text, kind in texts]
    other = [own for own, (text, _) in zip(told, texts, strict=True) if own != text]
    return repr((passing([text for text, _ in texts]), other))


def _passing(article: Article, readings: Mapping[int, Reading]) -> list[Row]:
    """The sentences in which the gate finds what a frame could, or the model is sure of news."""
    rows = kept(article)
    passed = passing([row["sentence_text"] for row in rows])
    news = {start for start, reading in readings.items() if reading.news(figures()["notice"])}
    return [row for row, by_frame in zip(rows, passed, strict=True) if by_frame or row["sentence_start"] in news]


def _parse(sentences: Sequence[Row], config: Config) -> Sequence[Row]:
    """The token lists of each sentence; the model is loaded only when there is one to parse."""
    if not sentences:
        return []
    from pipeline.parse import load_parser  # noqa: PLC0415 - loads spaCy

    headlines = {at for at, row in enumerate(sentences) if row["sentence_kind"] == HEADLINE}
    return load_parser(_model(config)).parse([row["sentence_text"] for row in sentences], headlines)


def _parse_row(sentence: Row, tokens: Row, readings: Mapping[int, Reading]) -> Row:
    start = sentence["sentence_start"]
    own = {"article_id": sentence["article_id"], "sentence_start": start, "sentence_sha256": _sha256(sentence)}
    return {**tokens, **own, **(readings[start].to_row() if start in readings else NO_READING)}


def _sha256(sentence: Row) -> str:
    """The hash of the text as the parser is given it: of a headline that depends on the lexicon."""
    return _hash_of(sentence["sentence_text"], is_headline=sentence["sentence_kind"] == HEADLINE)


@lru_cache(maxsize=10_000)  # asked three times of each sentence of a batch
def _hash_of(text: str, *, is_headline: bool) -> str:
    told = as_told(text, is_headline=is_headline)
    known = told.text if not told.shifts else f"{text}\n{told.text}"  # its tokens stand elsewhere
    return hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()


def _model(config: Config) -> str | None:
    name = config.section("parse")["model"]
    return None if name == "auto" else name


def model_identity(config: Config) -> str:
    """Name and version of the model that would be loaded, found without loading it."""
    from pipeline.parse.model import MODELS  # noqa: PLC0415

    name = _model(config)
    for candidate in [name] if name else MODELS:
        meta = Path(candidate) / "meta.json"
        if meta.is_file():
            values = json.loads(meta.read_text(encoding="utf-8"))
            return f"{values.get('lang')}_{values.get('name')} {values.get('version')}"
        try:
            return f"{candidate} {version(candidate)}"
        except PackageNotFoundError:
            continue
    return name or "none"


STAGE = ShardStage(
    name="parse",
    module=__name__,
    reads=("1_articles", "2_sentences"),
    writes="3_parses",
    code=("parse", "senses/card.py", "senses/figures.py", "senses/reader.py", "senses/reading.py", "senses/model"),
    # What the gate goes by: other sentences may pass when it changes, those that were parsed are not parsed again.
    lexicons=(
        "classes.py",
        "event_lexicon.py",
        "extract/kinds.py",
        "extract/possible.py",
        "extract/topics.py",
        "normalise/actors",
        "lexicons/actors",
        "lexicons/classes.toml",
        "lexicons/countries.csv",
        "lexicons/events",
        "lexicons/historic_states.csv",
        "lexicons/senses/opinion.toml",
    ),
    settings=("parse",),
    libraries=("spacy", "thinc", "numpy", "onnxruntime", "tokenizers"),
    identity=model_identity,
    units=lambda article: [f"{row['article_id']}:{row['sentence_start']}" for row in kept(article)],
    run=run,
    reuses=True,
    view=view,
    viewed=FILES,
)
