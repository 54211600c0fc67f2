"""What one word says of its mood: a verb by auxiliaries, negation and conjunction, a noun by its modifiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue
from pipeline.extract.slots import PRESENT, VERBAL

if TYPE_CHECKING:
    from pipeline.parse.sentence import Token

SUBJECT = ("nsubj", "nsubjpass", "csubj")
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
MODIFIER = frozenset({"det", "amod", "compound", "advmod", "nmod"})
WOULD = frozenset({"would", "'d", "’d"})
# Lists of the lexicon by the status that they give; what is possible is called hypothetical.
MODIFIED_STATUS = ("negated", "planned", "possible", "attempt", "ongoing")
CALLED = {"possible": "hypothetical"}


@dataclass(frozen=True, slots=True)
class Mood:
    """A status, or one that later words decide (attempt, begun, ended, flip), and the word of the text that says it."""

    status: str
    cue: str


def is_report(verb: Token) -> bool:
    """True for verbs whose clause the text passes on without a view of its own: "said", "reported"."""
    return verb.lemma in cue("status", "reports")


def is_finite(verb: Token) -> bool:
    """True where the verb or one of its auxiliaries has a tense."""
    return verb.tag in FINITE_TAGS or any(aux.tag in FINITE_TAGS for aux in verb.all("aux", "auxpass"))


def is_negative(noun: Token) -> bool:
    """True for "nobody", "no group", "not a shell"; not for "not the barracks but the school", "no fewer than 9"."""
    if any(c.lower == "but" for c in noun.all("cc")):
        return False
    before = [c for c in noun.all("det", "neg", "preconj", "advmod", "predet", "cc") if c.i < noun.i]
    before += [c for c in noun.all("nummod") if c.lower == "one"]  # "not one shell"
    words = [noun, *before, *(c for word in before for c in word.children)]
    negative = any(word.lower in cue("status", "negators") for word in words)
    return negative and all(word.lower != "than" for word in noun.subtree())


def verb_mood(verb: Token, *, is_trigger: bool = False) -> Mood | None:
    """The mood that a verb's own clause gives it, None where it is told as a fact.

    Of a trigger the object counts too: "killed nobody".
    """
    return _condition(verb) or _negation(verb, is_trigger=is_trigger) or _modality(verb) or _shared(verb)


def _negation(verb: Token, *, is_trigger: bool) -> Mood | None:
    for child in verb.all("neg", "advmod", "preconj", "cc"):
        if child.lower in cue("status", "negators") and (child.i < verb.i or verb.pos == "AUX"):
            if _adds(child, verb):
                continue
            return None if _is_never_before(child, verb) else Mood("negated", child.lower)
    objects = verb.all("expl", "dobj", "attr") if is_trigger or verb.lemma == "be" else []
    noun = next((word for word in [*verb.all(*SUBJECT), *objects] if is_negative(word)), None)
    return Mood("negated", noun.lower) if noun is not None else None


def _adds(negator: Token, verb: Token) -> bool:
    """True for "not only shelled the town": it denies nothing."""
    near = (*verb.children, *negator.children)
    return any(c.i == negator.i + 1 and c.lower in cue("status", "besides") for c in near)


def _is_never_before(negator: Token, verb: Token) -> bool:
    return negator.lower == "never" and any(c.lower == "before" for c in (*negator.children, *verb.children))


def _condition(verb: Token) -> Mood | None:
    for mark in verb.all("mark", "advmod"):
        if mark.i < verb.i and mark.lower in cue("status", "conditions"):
            return Mood("hypothetical", mark.lower)
    for case in (c for prep in verb.all("prep") if prep.lower == "in" and prep.i < verb.i for c in prep.all("pobj")):
        if case.lower == "case" and not case.children:
            return Mood("hypothetical", "in case")
    first = min((verb, *verb.all("aux", "auxpass")), key=lambda t: t.i)
    subject = verb.child(*SUBJECT)
    is_inverted = verb.dep == "advcl" and (first is verb if subject is None else first.i < subject.i)
    return Mood("hypothetical", first.lower) if is_inverted and first.lower in cue("status", "inverted") else None


def _modality(verb: Token) -> Mood | None:
    moods = (_aux_mood(aux, verb) for aux in verb.all("aux"))
    return next((mood for mood in moods if mood), None) or _infinitive(verb) or _hinges(verb)


def _hinges(verb: Token) -> Mood | None:
    """The mood of a present that hangs on an "if": "faces arrest if he returns"."""
    is_open = verb.tag in PRESENT and not verb.all("aux") and not is_report(verb) and _has_condition(verb)
    return Mood("hypothetical", "if") if is_open else None


def _aux_mood(aux: Token, verb: Token) -> Mood | None:
    word = aux.lower
    if word in cue("status", "modal_planned"):
        return Mood("hypothetical" if _has_condition(verb) else "planned", word)
    if aux.tag != "MD":
        return None
    if word in WOULD:
        return _would(verb)
    if word in cue("status", "modal_possible"):
        is_forestalled = any(c.lower == "before" for c in verb.all("mark"))
        return Mood("negated" if is_forestalled else "hypothetical", word)
    return None


def _would(verb: Token) -> Mood | None:
    """A plan where a report tells it, a fact in "would later kill", else a hypothesis."""
    if any(c.lower in cue("status", "later") for c in verb.all("advmod")):
        return None
    is_perfect = any(aux.lower == "have" for aux in verb.all("aux"))
    is_told = (_is_under_report(verb) or _is_agreed(verb)) and not is_perfect and not _has_condition(verb)
    return Mood("planned" if is_told else "hypothetical", "would")


def _is_agreed(verb: Token) -> bool:
    """True for "under the accord troops would leave"."""
    bound = (noun for prep in verb.all("prep") if prep.lower == "under" for noun in prep.all("pobj"))
    return any(noun.lemma in cue("status", "terms_of") for noun in bound)


def _is_under_report(verb: Token) -> bool:
    above = [*verb.ancestors()]
    promised = any(t.lemma in cue("status", "planned_infinitive") for t in above)  # "agreed that they would leave"
    return promised or any(is_report(t) for t in (*above, *verb.all("ccomp", "parataxis")))


def _has_condition(verb: Token) -> bool:
    in_event = any(c.lower == "event" and c.child("prep") for p in verb.all("prep") for c in p.all("pobj"))
    return in_event or any(_condition(clause) for clause in verb.all("advcl"))


def _infinitive(verb: Token) -> Mood | None:
    """The mood of "they are to meet", of the headline's "ministers to meet" and of the subjunctive "that he leave"."""
    if verb.lemma == "be" and any(c.has_to() for c in verb.all("xcomp")):
        return Mood("planned", "be to")
    if verb.has_to() and any(c.lower in cue("status", "ordinals") for c in verb.head.all("amod")):
        return None  # "the first city to fall"
    if verb.has_to() and verb.dep in {"acl", "relcl"} and verb.head.dep == "ROOT" and verb.head.pos not in VERBAL:
        return Mood("planned", "to")
    if verb.has_to() and verb.dep == "ROOT":
        is_announced = any(not subject.all("acl", "relcl") for subject in verb.all("nsubj"))
        return Mood("planned" if is_announced else "hypothetical", "to")
    is_bare = verb.tag == "VB" and verb.dep == "ccomp" and not verb.all("aux")
    is_witnessed = verb.head.lemma in cue("status", "witnesses", "lets")  # "saw rebels leave"
    is_wished = is_bare and not is_witnessed and verb.child("mark", "nsubj")
    return Mood("hypothetical", "subjunctive") if is_wished else None


def _shared(verb: Token) -> Mood | None:
    """The mood of the verb that this one shares an auxiliary with; a negation is only shared over "or"."""
    head = verb.head
    if verb.dep != "conj" or head.pos not in VERBAL or verb.child(*SUBJECT, "aux") or verb.tag != head.tag:
        return None
    mood = verb_mood(head)
    linked = {c.lower for c in head.all("cc")}
    if "or" in linked and verb.tag == "VB" and verb.lemma in cue("status", "or_else"):
        return Mood("hypothetical", "or")  # "to pay up or face a strike"
    return None if mood is not None and mood.status == "negated" and not linked & {"or", "nor"} else mood


def noun_mood(noun: Token) -> Mood | None:
    """The mood that determiner and modifiers give a noun: "no talks", "the planned visit", "a possible attack"."""
    if is_negative(noun):
        return Mood("negated", "no")
    if any(clause.has_to() and clause.child("auxpass") for clause in noun.all("acl", "relcl")):
        return Mood("planned", "to")  # "the summit, to be held in May"
    for child in noun.all(*MODIFIER):
        for status in MODIFIED_STATUS:
            if child.lower in cue("status", f"{status}_modifier"):
                return Mood(CALLED.get(status, status), child.lower)
    return None
