"""The places lexicons, loaded once a process and checked: cue words, abbreviations, demonyms."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.errors import LexiconError
from pipeline.gazetteer import fold, load
from pipeline.gazetteer.tables import FOLDER, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Cues:
    """The word lists of cues.toml; every word in lower case. kinds: "province" -> "admin1"."""

    kinds: dict[str, str]
    after: frozenset[str]
    foreign: frozenset[str]
    titles: frozenset[str]
    given_names: frozenset[str]
    surnames: frozenset[str]
    stop: frozenset[str]
    prepositions: frozenset[str]
    placing: frozenset[str]
    verbs: frozenset[str]
    directions: frozenset[str]
    joins: frozenset[str]
    abbreviated: frozenset[str]
    generic: frozenset[str]
    features: frozenset[str]
    peoples: frozenset[str]
    metonyms: frozenset[str]
    government_verbs: frozenset[str]
    happenings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form as written ("Fla."), what it stands for, and whether it counts only after a comma."""

    form: str
    name: str
    country_iso3: str | None
    comma: bool


def read_lists(name: str) -> dict[str, dict[str, list[str]]]:
    """The sections of a TOML file of word lists; name is its path in the package."""
    return tomllib.loads(files("pipeline").joinpath(name).read_text(encoding="utf-8"))


def word_list(table: Mapping[str, Mapping[str, list[str]]], name: str, section: str, key: str) -> list[str]:
    """One list of such a file; LexiconError, naming file and list, when it is missing or not in lower case."""
    try:
        found = table[section][key]
    except KeyError:
        raise LexiconError(f"pipeline/{name}: [{section}] has no list {key!r}") from None
    if wrong := [word for word in found if word != word.lower()]:
        raise LexiconError(f"pipeline/{name}: [{section}] {key}: {wrong[0]!r} is not in lower case")
    return found


@cache
def cues() -> Cues:
    """Return the word lists of lexicons/places/cues.toml; LexiconError when one is missing or not in lower case."""
    name = f"{FOLDER}/cues.toml"
    table = read_lists(name)

    def words(section: str, key: str) -> frozenset[str]:
        return frozenset(word_list(table, name, section, key))

    return Cues(
        kinds={word: kind for kind in table["kinds"] for word in sorted(words("kinds", kind))},
        after=words("organisations", "after"),
        foreign=words("organisations", "foreign"),
        titles=words("people", "titles"),
        given_names=words("people", "given_names"),
        surnames=words("people", "surnames"),
        stop=words("words", "stop"),
        prepositions=words("places", "prepositions"),
        placing=words("places", "placing"),
        verbs=words("places", "verbs"),
        directions=words("places", "directions"),
        joins=words("places", "joins"),
        abbreviated=words("places", "abbreviated"),
        generic=words("places", "generic"),
        features=words("places", "features"),
        peoples=words("people", "peoples"),
        metonyms=words("places", "metonyms"),
        government_verbs=words("people", "government_verbs"),
        happenings=words("places", "happenings"),
    )


@cache
def abbreviations() -> dict[str, Abbreviation]:
    """Return the short forms of lexicons/places/abbreviations.csv by their spelling, the first row of a form wins."""
    found: dict[str, Abbreviation] = {}
    for _, row in rows_of(f"{FOLDER}/abbreviations.csv"):
        item = Abbreviation(row["form"], row["name"], row["country_iso3"] or None, row["comma"] == "1")
        found.setdefault(item.form, item)
    return found


@cache
def demonyms() -> dict[str, str]:
    """Return the name of the place that each demonym stands for, by its spelling ("Afghan" -> "Afghanistan")."""
    found = {word: country.name for country in load().countries.values() for word in country.demonyms}
    # A part of a country has demonyms of its own ("Scottish"), and they are nearer.
    for where, row in rows_of(f"{FOLDER}/demonyms.csv"):
        if not load().find(row["place"]):
            raise LexiconError(f"{where}: {row['place']!r} is not in the gazetteer")
        found |= dict.fromkeys(row["demonyms"].split("|"), row["place"])
    return found


@cache
def folded_demonyms() -> dict[str, str]:
    """Return the demonyms by folded spelling."""
    return {fold(word): place for word, place in demonyms().items()}


@cache
def capitals() -> frozenset[str]:
    """Return the names of all capitals."""
    return frozenset(country.capital for country in load().countries.values() if country.capital)


@dataclass(frozen=True, slots=True)
class RelationWords:
    """The words of relations.toml: units in km, directions in degrees, numbers; alternatives ready for a pattern.

    firsts: of each list the words that its entries begin with, one of which is in any text that has an entry.
    """

    units: dict[str, float]
    directions: dict[str, float]
    numbers: dict[str, float]
    examples: dict[str, str]
    alternatives: dict[str, str]
    firsts: dict[str, frozenset[str]]


@cache
def relation_words() -> RelationWords:
    """Return the words of lexicons/places/relations.toml; LexiconError when a section is missing."""
    name = f"{FOLDER}/relations.toml"
    table = tomllib.loads(files("pipeline").joinpath(name).read_text(encoding="utf-8"))
    missing = {"units", "directions", "numbers", "words", "examples"} - set(table)
    if missing:
        raise LexiconError(f"pipeline/{name}: section [{min(missing)}] is missing")
    values = table["words"] | {key: list(table[key]) for key in ("units", "numbers", "directions")}
    lists = {key: _alternatives(words) for key, words in values.items()}
    # "north-east", "north east" and "northeast" are one.
    lists["directions"] = re.sub(r"(north|south)(?=east|west)", r"\1[- ]?", lists["directions"])
    firsts = {key: frozenset(re.split(r"\W+", word)[0] for word in words) for key, words in values.items()}
    return RelationWords(table["units"], table["directions"], table["numbers"], table["examples"], lists, firsts)


def _alternatives(values: Iterable[str]) -> str:
    longest_first = sorted(values, key=lambda value: (-len(value), value))
    return "(?:" + "|".join(re.escape(value).replace(r"\ ", r"\s+") for value in longest_first) + ")"
