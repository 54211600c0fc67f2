"""Who stands where around a noun that tells an event: its modifiers and prepositions, and what its verb adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue
from pipeline.extract.arguments import is_passive, objects_of, own_subjects, verb_slots
from pipeline.extract.slots import MODIFIERS, NOMINAL, VERBAL, Slots, add_preps, antecedent, inside, with_conjuncts

if TYPE_CHECKING:
    from pipeline.parse.sentence import Token

OBJECT_LIKE = frozenset({"dobj", "nsubjpass", "attr", "oprd"})
# Prepositions that pass what the verb says on to the noun below it: "killed in an ambush", "came under attack".
LINKS = frozenset({"in", "by", "during", "under", "with", "from", "to", "for", "into", "after", "as"})
# Prepositions that the parser hangs on the noun of another: "arrests of men by police", "a raid by troops on a camp".
STRAYS = {"of": {"by", "to"}, "by": {"on", "against"}}
SCENE = ("in", "near", "at")


def noun_slots(noun: Token) -> Slots:
    """The slots of a nominal trigger, with its light verb's subject and the object of the verb that it does."""
    slots = Slots()
    slots.add("mods", _modifiers(noun))
    owner = noun.child("poss")
    if owner is not None:
        owners = _whose(owner) if owner.tag == "WP$" else with_conjuncts(owner)
        slots.add("poss", owners)
        slots.add("subject", owners)
    add_preps(slots, noun)
    for slot, strays in STRAYS.items():
        for inner in slots.get(slot):
            for prep in inner.all("prep", "agent"):
                slots.add(prep.lower, inside(prep) if prep.lower in strays else [])
    slots.add("subject", slots.get("by"))
    for clause in noun.all("acl", "relcl"):
        _add_clause(slots, noun, clause)
    _add_verb_above(slots, noun)
    return slots


def _whose(owner: Token) -> list[Token]:
    """Whom "whose" stands for: "Annan, whose trip to Baghdad ended the crisis"."""
    clause = next((t for t in owner.ancestors() if t.dep == "relcl"), None)
    return antecedent(clause) if clause is not None else []


def _modifiers(noun: Token) -> list[Token]:
    """Compounds and adjectives before the noun, those of its compounds included ("Russian air strike")."""
    found: list[Token] = []
    doers: list[Token] = []
    for child in noun.children:
        if child.dep in MODIFIERS | {"nummod"} and child.i < noun.i:
            found.extend(_modifiers(child))
            found.append(child)
            found.extend(c for c in child.conjuncts() if c.i < noun.i)
            doers.extend(child.all("npadvmod") if child.lower in cue("argument", "done") else ())
    return found + doers  # "Saudi-led coalition raids": the coalition's


def _add_clause(slots: Slots, noun: Token, clause: Token) -> None:
    """Add what a clause says: "an attack carried out by X", "a raid that killed Y", "drills involving X and Y"."""
    if is_passive(clause) or clause.tag == "VBN":
        inner = Slots()
        add_preps(inner, clause)
        slots.add("subject", inner.get("by"))
        slots.take(inner, "on", "against", "at", "in", "near", "with", "between")
        return
    objects = objects_of(clause)
    if clause.lemma in cue("argument", "involves"):
        slots.add("with", objects)
    elif clause.lemma in cue("light", "hits"):
        slots.add("hit", objects)
    if clause.lemma in cue("light", "agent"):
        slots.add("subject", [t for t in own_subjects(clause) if t is not noun])


def _add_verb_above(slots: Slots, noun: Token) -> None:
    """Add what the verb says that the noun hangs on: a light verb its subject, a hitting verb its object."""
    top = noun
    while top.dep == "conj" and top.head.pos in NOMINAL:
        top = top.head
    via, head = top.dep, top.head
    if top.dep == "pobj" and head.head is not head:
        via, head = head.lower, head.head
        if via == "for" and head.lemma in cue("argument", "owned") and head.dep == "dobj":
            slots.add("subject", verb_slots(head.head).get("subject"))
            return
        if via == "for" and head.dep == "dobj" and head.head.lemma in cue("argument", "blamed_for"):
            slots.add("subject", [head])
            return
        if head.pos in NOMINAL and head.lemma in cue("argument", "partitive"):
            add_preps(slots, head)
            slots.add("subject", slots.get("by"))
            _add_verb_above(slots, head)
            return
    if head.pos in VERBAL and head is not noun:
        slots.add("verb", [head])
        _share(slots, head, via)


def _share(slots: Slots, head: Token, via: str) -> None:
    """Add the verb's arguments that are the noun's as well, by how the noun hangs on the verb."""
    verb = verb_slots(head)
    if via in OBJECT_LIKE:
        _share_with_object(slots, verb, head)
    elif via == "nsubj":
        if head.lemma in cue("light", "hits"):
            slots.add("hit", verb.get("object"))
        elif head.lemma in cue("argument", "involves"):
            slots.add("with", verb.get("object"))
        slots.take(verb, *SCENE, "between", "with", "on", "against", "by", "along", "around", "outside")
    elif via in LINKS:
        _share_with_prep(slots, verb, head, via)
    elif via == "on" and head.lemma in cue("argument", "is_on"):
        slots.add("subject", verb.get("subject"))  # "miners are on strike"


def _share_with_object(slots: Slots, verb: Slots, head: Token) -> None:
    if head.lemma in cue("light", "agent"):
        slots.take(verb, "subject", "on", "against", "with", *SCENE, "between", "into", "over")
    elif head.lemma in cue("light", "patient"):
        slots.add("suffer", verb.get("subject"))
        slots.take(verb, *SCENE)


def _share_with_prep(slots: Slots, verb: Slots, head: Token, via: str) -> None:
    """Add the parties of "killed in an ambush", "came under attack", "took part in drills", "met for talks"."""
    parties = verb.get("subject") or verb.get("object")
    if via == "under":
        slots.add("suffer", verb.get("object") or parties)
    elif via == "from" and head.lemma in {"suffer", "flee"}:
        slots.add("suffer", parties)
    elif head.lemma == "lose" and via in {"in", "to", "during"}:
        slots.add("hit", verb.get("subject"))  # "lost their lives in the explosion"
    elif head.lemma in cue("argument", "harmed_in"):
        slots.add("hit", verb.get("object") or (verb.get("subject") if via in {"in", "from", "during"} else []))
        if via in {"in", "with"} and verb.get("object") and not verb.passive:
            slots.add("subject", verb.get("subject"))
    elif head.lemma in cue("argument", "blamed_for"):
        slots.add("subject", verb.get("object"))
    elif head.lemma in cue("argument", "joined_in"):
        slots.add("subject", parties)
        slots.take(verb, "with")
    slots.take(verb, *(prep for prep in (*SCENE, "on", "outside", "along") if prep != via))
