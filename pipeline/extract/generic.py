"""Triggers of what holds at all times, or of what one may, can or learns to do: they tell no happening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue
from pipeline.extract.slots import CALENDAR, MODIFIERS, PRESENT, VERBAL
from pipeline.extract.status_steps import Step, steps
from pipeline.extract.status_time import is_headline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.extract.frames import Hit
    from pipeline.parse.sentence import ParsedSentence, Token

SUBJECTS = ("nsubj", "nsubjpass")
# Labels of what is counted or reckoned, and names nobody.
NAMELESS = CALENDAR | {"ORDINAL", ""}
TODAY = frozenset({"yesterday", "today", "tonight", "last", "this", "now"})


def is_generic(hit: Hit, sentence: ParsedSentence) -> bool:
    """True for what holds at all times: "rebels often ambush lorries", "armies withdraw when supplies run out"."""
    if _is_only_possible(hit):
        return True
    verb = hit.head if hit.is_verb else next(iter(hit.slots.get("verb")), None)
    if verb is None:
        return False
    if _is_frequent(verb) or _is_rate(verb) or _is_of_bare_plural(verb):
        return True
    if is_headline(sentence) or not (hit.is_verb or hit.head.dep in {"nsubj", "nsubjpass", "dobj"}):
        return False
    return _is_of_any(verb) or _is_of_most(verb) or _is_habit(verb) or (hit.is_verb and _is_manner(verb))


def _is_frequent(verb: Token) -> bool:
    """True for "often", "usually", "every day", "anyone"."""
    near = [t for c in verb.children for t in [c, *c.children]]
    often = {*SUBJECTS} | ({"npadvmod"} if verb.tag in PRESENT else set())  # "attack every day"
    words = {t.lower for t in near if t.dep in {"advmod", "mark", "nsubj"} or (t.dep == "det" and t.head.dep in often)}
    return bool(words & cue("generic", "adverbs", "subjects"))


def _is_rate(verb: Token) -> bool:
    """True for "kill forty people a year", "2,000 deaths per year", not for "a year ago"."""
    near = [t for c in verb.children for t in [c, *c.children, *(d for e in c.children for d in e.children)]]
    for year in (t for t in near if t.lower in {"year", "annum"}):
        if year.dep == "pobj" and year.head.lower == "per":
            return True
        told = {c.lower for c in year.children} | {year.head.lower, *(c.lower for c in year.head.children)}
        counted = year.dep == "npadvmod" and any(c.lower in {"a", "each"} for c in year.all("det"))
        if counted and told.isdisjoint({"ago", "after", "before", "earlier", "later", "into", "since", "on", "old"}):
            return True
    return False


def _is_of_bare_plural(verb: Token) -> bool:
    """True for "armies withdraw when supplies run out": nobody and nothing in it has a name or a number."""
    helpers = verb.all("aux", "auxpass")
    subject = verb.child(*SUBJECTS)
    if verb.tag != "VBP" or subject is None or verb.child("auxpass") is not None:
        return False
    if helpers and not any(h.tag in PRESENT for h in helpers):
        return False
    bare = subject.tag == "NNS" and not any(c.dep in MODIFIERS | {"det", "nummod", "poss"} for c in subject.children)
    return bare and _is_nameless(verb)


def _is_of_most(verb: Token) -> bool:
    """True for "most truces collapse within a year"."""
    subject = verb.child(*SUBJECTS)
    if subject is None or subject.tag != "NNS" or not _is_present(verb):
        return False
    return any(c.lower in cue("generic", "shares") for c in subject.all("det", "amod")) and _is_nameless(verb)


def _is_of_any(verb: Token) -> bool:
    """True for what makes one of a kind: "rebels who take a town have to run it", "a soldier who deserts is shot"."""
    clause = _clause(verb)
    if clause.dep != "relcl" or not _is_kind(clause.head):
        return False
    governor = next((t for t in clause.head.ancestors() if t.pos in VERBAL), None)
    if governor is None:
        return False
    if _is_frequent(governor) and not any(t.tag == "VBD" for t in (clause, *clause.all("aux", "auxpass"))):
        return True
    told = governor.lemma in cue("status", "reports")
    whoever = clause.head.lower in {"anyone", "anybody", "those"} and any(a.tag in PRESENT for a in clause.all("aux"))
    return not told and (whoever or _is_present(clause)) and _is_present(governor) and _is_nameless(governor)


def _is_habit(verb: Token) -> bool:
    """True for "when a patrol is ambushed, its men are questioned", of either clause."""
    clause = _clause(verb)
    pairs = [(clause, clause.head)] if clause.dep == "advcl" else []
    pairs += [(below, verb) for below in verb.all("advcl")]
    return any(
        any(m.lower in cue("generic", "whens") for m in below.all("advmod", "mark"))
        and _is_present(below)
        and _is_present(above)
        and _is_nameless(above)
        for below, above in pairs
    )


def _is_manner(verb: Token) -> bool:
    """True for "how the army withdraws matters", "the way in which armies fight"."""
    clause = _clause(verb)
    if not _is_present(verb) or not _is_present(clause):
        return False
    asks = any(c.lower in {"how", "why"} for c in clause.all("advmod"))
    return asks or (clause.dep == "relcl" and clause.head.lemma in {"way", "manner", "reason"})


def _is_only_possible(hit: Hit) -> bool:
    """True for what is taught, allowed by law or a habit: "learned to shoot", "the law lets police detain anyone"."""
    for step in steps(hit.head):
        if step.relation in {"relative", "other"}:
            return False
        if _is_compared(step) or _is_enabled(step):
            return True
    return False


def _is_enabled(step: Step) -> bool:
    """True for one step below what teaches, allows or makes a habit: "how to make bombs", "used to attack at night"."""
    token, above = step.token, step.above
    if above.lower == "used" and step.prep == "to":
        return True  # "get used to the shelling"
    if token.has_to() and any(c.tag == "WRB" for c in token.all("advmod")):
        return True
    if not step.is_nonfinite:
        return False
    by_law = any(s.lemma in cue("generic", "laws") for s in above.all("nsubj")) and _is_present(above)
    able = above.lemma in cue("generic", "able") and not token.all("mark")
    habit = above.lower == "used" and token.dep == "xcomp" and token.has_to() and not above.all("auxpass", "dobj")
    return able or habit or (by_law and above.lemma in cue("generic", "permits"))


def _is_compared(step: Step) -> bool:
    """True for "better at ambushing than at mending", "like a foreign invasion", "it costs less to train a sniper"."""
    token, above = step.token, step.above
    if token.tag == "VBG" and step.prep in {"at", "than"} and above.pos == "ADJ":
        return True
    if step.prep == "like" and _is_kind(token):
        return _is_nameless(token)
    reckoned = (
        token.has_to() and any(s.lower == "it" for s in above.all("nsubj")) and above.lemma in {"be", "cost", "take"}
    )
    return reckoned and _is_present(above)


def _clause(verb: Token) -> Token:
    """The verb that the clause of a verb hangs by: of "who come and burn huts" the first."""
    while verb.dep in {"conj", "xcomp"} and verb.head.pos in VERBAL and verb.child(*SUBJECTS) is None:
        verb = verb.head
    return verb


def _is_present(verb: Token) -> bool:
    """True for the simple present, which the model calls a bare infinitive now and then."""
    helpers = [a for a in verb.all("aux", "auxpass") if a.lemma != "do"]
    if verb.tag in PRESENT or (verb.tag == "VB" and verb.child(*SUBJECTS) and verb.dep not in {"xcomp", "ccomp"}):
        return not helpers
    return verb.tag == "VBN" and len(helpers) == 1 and helpers[0].dep == "auxpass" and helpers[0].tag in PRESENT


def _is_kind(noun: Token) -> bool:
    """True for "rebels", "people", "those", "a soldier": one or all of a kind."""
    if noun.pos == "PROPN" or noun.entity or any(c.entity or c.dep in {"nummod", "poss"} for c in noun.children):
        return False
    determiners = [c.lower for c in noun.all("det")]
    if noun.lower in {"those", "people", "anyone", "anybody"}:
        return True
    if noun.tag == "NN":
        return any(d in {"a", "an", "any", "every", "no"} for d in determiners)
    return noun.tag == "NNS" and not determiners


def _is_nameless(verb: Token) -> bool:
    """True where neither a name nor a number nor a day of now is told, the source of the wisdom apart."""
    return not any(t.pos in {"PROPN", "NUM"} or t.entity[2:] not in NAMELESS or t.lower in TODAY for t in _told(verb))


def _told(verb: Token) -> Iterator[Token]:
    """The words below a verb without those of its source: "according to a study", "he says"."""
    for child in verb.children:
        if child.lower != "according" and child.dep != "parataxis":
            yield child
            yield from _told(child)
