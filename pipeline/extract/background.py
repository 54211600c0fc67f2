"""Which triggers only say what an event is told against: the war that it is part of, the demand that it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.classes import event_class
from pipeline.event_lexicon import cue
from pipeline.extract.slots import CALENDAR, MODIFIERS, NOMINAL, RELATIVE_TAGS, VERBAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.extract.frames import Hit
    from pipeline.parse.sentence import Token

# Words between a background and the trigger that it stands behind.
FAR = 4
EXACT = frozenset({"yesterday", "today", "last", "this"})  # "the worst fighting in decades" has no day of its own


def in_front(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those that are the background of another one in the sentence."""
    ended = {word for hit in hits if hit.frame.event_class in cue("background", "truces") for word in hit.words}
    told = [hit for hit in hits if not (_is_setting(hit) or _is_aside(hit) or _is_ended(hit, ended))]
    heads = {hit.head for hit in told}
    front = [hit for hit in hits if (hit in told or not told) and not _serves(hit, hits, heads)]
    # "The army took the town after the rebels withdrew" is one happening, and not two.
    if any(hit.frame.event_class in cue("background", "transfers") for hit in front):
        front = [hit for hit in front if hit.frame.event_class not in cue("background", "departures")]
    return front


def _is_setting(hit: Hit) -> bool:
    """True for "amid clashes", "to end the war", "at the talks": a violence that lasts, a table, with no own day."""
    noun = hit.head
    above = noun.head
    if not hit.is_verb and noun.lemma in cue("background", "tables"):
        set_at = noun.dep == "pobj" and above.lower in cue("background", "table_preps")
        return set_at and above.head.lemma not in cue("argument", "joined_in") and not _is_told_exactly(noun)
    if hit.is_verb or noun.lemma not in cue("background", "nouns"):
        return False
    if noun.dep == "pobj" and above.lower in {*cue("background", "meanwhile"), "without"}:
        return True
    if _is_told_exactly(noun):
        return False
    if noun.dep == "pobj":
        return above.lower in cue("background", "preps")
    return noun.dep in {"dobj", "nsubjpass"} and above.lemma in cue("background", "ends")


def _is_ended(hit: Hit, truces: set[Token]) -> bool:
    """True for the violence that a truce is said to end: "a halt to attacks", "agreed to stop shooting"."""
    above = hit.head.head
    if hit.head.dep == "pobj" and above.lower in cue("background", "truce_preps"):
        return above.head in truces
    return hit.head.dep in {"dobj", "xcomp", "nsubjpass"} and above in truces and above is not hit.head


def _is_aside(hit: Hit) -> bool:
    """True for what says no more than which thing is meant: "papers sought by the court", "as demanded by mayors"."""
    verb = hit.head
    if not hit.is_verb or not event_class(hit.frame.event_class).speech:
        return False
    if verb.tag == "VBN" and verb.child("auxpass") is None and verb.child("aux") is None:
        return verb.dep == "acl" or (verb.dep == "advcl" and any(m.lower == "as" for m in verb.all("mark")))
    subject = verb.child("nsubj", "nsubjpass")
    return verb.dep == "relcl" and subject is not None and subject.tag not in RELATIVE_TAGS


def _is_told_exactly(noun: Token) -> bool:
    """True where the noun has its own day, or parties by "between"."""
    below = noun.subtree()
    dated = (t.entity[2:] in CALENDAR and (t.pos in {"PROPN", "NUM"} or t.lower in EXACT) for t in below)
    return any(dated) or any(t.lower == "between" for t in below)


def _serves(hit: Hit, hits: Sequence[Hit], heads: set[Token]) -> bool:
    """True for a demand that a protest makes, or a word of speech that another one answers ("rejected an appeal")."""
    if not event_class(hit.frame.event_class).speech:
        return False
    for steps, above in enumerate(hit.head.ancestors()):
        if steps >= FAR:
            return False
        held = [above, *above.all("dobj", "nsubjpass")]  # "held a rally to demand"
        other = next((h for t in held for h in hits if h.head is t and t in heads and t is not hit.head), None)
        if other is not None:
            protest = other.frame.event_class in cue("background", "protests")
            return protest or (not hit.is_verb and event_class(other.frame.event_class).speech)
        if above.pos in VERBAL and hit.head.pos in NOMINAL and above.dep not in {"xcomp", "advcl", *MODIFIERS}:
            return False
    return False
