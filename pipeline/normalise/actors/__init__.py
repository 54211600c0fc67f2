"""Actors of events: from noun phrases to names, types and countries in ACLED's manner."""

from pipeline.normalise.actors.agents import is_actor_noun
from pipeline.normalise.actors.model import ACLED_TYPES, Actor, ActorType, Method, external, interaction
from pipeline.normalise.actors.registry import mentions
from pipeline.normalise.actors.resolve import resolve, resolve_all

__all__ = [
    "ACLED_TYPES",
    "Actor",
    "ActorType",
    "Method",
    "external",
    "interaction",
    "is_actor_noun",
    "mentions",
    "resolve",
    "resolve_all",
]
