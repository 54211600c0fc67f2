"""Blocks: which tellings of different articles are compared at all, so that no corpus is too large."""

from __future__ import annotations

from array import array
from collections import defaultdict
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from pipeline.classes import classes, event_class
from pipeline.link.profile import is_generic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.link.profile import Profile
    from pipeline.link.telling import Telling

BLOCK_LIMIT = 40  # tellings that are all compared with each other; larger blocks are split, at last into windows
WINDOW = 12
MANY_DEATHS = 10  # a toll that finds reports of a happening months later
DAYS = 7  # width of a time block
STEP = 10_000  # pairs that are Python's numbers at a time


def candidates(tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Pairs of different articles that share a block (kind of event, country, week; kind, toll) or a whole sentence.

    In order, each once.
    """
    total, pairs = len(tellings), np.unique(np.frombuffer(_all_pairs(tellings), dtype=np.int64))
    for part in (pairs[start : start + STEP] for start in range(0, len(pairs), STEP)):
        for a, b in zip((part // total).tolist(), (part % total).tolist(), strict=True):
            if tellings[a].profile.order[1] != tellings[b].profile.order[1]:
                yield a, b


def _all_pairs(tellings: Sequence[Telling]) -> array[int]:
    """Each pair as a single number (left x number of tellings + right): a large corpus has millions."""
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, told in enumerate(tellings):
        for key in _keys(told.profile):
            blocks[key].append(index)
    total = len(tellings)
    pairs = array("q", (a * total + b for a, b in _same_sentence(tellings)))
    for members in blocks.values():
        pairs.extend(a * total + b for a, b in _pairs(members, tellings))
    return pairs


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
        if when.guess and profile.published is not None:
            first = min(first, profile.published - DAYS)
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
