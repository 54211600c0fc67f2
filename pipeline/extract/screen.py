"""Which triggers tell a happening of their own: not a thing's name, a general truth, or what was told before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.classes import event_class
from pipeline.event_lexicon import cue
from pipeline.extract.scope import clause_tokens
from pipeline.extract.slots import CALENDAR, PLACES, PRESENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.extract.frames import Hit
    from pipeline.extract.roles import Roles
    from pipeline.extract.status import Status
    from pipeline.parse.sentence import ParsedSentence, Token

GROUNDS = PLACES | CALENDAR
DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def names_event(hit: Hit) -> bool:
    """False where a thing is only named: "the bomb squad", "aid groups"."""
    if not hit.frame.needs_event:
        return True
    telling = cue("light", "hits", "happens") | cue("trigger", "tells")
    return any(v.lemma in telling for v in hit.slots.get("verb")) or (bool(hit.slots.get("hit")) and not hit.is_verb)


def tells_nothing(hit: Hit, status: Status, roles: Roles) -> bool:
    """True for a mention of no one happening: supposed only, general, or out of time and place with nobody in it."""
    if status.status == "hypothetical" and status.cue in cue("outcome", "supposed"):
        return True
    if status.status == "negated" and status.cue == "without" and event_class(hit.frame.event_class).violent:
        return True  # "entered the town without firing a shot"
    if hit.is_verb:
        return False
    return _is_charge(hit) or _is_mood(hit) or _is_general(hit, status) or _is_abstract(hit, status, roles)


def _is_charge(hit: Hit) -> bool:
    """True for what somebody is charged with, and no more is told of: "charged with assault", "convicted of murder"."""
    noun, prep = hit.head, hit.head.head
    if not event_class(hit.frame.event_class).violent or prep.dep != "prep" or noun.tag != "NN":
        return False
    told = any(c.dep in {"det", "poss", "nummod", "prep", "acl", "relcl"} for c in noun.children)
    return not told and prep.head.lemma in cue("mention", "charges")


def _is_mood(hit: Hit) -> bool:
    """True for "he resigned in protest": one alone holds no demonstration."""
    noun, prep = hit.head, hit.head.head
    if noun.lower != "protest" or prep.lower != "in" or noun.all("det", "poss", "amod", "compound"):
        return False
    doers = prep.head.all("nsubj", "nsubjpass")
    return any(d.tag in {"NN", "NNP", "PRP"} and d.lower not in {"they", "we"} and not d.all("conj") for d in doers)


def _is_general(hit: Hit, status: Status) -> bool:
    """True for "many attacks", "attacks are common", "such protests"."""
    if status.status in {"planned", "negated"}:
        return False
    general = cue("mention", "generic")
    if any(c.lower in general for c in hit.head.all("det", "amod", "advmod", "predet")) and not _has_day(hit):
        return True
    verbs = [v for v in hit.slots.get("verb") if v.lemma in cue("mention", "copulas")]
    told = [c for v in verbs for c in v.all("acomp", "attr")]
    if any(c.lower in general for c in told):
        return True
    return hit.head.head in verbs and _is_defined(hit, told)


def _has_day(hit: Hit) -> bool:
    """True for "there were more marches on Thursday": they are those of that day."""
    return any(t.entity[2:] == "DATE" and t.lower in cue("mention", "days") for t in clause_tokens(hit))


def _is_defined(hit: Hit, told: Sequence[Token]) -> bool:
    """True for "protest is a right", "torture was widespread": out of time and place, and no "worst in years"."""
    noun, verb = hit.head, hit.head.head
    marks = noun.all("det", "nummod", "poss")
    if noun.dep not in {"nsubj", "csubj", "attr"} or (marks and any(c.lower not in {"a", "an"} for c in marks)):
        return False
    if (noun.dep == "attr" or marks) and not _is_of_a_kind(verb):
        return False
    at_place = any(p.lower in cue("mention", "where") for p in noun.all("prep"))
    if at_place or any(t.entity[2:] in GROUNDS for t in clause_tokens(hit)):
        return False
    if any(t.lower in cue("mention", "rife") for t in told):
        return True
    ranked = any(c.tag in {"JJS", "RBS"} or c.lower in cue("status", "ordinals") for t in told for c in t.subtree())
    now = verb.tag in PRESENT or any(a.tag in PRESENT for a in verb.all("aux"))
    return now and not ranked and any(t.dep == "attr" and t.pos == "NOUN" for t in told)


def _is_abstract(hit: Hit, status: Status, roles: Roles) -> bool:
    """True where nobody does or suffers a noun, and it is supposed, or a bare plural out of time and place."""
    if roles.actor1 or roles.actor2:
        return False
    if status.status in {"hypothetical", "negated"} and event_class(hit.frame.event_class).violent:
        # "no fighting was reported in Donetsk" denies that there was any there
        return status.status == "hypothetical" or not any(t.entity[2:] in PLACES for t in clause_tokens(hit))
    mass = hit.head.tag == "NN" and hit.head.lemma in cue("mention", "evils")
    if not (mass or hit.head.tag == "NNS") or any(w.all("det", "nummod", "poss") for w in hit.words):
        return False
    told = any(v.lemma in cue("light", "happens", "hits", "agent") for v in hit.slots.get("verb"))
    return not told and not any(t.entity[2:] in GROUNDS for t in clause_tokens(hit))


def _is_of_a_kind(verb: Token) -> bool:
    """True for "an attack on one is an attack on all": what is said is said of one of a kind, now."""
    subjects = verb.all("nsubj")
    kinds = [
        s for s in subjects if s.pos == "NOUN" and all(c.lower in {"a", "an"} for c in s.all("det", "nummod", "poss"))
    ]
    return (
        verb.tag == "VBZ" and verb.lemma == "be" and bool(kinds) and not any(t.pos == "PROPN" for t in verb.subtree())
    )


def is_reference(hit: Hit, roles: Roles) -> bool:
    """True for what only points back: "the attack", "this deployment", "35 soldiers were wounded" without a doer."""
    if hit.is_verb:
        dead = any(word.lower in {"dead", "death"} for word in hit.words)
        harm = dead or hit.head.lemma in cue("counts", "kill", "die", "hurt")
        return hit.slots.passive and harm and not roles.actor1
    return not (roles.actor1 or roles.actor2) and any(c.lower in DEFINITE for w in hit.words for c in w.all("det"))


def is_crime(hit: Hit, sentence: ParsedSentence, topic: str | None = None) -> bool:
    """True for violence and arrests that the sentence's words, or the article's topic, tell as crime without politics.

    Whoever is arrested in an article that is all about home is a plain criminal, if no journalist or politician.
    """
    if topic == "crime":
        return event_class(hit.frame.event_class).violent or hit.frame.event_class in cue("classes", "crime")
    if hit.frame.event_class not in cue("classes", "crime"):
        return False
    charged = hit.frame.event_class in cue("classes", "law") and sentence.words.isdisjoint(
        cue("crime", "none") | cue("mention", "political")
    )
    if charged and topic in {"home", "accident"}:
        return True
    return not sentence.words.isdisjoint(cue("mention", "crime", *(["offences"] if charged else [])))
