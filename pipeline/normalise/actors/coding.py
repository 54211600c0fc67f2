"""Actors made of what a phrase turned out to mean: a registry entry, a person, a community, a role of a state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.normalise.actors import registry
from pipeline.normalise.actors.countries import State, countries
from pipeline.normalise.actors.model import Actor, Method
from pipeline.normalise.actors.naming import kinds, role_name
from pipeline.normalise.actors.registry import STATE_KINDS, Alias, Entry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

# What the side of an event makes of people without arms, and of a state's name.
HINTED_PEOPLE = {"protester": "protester", "rioter": "rioter", "armed": "armed"}
HINTED_STATE = {
    "armed": "military",
    "military": "military",
    "police": "police",
    "protester": "protester",
    "rioter": "rioter",
}
ARMED_KINDS = frozenset(
    {"military", "rebel", "separatist", "armed", "militia", "pro-government militia", "communal", "vigilante", "gang"}
)
PEOPLE_KINDS = frozenset({"civilian", "protester", "rioter"})
# Kinds that a more telling noun before a yielding head may give ("rebel commander", "police unit", "student leader").
TELLING = ARMED_KINDS | PEOPLE_KINDS | {"police", "mutiny", "opposition", "coalition", "peacekeeper", "perpetrator"}


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the phrase: countries in play (ISO3), day and side of the event, names with years or not."""

    countries: tuple[str, ...] = ()
    on: date | None = None
    hint: str | None = None
    years: bool = True

    def state(self) -> State | None:
        """The state of the first country in play."""
        return state_of(self.countries[0]) if self.countries else None


def context_of(in_play: Sequence[str], on: date | None, hint: str | None, *, years: bool) -> Context:
    """A Context with the countries that countries.csv knows."""
    return Context(tuple(iso3 for iso3 in in_play if iso3 in countries()), on, hint, years)


def entry_actor(alias: Alias, context: Context, *, former: bool = False) -> Actor:
    """An entry of the registry as an actor: state bodies under their state's name, people as what they serve."""
    entry = alias.entry
    if entry.kind == "person":
        return person_actor(entry, context, former=former)
    if entry.kind == "community":
        return community_actor(entry, context, "civilian")
    method: Method = "registry_acronym" if alias.is_acronym else "registry"
    name = entry.name
    if entry.kind in STATE_KINDS and entry.country:
        base = role_name(entry.kind, state_of(entry.country), on=context.on, years=context.years)
        name = f"{base} {entry.name}" if entry.name else base
    confidence = 0.9 if alias.is_acronym else 0.95
    return Actor(name, entry.acled_type, entry.country, (), method, confidence, entry.registry_id)


def state_of(iso3: str) -> State:
    """The state of an ISO3 code."""
    return State(countries()[iso3].name, iso3)


def iso3_of(state: State | None) -> str | None:
    """The code of a state."""
    return state.iso3 if state else None


def person_actor(entry: Entry, context: Context, *, former: bool = False) -> Actor:
    """What a person serves on the day, else the person under the own name."""
    serving = [term for term in entry.terms if context.on is None or term.since <= context.on <= term.until]
    if not serving or former:
        return Actor(entry.name, "Civilians", entry.country, (), "leader", 0.7, entry.registry_id)
    term = max(serving, key=lambda term: term.since)
    served = registry.entries().get(term.of)
    if served:
        return replace(entry_actor(Alias(served, is_acronym=False), context), method="leader", confidence=0.85)
    kind = "military" if term.office == "commander" else "government"
    name = role_name(kind, state_of(term.of), on=context.on, years=context.years)
    return Actor(name, "State forces", term.of, (), "leader", 0.95, entry.registry_id)


def community_actor(entry: Entry, context: Context, kind: str, state: State | None = None) -> Actor:
    """Members of a community: civilians, or its militia when they bear arms."""
    at_home = [iso3 for iso3 in context.countries if iso3 in entry.homes]
    where_from = at_home or (entry.homes if len(entry.homes) == 1 else context.countries)
    state = state or (state_of(where_from[0]) if where_from else None)
    where = f" ({state.name})" if state else ""
    group = f"{entry.name}{where}"
    if kind in ARMED_KINDS or (kind in PEOPLE_KINDS and context.hint in {"armed", "military"}):
        name = entry.name.removesuffix(" Group") + f" Militia{where}"
        return Actor(
            name,
            "Identity militia",
            iso3_of(state),
            (group,),
            "community",
            0.75,
            entry.registry_id,
            is_generic=True,
        )
    kind = hinted(kind, context) if kind in PEOPLE_KINDS else "civilian"
    name = role_name(kind, state, on=context.on)
    return Actor(
        name,
        kinds()[kind].acled_type,
        iso3_of(state),
        (group,),
        "community",
        0.8,
        entry.registry_id,
        is_generic=True,
    )


def hinted(kind: str, context: Context) -> str:
    """The kind of unarmed people on that side of an event."""
    return HINTED_PEOPLE.get(context.hint or "", kind) if kind == "civilian" else kind


def role_actor(
    kind: str, state: State | None, context: Context, method: Method, confidence: float, assoc: str = ""
) -> Actor:
    """A role of a state as an actor."""
    where = f" ({state.name})" if state else ""
    return Actor(
        name=role_name(kind, state, on=context.on, years=context.years),
        acled_type=kinds()[kind].acled_type,
        country_iso3=iso3_of(state),
        assoc=(f"{assoc}{where}",) if assoc else (),
        method=method,
        confidence=confidence,
        is_generic=not kinds()[kind].is_state or state is None,
    )
