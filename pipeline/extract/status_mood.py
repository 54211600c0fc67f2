"""What a single word says of its mood: a verb by auxiliaries, negation and conjunction, a noun by determiner and modifiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.lexicon import cue

if TYPE_CHECKING:
    from pipeline.parse.sentence import Token

VERBAL = frozenset({"VERB", "AUX"})
SUBJECT = ("nsubj", "nsubjpass", "csubj")
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
MODIFIER = frozenset({"amod", "compound", "advmod", "nmod"})
MODIFIED_STATUS = ("negated", "planned", "possible", "attempt", "ongoing")
CALLED = {"possible": "hypothetical"}


@dataclass(frozen=True, slots=True)
class Mood:
    """A status, or one of fold's own words (attempt, begun, ended, flip), and the word of the text that says it."""

    status: str
    cue: str


def is_report(verb: Token) -> bool:
    """True for verbs whose clause the text passes on without a view of its own: \"said\", \"reported\"."""
    return verb.lemma in cue("status", "reports")


def is_finite(verb: Token) -> bool:
    """True where the verb or one of its auxiliaries has a tense."""
    return verb.tag in FINITE_TAGS or any(aux.tag in FINITE_TAGS for aux in verb.all("aux", "auxpass"))


def has_to(verb: Token) -> bool:
    """True for an infinitive with \"to\"."""
    return any(aux.lower == "to" for aux in verb.all("aux"))


def is_negative(noun: Token) -> bool:
    """True for \"nobody\", \"no group\", \"neither side\", \"not a single shell\"; not for \"not the barracks but the school\"."""
    if any(c.lower == "but" for c in noun.all("cc")):
        return False
    words = [noun, *(c for c in noun.children if c.i < noun.i and c.dep in {"det", "neg", "preconj", "advmod", "predet", "cc"})]
    words += [c for word in words[1:] for c in word.children]
    return any(word.lower in cue("status", "negators") for word in words)


def verb_mood(verb: Token, *, as_trigger: bool = False) -> Mood | None:
    """The mood that a verb's own clause gives it, None where it is told as a fact; as_trigger: its object counts too (\"killed nobody\")."""
    return _negation(verb, as_trigger=as_trigger) or _condition(verb) or _modality(verb) or _shared(verb)


def _negation(verb: Token, *, as_trigger: bool) -> Mood | None:
    for child in verb.all("neg", "advmod", "preconj", "cc"):
        if child.lower in cue("status", "negators") and (child.i < verb.i or verb.pos == "AUX"):
            return None if _is_never_before(child, verb) else Mood("negated", child.lower)
    about = verb.all(*SUBJECT, "expl", "dobj", "attr") if as_trigger or verb.lemma == "be" else verb.all(*SUBJECT)
    noun = next((word for word in about if is_negative(word)), None)
    return Mood("negated", noun.lower) if noun is not None else None


def _is_never_before(negator: Token, verb: Token) -> bool:
    around = {c.lower for c in (*negator.children, *verb.children)}
    return negator.lower == "never" and "before" in around


def _condition(verb: Token) -> Mood | None:
    mark = next((c for c in verb.children if c.dep in {"mark", "advmod"} and c.i < verb.i and c.lower in cue("status", "conditions")), None)
    if mark is not None:
        return Mood("hypothetical", mark.lower)
    first = min((verb, *verb.all("aux", "auxpass")), key=lambda t: t.i)
    subject = verb.child(*SUBJECT)
    inverted = verb.dep == "advcl" and subject is not None and first.i < subject.i and first.lower in cue("status", "inverted")
    return Mood("hypothetical", first.lower) if inverted else None


def _modality(verb: Token) -> Mood | None:
    words = {aux.lower for aux in verb.all("aux")}
    for aux in verb.all("aux"):
        word = aux.lower
        if word in cue("status", "modal_planned"):
            return Mood("hypothetical" if _has_condition(verb) else "planned", word)
        if aux.tag == "MD" and word in {"would", "'d", "’d"}:
            is_told = _is_told_in_past(verb) and "have" not in words and not _has_condition(verb)
            return Mood("planned" if is_told else "hypothetical", word)
        if aux.tag == "MD" and word in cue("status", "modal_possible"):
            before = any(c.dep == "mark" and c.lower == "before" for c in verb.children)
            return Mood("negated" if before else "hypothetical", word)
    if verb.dep == "ROOT" and has_to(verb):
        return Mood("planned" if _is_announced(verb) else "hypothetical", "to")
    return Mood("planned", "be to") if verb.lemma == "be" and any(has_to(c) for c in verb.all("xcomp")) else None


def _is_announced(verb: Token) -> bool:
    """True for the infinitive of headlines: \"Ministers to meet\"."""
    subject = verb.child("nsubj")
    return subject is not None and not subject.all("acl", "relcl")


def _has_condition(verb: Token) -> bool:
    return any(c.dep == "advcl" and _condition(c) for c in verb.children)


def _is_told_in_past(verb: Token) -> bool:
    """True for the future of a report: \"said it would\", \"the drills would run, he added\"."""
    return any(is_report(above) for above in verb.ancestors()) or any(is_report(c) for c in verb.all("ccomp", "parataxis"))


def _shared(verb: Token) -> Mood | None:
    """The mood of the verb that this one is coordinated with, where they share their auxiliary; negation only over \"or\"."""
    head = verb.head
    if verb.dep != "conj" or head.pos not in VERBAL or verb.child(*SUBJECT, "aux") or verb.tag != head.tag:
        return None
    mood = verb_mood(head)
    linked = {c.lower for c in head.all("cc")}
    return None if mood is not None and mood.status == "negated" and not linked & {"or", "nor"} else mood


def noun_mood(noun: Token) -> Mood | None:
    """The mood that a noun's determiner and modifiers give it: \"no talks\", \"the planned visit\", \"a possible attack\"."""
    if is_negative(noun):
        return Mood("negated", "no")
    for child in noun.children:
        if child.dep in MODIFIER:
            for status in MODIFIED_STATUS:
                if child.lower in cue("status", f"{status}_modifier"):
                    return Mood(CALLED.get(status, status), child.lower)
    return None
