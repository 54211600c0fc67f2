"""Which frames concern an article: an edit of one leaves all articles alone that have none of its words.

Gate, parser and extraction take from the frames only what a word of the sentence asks for: whether it is a form of a
trigger, its lemma, the frames that the lemma starts, a hyphenated word that it begins. So the frames that share a word
with an article are all that its rows may depend on.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline.event_lexicon import FOLDER, FRAME_FILES, forms_of, frames, noun_forms, verb_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from pipeline.event_lexicon import Frame

FILES = tuple(f"{FOLDER}/{name}.toml" for name in FRAME_FILES)
"""The lexicons of which only the frames that concern it matter to an article."""


def frames_concerning(words: AbstractSet[str]) -> str:
    """The frames that some words (forms and lemmas, lower case) may have to do with, in their order, as one text."""
    found = _frames_by_word()
    return " ".join(_digests()[at] for at in sorted({at for word in words & found.keys() for at in found[word]}))


@cache
def _frames_by_word() -> Mapping[str, tuple[int, ...]]:
    """The numbers of the frames that have to do with each word."""
    table: dict[str, list[int]] = {}
    for at, frame in enumerate(frames()):
        for word in words_of(frame):
            table.setdefault(word, []).append(at)
    return {word: tuple(numbers) for word, numbers in table.items()}


def words_of(frame: Frame) -> frozenset[str]:
    """The words by one of which a frame comes into play in a sentence."""
    verbs, nouns = {verb.split()[0] for verb in frame.verbs}, {noun.split()[-1] for noun in frame.nouns}
    forms = [*map(verb_forms, verbs), *map(noun_forms, nouns), forms_of(frame)]
    parts = {part for phrase in (*frame.verbs, *frame.nouns) for part in phrase.split()}
    return frozenset().union(verbs, nouns, *forms, _beginnings(parts), *map(_beginnings, forms))


def _beginnings(words: Iterable[str]) -> set[str]:
    """What stands before the first hyphen of the words that have one: in a text it may be a word of its own."""
    return {word.partition("-")[0] for word in words if "-" in word}


@cache
def _digests() -> tuple[str, ...]:
    """A hash of each frame, whatever its place and its examples."""
    told = (repr(_plain(frame)) for frame in frames())
    return tuple(hashlib.blake2b(text.encode(), digest_size=8).hexdigest() for text in told)


def _plain(frame: Frame) -> list[tuple[str, object]]:
    """What decides how a frame works; sets in order, so that the text is the same in every process."""
    own = replace(frame, fires="", quiet="", order=0)
    return [(name, _ordered(getattr(own, name))) for name in own.__slots__]


def _ordered(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return [_ordered(each) for each in value] if isinstance(value, tuple) else value
