"""Where an event's date and place are sought: what the parse ties to its trigger, then the rest of its clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue, noun_kinds_of
from pipeline.extract.slots import MODIFIERS, NOMINAL, VERBAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.extract.frames import Hit
    from pipeline.parse.sentence import Token

TIED = MODIFIERS | {"prep", "npadvmod", "advmod", "agent", "dative", "tmod", "obl", "poss", "nummod"}
OWN_CLAUSE = frozenset({"ccomp", "relcl", "advcl", "csubj", "parataxis"})


def near_spans(hit: Hit) -> list[dict[str, int]]:
    """Spans of the phrases that modify the trigger, its object, or the verb that carries a nominal trigger."""
    tied = [c for word in hit.words for c in word.children if c.dep in TIED]
    if hit.is_verb:
        tied += [prep for obj in hit.head.all("dobj", "nsubjpass") for prep in obj.all("prep")]
    else:
        tied += [c for verb in _carriers(hit.head) for c in verb.children if c.dep in TIED]
    return _spans(t for phrase in tied for t in _without_clauses(phrase))


def _carriers(noun: Token) -> list[Token]:
    """Verbs that tell a nominal event: "talks were held in Doha", "an attack carried out on Monday"."""
    found = [c for c in noun.children if c.dep in {"acl", "relcl"} and c.pos == "VERB"]
    top = noun
    while top.dep in {"conj", "pobj", "prep"} and top.head is not top and top.head.pos in NOMINAL | {"ADP"}:
        top = top.head
    light = cue("light", "agent", "hits", "happens", "patient") | cue("argument", "carries")
    return [*found, top.head] if top.head.pos in VERBAL and top.head.lemma in light else found


def _without_clauses(token: Token) -> list[Token]:
    kept = [token]
    for child in token.children:
        if child.dep not in OWN_CLAUSE and not (child.dep == "conj" and child.pos == "VERB"):
            kept.extend(_without_clauses(child))
    return kept


def clause_tokens(hit: Hit) -> list[Token]:
    """The tokens of the trigger's clause, in text order, without clauses inside it that have a subject of their own."""
    top = hit.head
    while top.pos not in VERBAL and top.head is not top:
        top = top.head
    while top.dep in {"xcomp", "acl", "pcomp"} and top.head.pos in VERBAL:
        top = top.head
    kept = _clause(top)
    if top.dep == "conj" and top.head.pos in VERBAL:
        # What is said of the first of two verbs holds for both: "On Monday rebels attacked the town and fled".
        shared = top.head.all("npadvmod", "prep", "advmod", "tmod")
        kept.extend(t for phrase in shared for t in _without_clauses(phrase))
    return sorted(set(kept), key=lambda t: t.i)


def _clause(token: Token) -> list[Token]:
    kept = [token]
    for child in token.children:
        foreign = child.dep in OWN_CLAUSE or (child.dep == "conj" and child.pos in VERBAL)
        if not foreign or (child.dep == "advcl" and child.child("nsubj") is None):
            kept.extend(_clause(child))
    return kept


def clause_spans(hit: Hit) -> list[dict[str, int]]:
    """Spans of the trigger's clause."""
    return _spans(clause_tokens(hit))


def _names_no_scene(token: Token) -> bool:
    """True for a place's name that says whose, or who, and not where: "US forces", "Iran's stance", "Moscow said".

    Before the noun of a place it says where all the same: "Homs province", "a Damascus suburb".
    """
    if token.entity[2:] not in {"GPE", "NORP", "LOC"}:
        return False
    if token.dep in MODIFIERS | {"poss"} and token.head.pos in NOMINAL | {"ADJ"}:
        places = noun_kinds_of("settlement", "area", "facility")
        return token.head.lemma not in places and token.head.entity[2:] not in {"GPE", "LOC", "FAC"}
    return token.dep == "nsubj"


def _spans(tokens: Iterable[Token]) -> list[dict[str, int]]:
    """Runs of neighbouring tokens as spans, without names that say no place."""
    kept = {t for t in tokens if not _names_no_scene(t)}
    spans: list[dict[str, int]] = []
    last = -2
    for token in sorted(kept, key=lambda t: t.i):
        if token.i == last + 1:
            spans[-1]["end"] = token.end
        else:
            spans.append({"start": token.start, "end": token.end})
        last = token.i
    return spans
