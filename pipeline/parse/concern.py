"""What of the frames concerns an article: an edit of one leaves all articles alone in which it could not hold.

Gate and extraction take from the frames what a word of the sentence asks for (whether it is a form of a trigger, its
lemma, the hyphenated word that it begins), and the frames that its words leave possible.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline.event_lexicon import FOLDER, FRAME_FILES, frames, hyphenated, lemmas
from pipeline.extract.possible import possible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from pipeline.event_lexicon import Candidate, Frame

FILES = tuple(f"{FOLDER}/{name}.toml" for name in FRAME_FILES)
"""The lexicons of which only what concerns it matters to an article."""


def frames_concerning(sentences: Iterable[str]) -> str:
    """The frames that may hold in some sentences, each with the trigger by which it may, as one text."""
    seen = [possible(sentence).triggers for sentence in sentences]
    verbs, nouns = _numbered(t.verbs for t in seen), _numbered(t.nouns for t in seen)
    return f"{_told(verbs)}\n{_told(nouns)}"


def _numbered(indexes: Iterable[Mapping[str, Iterable[Candidate]]]) -> set[tuple[int, tuple[str, ...]]]:
    """Each trigger once, with the number of its frame."""
    return {(frame.order, parts) for index in indexes for found in index.values() for parts, frame in found}


def _told(found: Iterable[tuple[int, tuple[str, ...]]]) -> str:
    return " ".join(f"{'_'.join(parts)}:{_digests()[order]}" for order, parts in sorted(found))


def lemmas_concerning(words: AbstractSet[str]) -> str:
    """The lemmas and words with a hyphen that the lexicon has of some words (lower case), as one text."""
    return "\n".join(_by_word()[word] for word in sorted(words & _by_word().keys()))


@cache
def _by_word() -> Mapping[str, str]:
    """For each word that the lexicon has a lemma of, or that begins a word with a hyphen, what it has."""
    verbs, nouns = lemmas()
    begun: dict[str, list[str]] = {}
    for word in sorted(hyphenated()):
        begun.setdefault(word.partition("-")[0], []).append(word)
    words = verbs.keys() | nouns.keys() | begun.keys()
    return {word: f"{word} {verbs.get(word)} {nouns.get(word)} {begun.get(word)}" for word in words}


@cache
def _digests() -> tuple[str, ...]:
    """A hash of each frame, whatever its place, its examples and its triggers."""
    told = (repr(_plain(frame)) for frame in frames())
    return tuple(hashlib.blake2b(text.encode(), digest_size=8).hexdigest() for text in told)


def _plain(frame: Frame) -> list[tuple[str, object]]:
    """What decides how a frame works; sets in order, so that the text is the same in every process."""
    own = replace(frame, fires="", quiet="", order=0, verbs=(), nouns=())
    return [(name, _ordered(getattr(own, name))) for name in own.__slots__]


def _ordered(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return [_ordered(each) for each in value] if isinstance(value, tuple) else value
