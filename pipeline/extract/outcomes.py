"""Which triggers only tell the outcome, or the open name, of a violence that another trigger tells the form of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.classes import event_class, same_family
from pipeline.event_lexicon import cue
from pipeline.extract.scope import is_other_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.extract.frames import Hit
    from pipeline.parse.sentence import Token

# Words on the way between two triggers that tell of the same happening, both included.
NEAR = 6


def merged(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that tell an event of their own; those of an outcome hand their parties over to the hit of the form."""
    violent = [h for h in hits if event_class(h.frame.event_class).violent]
    ruined = (h for h in hits if h.frame.event_class in cue("outcome", "harmless") and h.head.lemma == "destroy")
    outcomes = [*violent, *ruined]
    kept: list[Hit] = []
    for hit in hits:
        other = next((o for o in violent if o is not hit and hit in outcomes and _absorbs(o, hit)), None)
        if other is None:
            kept.append(hit)
        else:
            _hand_over(hit, other)
    return kept


def _absorbs(other: Hit, hit: Hit) -> bool:
    outcome = _is_outcome(hit)
    named = _is_open_noun(hit) and len(hit.words) == 1
    if not outcome and not named:
        return False
    if _is_outcome(other) or _is_open_noun(other):
        # Of two such, the first stands, unless the second tells only who came to harm.
        harm = hit.head.lemma in cue("counts", "kill", "die", "hurt")
        if hit.head.i < other.head.i or (outcome and not harm):
            return False
    if named and _brought_about(hit, other):
        return False
    return _near_in_tree(hit.head, other.head) and not _told_apart(hit, other)


def _brought_about(hit: Hit, other: Hit) -> bool:
    """True where violence of one kind led to another: "the shooting sparked riots"."""
    if same_family(hit.frame.event_class, other.frame.event_class):
        return False
    return any(t.lemma in cue("outcome", "causes") for t in way(hit.head, other.head)[1:-1])


def _told_apart(hit: Hit, other: Hit) -> bool:
    """True for deeds of two main clauses with their own subjects: "a bomb killed two, and jets raided a camp".

    Who only came to harm did so by the other deed: "a bomb went off, and two soldiers were killed".
    """
    between = way(hit.head, other.head)
    parted = [t for t in between if t.dep in {"conj", "ccomp"} and t.head in between and t.pos == "VERB"]
    if not any(subject.pos != "PRON" for t in parted for subject in t.all("nsubj", "nsubjpass")):
        return False
    harm = hit.is_verb and hit.head.lemma in cue("counts", "kill", "die", "hurt")
    return bool(hit.slots.get("subject")) or not harm


def _is_outcome(hit: Hit) -> bool:
    return hit.is_verb and hit.head.lemma in cue("counts", "kill", "die", "hurt") | cue("outcome", "verbs")


def _is_open_noun(hit: Hit) -> bool:
    """True for "attack", not for "suicide attack"."""
    open_class = hit.frame.event_class in cue("outcome", "classes")
    return not hit.is_verb and open_class and hit.head.lemma in cue("outcome", "nouns")


def way(one: Token, other: Token) -> list[Token]:
    """The tokens on the way between two tokens of a sentence in its tree, both included; empty where there is none."""
    up = [one, *one.ancestors()]
    down: list[Token] = []
    for above in [other, *other.ancestors()]:
        if above in up:
            return [*up[: up.index(above) + 1], *reversed(down)]
        down.append(above)
    return []


def _near_in_tree(one: Token, other: Token) -> bool:
    """True where the way between is short, and leads to no report, no earlier deed that is avenged, no other time."""
    between = way(one, other)
    reported = any(t.lemma in cue("status", "reports") | cue("outcome", "answers") for t in between[1:-1])
    # the topmost is the time of both: "after a man blew himself up and killed two"
    parted = any(is_other_time(t) for t in between if t.head in between)
    return 0 < len(between) <= NEAR and not reported and not parted


def _hand_over(hit: Hit, other: Hit) -> None:
    """Give the absorbed hit's victim, and its doer where there is none, to the hit that tells the form."""
    if "subject" in (hit.frame.role2 or ()):  # "their truck hit a mine" did nothing
        other.slots.add("hit", hit.slots.get("subject"))
        return
    both_verbs = other.is_verb and hit.is_verb
    other.slots.add("object" if both_verbs and not other.slots.get("object") else "hit", hit.slots.get("object"))
    if hit.is_verb and not hit.slots.passive and not other.slots.get("subject"):
        # not the bus of "a bus was blown up, killing ten"
        own = {other.head, *other.words, *other.slots.get("object")}
        other.slots.add("subject", [t for t in hit.slots.get("subject") if t not in own])
