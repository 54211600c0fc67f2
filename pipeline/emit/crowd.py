"""The size of a crowd in the words of the sentence, as ACLED's tags give it."""

from __future__ import annotations

import re
from functools import cache

from pipeline.emit.lexicon import emit_lexicon

UNKNOWN = "no report"


def crowd_size(sentence: str) -> str:
    """The words that size the crowd ("around 300", "hundreds"); "no report" where the sentence gives none.

    Numbers of people hurt or held ("killed 12 protesters") are not the crowd's.
    """
    for match in _pattern().finditer(sentence):
        before = sentence[: match.start()].lower().split()[-2:]
        if not set(before) & set(emit_lexicon()["crowd_excluders"]):
            return match["size"].lower()
    return UNKNOWN


@cache
def _pattern() -> re.Pattern[str]:
    spec = emit_lexicon()
    openers, quantities, nouns = (_any_of(spec[name]) for name in ("crowd_openers", "crowd_quantities", "crowd_nouns"))
    number = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\s*(?:-|–|to|and)\s*\d[\d,]*)?"
    size = rf"(?P<size>(?:(?:{openers}|between)\s+)?(?:{number}|{quantities}))"
    return re.compile(rf"\b{size}(?:\s+of)?(?:\s+[\w'’-]+){{0,3}}?\s+(?:{nouns})\b", re.IGNORECASE)


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
