"""The values that comparing works on: an event of either side, and a pair of events."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """One event of either side; an empty text or None: the row does not say.

    first, last: its days, as date.toordinal counts them. type: event type or type of violence; form: sub-event type.
    names: the actors as words to compare. country: ISO3. point: degrees, None also where it stands for a region only.
    deaths_range: lowest and highest estimate.
    """

    id: str
    first: int
    last: int
    type: str
    form: str
    actors: tuple[str, str]
    names: tuple[str, str]
    country: str
    location: str
    point: tuple[float, float] | None
    deaths: int | None
    deaths_range: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One of our events with one of theirs.

    score: 0 to 100. days: gap between the two. km: between the points, None where we have none. crossed: our actor 1
    is like their actor 2, and the other way round.
    """

    score: float
    ours: Event
    theirs: Event
    days: int
    km: float | None
    crossed: bool
