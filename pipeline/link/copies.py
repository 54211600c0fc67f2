"""Copies of text: articles that carry another one's story, word for word, cut or lightly edited (syndicated wires).

MinHash with locality-sensitive hashing (datasketch) finds what may be a copy, and the words themselves decide.
"""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING
from zlib import crc32

from pipeline.link.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from datasketch import LeanMinHash

    Text = tuple[str, datetime | None, str]  # article_id, published_at, text
    Signed = tuple[datetime | None, LeanMinHash]

WORD = re.compile(r"\w+")


def copies_of(texts: Callable[[], Iterable[Text]]) -> dict[str, str]:
    """The article that each copy carries the story of, by article_id: of several the earliest published.

    `texts` gives (article_id, published_at, text) in any order, and is called twice: signatures are kept of all
    articles, words only of those that may be copies. Articles whose days are farther apart than [copies] days in
    link.toml are not compared; undated ones are compared with each other. Short texts have no copies: captions and
    briefs are alike by chance.
    """
    signed = {article: (published, signature) for article, published, signature in _signatures(texts())}
    order = sorted(signed, key=lambda article: (_day(signed[article][0]), article))
    pairs = [
        pair
        for dated in (True, False)
        for pair in _alike([a for a in order if (signed[a][0] is not None) == dated], signed)
    ]
    wanted = {article for pair in pairs for article in pair}
    shingles = {article: _shingles(text) for article, _, text in texts() if article in wanted}
    reports: dict[str, str] = {}
    for later, earlier in pairs:
        report = reports.get(earlier, earlier)
        if later not in reports and _is_copy(shingles[later], shingles[report]):
            reports[later] = report
    return reports


def _day(published: datetime | None) -> int:
    return published.toordinal() if published else 0


def _shingles(text: str) -> frozenset[int]:
    """Checksums of all runs of so many words, in lower case and without marks."""
    words, size = WORD.findall(text.lower()), lexicon().copies.words
    return frozenset(crc32(" ".join(words[at : at + size]).encode()) for at in range(len(words) - size + 1))


def _signatures(texts: Iterable[Text]) -> Iterator[tuple[str, datetime | None, LeanMinHash]]:
    from datasketch import LeanMinHash, MinHash  # noqa: PLC0415 - heavy, and only this needs it

    for article, published, text in texts:
        shingles = _shingles(text)
        if len(shingles) >= lexicon().copies.least:
            made = MinHash(num_perm=lexicon().copies.permutations, hashfunc=int)
            made.update_batch(sorted(shingles))
            yield article, published, LeanMinHash(made)


def _alike(order: Sequence[str], signed: Mapping[str, Signed]) -> Iterator[tuple[str, str]]:
    """Pairs (later, earlier) of articles that may be copies, the earliest first for each; old days are forgotten."""
    from datasketch import MinHashLSH  # noqa: PLC0415 - heavy, and only this needs it

    copies = lexicon().copies
    index = MinHashLSH(threshold=copies.likeness, num_perm=copies.permutations)
    recent: deque[str] = deque()
    place = {article: number for number, article in enumerate(order)}
    for article in order:
        published, signature = signed[article]
        while recent and _day(published) - _day(signed[recent[0]][0]) > copies.days:
            index.remove(recent.popleft())
        yield from ((article, earlier) for earlier in sorted(index.query(signature), key=place.__getitem__))
        index.insert(article, signature, check_duplication=False)
        recent.append(article)


def _is_copy(left: Collection[int], right: Collection[int]) -> bool:
    """True where nearly all of the shorter text stands in the longer one, and it is no mere part of it."""
    copies, (short, long) = lexicon().copies, sorted((frozenset(left), frozenset(right)), key=len)
    return len(short & long) >= copies.contained * len(short) and len(short) >= copies.share * len(long)
