"""Which coded event is which of a person's: of all pairs in an article those that score highest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.classes import same_family
from pipeline.evaluate.verdicts import limits, verdicts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.evaluate.gold import Event, Span
    from pipeline.evaluate.verdicts import Verdicts


@dataclass(frozen=True, slots=True)
class Pair:
    """A person's event, the coded one that is taken for it, and what agrees."""

    gold: Event
    coded: Event
    verdicts: Verdicts


@dataclass(frozen=True, slots=True)
class Matched:
    """One article: pairs, what was not found, what nobody has coded, and how many coded events are left aside."""

    pairs: Sequence[Pair]
    missed: Sequence[Event]
    extra: Sequence[Event]
    aside: int


def match(gold: Sequence[Event], coded: Sequence[Event]) -> Matched:
    """The best pairs of an article's events; only what counts is in the result (see Event.counts)."""
    pairs = _best(gold, coded)
    found = {id(event) for pair in pairs for event in (pair.gold, pair.coded)}
    counted = [pair for pair in pairs if pair.gold.counts and pair.coded.counts]
    soft = [event for event in gold if not event.counts]
    alone = [event for event in coded if id(event) not in found and event.counts]
    extra = [event for event in alone if not any(_overlap(event.triggers, other.triggers) for other in soft)]
    missed = [event for event in gold if id(event) not in found and event.counts]
    return Matched(counted, missed, extra, aside=len(coded) - len(counted) - len(extra))


def _best(gold: Sequence[Event], coded: Sequence[Event]) -> list[Pair]:
    """The pairs from the highest score down, each event in one at most; equal ones in the order of the events."""
    scores = [(_score(one, other), i, j) for i, one in enumerate(gold) for j, other in enumerate(coded)]
    free = set(range(len(gold))), set(range(len(coded)))
    pairs = []
    for score, i, j in sorted(scores, key=lambda found: (-found[0], *found[1:])):
        if score and i in free[0] and j in free[1]:
            free[0].remove(i)
            free[1].remove(j)
            pairs.append(Pair(gold[i], coded[j], verdicts(gold[i], coded[j])))
    return pairs


def _score(gold: Event, coded: Event) -> float:
    """What speaks for a pair; 0 for two that cannot be one event."""
    if not same_family(gold.event_class, coded.event_class) or not _overlap(gold.sentences, coded.sentences):
        return 0
    found = verdicts(gold, coded)
    weights = limits()["weights"]
    trigger = weights["trigger"] if _overlap(gold.triggers, coded.triggers) else 0
    agreeing = sum(bool(held) for name, held in found.items() if name != "class")
    # What counts goes before what does not, if all else is equal.
    return 1 + weights["class"] * bool(found["class"]) + trigger + agreeing + 0.5 * gold.counts


def _overlap(left: Sequence[Span], right: Sequence[Span]) -> bool:
    return any(start < last and first < end for start, end in left for first, last in right)
