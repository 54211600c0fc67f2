"""The moods that governing words give a trigger, nearest first: "plans to", "denied that", "fears of", "without"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.classes import event_class
from pipeline.event_lexicon import cue, cues
from pipeline.extract.slots import PRESENT, VERBAL
from pipeline.extract.status_mood import (
    CALLED,
    SUBJECT,
    Mood,
    is_finite,
    is_negative,
    is_report,
    noun_mood,
    verb_mood,
)
from pipeline.extract.status_phrases import time_table
from pipeline.extract.status_steps import Step, attends, carries, is_known, keys, steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.extract.frames import Hit
    from pipeline.parse.sentence import Token

# Lists of the lexicon that name governing words, by the status that they give; the first that holds the word decides.
GOVERNED_STATUS = ("negated", "planned", "possible", "attempt", "ongoing", "begun", "ended")
LISTED_RELATIONS = frozenset({"clause", "object", "subject"})


def path_moods(hit: Hit) -> Iterator[Mood]:
    """The moods of what governs a trigger, up to the first word that presupposes or asserts it."""
    yield from _told_after(hit.head)
    for step in steps(hit.head):
        moods, goes_on = _through(step, hit)
        yield from moods
        if not goes_on:
            return


def _through(step: Step, hit: Hit) -> tuple[list[Mood], bool]:
    """The moods of one step and whether the words above it still bear on the event."""
    if step.relation in {"relative", "other"} or _is_participle(step.token):
        return _cleft(step), False
    by_preposition = _by_preposition(step, hit)
    if by_preposition or _is_asked(step.token):
        return by_preposition, False
    if step.relation == "adverbial":
        return _adverbial(step, hit)
    ahead = _ahead(step, hit)
    moods = [] if ahead is None and _is_moot(step, hit) else _governor(step, ahead)
    if moods:
        return moods, True
    return _under_verb(step) if step.above.pos in VERBAL else _under_noun(step)


def _by_preposition(step: Step, hit: Hit) -> list[Mood]:
    """The mood of "without signing", "ahead of an assault" (not "of the assault"), "ahead of the summit"."""
    words = {*step.prep.split(), *_before_of(step)}
    if words & cue("status", "negated_preposition") or ("far" in words and step.is_nonfinite):
        return [Mood("negated", step.prep)]
    is_open = not is_known(step.token) or hit.frame.event_class in cue("status", "arranged")
    is_ahead = bool(words & cue("status", "planned_preposition")) and is_open
    return [Mood("planned", step.prep)] if is_ahead else []


def _before_of(step: Step) -> list[str]:
    """The adverb of "short of firing", "far from leaving", which the parser hangs on the verb or below "of"."""
    of = step.token.head
    near = [*step.above.all("advmod"), *of.all("advmod")]
    return [c.lower for c in near if step.prep in {"of", "from"} and c.i == of.i - 1]


def _is_participle(token: Token) -> bool:
    """True for a participle that modifies a noun: "the hostages taken in March"."""
    return token.dep == "acl" and token.tag == "VBN" and not token.all("aux", "mark", *SUBJECT)


def _is_asked(verb: Token) -> bool:
    """True for a question, to which words above add nothing: "who led the attack", "unclear whether it did"."""
    asks = any(c.tag in {"WP", "WRB"} for c in verb.all(*SUBJECT, "advmod", "dobj"))
    asks = asks or any(c.lower == "whether" for c in verb.all("mark"))
    return asks and verb.dep == "ccomp" and is_finite(verb)


def _under_verb(step: Step) -> tuple[list[Mood], bool]:
    """What a verb that no list holds passes on: a report nothing, others their own mood where they carry the event."""
    verb = step.above
    if step.relation == "clause":
        passes_on = is_report(verb) and verb.lemma not in cue("status", "raising")
        is_aim = verb.dep == "advcl" and verb.has_to()  # "went on air to announce that they had deposed him"
        return [] if passes_on else _listed(verb_mood(verb)), not (passes_on and is_aim and is_finite(step.token))
    if step.relation == "predicate" and is_negative(step.token):
        return [], True  # "there were no plans to leave": the noun has denied it
    return (_listed(_carried(verb_mood(verb), step)), True) if carries(step) else ([], False)


def _carried(mood: Mood | None, step: Step) -> Mood | None:
    """The mood that a preposition carries on; not that of "no casualties were reported in the attack"."""
    denies_other = mood is not None and mood.status == "negated" and step.prep and not step.above.all("neg")
    return None if denies_other and not attends(step) else mood


def _under_noun(step: Step) -> tuple[list[Mood], bool]:
    is_open = step.above.lemma in cue("status", "transparent") or is_report(step.above)
    return (_listed(noun_mood(step.above)), True) if is_open else ([], False)


def _listed(mood: Mood | None) -> list[Mood]:
    return [] if mood is None else [mood]


def _cleft(step: Step) -> list[Mood]:
    """The mood of "was" in "it was not the army that bombed the school"."""
    verb = step.above.head
    is_cleft = (
        step.relation == "relative" and step.above.dep == "attr" and any(s.lower == "it" for s in verb.all("nsubj"))
    )
    return _listed(verb_mood(verb)) if is_cleft else []


def _adverbial(step: Step, hit: Hit) -> tuple[list[Mood], bool]:
    """A purpose is open unless it is done by the doing; participles and present tenses share the mood above them."""
    moods = _listed(verb_mood(step.above))
    if step.token.has_to():
        is_done = _is_done_by_aiming(hit) or step.above.lemma in cue("status", "means")
        return moods or ([] if is_done else [Mood("hypothetical", "to")]), is_done
    if any(m.lower == "than" and m.i == step.token.i - 1 for m in step.above.all("prep", "cc")) and step.is_nonfinite:
        return [Mood("negated", "rather than")], False
    if step.is_nonfinite:
        shares = not step.token.all("mark", "aux")
        return moods if shares else [], shares
    is_present = any(t.tag in PRESENT for t in (step.token, *step.token.all("aux", "auxpass")))
    marks = [m.lower for m in step.token.all("mark", "advmod")]
    term = next((word for word in marks if word in cue("status", "until", "once")), None)
    is_awaited = term in cue("status", "until") and (is_present or bool(moods))
    if is_awaited:
        return [Mood("hypothetical", term or "")], False
    is_open = is_present or term is not None
    return [m for m in moods if is_open and m.status in {"planned", "hypothetical"}], False


def _is_done_by_aiming(hit: Hit) -> bool:
    name = hit.frame.event_class
    return event_class(name).speech or name in cue("status", "purpose_counts")


def _ahead(step: Step, hit: Hit) -> str | None:
    """The word that only sets going what it orders: "ordered the withdrawal" (but an investigation has begun by it)."""
    if step.relation != "object":
        return None
    for verbs, classes in (("orders", "ordered"), ("calls", "called")):
        if hit.frame.event_class in cue("status", classes):
            return next((key for key in keys(step) if key in cue("status", verbs)), None)
    return None


def _is_moot(step: Step, hit: Hit) -> bool:
    """True for a known event ("planned the attack", not "the removal of") and for what is done by announcing it."""
    if step.relation == "clause" and step.above.lemma in cue("status", "votes"):
        return hit.frame.event_class in cue("status", "enacted")
    if step.relation != "object" or step.token is not hit.head or step.above.pos not in VERBAL:
        return False
    listed = set(keys(step))
    if listed & cue("status", "negated_object", "ended_object", "foreseen"):
        return False
    if listed & cue("status", "enacting") and hit.frame.event_class in cue("status", "enacted"):
        return True
    is_definite = any(c.lower in cue("status", "definite") for c in step.token.all("det"))
    is_done = event_class(hit.frame.event_class).violent or not step.token.all("prep")
    return is_definite and is_done and not step.prep


def _governor(step: Step, ahead: str | None = None) -> list[Mood]:
    """The moods that a listed word gives to what hangs on it; denied, it denies, and a denied denial leaves open."""
    listed = ((key, status) for key in keys(step) for status in GOVERNED_STATUS if _is_listed(key, status, step))
    found = (ahead, "planned") if ahead else next(listed, None)
    if found is None:
        return []
    key, status = found
    own = verb_mood(step.above) if step.above.pos in VERBAL else noun_mood(step.above)
    is_denied = own is not None and own.status == "negated"
    if status == "ongoing":
        return [Mood("negated" if is_denied else "ongoing", key)]
    is_feared = status == "negated" and key in cue("status", "averts") and step.above.has_to()
    mood = Mood("hypothetical" if is_feared else CALLED.get(status, status), key)
    if status in {"begun", "ended"}:
        return [mood, *_listed(own)]
    if is_denied:
        return [mood, Mood("flip", key)]
    return [mood, *(m for m in _listed(own) if m.status in {"hypothetical", "planned"}), *_dropped(step)]


def _is_listed(key: str, status: str, step: Step) -> bool:
    lists = cues("status")
    if step.relation in LISTED_RELATIONS and key in lists.get(f"{status}_{step.relation}", ()):
        return True
    return step.relation == "clause" and step.is_nonfinite and key in lists.get(f"{status}_infinitive", ())


def _told_after(noun: Token) -> Iterator[Mood]:
    """What clauses after a noun say of it: "a drill that never took place", "a visit scheduled for June"."""
    for clause in noun.all("acl", "relcl"):
        others = [s for s in clause.all(*SUBJECT) if s.tag not in {"WDT", "WP"}]
        is_passive = clause.tag == "VBN" and not clause.child("dobj")
        if others or not (is_passive or clause.child(*SUBJECT)):
            continue
        if clause.lemma == "call" and "for" not in {c.lower for c in clause.all("prep")}:
            continue  # "a stoppage called by the union" has been held
        if (timed := time_table(clause)) is not None:
            yield timed
            continue
        step = Step(noun, clause, "object" if is_passive else "subject", "")
        yield from _governor(step)
        if clause.lemma in cue("status", "happens", "brings"):
            yield from _listed(verb_mood(clause))


def _dropped(step: Step) -> Iterator[Mood]:
    """What became of a plan of the past: "were due to meet, but did not", "who were to sign postponed the ceremony"."""
    verb = step.above if step.above.pos in VERBAL else step.above.head
    if not any(t.tag in {"VBD", "VBN"} for t in (verb, *verb.all("aux", "auxpass"))):
        return
    others = verb.all("conj", "ccomp")
    if verb.dep in {"relcl", "conj", "ccomp"}:
        others += [verb.head, verb.head.head, *verb.head.conjuncts()]
    for other in others:
        if other.i > step.token.i and other.pos in VERBAL and _is_dropping(other):
            yield Mood("negated", other.lower)


def _is_dropping(verb: Token) -> bool:
    """True for "called it off", "withdrew the threat", "none has moved", "did not come"."""
    forms = {verb.lemma}
    forms.update(f"{verb.lemma} {c.lower}" for c in verb.all("prt", "advmod"))
    forms.update(f"{verb.lemma} {c.lemma}" for c in verb.all("dobj"))
    if forms & cue("status", "drops"):
        return True
    mood = verb_mood(verb)
    is_denied = (mood is not None and mood.status == "negated") or any(is_negative(s) for s in verb.all(*SUBJECT))
    return is_denied and verb.lemma in cue("status", "comes")
