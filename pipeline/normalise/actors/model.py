"""The coded actor, ACLED's actor types, and what two types together are called."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

ActorType = Literal[
    "State forces",
    "Rebel group",
    "Political militia",
    "Identity militia",
    "Rioters",
    "Protesters",
    "Civilians",
    "External/Other forces",
]
Method = Literal[
    "registry",  # a name or alias of the registry
    "registry_acronym",  # an acronym of the registry
    "leader",  # a person in (or formerly in) office
    "country_noun",  # a country's name stands for its government or forces
    "capital_metonym",  # a capital stands for its government
    "demonym",  # people of a nationality
    "demonym_role",  # a role noun with a nationality in the phrase
    "community",  # an ethnic or religious community
    "role_noun",  # a role noun alone; its country is the first one in play
    "name_role",  # a name that the registry does not know, typed by a role noun or the last word of the name
    "unknown_name",  # a name that the registry does not know
]
ACLED_TYPES: tuple[ActorType, ...] = get_args(ActorType)
ARMED_TYPES: frozenset[ActorType] = frozenset({"Rebel group", "Political militia", "Identity militia"})
CROWD_TYPES: frozenset[ActorType] = frozenset({"Protesters", "Rioters"})
UNARMED_TYPES: frozenset[ActorType] = CROWD_TYPES | {"Civilians"}
STATE_TYPES: frozenset[ActorType] = frozenset({"State forces", "External/Other forces"})


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor: its canonical name in ACLED's manner, type, country, and how and how surely (0 to 1) it was found."""

    name: str
    acled_type: ActorType
    country_iso3: str | None
    assoc: tuple[str, ...] = ()
    method: Method = "unknown_name"
    confidence: float = 0.5
    registry_id: str | None = None
    is_generic: bool = False


def is_crowd(name: str, acled_type: str | None) -> bool:
    """True for a crowd by name, and for those whom ACLED types as one; an opposition is none, though so typed."""
    return acled_type in CROWD_TYPES and not name.startswith("Opposition")


def external(actor: Actor, event_country_iso3: str | None) -> Actor:
    """The actor as ACLED types it in that country: state forces of another country are External/Other forces."""
    abroad = actor.country_iso3 and event_country_iso3 and actor.country_iso3 != event_country_iso3
    if actor.acled_type == "State forces" and abroad:
        return replace(actor, acled_type="External/Other forces")
    return actor


def interaction(type1: ActorType, type2: ActorType | None) -> str:
    """The order-free name of a pair of types ("State forces-Rebel group"), "X only" without a second actor.

    The 44 names of ACLED's codebook: the type of lower number first, except External/Other forces-Civilians.
    """
    if type2 is None:
        return f"{type1} only"
    pair = sorted((type1, type2), key=ACLED_TYPES.index)
    if pair == ["Civilians", "External/Other forces"]:
        pair.reverse()
    return "-".join(pair)
