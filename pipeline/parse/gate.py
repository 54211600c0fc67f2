"""The gate: which sentences of an article are parsed: those that may tell an event, and what these may refer to."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.classes import event_class
from pipeline.event_lexicon import trigger_forms
from pipeline.extract.possible import possible
from pipeline.extract.topics import WHOLE, article_topic

if TYPE_CHECKING:
    from collections.abc import Sequence

REACH = 2
"""Sentences before one with a pronoun that are parsed with it: whom it stands for is there."""

PART = re.compile(r"\w+")


def passing(sentences: Sequence[str]) -> list[bool]:
    """For each sentence of an article whether it is parsed: it may tell an event, or a later one may refer to it.

    Of an article that as a whole tells no conflict (sport, reviews, markets, nature) none is.
    """
    return list(_passing(tuple(sentences)))


@lru_cache(maxsize=1_000)  # of the batch at hand: asked for what concerns an article, then for its parses
def _passing(sentences: tuple[str, ...]) -> tuple[bool, ...]:
    if article_topic(sentences) in WHOLE:
        return (False,) * len(sentences)
    triggered = [at for at, text in enumerate(sentences) if has_trigger(text)]
    passed: set[int] = set()
    violent = False
    for place, at in enumerate(triggered):
        seen = possible(sentences[at])
        frames = seen.triggers.frames()
        if not frames and not ((violent or at == 0) and seen.toll):
            continue
        passed.add(at)
        violent = violent or any(event_class(frame.event_class).violent for frame in frames)
        if seen.points:
            passed.update(triggered[max(0, place - REACH) : place])
    return tuple(at in passed for at in range(len(sentences)))


def has_trigger(sentence: str) -> bool:
    """True where a form of any trigger stands in a sentence, in any case."""
    return not trigger_forms().isdisjoint(PART.findall(sentence.lower()))
