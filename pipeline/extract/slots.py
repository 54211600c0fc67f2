"""Slots: the arguments of a trigger by name, and how prepositional phrases fill them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.parse.sentence import Token

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
PRESENT = frozenset({"VBZ", "VBP"})
RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})
# Particles on which the parser hangs what belongs to their verb.
PARTICLES = frozenset({"away", "out", "back", "down", "off", "aside", "over", "up"})
# Prepositions behind which a name says where, not who.
LOCATIVE = frozenset({"in", "at", "near", "outside", "around"})
# Labels of the words before a noun that say which one it is.
MODIFIERS = frozenset({"amod", "compound", "nmod"})
# The model's labels of entities: places, what says when, and all that is counted out and so is nobody.
PLACES = frozenset({"GPE", "LOC", "FAC"})
CALENDAR = frozenset({"DATE", "TIME"})
AMOUNTS = CALENDAR | {"MONEY", "PERCENT"}


@dataclass(slots=True, eq=False)
class Slots:
    """The arguments of one trigger by slot name: head tokens of noun phrases. A preposition's own word is its slot."""

    found: dict[str, list[Token]] = field(default_factory=dict)
    passive: bool = False

    def add(self, slot: str, tokens: Iterable[Token]) -> None:
        """Append tokens to a slot, each once."""
        have = self.found.setdefault(slot, [])
        have.extend(t for t in tokens if t not in have)

    def get(self, slot: str) -> list[Token]:
        """The tokens of a slot; empty where nothing stands there."""
        return self.found.get(slot, [])

    def take(self, other: Slots, *names: str) -> None:
        """Append what another trigger has in these slots."""
        for name in names:
            self.add(name, other.get(name))


def with_conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated under it."""
    return [token, *(c for c in token.conjuncts() if c.pos not in VERBAL)]


def under_of(noun: Token) -> list[Token]:
    """What stands under a noun's "of": "a number of barracks"."""
    return [t for prep in noun.all("prep") if prep.lower == "of" for t in prep.all("pobj")]


def inside(prep: Token) -> list[Token]:
    """The noun phrases of a preposition, with their conjuncts."""
    return [t for obj in prep.all("pobj") for t in with_conjuncts(obj)]


def antecedent(verb: Token) -> list[Token]:
    """The noun that a relative clause or a participle belongs to."""
    head = verb.head
    return [head] if head is not verb and head.pos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"} else []


def add_preps(slots: Slots, head: Token) -> None:
    """Fill the slots of all prepositions that hang on a word, or on its particle ("walked away from talks")."""
    for prep in head.all("prep", "agent"):
        add_prep(slots, prep)
    for particle in head.all("advmod", "prt"):
        for prep in particle.all("prep") if particle.lower in PARTICLES else ():
            add_prep(slots, prep)


def add_prep(slots: Slots, prep: Token) -> None:
    """Fill the slot of one preposition, and of those coordinated or stacked under it ("from across the border")."""
    if prep.lower == "according":
        return  # who says it
    gerunds = [subject for verb in prep.all("pcomp") for subject in verb.all("nsubj")]
    for obj in gerunds or prep.all("pobj", "pcomp"):  # "a pact with Vanuatu covering disaster relief"
        relative = obj.tag in RELATIVE_TAGS and prep.head.dep == "relcl"
        slots.add(prep.lower, antecedent(prep.head) if relative else with_conjuncts(obj))
    for inner in prep.all("prep"):
        add_prep(slots, inner)
        slots.add(prep.lower, inside(inner))
    for conj in prep.all("conj"):
        if conj.pos in {"ADP", "SCONJ"}:
            add_prep(slots, conj)
