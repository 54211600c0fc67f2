"""What one article tells of one event: what articles are compared by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from sys import intern
from typing import TYPE_CHECKING

from pipeline.link.profile import WORD, Profile, content_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

QUOTATION = re.compile(r'(?:“|(?<![^\s([—-])")([^"“”]+)')  # opened by its mark; where it ends, or the sentence does
LONG = 5  # more words than these in a row are not the same by chance


@dataclass(frozen=True, slots=True)
class Telling:
    """One event as one article tells it."""

    mention_ids: tuple[str, ...]
    profile: Profile
    words: tuple[str, ...]
    sentences: tuple[int, ...]


def telling(mention_ids: Sequence[str], profile: Profile, sentences: Iterable[str], title: str | None) -> Telling:
    """The telling of a group of mentions with the sentences that hold them and the article's headline."""
    texts = sorted(set(sentences))
    words = set[str]().union(*map(content_words, [*texts, title or ""]))
    parts = (WORD.findall(part.lower()) for text in texts for part in (text, *QUOTATION.findall(text)))
    hashes = {_hash(part) for part in parts if len(part) > LONG}
    # Tuples of shared strings: sets would take the most of the memory of a large corpus.
    return Telling(tuple(mention_ids), profile, tuple(map(intern, sorted(words))), tuple(sorted(hashes)))


def _hash(words: Iterable[str]) -> int:
    return int.from_bytes(blake2b(" ".join(words).encode(), digest_size=8).digest(), "big")
