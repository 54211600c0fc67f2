"""Where an event's date and place are sought: what the parse ties to its trigger, then the rest of its clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue, noun_kinds_of
from pipeline.extract.slots import CALENDAR, MODIFIERS, NOMINAL, PLACES, VERBAL
from pipeline.parse.sentence import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        tied += _days_of_its_dead(hit.head)
    tied += _date_told_of(hit.head)
    # "the Dallas shooting": a name right before the trigger says where
    own = {c for word in hit.words for c in word.children if c.dep in MODIFIERS}
    return _spans((t for phrase in tied for t in _without_clauses(phrase)), scenes=own)


def _date_told_of(word: Token) -> list[Token]:
    """The date of which a clause tells: "on Monday, when rebels shelled the town and fighting broke out"."""
    while word.dep in {"conj", "nsubj"} and word.head is not word:
        word = word.head
    return [word.head] if word.dep == "relcl" and word.head.entity[2:] in CALENDAR else []


def _days_of_its_dead(noun: Token) -> list[Token]:
    """The dates of clauses below a noun that tell its toll: "the massacre at Vukovar, where 260 died in 1991"."""
    clauses = [c for t in noun.subtree() if t is not noun for c in t.all("relcl")]
    clauses = [c for c in clauses if c.lemma in cue("scope", "takes_lives")]
    preps = [prep for clause in clauses for prep in clause.all("prep", "npadvmod")]
    return [p for p in preps if any(t.entity[2:] in CALENDAR for t in (p, *p.children))]


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
    return in_order(set(kept))


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


def report_spans(hit: Hit) -> list[dict[str, int]]:
    """Spans of the clauses that report the event: "..., the army said on Monday" tells when it was said."""
    above = [top for below, top in _upward(hit.head) if below.dep in {"ccomp", "parataxis"}]
    beside = [c for verb in (hit.head, *above) for c in verb.children if c.dep in {"parataxis", "ccomp"}]
    verbs = {v for v in (*above, *beside) if v.lemma in cue("status", "reports") and hit.head not in _clause(v)}
    return _spans(t for verb in verbs for t in _clause(verb))


def aside_spans(hit: Hit) -> list[dict[str, int]]:
    """Spans of the clauses of another moment.

    What a relative clause says of somebody, what came before or after the event, of an event told as coming before or
    after another one, that one, and what is said or done about it later ("charged on Monday over the attack").
    """
    path = [hit.head, *hit.head.ancestors()]
    apart = [t for t in path[-1].subtree() if t not in path]
    below = [t for t in apart if is_other_time(t) or (_is_relative(t) and t.head is not hit.head)]
    above = set(_clauses_above(hit))
    later = set(_clause(verb)) - set(hit.head.subtree()) if (verb := _looks_back(hit.head)) else set()
    return _spans({t for c in below for t in c.subtree()} | above | later)


def above_spans(hit: Hit) -> list[dict[str, int]]:
    """Spans of the clause that the event is told to have come before or after: "in May, after rebels took it".

    Without what a participle in it says of somebody: "the men seized in May are home after being freed".
    """
    path, above = [hit.head, *hit.head.ancestors()], set(_clauses_above(hit))
    told_of = {t for c in above if _is_relative(c) and c not in path for t in c.subtree()}
    return _spans(above - told_of)


def _clauses_above(hit: Hit) -> Iterator[Token]:
    for step, top in _upward(hit.head):
        if is_other_time(step):
            yield from _clause(top)


def _upward(token: Token) -> Iterator[tuple[Token, Token]]:
    """Each step from a token to the root: the token below and its head."""
    while token.head is not token:
        yield token, token.head
        token = token.head


def _looks_back(noun: Token) -> Token | None:
    """The verb that a nominal event hangs on, where it or a noun between them deals with the event afterwards."""
    if noun.pos not in NOMINAL:
        return None
    afterwards = False
    for _, top in _upward(noun):
        afterwards = afterwards or top.lemma in cue("scope", "looks_back")
        if top.pos in VERBAL:
            return top if afterwards else None
    return None


def _is_relative(token: Token) -> bool:
    return token.dep == "relcl" or (token.dep == "acl" and token.pos in VERBAL)


def is_other_time(token: Token) -> bool:
    """True for a clause or a noun that is no date under "after", "before" or their like."""
    other = cue("scope", "other_time")
    if token.dep == "prep":
        return token.lower in other and any(c.entity[2:] not in CALENDAR for c in token.all("pcomp", "pobj"))
    return token.dep == "advcl" and any(c.dep == "mark" and c.lower in other for c in token.children)


def _names_no_scene(token: Token) -> bool:
    """True for a place's name that says whose, or who, and not where: "US forces", "Iran's stance", "Moscow said".

    Before the noun of a place it says where all the same: "Homs province", "a Damascus suburb".
    """
    if token.entity[2:] not in {"GPE", "NORP", "LOC"}:
        return False
    if token.dep in MODIFIERS | {"poss"} and token.head.pos in NOMINAL | {"ADJ"}:
        places = noun_kinds_of("settlement", "area", "facility")
        return token.head.lemma not in places and token.head.entity[2:] not in PLACES
    return token.dep == "nsubj" and token.head.lemma not in cue("scope", "scene_verbs")


def _spans(tokens: Iterable[Token], scenes: Iterable[Token] = ()) -> list[dict[str, int]]:
    """Runs of neighbouring tokens as spans, without names that say no place; those of `scenes` do."""
    kept = {t for t in tokens if t in scenes or not _names_no_scene(t)}
    spans: list[dict[str, int]] = []
    last = -2
    for token in in_order(kept):
        if token.i == last + 1:
            spans[-1]["end"] = token.end
        else:
            spans.append({"start": token.start, "end": token.end})
        last = token.i
    return spans
