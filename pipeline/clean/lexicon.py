"""The lexicons of cleaning, loaded once a process and checked: furniture, datelines, sentence ends."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.errors import LexiconError

_FOLDER = files("pipeline") / "lexicons" / "clean"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceWords:
    """Words that decide where a sentence ends; see sentences.toml."""

    titles: frozenset[str]
    before_numbers: frozenset[str]
    inner: frozenset[str]
    times: frozenset[str]
    after_times: frozenset[str]
    starters: frozenset[str]
    reporting: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatelineWords:
    """Agencies (folded), capitals that are no place, cities and regions that need no dash; see datelines.toml."""

    agencies: frozenset[str]
    not_places: frozenset[str]
    alone: frozenset[str]
    regions: frozenset[str]


def load_toml(name: str) -> dict[str, Any]:
    """The table of a lexicon of cleaning; LexiconError when it is no TOML."""
    try:
        return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"lexicons/clean/{name}: not TOML: {error}") from error


@cache
def sentence_words() -> SentenceWords:
    """The words of sentences.toml."""
    return SentenceWords(**_word_lists("sentences.toml", SentenceWords))


@cache
def dateline_words() -> DatelineWords:
    """The words of datelines.toml, with the capitals and country names of countries.csv."""
    lists = _word_lists("datelines.toml", DatelineWords)
    text = (files("pipeline") / "lexicons" / "countries.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return DatelineWords(
        agencies=frozenset(name.casefold() for name in lists["agencies"]),
        not_places=lists["not_places"],
        alone=lists["alone"] | {row["capital"].upper() for row in rows if row["capital"]},
        regions=lists["regions"]
        | {name for row in rows for name in (row["country"], *row["names"].split("|")) if name},
    )


def _word_lists(name: str, kind: type[SentenceWords | DatelineWords]) -> dict[str, frozenset[str]]:
    table = load_toml(name)
    wanted = {field.name for field in fields(kind)}
    if set(table) != wanted:
        raise LexiconError(f"lexicons/clean/{name}: lists {sorted(set(table) ^ wanted)} are missing or unknown")
    for key, words in table.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() == word for word in words):
            raise LexiconError(f"lexicons/clean/{name}: {key} must be a list of words without spaces around them")
    return {key: frozenset(words) for key, words in table.items()}
