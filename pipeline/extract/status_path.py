"""The words that govern a trigger, nearest first, and the mood that each gives it: \"plans to\", \"denied that\", \"fears of\"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.classes import event_class
from pipeline.extract.lexicon import cue
from pipeline.extract.status_mood import (
    CALLED,
    FINITE_TAGS,
    SUBJECT,
    VERBAL,
    Mood,
    has_to,
    is_finite,
    is_negative,
    is_report,
    noun_mood,
    verb_mood,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.extract.frames import Hit
    from pipeline.parse.sentence import Token

RELATIONS = {
    "xcomp": "clause", "ccomp": "clause", "pcomp": "clause", "acl": "clause", "parataxis": "clause",
    "dobj": "object", "nsubjpass": "object", "attr": "object", "oprd": "object", "pobj": "object", "dative": "object",
    "conj": "object", "nsubj": "subject", "csubj": "subject", "advcl": "adverbial", "relcl": "relative",
}  # fmt: skip
# Which lists of the lexicon may hold a governing word, by status and by how the trigger hangs on it.
GOVERNED_STATUS = ("negated", "planned", "possible", "attempt", "ongoing", "begun", "ended")
NOMINAL = frozenset({"NOUN", "PROPN"})
COPULA = frozenset({"be", "remain", "prove", "seem", "look", "appear", "become", "stay", "turn", "lie"})


@dataclass(frozen=True, slots=True)
class Step:
    """One step up the tree: a word, the word that governs it, how it hangs there and by which preposition."""

    token: Token
    above: Token
    relation: str
    prep: str

    @property
    def is_nonfinite(self) -> bool:
        """True where the governed word is an infinitive or a participle."""
        return self.token.pos in VERBAL and not is_finite(self.token)


def steps(head: Token) -> Iterator[Step]:
    """The steps from a word to the root; coordinated words share the place of the first, prepositions are no step of their own."""
    token = head
    while token.head is not token:
        if token.dep in {"conj", "appos"} and not (token.pos in NOMINAL and token.head.pos in VERBAL):
            token = _first(token)
            continue
        above, relation, prep = _aimed(token) or token.head, RELATIONS.get(token.dep, "other"), ""
        relation = "clause" if above is not token.head else relation
        while (above.pos in {"ADP", "SCONJ", "ADV"} or above.dep == "prep") and above.head is not above:
            prep, above = (f"{above.lower} {prep}".strip(), above.head)
        yield Step(token, above, relation, prep)
        token = above


def _first(token: Token) -> Token:
    """The word whose place a coordinated one shares: a finite verb that of a finite verb (\"refused to yield and fired\")."""
    head = token.head
    while token.tag in FINITE_TAGS and head.tag == "VB" and not is_finite(head) and head.head is not head:
        head = head.head
    return head


def _aimed(token: Token) -> Token | None:
    """The noun that an infinitive belongs to where the parser ties it to the verb: \"thwarted a plot to bomb\"."""
    if token.dep != "advcl" or not has_to(token):
        return None
    return next((noun for noun in token.head.all("dobj", "nsubjpass") if noun.lemma in cue("status", "aims") and noun.i < token.i), None)


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
    if step.relation in {"relative", "other"}:
        return _cleft(step), False
    if any(word in cue("status", "negated_preposition") for word in step.prep.split()):
        return [Mood("negated", step.prep)], False
    if step.relation == "adverbial":
        return _adverbial(step, hit)
    governor = _governor(step)
    if governor:
        return governor, True
    if step.above.pos not in VERBAL:
        passes = step.above.lemma in cue("status", "transparent") or is_report(step.above)
        return [mood for mood in [noun_mood(step.above)] if mood and passes], passes
    if step.relation == "clause" and is_report(step.above) and step.above.lemma not in cue("status", "raising"):
        return [], True
    if step.relation != "clause" and not carries(step):
        return [], False
    return [mood for mood in [verb_mood(step.above)] if mood], True


def _cleft(step: Step) -> list[Mood]:
    """\"It was not the army that bombed the school\"."""
    verb = step.above.head
    subject = verb.child("nsubj")
    is_cleft = step.relation == "relative" and step.above.dep == "attr" and subject is not None and subject.lower == "it"
    mood = verb_mood(verb) if is_cleft else None
    return [mood] if mood else []


def _adverbial(step: Step, hit: Hit) -> tuple[list[Mood], bool]:
    """A purpose is open unless what is aimed at is done by the doing; a participle shares the mood of the verb above it."""
    mood = verb_mood(step.above)
    if has_to(step.token):
        name = hit.frame.event_class
        is_done = event_class(name).speech or name in cue("status", "purpose_counts")
        return [mood] if mood else [] if is_done else [Mood("hypothetical", "to")], is_done
    if step.is_nonfinite:
        shares = not step.token.all("mark", "aux")
        return [mood] if mood and shares else [], shares
    is_present = step.token.tag in {"VBZ", "VBP"} or any(a.tag in {"VBZ", "VBP"} for a in step.token.all("aux", "auxpass"))
    return [mood] if mood and is_present and mood.status in {"planned", "hypothetical"} else [], False


def _governor(step: Step) -> list[Mood]:
    """The mood that a word of the lexicon gives to what hangs on it; a negated governor denies, a denied denial leaves open."""
    found = next(((key, status) for key in _keys(step) for status in GOVERNED_STATUS if _is_listed(key, status, step)), None)
    if found is None:
        return []
    key, status = found
    own = verb_mood(step.above) if step.above.pos in VERBAL else noun_mood(step.above)
    is_denied = own is not None and own.status == "negated"
    if status in {"begun", "ended"}:
        return [Mood(status, key), *([own] if own else [])]
    if status == "ongoing":
        return [Mood("negated" if is_denied else "ongoing", key)]
    moods = [Mood(CALLED.get(status, status), key)]
    if is_denied:
        return [*moods, Mood("flip", key)]
    if own is not None and own.status in {"hypothetical", "negated", "planned"}:
        moods.append(own)
    return [*moods, *_dropped(step)]


def _is_listed(key: str, status: str, step: Step) -> bool:
    if key in cue("status", f"{status}_{step.relation}"):
        return True
    return step.relation == "clause" and step.is_nonfinite and key in cue("status", f"{status}_infinitive")


def _keys(step: Step) -> Iterator[str]:
    """The forms under which a governor may be listed, the most special first: \"call for\", \"rule out\", \"be under\", \"due\"."""
    word = step.above
    base = word.lemma
    if step.token.pos not in VERBAL:
        yield f"{base} {step.token.lemma}"
    for particle in word.all("prt"):
        yield f"{base} {particle.lower} {step.prep}".strip()
        yield f"{base} {particle.lower}"
    for complement in _complements(word):
        if complement.split()[-1] != step.token.lemma:
            yield complement if base in COPULA else f"{base} {complement}"
    if step.prep:
        yield f"{base} {step.prep}"
        yield f"* {step.prep}"
    else:
        yield base
        yield word.lower
    if word.pos not in VERBAL and step.prep in {"of", "for", "to", "about", "on", "against", "over", "from", "by"}:
        yield base


def _complements(verb: Token) -> Iterator[str]:
    for child in verb.children:
        if child.dep in {"acomp", "oprd", "attr", "advmod"}:
            yield child.lower
        elif child.dep == "prep":
            yield from (f"{child.lower} {noun.lower}" for noun in child.all("pobj"))


def carries(step: Step) -> bool:
    """True where a nominal event takes the mood of the verb: the verb brings it about, or the noun names no known event."""
    if step.prep and (step.prep not in cue("status", "carrying_preposition") or _is_perfect_modal(step.above)):
        return False
    if step.above.lemma in cue("status", "brings") | cue("status", "happens"):
        return True
    return not _is_definite(step.token)


def _is_perfect_modal(verb: Token) -> bool:
    """\"may have been killed in a clash\" leaves open who died, not whether there was a clash."""
    return any(a.tag == "MD" for a in verb.all("aux")) and any(a.lower == "have" for a in verb.all("aux"))


def _is_definite(noun: Token) -> bool:
    return any(c.dep == "poss" or (c.dep == "det" and c.lower in cue("status", "definite")) for c in noun.children)


def _told_after(head: Token) -> Iterator[Mood]:
    """What participles and relative clauses after a noun say: \"a drill that never took place\", \"a visit scheduled for June\"."""
    for clause in head.all("acl", "relcl"):
        passive = clause.tag == "VBN" and not clause.child("dobj")
        moved = clause.child("nsubj", "nsubjpass")
        if not passive and not (moved is not None and moved.tag in {"WDT", "WP"}):
            continue
        step = Step(head, clause, "object" if passive else "subject", "")
        yield from _governor(step)
        mood = verb_mood(clause)
        if mood is not None and carries(step) and clause.lemma in cue("status", "happens") | cue("status", "brings"):
            yield mood


def _dropped(step: Step) -> Iterator[Mood]:
    """What became of a plan of the past: \"were due to meet, but did not come\", \"who were to sign postponed the ceremony\"."""
    verb = step.above if step.above.pos in VERBAL else step.above.head
    if not any(t.tag in {"VBD", "VBN"} for t in (verb, *verb.all("aux", "auxpass"))):
        return
    later = [c for c in verb.all("conj", "ccomp")]
    if verb.dep in {"relcl", "conj", "ccomp"}:
        top = verb.head
        later += [top, top.head, *top.conjuncts()]
    for other in later:
        if other.i > step.token.i and other.pos in VERBAL and _is_dropping(other):
            yield Mood("negated", other.lower)


def _is_dropping(verb: Token) -> bool:
    keys = {verb.lemma, *(f"{verb.lemma} {c.lower}" for c in verb.all("prt", "advmod")), *(f"{verb.lemma} {c.lemma}" for c in verb.all("dobj"))}
    if keys & cue("status", "drops"):
        return True
    mood = verb_mood(verb)
    none = any(is_negative(subject) for subject in verb.all(*SUBJECT))
    return verb.lemma in cue("status", "comes") and (none or (mood is not None and mood.status == "negated"))
