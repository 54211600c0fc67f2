"""Words around a name that tell whether an event was there: lexicons/places/where.toml as patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.normalise.places.cues import read_lists, word_list

FILE = "lexicons/places/where.toml"


@dataclass(frozen=True, slots=True)
class WhereWords:
    """Patterns of the text before a name, and classes.

    noun_behind, acts, forces: of what stands after it; joint: between two; owned, of: between a country and its
    capital; here, again, capital: anywhere.
    """

    locative: re.Pattern[str]
    concerned: re.Pattern[str]
    joint_only: re.Pattern[str]
    acts: re.Pattern[str]
    attributive: re.Pattern[str]
    noun_behind: re.Pattern[str]
    source: re.Pattern[str]
    scene: re.Pattern[str]
    met: re.Pattern[str]
    forces: re.Pattern[str]
    towards: re.Pattern[str]
    origin: re.Pattern[str]
    joined: re.Pattern[str]
    joint: re.Pattern[str]
    here: re.Pattern[str]
    again: re.Pattern[str]
    capital: re.Pattern[str]
    owned: re.Pattern[str]
    of: re.Pattern[str]
    in_the: re.Pattern[str]
    named_by_place: frozenset[str]
    leaving: frozenset[str]
    arriving: frozenset[str]
    at_home: frozenset[str]
    aimed: frozenset[str]
    expeditionary: frozenset[str]
    at_actors: frozenset[str]
    at_targets: frozenset[str]


@cache
def where_words() -> WhereWords:
    """The patterns of where.toml. Raises LexiconError for a missing list or a word that is not in lower case."""
    table = read_lists(FILE)

    def one_of(section: str, key: str = "words") -> str:
        return "(?:" + "|".join(map(re.escape, word_list(table, FILE, section, key))) + ")"

    between = rf"(?:(?!{one_of('locative', 'not_between')})[a-z][\w'’-]*\s+){{0,2}}"
    other = rf"(?:(?!{one_of('capital', 'of_less')}\s)[\w-]+\s)"  # "in the provincial capital" is no state's
    any_case, settled = re.IGNORECASE, one_of("again", "settlements")
    return WhereWords(
        locative=re.compile(
            rf"(?:\b(?i:{one_of('locative')})\s+(?:the\s+)?{between}|,\s+|\b{one_of('locative', 'verbs')} (?:the )?)$"
        ),
        joint_only=re.compile(rf"(?:\b{one_of('acting', 'joints')} |, )(?:the )?$"),
        acts=re.compile(
            rf"(?:(?:,| and) [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)* (?:[a-z]+ed|{one_of('acting', 'verbs')})\b"
        ),
        concerned=re.compile(rf"\b{one_of('concerned')} (?:the )?$", any_case),
        attributive=re.compile(rf"\b{one_of('attributive')} (?:the )?(?:[a-z0-9]+ )?$", any_case),
        noun_behind=re.compile(rf" (?!{one_of('attributive', 'not_nouns')})[a-z]{{4,}}"),
        source=re.compile(
            rf"\b{one_of('source')}\s+{one_of('source', 'preps')}\s+(?:the\s+)?$|,\s\d\d,\s(?:of|from)\s$", any_case
        ),
        scene=re.compile(
            rf"\b{one_of('scene')}\s+(?:[\w'’-]+\s+){{0,5}}offices?\s+{one_of('source', 'preps')}\s+$", any_case
        ),
        met=re.compile(
            rf"\b{one_of('source', 'met')}\s+(?:[\w'’-]+\s+){{1,4}}{one_of('source', 'preps')}\s+$", any_case
        ),
        forces=re.compile(rf"(?:['’]s)?\s+(?:[\w-]+\s+)?{one_of('forces')}\b"),
        towards=re.compile(rf"\b{one_of('towards')}\s+(?:the\s+|{one_of('towards', 'near')}\s+)?$", any_case),
        origin=re.compile(rf"\b{one_of('origin')}\s+(?:the\s+|{one_of('towards', 'near')}\s+)?$", any_case),
        joined=re.compile(rf"\b{one_of('joined')} (?:the )?(?:\w+ )?$", any_case),
        joint=re.compile(rf",? and (?:{one_of('listed', 'preps')} )?(?:the )?(?:{one_of('listed', 'units')} of )?|, "),
        here=re.compile(rf"\bhere\b(?!['’]|\s+to\b)|\bthis\s+(?:[\w-]+\s+){{0,2}}(?:capital|{settled})\b"),
        again=re.compile(
            rf"\b{one_of('again', 'preps')}\s(?P<place>(?:the|that)\s(?:[\w-]+\s)?{settled})\b(?!\s+of\b|,?\s+[A-Z])"
            rf"|\bthere\b(?!['’]|\s+{one_of('again', 'no_place')}\b)"
        ),
        capital=re.compile(rf"\bcapital\b(?!,?\s+[A-Z]|\s+{one_of('capital', 'no_city')}\b)"),
        owned=re.compile(rf"['’]s?\s{other}?|\s"),
        of=re.compile(r"\sof\s(?:the\s)?"),
        in_the=re.compile(rf"\b{one_of('capital', 'preps')}\s(?:the|its|their)\s{other}?$", any_case),
        named_by_place=frozenset(word_list(table, FILE, "classes", "named_by_place")),
        leaving=frozenset(word_list(table, FILE, "classes", "leaving")),
        arriving=frozenset(word_list(table, FILE, "classes", "arriving")),
        at_home=frozenset(word_list(table, FILE, "classes", "at_home")),
        aimed=frozenset(word_list(table, FILE, "classes", "aimed")),
        expeditionary=frozenset(word.upper() for word in word_list(table, FILE, "forces", "expeditionary")),
        at_actors=frozenset(word_list(table, FILE, "classes", "at_actors")),
        at_targets=frozenset(word_list(table, FILE, "classes", "at_targets")),
    )
