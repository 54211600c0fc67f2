"""Joint resolution: which of the places of a name is meant, for all names of a document at once.

Each name has a prior for each of its places (people, kind, kind of name, words beside it). Places of other names in the
document then support each other when they share a country, an admin unit or a neighbourhood; a few rounds of mean-field
updates let all names settle together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.gazetteer import Entry
from pipeline.normalise.places.model import WEIGHTS, Mention, Weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.gazetteer import Hit

_ROUNDS = 5
# Every reading is weighed against every other one: so many at most, a matrix of 20 MB.
_MOST_READINGS, _MOST_NAMES = 1500, 400
_EARTH_KM = 6371.0
# Kinds that are too wide to lend their neighbourhood to others.
_WIDE = frozenset({"country", "continent", "sea"})
# A seat of so many people (log10) takes its unit's name for itself.
_SEAT = 4.3
# By how many powers of ten of people a place is smaller than its namesake, to be hardly meant.
_SMALLER = 2.8
# From so many people on (log10) a city is known all over the world.
_METROPOLIS = 6.3
NOWHERE = Entry(-1, "", 0.0, 0.0, None, -1, -1, 0.0, "continent", 3, 0.0)


@dataclass(frozen=True, slots=True)
class Reading:
    """The chosen place of a mention, its share among all readings (0 to 1), and the kind of name that led to it."""

    entry: Entry
    share: float
    via: str
    rivals: int


_Key = tuple[str, str, str]  # name, cue, name of what contains it


@dataclass(slots=True)
class _Group:
    """All mentions with the same name and the same words beside it: they get one sense."""

    hits: list[Hit]
    cue: str
    mentions: list[int]
    sure: float
    inside: int = -1


def resolve(
    mentions: Sequence[Mention], hits: Sequence[list[Hit]], *, home: str | None = None, weights: Weights = WEIGHTS
) -> list[Reading | None]:
    """Return one reading a mention, in order; None where a mention has no hit."""
    groups, owner = _groups(mentions, hits)
    if not groups:
        return [None] * len(mentions)
    if len(groups) > _MOST_NAMES:
        return _in_halves(mentions, hits, home, weights)
    most = max(2, _MOST_READINGS // len(groups))
    for group in groups:
        # The best known come first; our own table's stand before them.
        del group.hits[most:]
    shares = _settle(groups, home, weights)
    readings = [_reading(group, share) for group, share in zip(groups, shares, strict=True)]
    return [readings[owner[i]] if i in owner else None for i in range(len(mentions))]


def _in_halves(
    mentions: Sequence[Mention], hits: Sequence[list[Hit]], home: str | None, weights: Weights
) -> list[Reading | None]:
    """Return the readings of a text with very many names, each half of it settled by itself."""
    half = len(mentions) // 2
    return [
        *resolve(mentions[:half], hits[:half], home=home, weights=weights),
        *resolve(mentions[half:], hits[half:], home=home, weights=weights),
    ]


def _reading(group: _Group, share: np.ndarray) -> Reading | None:
    """Return the best reading, None when it is likelier that no known place is meant."""
    best = int(np.argmax(share))
    if best == len(group.hits):
        return None
    hit = group.hits[best]
    return Reading(hit.entry, float(share[best]), hit.via, len(group.hits) - 1)


def _groups(mentions: Sequence[Mention], hits: Sequence[list[Hit]]) -> tuple[list[_Group], dict[int, int]]:
    groups: dict[_Key, _Group] = {}
    spans = {(mention.start, mention.end): i for i, mention in enumerate(mentions)}
    keys: dict[int, _Key] = {}
    qualified: dict[str, _Key] = {}
    for i, mention in enumerate(mentions):
        if not hits[i]:
            continue
        outer = spans.get(mention.inside) if mention.inside else None
        name = mention.name.casefold()
        outer_name = mentions[outer].name if outer is not None and hits[outer] else ""
        key = (name, mention.cue, outer_name)
        if outer_name:
            qualified.setdefault(name, key)
        keys[i] = key
        group = groups.setdefault(key, _Group(list(hits[i]), mention.cue, [], 0.0))
        group.mentions.append(i)
        group.sure = max(group.sure, mention.sure)
    order = {key: n for n, key in enumerate(groups)}
    for i, key in list(keys.items()):
        # "Paris" after "Paris, Texas": one sense for the document, that of the fuller naming.
        name, cue, outer_name = key
        if not cue and not outer_name and name in qualified:
            full = qualified[name]
            groups[full].mentions.append(i)
            keys[i] = full
    for key, group in groups.items():
        if key[2]:
            first = mentions[group.mentions[0]]
            outer = spans[first.inside] if first.inside else None
            if outer is not None and outer in keys:
                group.inside = order[keys[outer]]
    return list(groups.values()), {i: order[key] for i, key in keys.items()}


def _settle(groups: Sequence[_Group], home: str | None, weights: Weights) -> list[np.ndarray]:
    """Return for each group the share of each of its hits."""
    prior = np.concatenate([_prior(group, home, weights) for group in groups])
    # Behind each group's hits stands one reading more: none of them.
    sizes = [len(group.hits) + 1 for group in groups]
    starts = np.cumsum([0, *sizes[:-1]])
    owner = np.repeat(np.arange(len(groups)), sizes)
    entries = [entry for group in groups for entry in (*(hit.entry for hit in group.hits), NOWHERE)]
    support = _support(entries, owner, weights)
    # A mention that is there often, and surely a place, lends more.
    loud = np.array([group.sure * min(1.0 + 0.35 * np.log(max(len(group.mentions), 1)), 2.0) for group in groups])
    crowd = max(1.0, float(loud.sum()) - 1.0) ** weights.crowd
    lend = loud[owner]
    support *= lend[None, :] / crowd
    for g, group in enumerate(groups):
        if group.inside >= 0:
            _add_containment(support, groups, starts, g, weights)
    shares = _softmax(prior, starts, sizes)
    for _ in range(_ROUNDS):
        shares = _softmax(prior + support @ shares, starts, sizes)
    return [shares[start : start + size] for start, size in zip(starts, sizes, strict=True)]


def _prior(group: _Group, home: str | None, weights: Weights) -> np.ndarray:
    scores = [_prior_of(hit, group.cue, home, weights) for hit in group.hits]
    if len({hit.entry.country for hit in group.hits}) == 1:
        scores = [score + weights.unique for score in scores]
    known = max((hit.entry.importance for hit in group.hits if hit.via == "main"), default=0.0)
    for i, hit in enumerate(group.hits):
        if hit.via == "alternate" and hit.entry.importance + _SMALLER <= known >= _METROPOLIS:
            scores[i] += weights.obscure  # "Paris" is hardly Parizh, however much of Russia is in the text
    if not group.cue.startswith("admin"):
        # "Aleppo" is the city, not the province around it, unless a word beside it says so.
        seats = [hit.entry for hit in group.hits if hit.entry.kind == "city" and hit.entry.importance >= _SEAT]
        for i, hit in enumerate(group.hits):
            if hit.entry.kind in ("admin1", "admin2") and any(_is_around(hit.entry, seat) for seat in seats):
                scores[i] += weights.namesake
    return np.array([*scores, weights.nothing + weights.doubt * (1.0 - group.sure)])


def _is_around(unit: Entry, seat: Entry) -> bool:
    """Tell whether a unit holds a city of its name, or surrounds it ("Moscow Oblast")."""
    near = abs(unit.latitude - seat.latitude) < 1.0 and abs(unit.longitude - seat.longitude) < 1.5
    return unit.row in (seat.admin1, seat.admin2) or (near and unit.country == seat.country)


def _prior_of(hit: Hit, cue: str, home: str | None, weights: Weights) -> float:
    entry = hit.entry
    score = weights.importance * entry.importance
    score += {"main": weights.main, "seat": weights.seat, "short": weights.short, "skeleton": weights.skeleton,
              "own": weights.own}.get(hit.via, 0.0)  # fmt: skip
    score += {"country": weights.country, "admin1": weights.admin1, "admin2": weights.admin2}.get(entry.kind, 0.0)
    if cue and entry.kind == cue:
        score += weights.cue
    if home and entry.country == home:
        score += weights.home
    return score


def _support(entries: Sequence[Entry], owner: np.ndarray, weights: Weights) -> np.ndarray:
    """Return how much each entry (column) supports each other one (row), 0 within a group."""
    countries: dict[str | None, int] = {None: -1}
    country = np.array([countries.setdefault(entry.country, len(countries)) for entry in entries])
    admin1 = np.array([entry.admin1 for entry in entries])
    admin2 = np.array([entry.admin2 for entry in entries])
    wide = np.array([entry.kind in _WIDE for entry in entries])
    support = _closeness(entries, weights)
    support[:, wide] = 0.0
    support[wide, :] = 0.0
    same_country = (country[:, None] == country[None, :]) & (country >= 0)[None, :]
    support += same_country * np.where(wide, weights.country_support, weights.same_country)[None, :]
    support += ((admin1[:, None] == admin1[None, :]) & (admin1 >= 0)[None, :]) * weights.same_admin1
    support += ((admin2[:, None] == admin2[None, :]) & (admin2 >= 0)[None, :]) * weights.same_admin2
    support[owner[:, None] == owner[None, :]] = 0.0
    return support


def _closeness(entries: Sequence[Entry], weights: Weights) -> np.ndarray:
    latitude = np.radians([entry.latitude for entry in entries])
    longitude = np.radians([entry.longitude for entry in entries])
    points = np.column_stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
    )
    # Chord for arc: only short distances matter here.
    km = _EARTH_KM * np.sqrt(np.maximum(2.0 - 2.0 * (points @ points.T), 0.0))
    near: np.ndarray = weights.near * np.exp(-km / weights.near_km) + weights.region * np.exp(-km / weights.region_km)
    return near


def _add_containment(
    support: np.ndarray, groups: Sequence[_Group], starts: np.ndarray, inner: int, weights: Weights
) -> None:
    """Let "X, Y" count only for pairs in which X lies in Y."""
    outer = groups[inner].inside
    for i, hit in enumerate(groups[inner].hits):
        for j, other in enumerate(groups[outer].hits):
            if contains(other.entry, hit.entry):
                support[starts[inner] + i, starts[outer] + j] += weights.inside
                support[starts[outer] + j, starts[inner] + i] += weights.inside


def contains(outer: Entry, inner: Entry) -> bool:
    """Tell whether one entry is the country or admin unit that holds the other."""
    if outer.kind == "country":
        return outer.country == inner.country and inner.kind != "country"
    if outer.kind == "admin1":
        return outer.admin1 == inner.admin1 and inner.row != outer.row
    return outer.kind == "admin2" and outer.admin2 == inner.admin2 and inner.row != outer.row


def _softmax(scores: np.ndarray, starts: np.ndarray, sizes: Sequence[int]) -> np.ndarray:
    top = np.repeat(np.maximum.reduceat(scores, starts), sizes)
    raised = np.exp(scores - top)
    return np.asarray(raised / np.repeat(np.add.reduceat(raised, starts), sizes))
