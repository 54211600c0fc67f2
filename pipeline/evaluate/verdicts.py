"""Whether a coded event agrees with a person's, column by column."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.agreement.names import words_of
from pipeline.classes import event_class
from pipeline.link.compare import kilometres
from pipeline.normalise.actors.registry import STATE_KINDS, entries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.evaluate.gold import Event

Verdicts = dict[str, bool | None]
COLUMNS = ("class", "status", "day", "place", "country", "actor1", "actor2", "fatalities")
WHOLE = ("status", "day", "place", "actor1", "actor2")
"""The columns that must agree for the row to count as right, beside a class of the same family."""


@cache
def limits() -> Mapping[str, Mapping[str, float]]:
    """The thresholds of lexicons/evaluate.toml, by section and key."""
    return tomllib.loads(files("pipeline").joinpath("lexicons/evaluate.toml").read_text(encoding="utf-8"))


def verdicts(gold: Event, coded: Event) -> Verdicts:
    """For each of COLUMNS whether the two agree; None where the person has left it open."""
    first, second = _actors(gold, coded)
    return {
        "class": gold.event_class == coded.event_class,
        "status": gold.status == coded.status,
        "day": _day(gold, coded),
        "place": _place(gold, coded),
        "country": None if gold.country is None else gold.country == coded.country,
        "actor1": first,
        "actor2": second,
        "fatalities": None if gold.fatalities is coded.fatalities is None else gold.fatalities == coded.fatalities,
    }


def is_whole(found: Verdicts) -> bool:
    """True where nothing that is asked of a row is wrong."""
    return all(found[name] is not False for name in WHOLE)


def _day(gold: Event, coded: Event) -> bool | None:
    """The spans of days meet, within the slack of the coder's precision, and the event's is not much the longer one."""
    if gold.days is None:
        return None
    if coded.days is None:
        return False
    precision = str(gold.time_precision or 1)
    (start, end), (first, last) = gold.days, coded.days
    gap = max((first - end).days, (start - last).days)
    longer = (last - first).days - (end - start).days
    return gap <= limits()["days"][precision] and longer <= limits()["longer"][precision]


def _place(gold: Event, coded: Event) -> bool | None:
    limit = limits()["km"].get(str(gold.geo_precision))
    if gold.point is None or limit is None:
        return None if gold.country is None else gold.country == coded.country
    return coded.point is not None and kilometres(*gold.point, *coded.point) <= limit


def _actors(gold: Event, coded: Event) -> tuple[bool | None, bool | None]:
    """Both sides; in mutual events in whichever order fits better, and a further party may stand for either."""
    straight = [_same(name, found) for name, found in zip(gold.actors, coded.actors, strict=True)]
    if event_class(gold.event_class).mutual and not all(straight):
        crossed = [_same(name, found) for name, found in zip(gold.actors, coded.actors[::-1], strict=True)]
        named = {_words(name) for name in (*gold.actors, *gold.names) if name} if gold.names else set()
        straight = max(straight, crossed, key=sum)
        straight = [one or _words(found) in named for one, found in zip(straight, coded.actors, strict=True)]
    first, second = (None if name is None else held for name, held in zip(gold.actors, straight, strict=True))
    return first, second


def _same(name: str | None, found: str | None) -> bool:
    """The same words, the same entry of the registry ("Houthi", "Houthis"), or the same acronym before a colon."""
    if not name or not found:
        return False
    one, other = _words(name), _words(found)
    entry = _registered().get(one)
    return (
        one == other
        or (entry is not None and entry == _registered().get(other))
        or _acronym(name) == _acronym(found) != ""
    )


def _words(name: str | None) -> str:
    return words_of(name, "acled") if name else ""


def _acronym(name: str) -> str:
    """The part before a colon: JNIM of "JNIM: Group for Support of Islam and Muslims"; empty where there is none."""
    short, colon, _ = name.partition(":")
    return short.strip() if colon else ""


@cache
def _registered() -> Mapping[str, str]:
    """The registry's groups and organisations by the words of each of their names that no other has."""
    found: dict[str, set[str]] = {}
    for entry in entries().values():
        if entry.kind not in STATE_KINDS | {"person"}:
            for form in (entry.name, *entry.name.split(": "), *entry.aliases):
                found.setdefault(_words(form), set()).add(entry.registry_id)
    return {words: next(iter(ids)) for words, ids in found.items() if len(ids) == 1}
