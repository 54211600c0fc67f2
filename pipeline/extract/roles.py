"""Roles of a trigger: the noun phrases that are actor 1, actor 2 and further parties, as spans with their heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.classes import event_class
from pipeline.extract.arguments import with_conjuncts

if TYPE_CHECKING:
    from pipeline.extract.frames import Hit
    from pipeline.extract.kinds import Kinds
    from pipeline.parse.sentence import Token

ACTOR = frozenset(
    "military armed police government civilian protester group person country demonym leader crowd mob prisoner leaders".split()
)
TARGET = ACTOR | {"facility", "settlement", "area", "place"}
INSTRUMENT = frozenset({"aircraft", "drone", "missile", "artillery", "ship", "vehicle", "warmachine"})
THING = frozenset({"event", "nature", "issue", "money", "bomb", "media"})
MUTUAL_NOUN = ("between", "among")
VERB_ROLE2 = ("object", "against", "on", "at", "with", "dative")
NOUN_ROLE2 = ("on", "against", "hit", "suffer", "with", "at", "into")


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """Head tokens of the parties of an event."""

    actor1: tuple[Token, ...]
    actor2: tuple[Token, ...]
    others: tuple[Token, ...]


def roles_of(hit: Hit, kinds: Kinds) -> Roles:
    """The parties of a trigger by its frame's role plan, else by the plan of its part of speech."""
    mutual = event_class(hit.frame.event_class).mutual
    first = _pick(hit, hit.frame.role1 if hit.frame.role1 is not None else _plan1(hit), kinds, ACTOR)
    second = _pick(hit, hit.frame.role2 if hit.frame.role2 is not None else _plan2(hit, mutual=mutual), kinds, TARGET)
    if mutual and not hit.is_verb and not any(hit.slots.get(s) for s in MUTUAL_NOUN):
        hit.slots.add("between", _strayed(hit))
    between = [t for slot in MUTUAL_NOUN for t in hit.slots.get(slot) if _fits(t, kinds, ACTOR)]
    if between and hit.frame.event_class not in {"airstrike"}:
        first, second = between[:1], between[1:] or [t for t in second if t not in between]
    second = [t for t in second if t not in first]
    if mutual and len(first) > 1 and not second:
        first, second = first[:1], first[1:]
    others = [*first[1:], *second[1:]]
    return Roles(tuple(first[:1]), tuple(second[:1]), tuple(others))


def _strayed(hit: Hit) -> list[Token]:
    """The parties of a \"between\" that the parser hung on a later word: \"talks in Doha over the weekend between A and B\"."""
    root = hit.head
    while root.head is not root:
        root = root.head
    later = [t for t in root.subtree() if t.lower == "between" and hit.head.i < t.i <= hit.head.i + 12]
    return [t for prep in later[:1] for p in prep.all("pobj") for t in with_conjuncts(p)]


def _plan1(hit: Hit) -> tuple[str, ...]:
    if hit.is_verb:
        return ("subject",)
    return ("subject", "of", "mods") if hit.frame.of_role == 1 else ("subject", "mods")


def _plan2(hit: Hit, *, mutual: bool) -> tuple[str, ...]:
    if hit.is_verb:
        return VERB_ROLE2 if mutual else tuple(s for s in VERB_ROLE2 if s != "with")
    return (*NOUN_ROLE2, "of") if hit.frame.of_role == 2 else NOUN_ROLE2


def _pick(hit: Hit, plan: tuple[str, ...], kinds: Kinds, wanted: frozenset[str]) -> list[Token]:
    """The fitting tokens of the first slot of the plan that has any."""
    for slot in plan:
        found = [t for t in _tokens(hit, slot, kinds) if _fits(t, kinds, wanted, modifier=slot == "mods")]
        if found:
            return found
    return []


def _tokens(hit: Hit, slot: str, kinds: Kinds) -> list[Token]:
    slots = hit.slots
    if slot == "owner":
        own = slots.get("object") or slots.get("subject")
        return [t for t in own if _has_owner(t, kinds)]
    if slot == "displaced":
        return [
            t for t in slots.get("subject") + slots.get("object") if kinds.kinds(t) & {"civilian", "crowd", "person"}
        ]
    if slot == "object_owner":
        return [
            c
            for t in slots.get("object")
            for c in t.children
            if c.dep in {"poss", "amod", "compound"} and kinds.modifier(c) & {"demonym", "country", "group", "place"}
        ]
    if slot == "object":
        return slots.get("object") + [t for t in slots.get("hit") if t not in slots.get("object")]
    if slot in {"in", "at", "near", "to", "from"}:
        return [t for t in slots.get(slot) if kinds.kinds(t) & ACTOR]
    return slots.get(slot)


def _has_owner(token: Token, kinds: Kinds) -> bool:
    if token.i in kinds.registry:
        return True
    return any(
        c.dep in {"poss", "amod", "compound", "nmod"} and kinds.modifier(c) & {"demonym", "country", "group"}
        for c in token.children
    )


def _fits(token: Token, kinds: Kinds, wanted: frozenset[str], *, modifier: bool = False) -> bool:
    if token.pos == "PRON":
        return token.lower not in {"it", "this", "that", "which", "what", "there", "one"} or token.lower in {
            "it",
            "which",
        }
    found = kinds.modifier(token) if modifier else kinds.kinds(token)
    if modifier:
        return bool(
            found & {"demonym", "country", "group", "armed", "military", "police"}
        ) and "settlement" not in found - {"country"}
    if token.pos == "PROPN" and found <= {"place", "settlement"} and found:
        return False  # a named place is where, not who
    if found & wanted:
        return not (found & THING and not found & ACTOR)
    return bool(found & INSTRUMENT) or (not found and token.pos == "PROPN")


def phrase(token: Token) -> tuple[int, int]:
    """The span of a noun phrase by its head: determiners, modifiers and a following \"of\" phrase, without clauses."""
    left = token
    for child in token.children:
        if child.i < token.i and child.dep in {
            "det",
            "amod",
            "compound",
            "poss",
            "nummod",
            "nmod",
            "quantmod",
            "predet",
        }:
            first = child.subtree()[0]
            left = first if first.i < left.i else left
    right = token
    for prep in token.all("prep"):
        if prep.i == right.i + 1 and prep.lower in {"of", "from", "to"}:
            inner = [t for p in prep.all("pobj") for t in _short(p)]
            right = max([right, *inner], key=lambda t: t.i)
    return left.start, right.end


def _short(token: Token) -> list[Token]:
    kept = [token]
    for child in token.children:
        if child.dep in {"det", "amod", "compound", "poss", "nummod", "nmod", "case"}:
            kept.extend(child.subtree())
        elif child.dep == "prep" and child.lower == "of":
            kept.extend(child.subtree())
    return kept
