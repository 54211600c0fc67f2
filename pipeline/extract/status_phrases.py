"""Phrases of time and circumstance around a word, and what they say of when it is."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue
from pipeline.extract.slots import PRESENT
from pipeline.extract.status_mood import Mood
from pipeline.parse.sentence import in_order

if TYPE_CHECKING:
    from pipeline.parse.sentence import Token

CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "pcomp", "csubj"})
ADJUNCTS = ("prep", "npadvmod", "advmod", "amod", "nummod")


def is_present(verb: Token) -> bool:
    """True for the simple present."""
    return verb.tag in PRESENT and not verb.all("aux", "auxpass")


def is_surely_present(verb: Token) -> bool:
    """True for a simple present that cannot be a past: not for "let", "put"."""
    return is_present(verb) and not (verb.tag == "VBP" and verb.lemma in cue("status", "same_in_past"))


def time_table(verb: Token) -> Mood | None:
    """What a dated present says of its subject: it is to come ("opens on Monday") or goes on ("ends on Monday")."""
    told = around(verb)
    if not is_surely_present(verb) or not (phrase_of(told, "dated_time") or phrase_of(told, "future_time")):
        return None
    if verb.lemma in cue("status", "finishes"):
        return Mood("ongoing", "ends")
    return Mood("planned", verb.lower) if verb.lemma in cue("status", "happens") else None


def around(word: Token, *, but: str = "") -> str:
    """The phrases of time and circumstance that modify a word, without clauses inside them, in lower case."""
    tokens = [t for adjunct in word.all(*ADJUNCTS) if adjunct.lower != but for t in _tokens(adjunct)]
    return " ".join(t.lower for t in in_order(tokens))


def _tokens(token: Token) -> list[Token]:
    found = [token]
    for above in found:  # grows meanwhile
        found += [c for c in above.children if c.dep not in CLAUSES]
    return found


def phrase_of(text: str, name: str) -> str | None:
    """The first match in the text of a list of patterns of whole words."""
    anywhere, patterns = _patterns(name)
    if not anywhere.search(text):
        return None
    return next(match.group() for pattern in patterns if (match := pattern.search(text)))


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    """A pattern that finds what any of a list does, and those of the list."""
    patterns = sorted(cue("status", name))
    single = tuple(re.compile(rf"\b(?:{pattern})\b") for pattern in patterns)
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b"), single
