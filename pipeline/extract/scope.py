"""Where an event's date and place are sought: what the parse ties to its trigger, then the rest of its clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue, noun_kinds_of

if TYPE_CHECKING:
    from pipeline.extract.frames import Hit
    from pipeline.parse.sentence import Token

TIED = frozenset(
    {"prep", "npadvmod", "advmod", "agent", "dative", "tmod", "obl", "nmod", "amod", "compound", "poss", "nummod"}
)
OWN_CLAUSE = frozenset({"ccomp", "relcl", "advcl", "csubj", "parataxis"})


def near_spans(hit: Hit) -> list[dict[str, int]]:
    """Spans of the phrases that modify the trigger, or the verb that carries a nominal trigger."""
    tokens: set[Token] = set()
    for word in hit.words:
        for child in word.children:
            if child.dep in TIED:
                tokens.update(_without_clauses(child))
    if hit.is_verb:
        for obj in hit.head.all("dobj", "nsubjpass"):
            for prep in obj.all("prep"):
                tokens.update(_without_clauses(prep))
    else:
        for verb in _carriers(hit.head):
            for child in verb.children:
                if child.dep in TIED:
                    tokens.update(_without_clauses(child))
    return _spans(tokens)


def _carriers(noun: Token) -> list[Token]:
    """Verbs that tell a nominal event: \"talks were held in Doha\", \"an attack carried out on Monday\"."""
    found = [c for c in noun.children if c.dep in {"acl", "relcl"} and c.pos == "VERB"]
    top = noun
    while top.dep in {"conj", "pobj", "prep"} and top.head is not top and top.head.pos in {"NOUN", "PROPN", "ADP"}:
        top = top.head
    head = top.head
    fitting = (
        cue("light", "agent")
        | cue("light", "hits")
        | cue("light", "happens")
        | cue("light", "patient")
        | {"die", "kill"}
    )
    if head.pos in {"VERB", "AUX"} and (
        head.lemma in fitting or top.dep in {"nsubj", "nsubjpass", "dobj"} and head.lemma in fitting
    ):
        found.append(head)
    return found


def _without_clauses(token: Token) -> list[Token]:
    kept = [token]
    for child in token.children:
        if child.dep not in OWN_CLAUSE and not (child.dep == "conj" and child.pos == "VERB"):
            kept.extend(_without_clauses(child))
    return kept


def clause_tokens(hit: Hit) -> list[Token]:
    """The tokens of the trigger's clause, without clauses inside it that have a subject of their own."""
    top = hit.head
    while top.pos not in {"VERB", "AUX"} and top.head is not top:
        top = top.head
    while top.dep in {"xcomp", "acl", "pcomp"} and top.head.pos in {"VERB", "AUX"}:
        top = top.head
    kept = _clause(top)
    if top.dep == "conj" and top.head.pos in {"VERB", "AUX"}:
        kept.extend(
            t for c in top.head.children if c.dep in {"npadvmod", "prep", "advmod", "tmod"} for t in _without_clauses(c)
        )
    return sorted(set(kept), key=lambda t: t.i)


def _clause(token: Token) -> list[Token]:
    kept = [token]
    for child in token.children:
        foreign = child.dep in OWN_CLAUSE or (child.dep == "conj" and child.pos in {"VERB", "AUX"})
        if not foreign:
            kept.extend(_clause(child))
        elif child.dep == "advcl" and child.child("nsubj") is None:
            kept.extend(_clause(child))
    return kept


def clause_spans(hit: Hit) -> list[dict[str, int]]:
    """Spans of the trigger's clause."""
    return _spans(set(clause_tokens(hit)))


# Nouns that a place's name may stand before and still be where it happened: "Homs province", "a Damascus suburb".
PLACE_NOUNS = noun_kinds_of("settlement", "area", "facility")


def _names_no_scene(token: Token) -> bool:
    """True for a place's name that says whose, or who, and not where: "US forces", "Iran's influence", "Moscow announced"."""
    if token.entity[2:] not in {"GPE", "NORP", "LOC"}:
        return False
    if token.dep in {"compound", "poss", "nmod", "amod"} and token.head.pos in {"NOUN", "PROPN", "ADJ"}:
        return token.head.lemma not in PLACE_NOUNS and token.head.entity[2:] not in {"GPE", "LOC", "FAC"}
    return token.dep == "nsubj"


def _spans(tokens: set[Token]) -> list[dict[str, int]]:
    """Runs of neighbouring tokens as spans, without names that say no place."""
    tokens = {t for t in tokens if not _names_no_scene(t)}
    spans: list[dict[str, int]] = []
    last = -2
    for token in sorted(tokens, key=lambda t: t.i):
        if token.i == last + 1 and spans:
            spans[-1]["end"] = token.end
        else:
            spans.append({"start": token.start, "end": token.end})
        last = token.i
    return spans
