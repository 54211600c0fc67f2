"""Words of a text and a book of phrases to find among them: diacritics and hyphens do not matter, capitals do."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

T = TypeVar("T")
WORD = re.compile(r"[^\W_]+")
# Between two words of one phrase; a full stop only after an initial or a short abbreviation ("U.S.", "St. Kitts").
GAP = re.compile(r"[\s\-‐-―'’ʼ`&/]*")
ABBREVIATION_GAP = re.compile(r"\.[\s\-]?")


PHRASE = 60
"""Characters of what is kept as a phrase."""

KEPT = 50_000
"""Words of texts of which a book keeps what it knows."""

NONE: frozenset[str] = frozenset()


class Word(NamedTuple):
    """One word with its offsets (code points, end exclusive) and its folded form."""

    text: str
    folded: str
    start: int
    end: int


_word = partial(tuple.__new__, Word)  # a Word of four values at a quarter of the cost: a text has hundreds


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """The text in lower case without diacritics."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def spelled_words(text: str) -> list[str]:
    """The runs of letters and digits of a text as they stand there: of what words() gives, that which costs little."""
    return WORD.findall(text)


def words(text: str) -> tuple[Word, ...]:
    """The runs of letters and digits of a text, in order."""
    return _words_of_phrase(text) if len(text) <= PHRASE else _words(text)


@lru_cache(maxsize=20_000)
def _words_of_phrase(text: str) -> tuple[Word, ...]:
    """The same, kept: phrases come again, sentences and articles would only fill memory."""
    return _words(text)


def _words(text: str) -> tuple[Word, ...]:
    found = list(WORD.finditer(text))
    told = [match[0] for match in found]
    starts, ends = [match.start() for match in found], [match.end() for match in found]
    return tuple(map(_word, zip(told, map(fold, told), starts, ends, strict=True)))


def _has_case(word: str, wanted: str, *, shouted: bool) -> bool:
    """True when a word of the text has the capitals that the entry's word asks for; all of them if it is shouted."""
    if wanted.isupper() and any(char.isalpha() for char in wanted):
        return word.isupper() or (len(wanted) > 3 and word.istitle() and not shouted)
    return not wanted[0].isupper() or word[0].isupper()


@dataclass(slots=True)
class Phrasebook(Generic[T]):
    """Values by phrase; several values may share a phrase, the first one added comes first."""

    _by_first: dict[str, dict[tuple[str, ...], list[tuple[tuple[str, ...], bool, T]]]] = field(default_factory=dict)
    _seconds: dict[tuple[str, bool], set[str]] = field(default_factory=dict)
    """By the first word of phrases, and whether it has a capital there, their second one, "" for a single word."""
    _kept: dict[str, AbstractSet[str]] = field(default_factory=dict)
    """The same by words of texts as they are written."""

    @property
    def firsts(self) -> AbstractSet[str]:
        """The folded words that phrases begin with."""
        return self._by_first.keys()

    def add(self, phrase: str, value: T, *, shouted: bool = False) -> None:
        """Add a phrase; capitals that it has are then asked of the text, "NATO" giving "Nato", too, unless shouted."""
        found = _words(phrase)
        if not found:
            return
        key = tuple(word.folded for word in found)
        case = tuple(word.text for word in found)
        self._by_first.setdefault(key[0], {}).setdefault(key, []).append((case, shouted, value))
        self._kept.clear()
        for capital in {True, case[0][0].isupper()}:
            self._seconds.setdefault((key[0], capital), set()).add(key[1] if len(key) > 1 else "")

    def beginnings(self, told: Sequence[str]) -> list[int]:
        """Where in a row of words phrases may begin, by their first two: longest() has nothing elsewhere."""
        seconds, kept = self._seconds, self._kept
        if len(kept) > KEPT:
            kept.clear()
        kept.update((word, seconds.get((fold(word), word[0].isupper()), NONE)) for word in told if word not in kept)
        firsts = [at for at, word in enumerate(told) if kept[word]]
        return [at for at in firsts if "" in kept[told[at]] or fold(" ".join(told[at + 1 : at + 2])) in kept[told[at]]]

    def longest(self, text: str, found: Sequence[Word], at: int) -> tuple[int, list[T]] | None:
        """The longest phrase that starts at a word: its number of words and its values; None when there is none."""
        candidates = self._by_first.get(found[at].folded)
        if not candidates:
            return None
        second = found[at + 1].folded if at + 1 < len(found) else None
        fitting = [key for key in candidates if len(key) == 1 or key[1] == second]
        for key in sorted(fitting, key=len, reverse=True) if len(fitting) > 1 else fitting:
            run = found[at : at + len(key)]
            if len(key) > 1 and (tuple(word.folded for word in run) != key or not _joined(text, run)):
                continue
            values = [
                value
                for case, shouted, value in candidates[key]
                if all(_has_case(word.text, wanted, shouted=shouted) for word, wanted in zip(run, case, strict=True))
            ]
            if values:
                return len(key), values
        return None


def _joined(text: str, run: Sequence[Word]) -> bool:
    """True when only spaces, hyphens or apostrophes (or the full stop of an abbreviation) stand between the words."""
    for left, right in pairwise(run):
        between = text[left.end : right.start]
        short = len(left.text) <= 2
        if between != " " and not GAP.fullmatch(between) and not (short and ABBREVIATION_GAP.fullmatch(between)):
            return False
    return True
