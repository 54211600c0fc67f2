"""Copies of text: articles that carry another one's story, word for word, cut or lightly edited (syndicated wires).

MinHash with locality-sensitive hashing (rensa) finds what may be a copy, and the words themselves decide.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING
from zlib import crc32

from rensa import RMinHash, RMinHashLSH

from pipeline.link.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    Text = tuple[str, datetime | None, str]  # article_id, published_at, text
    Signed = tuple[datetime | None, RMinHash]

WORD = re.compile(r"\w+")
CANDIDATES = 20  # texts that one is compared with word by word, the earliest: a story may have thousands of copies


def copies_of(texts: Callable[[], Iterable[Text]]) -> dict[str, str]:
    """The article that each copy carries the story of, by article_id: of several the earliest published.

    `texts` gives (article_id, published_at, text) in any order, and is called twice: signatures are kept of all
    articles, words only of those that may be copies. Articles whose days are farther apart than [copies] days in
    link.toml are not compared; undated ones are compared with each other. Short texts have no copies: captions and
    briefs are alike by chance.
    """
    signed: dict[str, Signed] = {}
    for article, published, text in texts():
        if len(shingles := _shingles(text)) >= lexicon().copies.least:
            signed[article] = (published, _signature(shingles))
    order = sorted(signed, key=lambda article: (str(signed[article][0]), article))
    pairs = [
        pair
        for dated in (True, False)
        for pair in _alike([a for a in order if (signed[a][0] is not None) == dated], signed)
    ]
    wanted = {article for pair in pairs for article in pair}
    # Arrays: sets of all of them would take the most of the memory of a large corpus.
    kept = {article: array("I", _shingles(text)) for article, _, text in texts() if article in wanted}
    reports: dict[str, str] = {}
    for later, earlier in pairs:
        report = reports.get(earlier, earlier)
        if later not in reports and _is_copy(frozenset(kept[later]), frozenset(kept[report])):
            reports[later] = report
    return reports


def _day(published: datetime | None) -> int:
    return published.toordinal() if published else 0


def _shingles(text: str) -> frozenset[int]:
    """Checksums of all runs of so many words, in lower case and without marks."""
    words, size = WORD.findall(text.lower()), lexicon().copies.words
    return frozenset(crc32(" ".join(words[at : at + size]).encode()) for at in range(len(words) - size + 1))


def _signature(shingles: Iterable[int]) -> RMinHash:
    made = RMinHash(num_perm=lexicon().copies.permutations, seed=1)
    made.update([shingle.to_bytes(4, "big") for shingle in shingles])
    return made


def _alike(order: Sequence[str], signed: Mapping[str, Signed]) -> Iterator[tuple[str, str]]:
    """Pairs (later, earlier) of articles that may be copies, the earliest first for each; old days are forgotten."""
    copies = lexicon().copies
    index = RMinHashLSH(threshold=copies.contained, num_perm=copies.permutations, num_bands=copies.bands)
    oldest = 0
    for place, article in enumerate(order):
        published, signature = signed[article]
        while _day(published) - _day(signed[order[oldest]][0]) > copies.days:
            index.remove(oldest)
            oldest += 1
        yield from ((article, order[earlier]) for earlier in sorted(index.query(signature))[:CANDIDATES])
        index.insert(place, signature)


def _is_copy(left: frozenset[int], right: frozenset[int]) -> bool:
    """True where nearly all of the shorter text stands in the longer one, and it is no mere part of it."""
    copies, (short, long) = lexicon().copies, sorted((left, right), key=len)
    return len(short & long) >= copies.contained * len(short) and len(short) >= copies.share * len(long)
