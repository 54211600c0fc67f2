"""The words of tellings and of whole articles: which of them tell something, and how alike two bags of them are."""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.link.profile import STEM, WORD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from pipeline.link.profile import Profile
    from pipeline.link.telling import Telling

COMMON = 100.0  # articles that the corpus is held to have besides, so that no word of a small one is rare by chance
KEPT = 4_096  # articles whose words are kept for the next comparison


class Bag(NamedTuple):
    """Some words, and the sum of the squares of their weights."""

    words: AbstractSet[str]
    squares: float


class Stories:
    """How alike whole articles are, by the words of all that they tell; the tellings of one stand side by side."""

    def __init__(self, tellings: Sequence[Telling], weights: Mapping[str, float]) -> None:
        self._tellings, self._weights = tellings, weights
        self._bag = lru_cache(maxsize=KEPT)(self._bag_of)
        self._likeness = lru_cache(maxsize=KEPT)(self._likeness_of)
        runs = groupby(range(len(tellings)), key=lambda index: tellings[index].profile.order[1])
        lengths = [len(list(indices)) for _, indices in runs]
        ends = np.cumsum(lengths, dtype=np.int64)
        self._starts, self._ends = (np.repeat(places, lengths) for places in (ends - lengths, ends))

    def likeness(self, left: int, right: int) -> float:
        """How alike the articles are that two tellings (indices) stand in: 0 to 1."""
        return self._likeness(int(self._starts[left]), int(self._starts[right]))

    def _likeness_of(self, left: int, right: int) -> float:
        return likeness(self._bag(left), self._bag(right), self._weights)

    def _bag_of(self, start: int) -> Bag:
        told = self._tellings[start : self._ends[start]]
        return bag_of(frozenset(word for telling in told for word in telling.words), self._weights)


def known_words(profile: Profile) -> set[str]:
    """Beginnings of the words that say what place, actors and class have said already."""
    names = [a.name for a in (profile.actor1, profile.actor2) if a] + [(profile.place and profile.place.name) or ""]
    return {word.lower()[:STEM] for name in names for word in WORD.findall(name)} | {profile.stem}


def bag_of(words: AbstractSet[str], weights: Mapping[str, float]) -> Bag:
    """Some words to be compared with others."""
    return Bag(words, _squares(words, weights))


def likeness(left: Bag, right: Bag, weights: Mapping[str, float]) -> float:
    """Cosine of the two bags of words, rare words and names weighing more: 0 to 1."""
    norm = math.sqrt(left.squares * right.squares)
    return _squares(left.words & right.words, weights) / norm if norm else 0.0


def _squares(words: AbstractSet[str], weights: Mapping[str, float]) -> float:
    return math.fsum([weights[word] ** 2 for word in words])


def weights_of(tellings: Sequence[Telling]) -> dict[str, float]:
    """Weight of each word: the rarer the heavier; a name or a number counts half as much again."""
    seen = Counter[str]()
    articles = 0
    for _, told in groupby(tellings, key=lambda telling: telling.profile.order[1]):
        seen.update({word for telling in told for word in telling.words})
        articles += 1
    total = math.log(articles + COMMON)
    return {w: (total - math.log(n + 1)) * (1.0 if w[0].islower() else 1.5) for w, n in seen.items()}
