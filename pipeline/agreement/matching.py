"""Matching: pairs of events that lie near each other, how much speaks for each, and the best of them."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING

from pipeline.agreement.lexicon import lexicon
from pipeline.agreement.model import Pair
from pipeline.agreement.names import likeness
from pipeline.link.compare import kilometres

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.agreement.model import Event

Cell = tuple[int, int, int]
Bucket = tuple[str, int, Cell | str]
EARTH_KM = 6371
WEEK = 7


def match(ours: Iterable[Event], theirs: Iterable[Event], days: int, km: float) -> list[Pair]:
    """The best pairs, each event in one at most; the same pairs whatever the order of the events.

    A pair is of one type, at most `days` apart and at most `km` kilometres; where we have no point, of one country.
    """
    left, right = sorted(ours, key=repr), sorted(theirs, key=repr)
    found = [
        (pair, one, other)
        for one, other in _neighbours(left, right, days, km)
        if (pair := pair_of(left[one], right[other], days, km)) and pair.score >= lexicon().minimum_score
    ]
    found.sort(key=lambda entry: (-entry[0].score, *entry[1:]))
    used: tuple[set[int], set[int]] = set(), set()
    best: list[Pair] = []
    for pair, one, other in found:
        if one not in used[0] and other not in used[1]:
            used[0].add(one)
            used[1].add(other)
            best.append(pair)
    return best


def pair_of(ours: Event, theirs: Event, days: int, km: float) -> Pair | None:
    """Two events with their score (0 to 100), None where they are of other types or too far apart."""
    gap = max(0, ours.first - theirs.last, theirs.first - ours.last)
    if ours.type != theirs.type or gap > days:
        return None
    distance = kilometres(*ours.point, *theirs.point) if ours.point and theirs.point else None
    if ours.country != theirs.country if distance is None else distance > km:
        return None
    weights, likely = lexicon().weights, lexicon().closeness
    straight, crossed = (_actors(ours.names, names) for names in (theirs.names, theirs.names[::-1]))
    score = (
        weights.day * _day(ours, theirs, gap, days)
        + weights.place * (likely.country_only if distance is None else 1 - distance / km if km else 1)
        + weights.type * (1 if ours.form.casefold() == theirs.form.casefold() else likely.event_type_only)
        + weights.actors * max(straight, crossed)
        + weights.deaths * _deaths(ours, theirs)
    )
    return Pair(round(score, 6), ours, theirs, gap, distance, crossed > straight)


def _day(ours: Event, theirs: Event, gap: int, days: int) -> float:
    if gap:
        return 1 - gap / (days + 1)
    return 1 if (ours.first, ours.last) == (theirs.first, theirs.last) else lexicon().closeness.vague_day


def _actors(left: Sequence[str], right: Sequence[str]) -> float:
    """How alike both sides are, 0 to 1."""
    unknown = 100 * lexicon().closeness.unknown
    alike = [likeness(one, other) for one, other in zip(left, right, strict=True)]
    return sum(unknown if value is None else value for value in alike) / (100 * len(alike))


def _deaths(ours: Event, theirs: Event) -> float:
    one, other = ours.deaths, theirs.deaths
    if one is None or other is None:
        return lexicon().closeness.unknown
    if one == other:
        return 1
    low, high = theirs.deaths_range or (other, other)
    return lexicon().closeness.deaths_in_range if low <= one <= high else 1 - abs(one - other) / (one + other)


def _neighbours(ours: Sequence[Event], theirs: Sequence[Event], days: int, km: float) -> Iterator[tuple[int, int]]:
    """Indices of pairs that may be near enough: of one type, in one week, in one cell of the globe or one country."""
    index: defaultdict[Bucket, list[int]] = defaultdict(list)
    for other, event in enumerate(theirs):
        spots: list[Cell | str] = [event.country]
        if event.point:
            spots.append(_cell(event.point, km))
        for week, spot in product(_weeks(event, 0), spots):
            index[event.type, week, spot].append(other)
    for one, event in enumerate(ours):
        around = _around(_cell(event.point, km)) if event.point else [event.country]
        buckets = (index.get((event.type, week, spot), ()) for week, spot in product(_weeks(event, days), around))
        for other in sorted({other for bucket in buckets for other in bucket}):
            yield one, other


def _weeks(event: Event, days: int) -> range:
    return range((event.first - days) // WEEK, (event.last + days) // WEEK + 1)


def _cell(point: tuple[float, float], km: float) -> Cell:
    """The cube, `km` wide, that a point of the globe lies in: poles and date line are places as any other."""
    latitude, longitude = map(math.radians, point)
    across = math.cos(latitude)
    x, y, z = across * math.cos(longitude), across * math.sin(longitude), math.sin(latitude)
    size = max(km, 1.0) * 1.001 / EARTH_KM  # a little more than km, so that rounding loses no neighbour
    return math.floor(x / size), math.floor(y / size), math.floor(z / size)


def _around(cell: Cell) -> list[Cell | str]:
    x, y, z = cell
    return [(x + dx, y + dy, z + dz) for dx, dy, dz in product((-1, 0, 1), repeat=3)]
