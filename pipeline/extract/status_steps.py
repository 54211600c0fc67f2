"""The way from a word up to the root: which words govern it, how it hangs on each and how the lexicon lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue
from pipeline.extract.slots import CALENDAR, RELATIVE_TAGS, VERBAL
from pipeline.extract.status_mood import FINITE_TAGS, SUBJECT, is_finite, is_report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.parse.sentence import Token

NOMINAL = frozenset({"NOUN", "PROPN"})
# How a word hangs on the one above: the name that the lists of the lexicon end with.
RELATIONS = {
    **dict.fromkeys(("xcomp", "ccomp", "pcomp", "acl", "acomp", "parataxis"), "clause"),
    **dict.fromkeys(("dobj", "nsubjpass", "pobj", "dative", "conj"), "object"),
    **dict.fromkeys(("nsubj", "csubj"), "subject"),
    **dict.fromkeys(("attr", "oprd"), "predicate"),
    "advcl": "adverbial",
    "relcl": "relative",
}
COPULA = frozenset({"be", "remain", "prove", "seem", "look", "appear", "become", "stay"})
NOUN_PREPOSITIONS = frozenset({"of", "for", "to", "against"})


@dataclass(frozen=True, slots=True)
class Step:
    """One step up the tree: a word, the word that governs it, how it hangs there and by which preposition, if any."""

    token: Token
    above: Token
    relation: str
    prep: str

    @property
    def is_nonfinite(self) -> bool:
        """True where the governed word is an infinitive or a participle."""
        return self.token.pos in VERBAL and not is_finite(self.token)


def steps(head: Token) -> Iterator[Step]:
    """The steps from a word to the root, nearest first.

    Coordinated words share the place of the first; prepositions are no step of their own.
    """
    token = head
    while token.head is not token:
        if token.dep in {"conj", "appos"} and not (token.pos in NOMINAL and token.head.pos in VERBAL):
            token = _first(token)
            continue
        step = _step(token)
        yield step
        token = step.above


def _step(token: Token) -> Step:
    aim = _aim(token)
    if aim is not None:
        return Step(token, aim, "clause", "")
    above, prep = token.head, ""
    while (above.pos in {"ADP", "SCONJ", "ADV"} or above.dep == "prep") and above.head is not above:
        prep, above = f"{above.lower} {prep}".strip(), above.head
    if prep == "of" and above.pos == "PROPN" and above.dep == "pobj" and above.entity[2:] in CALENDAR:
        above = above.head.head  # "no sign on Saturday of a withdrawal"
    if token.dep == "dobj" and above.pos == "ADJ" and above.dep == "advcl":
        above = above.head  # "dismissed as baseless reports of"
    if token.dep == "npadvmod" and token.pos == "NOUN" and token.i > above.i and token.entity[2:] not in CALENDAR:
        return Step(token, above, "object", prep)  # "called off a march through"
    is_clause = token.dep == "relcl" and (token.has_to() or _is_content(token))
    return Step(token, above, "clause" if is_clause else RELATIONS.get(token.dep, "other"), prep)


def _is_content(clause: Token) -> bool:
    """True for "accounts that jets had bombed the town": it says what the accounts are, not what they did."""
    sides = [clause.child(*SUBJECT), clause.child("dobj", "attr", "auxpass")]
    told = clause.head.lemma in cue("status", "transparent") or is_report(clause.head)
    return told and all(side is not None and side.tag not in RELATIVE_TAGS for side in sides)


def _first(token: Token) -> Token:
    """The word whose place a coordinated one shares: for a finite verb a finite one ("refused to yield and fired")."""
    head = token.head
    while token.tag in FINITE_TAGS and head.tag == "VB" and not is_finite(head) and head.head is not head:
        head = head.head
    return head


def _aim(token: Token) -> Token | None:
    """The noun of an infinitive that the parser ties to the verb: "thwarted a plot to bomb"."""
    if token.dep != "advcl" or not token.has_to():
        return None
    nouns = token.head.all("dobj", "nsubjpass")
    return next((noun for noun in nouns if noun.lemma in cue("status", "aims") and noun.i < token.i), None)


def keys(step: Step) -> Iterator[str]:
    """The forms under which the governing word may be listed, the most special first.

    "drop plan", "rule out", "be under", "end in failure", "due" (for "be due"), "call for", "deny".
    """
    word, base = step.above, step.above.lemma
    if step.token.pos in NOMINAL:
        yield f"{base} {step.token.lemma}"
    for particle in word.all("prt"):
        yield f"{base} {particle.lower} {step.prep}".strip()
        yield f"{base} {particle.lower}"
    for complement in _complements(word):
        if complement.split()[-1] != step.token.lower:
            yield complement if base in COPULA else f"{base} {complement}"
    if step.prep:
        yield f"{base} {step.prep}"
        yield from _announced(step)
    elif not word.all("prt"):
        yield base
        yield word.lower
    if word.pos not in VERBAL and step.prep in NOUN_PREPOSITIONS:
        yield base


def _announced(step: Step) -> Iterator[str]:
    """The forms of a subject that its own phrase is parted from: "preparations are under way for", "fears grew of"."""
    if step.above.lemma in cue("status", "grows"):
        for noun in step.above.all("nsubj", "nsubjpass"):
            yield f"{noun.lemma} {step.prep}"
            yield noun.lemma


def _complements(verb: Token) -> Iterator[str]:
    for child in verb.all("acomp", "oprd", "attr", "advmod"):
        yield child.lower
    for prep in verb.all("prep"):
        yield from (f"{prep.lower} {noun.lower}" for noun in prep.all("pobj"))


def carries(step: Step) -> bool:
    """True where a nominal event has the mood and tense of the verb: it brings the event about, or the noun is new."""
    verb = step.above
    if attends(step):
        return True
    if step.prep and step.prep not in cue("status", "carrying_preposition"):
        return False
    is_over = verb.lemma in cue("scope", "looks_back")  # "is investigating an air strike"
    if is_over or (_is_perfect_modal(verb) and (step.prep or is_known(step.token))):
        return False
    if verb.lemma in cue("status", "happens" if step.relation == "subject" else "brings"):
        return verb.lemma != "be" or not (is_known(step.token) and verb.child("attr", "acomp"))
    if verb.lemma in cue("status", "witnesses") or is_known(step.token):
        return False
    is_new = any(c.lower in cue("status", "indefinite") for c in step.token.children)
    return step.relation == "subject" or bool(step.prep) or is_new


def attends(step: Step) -> bool:
    """True where the verb and its preposition bring the event about: "led to a clash", "turned up for the talks"."""
    verb = step.above.lemma
    forms = {f"{verb} {step.prep}", *(f"{verb} {part.lower} {step.prep}" for part in step.above.all("prt"))}
    return bool(step.prep) and not forms.isdisjoint(cue("status", "brings"))


def is_known(noun: Token) -> bool:
    """True for a noun that the text takes for known: "the attack", "its raid"."""
    return any(c.dep == "poss" or (c.dep == "det" and c.lower in cue("status", "definite")) for c in noun.children)


def _is_perfect_modal(verb: Token) -> bool:
    """True for "may have been killed in a clash": it leaves open who died, not whether there was one."""
    return any(a.tag == "MD" for a in verb.all("aux")) and any(a.lower == "have" for a in verb.all("aux"))
