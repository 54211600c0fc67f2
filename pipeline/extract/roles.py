"""Roles of a trigger: the noun phrases that are actor 1, actor 2 and further parties, as spans with their heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.classes import event_class
from pipeline.event_lexicon import cue
from pipeline.extract.slots import AMOUNTS, MODIFIERS, RELATIVE_TAGS, inside, under_of

if TYPE_CHECKING:
    from pipeline.extract.frames import Hit
    from pipeline.extract.kinds import Kinds
    from pipeline.parse.sentence import Token

MUTUAL_NOUN = ("between", "among")
VERB_ROLE2 = ("object", "against", "on", "at", "with", "dative", "outside", "near")
NOUN_ROLE2 = ("on", "against", "at", "outside", "near", "hit", "suffer", "with", "into")
# Slots of where something happens: what stands there is a party only where it can act.
SCENE = frozenset({"in", "at", "near", "to", "from", "outside"})
TOWN = frozenset({"place", "settlement", "area", "toponym", "country", "facility"})
PLURAL = frozenset({"NNS", "NNPS"})
DETERMINERS = MODIFIERS | {"det", "poss", "nummod"}


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """Head tokens of the parties of an event."""

    actor1: tuple[Token, ...]
    actor2: tuple[Token, ...]
    others: tuple[Token, ...]


def roles_of(hit: Hit, kinds: Kinds) -> Roles:
    """The parties of a trigger by its frame's role plan, else by the plan of its part of speech."""
    mutual = event_class(hit.frame.event_class).mutual
    first, second = _planned(hit, kinds, mutual=mutual)
    if _suffers(first, second, hit, kinds):
        first, second = [], first
    if not second and hit.frame.event_class in cue("party", "addressed") and not (mutual and first[1:]):
        second = _addressed(hit, first, kinds)
    if event_class(hit.frame.event_class).violent:
        second = _harmed(hit, second, kinds)
    if mutual and first and not second and not hit.is_verb:
        # "Obama spoke at a NATO summit"
        second = [t for t in hit.slots.get("mods") if t not in (*first, *hit.words) and _names(t, kinds)]
    if not second and (mutual or hit.frame.event_class in cue("party", "together")):
        first, second = first[:1], first[1:]
    elif mutual and not first and second[1:] and set(second) <= set(hit.slots.get("with")):
        first, second = second[:1], second[1:]  # "an exercise involving Japan and the Philippines"
    return Roles(tuple(first[:1]), tuple(second[:1]), (*first[1:], *second[1:]))


def _planned(hit: Hit, kinds: Kinds, *, mutual: bool) -> tuple[list[Token], list[Token]]:
    """Who stands where the plan looks for both sides, or between whom the deed is; forces that nobody sends."""
    actor = cue("party", "actor")
    first = _pick(hit, hit.frame.role1 if hit.frame.role1 is not None else _plan1(hit), kinds, actor)
    plan2 = hit.frame.role2 if hit.frame.role2 is not None else _plan2(hit, mutual=mutual)
    second = _pick(hit, plan2, kinds, cue("party", "actor", "target"))
    between = [t for t in _between(hit, mutual=mutual) if _fits(t, kinds, actor)]
    if between and hit.is_verb and first:
        second = between  # "Qatar mediated between the government and the rebels"
    elif between and hit.frame.event_class not in cue("party", "one_sided"):
        first, second = between[:1], between[1:] or [t for t in second if t not in between]
    second = [t for t in second if t not in first]
    if mutual and first[1:] and hit.head.lemma in cue("party", "swapping"):
        first, second = first[:1], first[1:]
    if not first and hit.slots.passive and hit.frame.event_class in cue("party", "sent"):
        first = [t for t in hit.slots.get("object") + hit.slots.get("subject") if "military" in kinds.kinds(t)]
    return first, second


def _suffers(first: list[Token], second: list[Token], hit: Hit, kinds: Kinds) -> bool:
    """True where the owner of the deed is whom it was done to: "her abduction", "the judge's murder"."""
    if hit.is_verb or not first or second or hit.head.lemma not in cue("party", "suffered"):
        return False
    return first[0].dep == "poss" and not kinds.kinds(first[0]) & cue("party", "doers")


def _harmed(hit: Hit, second: list[Token], kinds: Kinds) -> list[Token]:
    """The other side of violence: those who came to harm, before the town that was hit: "shelled Wau, killing 20"."""
    apart = [t for t in second if not _is_town(kinds.kinds(t))]
    if any(_can_suffer(kinds.kinds(t)) for t in apart):
        return apart
    told = hit.slots.get("victims") or ([] if second else _victims_behind(hit))
    second = apart or second
    return [t for t in told if _fits(t, kinds, cue("party", "actor"))] or second


def _can_suffer(found: frozenset[str]) -> bool:
    """True for people, not for a checkpoint where people died."""
    return "facility" not in found or bool(found & {"person", "country", "demonym", "crowd", "armed"})


def _is_town(found: frozenset[str]) -> bool:
    """True for the kinds of a town or a region, a capital's included: it stands for its country as well."""
    return bool(found & {"settlement", "area"}) and found <= TOWN


def _victims_behind(hit: Hit) -> list[Token]:
    """Whom a deed was done to, where the parser hangs them on who did it: "the killing by police of 45 Albanians"."""
    if hit.is_verb or hit.frame.of_role != 2:
        return []
    return [t for by in hit.head.all("prep") if by.lower == "by" for doer in by.all("pobj") for t in under_of(doer)]


def _addressed(hit: Hit, first: list[Token], kinds: Kinds) -> list[Token]:
    """The other side named in what is asked, offered or refused: "demanded that Washington lift the ban"."""
    verb = hit.head if hit.is_verb else next(iter(hit.slots.get("verb")), hit.head)
    own = {t for party in first for t in party.subtree()}
    elsewhere = [c for c in verb.all("advcl") if any(t.lower in cue("scope", "other_time") for t in c.children)]
    own |= {t for clause in elsewhere for t in clause.subtree()}  # "after his group had published it"
    below = [t for t in verb.subtree() if t.i > hit.head.i and t not in own and t.pos in {"NOUN", "PROPN", "ADJ"}]
    found = [t for t in below if (_names(t, kinds) if t.dep in MODIFIERS | {"poss"} else _addressee(t, kinds))]
    return found[:1]


def _addressee(token: Token, kinds: Kinds) -> bool:
    own = kinds.kinds(token)
    return token.entity[2:] not in AMOUNTS and bool(own & cue("party", "addressee"))


def _between(hit: Hit, *, mutual: bool) -> list[Token]:
    """The parties of "between" and "among".

    The parser may hang them on a later word: "talks in Doha over the weekend between A and B".
    """
    found = [t for slot in MUTUAL_NOUN for t in hit.slots.get(slot)]
    if found or hit.is_verb or not mutual:
        return found
    root = [hit.head, *hit.head.ancestors()][-1]
    later = [t for t in root.subtree() if t.lower == "between" and hit.head.i < t.i <= hit.head.i + 12]
    return [t for prep in later[:1] for t in inside(prep)]


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
        tokens = [user for t in _tokens(hit, slot, kinds) for user in _users(t, kinds)]
        found = [t for t in tokens if (_names(t, kinds) if slot == "mods" else _fits(t, kinds, wanted))]
        if hit.frame.event_class in cue("party", "moving"):
            found = [t for t in found if t.dep in {"nsubj", "nsubjpass"} or "toponym" not in kinds.kinds(t)]
        if found:
            return found
    return []


def _tokens(hit: Hit, slot: str, kinds: Kinds) -> list[Token]:
    """The tokens of a slot of a role plan: those of the trigger, or what they own or belong to."""
    objects, subjects = hit.slots.get("object"), hit.slots.get("subject")
    if slot == "owner":
        return [t for t in objects or subjects if _has_owner(t, kinds)]
    if slot == "displaced":
        return [t for t in subjects + objects if kinds.kinds(t) & {"civilian", "crowd", "person"}]
    if slot == "object_owner":
        owners = [c for t in objects for c in t.children if c.dep in {"poss", "amod", "compound"}]
        return [c for c in owners if kinds.modifier(c) & (cue("party", "owner") | {"place"})]
    if slot == "object":
        return objects + [t for t in hit.slots.get("hit") if t not in objects]
    return _fillers(hit, slot, kinds)


def _fillers(hit: Hit, slot: str, kinds: Kinds) -> list[Token]:
    """What stands in a slot by a preposition's name, in those of a scene only who can act; or before the trigger."""
    found = hit.slots.get(slot) or _behind_deed(hit, slot)
    if slot in SCENE:
        # "an attack at the camp" tells where, "at the American embassy" whom it hits as well
        return [t for t in found if kinds.kinds(t) & cue("party", "actor") or _is_owned_facility(t, kinds)]
    if slot == "mods":  # not "military exercises", and not "UN-sponsored talks", nor "the US shooting"
        return [t for t in found if t not in hit.words and not _only_hosts(t, hit) and not _is_scene(t, hit, kinds)]
    return found


def _behind_deed(hit: Hit, slot: str) -> list[Token]:
    """What hangs on the deed that somebody came under: "came under attack from rebels", "drew fire from them"."""
    deeds = hit.slots.get("under") + (hit.slots.get("object") if hit.is_verb else [])
    return [t for deed in deeds for prep in deed.all("prep") if prep.lower == slot == "from" for t in inside(prep)]


def _only_hosts(token: Token, hit: Hit) -> bool:
    """True for the UN in "UN-sponsored talks"."""
    return any(t.lower in cue("party", "hosted") and 0 < t.i - token.i <= 2 for t in (token.head, *hit.head.children))


def _is_scene(token: Token, hit: Hit, kinds: Kinds) -> bool:
    """True for a country's name before a word for bloodshed that is named by where it was: "the US shooting"."""
    return hit.head.lemma in cue("party", "scenes") and {"country", "place"} <= kinds.kinds(token)


def _is_owned_facility(token: Token, kinds: Kinds) -> bool:
    found = kinds.kinds(token)
    return "facility" in found and "settlement" not in found and _has_owner(token, kinds)


def _has_owner(token: Token, kinds: Kinds) -> bool:
    owners = [c for c in token.children if c.dep in MODIFIERS | {"poss"}]
    return token.i in kinds.registry or any(kinds.modifier(c) & cue("party", "owner") for c in owners)


def _users(token: Token, kinds: Kinds) -> list[Token]:
    """Who uses a weapon or holds a place where the text says so, else the token itself.

    "Mortars fired by rebels" gives the rebels, "areas controlled by the army" the army.
    """
    found, clauses = kinds.kinds(token), token.all("acl")
    aboard = [t for c in clauses if c.lemma in cue("argument", "aboard") for t in c.all("dobj")]
    if riders := [t for t in aboard if kinds.kinds(t) & cue("party", "actor")]:
        return riders  # "a lorry carrying soldiers"
    if not found & cue("party", "instrument"):
        # "positions near the border controlled by rebels": the parser may hang the clause on the border
        near = [c for prep in token.all("prep") for place in prep.all("pobj") for c in place.all("acl")]
        held = [c for c in (*clauses, *near) if c.lemma in cue("argument", "held_by")]
        clauses = held if found & cue("party", "target") else []
    agents = [agent for clause in clauses for agent in clause.all("agent")]
    users = [user for agent in agents for user in inside(agent)]
    return users or (_launchers(token) if found & cue("party", "instrument") else []) or [token]


def _launchers(weapon: Token) -> list[Token]:
    """Who fires it in a relative clause: "a missile that the Houthis launched", "shells that were fired by rebels"."""
    fired = [c for c in weapon.all("relcl") if c.lemma in cue("argument", "fires")]
    doers = [t for c in fired for t in c.all("nsubj") if t.tag not in RELATIVE_TAGS]
    return doers or [t for c in fired for agent in c.all("agent") for t in inside(agent)]


def _names(modifier: Token, kinds: Kinds) -> bool:
    """True where a modifier names a party: "Russian strikes", "police raid"; a town's name says where."""
    found = kinds.modifier(modifier)
    if modifier.pos == "PRON":
        return False
    return bool(found & cue("party", "modifier")) and "settlement" not in found


def _fits(token: Token, kinds: Kinds, wanted: frozenset[str]) -> bool:
    """True where a noun phrase can be a party of one of the kinds."""
    if token.pos == "PRON":
        return token.lower not in cue("pronoun", "nobody") and not token.lower.endswith(("self", "selves"))
    found = kinds.kinds(token)
    if token.entity[2:] in AMOUNTS and not found & wanted:
        return False
    if token.pos == "PROPN" and found and found <= {"place", "settlement"}:
        return False  # a named place is where, not who
    if found & wanted:
        return not found & cue("party", "thing") or bool(found & cue("party", "actor"))
    if found & cue("party", "munition") and "military" not in found and not _is_told(token, kinds):
        return False  # "shells hit the town": nobody's
    return bool(found & cue("party", "instrument")) or (not found and token.pos == "PROPN")


def _is_told(token: Token, kinds: Kinds) -> bool:
    """True where the text says whose a thing is, "army rockets", "rockets of the rebels", not "Grad rockets"."""
    owners = [kinds.modifier(c) for c in token.children if c.dep in MODIFIERS]
    if any(owner & cue("party", "modifier") and not owner & cue("party", "munition") for owner in owners):
        return True
    return any(c.dep in {"poss", "prep"} or (c.dep == "acl" and c.child("agent")) for c in token.children)


def phrase(token: Token) -> tuple[int, int]:
    """The span of a noun phrase by its head: determiners, modifiers and a following "of" phrase, without clauses."""
    before = [c for c in token.children if c.i < token.i and c.dep in DETERMINERS | {"quantmod", "predet"}]
    left = min([token, *(c.subtree()[0] for c in before)], key=lambda t: t.i)
    right = token
    for prep in token.all("prep"):
        if prep.i == right.i + 1 and prep.lower in {"of", "from", "to"}:
            right = max([right, *(t for obj in prep.all("pobj") for t in _short(obj))], key=lambda t: t.i)
            if token.tag in PLURAL:  # "the presidents of Kenya and Uganda"
                right = max([right, *(t for t in inside(prep) if t.pos == "PROPN")], key=lambda t: t.i)
    return left.start, right.end


def _short(token: Token) -> list[Token]:
    """The tokens of a noun phrase inside another, without clauses and conjuncts."""
    kept = [token]
    for child in token.children:
        if child.dep in DETERMINERS | {"case"} or (child.dep == "prep" and child.lower == "of"):
            kept.extend(child.subtree())
    return kept
