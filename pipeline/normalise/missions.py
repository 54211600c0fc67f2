"""Peacekeepers by the name of their mission: the one that an article names, or that was in the country on the day."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.normalise.actors.countries import countries
from pipeline.normalise.actors.registry import Entry, entries, named

if TYPE_CHECKING:
    from datetime import date

PEACEKEEPERS = "Peacekeepers"  # those of no mission, as lexicons/actors/kinds.csv names them
BODIES = ("united-nations", "african-union", "economic-community-of-west-african-states")
# Whose troops are called peacekeepers where nobody else sees any.
OWN_PEACE = frozenset({"RUS"})


def mission(text: str, country: str | None, on: date | None) -> Entry | None:
    """The mission whose peacekeepers an article means, else the body of states that sends them; None for neither.

    A mission by name comes first, then the one that has the country (ISO3) in its name and was there on the day.
    """
    told = [entry for _, entry in named(text)]
    missions = [entry for entry in told if entry.kind == "mission" and entry.active(on)]
    if missions:
        return max(dict.fromkeys(missions), key=missions.count)
    there = [entry for entry in _by_country().get(country or "", ()) if entry.active(on)]
    if there:
        return there[0]
    return next((entries()[body] for body in BODIES if entries()[body] in told), None)


@cache
def _by_country() -> dict[str, list[Entry]]:
    """Missions by the countries that they are at home in, or have in their names; of "South Sudan" not under Sudan."""
    found: dict[str, list[Entry]] = {}
    for entry in entries().values():
        if entry.kind == "mission":
            for iso3 in dict.fromkeys([*entry.homes, *_countries_in(entry.name)]):
                found.setdefault(iso3, []).append(entry)
    return found


def _countries_in(name: str) -> list[str]:
    states = [(term, c.iso3) for c in countries().values() for term in (c.name, *c.names) if _holds(name, term)]
    return [iso3 for term, iso3 in states if not any(term != other and _holds(other, term) for other, _ in states)]


def _holds(name: str, term: str) -> bool:
    return re.search(rf"\b{re.escape(term)}\b", name) is not None
