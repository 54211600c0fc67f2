"""Tellings of one happening in several articles become one event: blocks, scored pairs, union."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import combinations, groupby
from sys import intern
from typing import TYPE_CHECKING

import numpy as np

from pipeline.classes import classes, event_class
from pipeline.link.compare import Judgement, Link, compare
from pipeline.link.judged import LinkRows, Ranking
from pipeline.link.lexicon import lexicon
from pipeline.link.profile import STEM, WORD, Profile, content_words, is_generic, merged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pipeline.link.decisions import Overrules

BLOCK_LIMIT = 40  # tellings that are all compared with each other; larger blocks are split, at last into windows
WINDOW = 12
JURY = 8  # tellings of a group that are asked whether another group contradicts it: the earliest
FEW_WORDS = 4  # fewer words than these on a side and none shared says nothing
MANY_DEATHS = 10  # a toll that finds reports of a happening months later
DAYS = 7  # width of a time block
COMMON = 100.0  # articles that the corpus is held to have besides, so that no word of a small one is rare by chance


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
    hashes = {_hash(text) for text in texts if len(text.split()) > 5}
    # Tuples of shared strings: sets would take the most of the memory of a large corpus.
    return Telling(tuple(mention_ids), profile, tuple(map(intern, sorted(words))), tuple(sorted(hashes)))


def link_tellings(tellings: Sequence[Telling], overrules: Overrules, links: LinkRows) -> list[list[int]]:
    """Groups of tellings (indices) that are one event; `links` takes the judgements from the ambiguous upwards.

    The tellings of an article stand side by side. The best pairs are joined first; two groups are joined only where
    what they have come to say does not contradict.
    """
    threshold = lexicon().thresholds
    judged = _judged(tellings)
    union = _Union(tellings, overrules)
    forced = union.force()
    for pair in forced:
        links.add(Link(*pair, 0.0, "linked", ("overruled by an analyst",)))
    for score, left, right, reasons in judged.ranked():
        objection = union.join(left, right) if score >= threshold.corpus else None
        ids = tellings[left].mention_ids[0], tellings[right].mention_ids[0]
        if ids in forced or ids[::-1] in forced:
            continue
        verdict = "ambiguous" if score < threshold.corpus else "apart" if objection else "linked"
        links.add(Link(*ids, round(score, 3), verdict, (reasons, objection) if objection else (reasons,)))
    return union.groups()


def _judged(tellings: Sequence[Telling]) -> Ranking:
    """The pairs that may be one event, from the ambiguous upwards."""
    weights = _weights(tellings)
    ranking = Ranking(len(tellings))
    for left, right in _candidates(tellings):
        judgement = _judge(tellings[left], tellings[right], weights)
        if judgement.contradiction is None and judgement.score >= lexicon().thresholds.ambiguous:
            ranking.add(left, right, judgement)
    return ranking


class _Union:
    """Groups of tellings that grow by pairs, each with a common profile."""

    def __init__(self, tellings: Sequence[Telling], overrules: Overrules) -> None:
        self._tellings, self._overrules = tellings, overrules
        self._root = list(range(len(tellings)))
        self._members = {index: [index] for index in self._root}
        self._profiles = {index: telling.profile for index, telling in enumerate(tellings)}

    def force(self) -> dict[tuple[str, str], None]:
        """Join what an analyst has linked, contradictions or not; these pairs of mentions, in order."""
        wanted = {mention for pair in self._overrules.linked for mention in pair}
        home = {
            mention: index
            for index, telling in enumerate(self._tellings)
            for mention in telling.mention_ids
            if mention in wanted
        }
        pairs = [pair for pair in sorted(self._overrules.linked) if home.keys() >= set(pair)]
        for left, right in pairs:
            self._unite(self._find(home[left]), self._find(home[right]))
        return dict.fromkeys(pairs)

    def join(self, left: int, right: int) -> str | None:
        """Join two groups; None, or why they stay apart."""
        a, b = self._find(left), self._find(right)
        objection = self._objection(a, b) if a != b else None
        if objection is None:
            self._unite(a, b)
        return objection

    def groups(self) -> list[list[int]]:
        """The groups, each in order, by their first members."""
        return [self._members[index] for index in sorted(self._members)]

    def _find(self, index: int) -> int:
        while self._root[index] != index:
            self._root[index] = self._root[self._root[index]]
            index = self._root[index]
        return index

    def _unite(self, a: int, b: int) -> None:
        if a == b:
            return
        low, high = min(a, b), max(a, b)
        self._root[high] = low
        self._members[low] = sorted([*self._members[low], *self._members.pop(high)])
        self._profiles[low] = merged(self._profiles[low], self._profiles.pop(high))

    def _objection(self, a: int, b: int) -> str | None:
        if self._articles(a) & self._articles(b):
            return "one article tells them apart"
        if self._overrules.kept_apart:
            others = [m for index in self._members[b] for m in self._tellings[index].mention_ids]
            if any(
                self._overrules.apart(m, others)
                for index in self._members[a]
                for m in self._tellings[index].mention_ids
            ):
                return "kept apart by an analyst"
        contradiction = compare(self._profiles[a], self._profiles[b]).contradiction
        if contradiction is None or not self._mostly_contradict(a, b):
            return None
        return f"their other reports contradict: {contradiction}"

    def _mostly_contradict(self, a: int, b: int) -> bool:
        """True where half of the pairs of tellings contradict: one wrong value in one of many keeps nothing apart."""
        left, right = ([self._tellings[i].profile for i in self._members[root][:JURY]] for root in (a, b))
        contradictions = sum(compare(p, q).contradiction is not None for p in left for q in right)
        return 2 * contradictions >= len(left) * len(right)

    def _articles(self, root: int) -> set[str]:
        return {self._tellings[index].profile.order[1] for index in self._members[root]}


def _judge(left: Telling, right: Telling, weights: Mapping[str, float]) -> Judgement:
    judgement = compare(left.profile, right.profile)
    if judgement.contradiction:
        return judgement
    points = lexicon().points
    if not set(left.sentences).isdisjoint(right.sentences):
        return judgement.plus(points.same_sentence, "the same sentence")
    if any(told.profile.when is None and told.profile.published is None for told in (left, right)):
        judgement = judgement.plus(points.date_unknown, "no day known")
    known = _known_words(left.profile) | _known_words(right.profile)
    a, b = ({word for word in told.words if word.lower()[:STEM] not in known} for told in (left, right))
    shared = sorted(a & b, key=lambda word: (-weights[word], word))
    if not shared and min(len(a), len(b)) >= FEW_WORDS:
        return judgement.plus(points.no_shared_words, "no words shared")
    likeness = min(1.0, 2 * _likeness(a, b, weights))
    return judgement.plus(points.shared_words * likeness, f"shared words: {', '.join(shared[:5]) or 'too few'}")


def _known_words(profile: Profile) -> set[str]:
    """Beginnings of the words that say what place, actors and class have said already."""
    names = [a.name for a in (profile.actor1, profile.actor2) if a] + [(profile.place and profile.place.name) or ""]
    return {word.lower()[:STEM] for name in names for word in WORD.findall(name)} | {profile.stem}


def _likeness(left: Collection[str], right: Collection[str], weights: Mapping[str, float]) -> float:
    """Cosine of the two bags of words, rare words and names weighing more: 0 to 1."""
    norm = math.sqrt(math.fsum(weights[w] ** 2 for w in left) * math.fsum(weights[w] ** 2 for w in right))
    return math.fsum(weights[w] ** 2 for w in left if w in right) / norm if norm else 0.0


def _weights(tellings: Sequence[Telling]) -> dict[str, float]:
    """Weight of each word: the rarer the heavier; a name or a number counts half as much again."""
    seen = Counter[str]()
    articles = 0
    for _, told in groupby(tellings, key=lambda telling: telling.profile.order[1]):
        seen.update({word for telling in told for word in telling.words})
        articles += 1
    total = math.log(articles + COMMON)
    return {w: (total - math.log(n + 1)) * (1.0 if w[0].islower() else 1.5) for w, n in seen.items()}


def _candidates(tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Pairs of different articles that share a block (kind of event, country, week; kind, toll) or a whole sentence.

    In order, each once; they are kept as single numbers, of which a large corpus has millions.
    """
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, told in enumerate(tellings):
        for key in _keys(told.profile):
            blocks[key].append(index)
    total = len(tellings)
    pairs = array("q", (a * total + b for a, b in _same_sentence(tellings)))
    for members in blocks.values():
        pairs.extend(a * total + b for a, b in _pairs(members, tellings))
    for pair in np.unique(np.frombuffer(pairs, dtype=np.int64)):
        a, b = divmod(int(pair), total)
        if tellings[a].profile.order[1] != tellings[b].profile.order[1]:
            yield a, b


def _same_sentence(tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Pairs of tellings with a sentence in common: each with the next one that has it."""
    hashes = np.fromiter((sentence for told in tellings for sentence in told.sentences), dtype=np.uint64)
    owners = np.repeat(np.arange(len(tellings)), [len(told.sentences) for told in tellings])
    order = np.lexsort((owners, hashes))
    same = np.flatnonzero(hashes[order][1:] == hashes[order][:-1])
    yield from zip(owners[order[same]].tolist(), owners[order[same + 1]].tolist(), strict=True)


def _pairs(members: list[int], tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """The pairs of a block: all of a small one, those that share a place, an actor or a number in a large one."""
    if len(members) <= BLOCK_LIMIT:
        yield from combinations(members, 2)
        return
    finer: defaultdict[str, list[int]] = defaultdict(list)
    for index in members:
        for feature in _features(tellings[index].profile):
            finer[feature].append(index)
    for feature in sorted(finer):
        part = finer[feature]
        yield from combinations(part, 2) if len(part) <= BLOCK_LIMIT else _neighbours(part)


def _neighbours(members: list[int]) -> Iterator[tuple[int, int]]:
    """Pairs of members that stand at most WINDOW places apart in time order."""
    for place, left in enumerate(members):
        yield from ((left, right) for right in members[place + 1 : place + 1 + WINDOW])


def _keys(profile: Profile) -> Iterator[tuple[str, ...]]:
    countries = [a.country for a in (profile.actor1, profile.actor2) if a and a.country]
    if profile.place and profile.place.country:
        countries.append(profile.place.country)
    weeks = _weeks(profile)
    for kind in _kinds(profile.event_class):
        for country in sorted({*countries} or {"-"}):
            yield from ((kind, country, week) for week in weeks)
        if profile.deaths and profile.deaths[0] >= MANY_DEATHS:
            yield kind, "deaths", str(profile.deaths[0])


@cache
def _kinds(class_id: str) -> tuple[str, ...]:
    """What a class is looked for under: its families; violence is one kind, as its form is often left open."""
    own = event_class(class_id)
    calm = {family for c in classes().values() if not c.violent for family in c.families}
    found = {f for f in own.families if f in calm} | ({"violence"} if own.violent else set())
    return tuple(sorted(found or {class_id}))


def _weeks(profile: Profile) -> list[str]:
    """The weeks that a happening may lie in: that of its date with a day around it, else those before the report."""
    when = profile.when
    if when and when.end - when.start <= 31:
        first, last = when.start - 1, when.end + 1
    elif profile.published is not None:
        first, last = profile.published - DAYS, profile.published + 1
    else:
        return ["-"]
    return [str(week) for week in range(first // DAYS, last // DAYS + 1)]


def _features(profile: Profile) -> Iterator[str]:
    """What two reports of one happening in a crowded block should share at least one of."""
    if profile.place and profile.place.name:
        yield f"place {profile.place.name}"
    for actor in (profile.actor1, profile.actor2):
        if actor and not is_generic(actor):
            yield f"actor {actor.name}"
    if profile.deaths and profile.deaths[0] > 1:
        yield f"deaths {profile.deaths[0]}"


def _hash(sentence: str) -> int:
    bare = " ".join(sentence.lower().split()).rstrip(".")
    return int.from_bytes(blake2b(bare.encode(), digest_size=8).digest(), "big")
