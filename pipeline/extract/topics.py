"""Sentences that tell no conflict though their words could: stories, remembrance, sport, business, general truths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.classes import event_class
from pipeline.event_lexicon import cue
from pipeline.extract.slots import MODIFIERS, NOMINAL, VERBAL

if TYPE_CHECKING:
    from pipeline.extract.frames import Hit
    from pipeline.extract.kinds import Kinds
    from pipeline.parse.sentence import ParsedSentence, Token

# A sentence with one of these beside the trigger tells of arms, whatever else it speaks of.
ARMS = frozenset(
    {"armed", "military", "police", "protester", "bomb", "drone", "artillery", "missile", "grenade", "mob"}
)


def off_topic(hit: Hit, sentence: ParsedSentence, kinds: Kinds) -> str | None:
    """Why a trigger tells no conflict event (works, sport, accident, generic, business), None where it may."""
    if _in_work(hit.head):
        return "works"
    words = {word for t in sentence.tokens for word in (t.lemma, t.lower)}
    others = [t for t in sentence.tokens if t.pos in NOMINAL and t not in hit.words]
    if not any(kinds.kinds(t) & ARMS for t in others):
        if words & cue("sport", "words") or _hints_at_sport(hit, words):
            return "sport"
        if hit.head.lemma in cue("accident", "triggers") and words & cue("accident", "words"):
            return "accident"
        if words & cue("business", "words") and not event_class(hit.frame.event_class).speech:
            return "business"
    return "generic" if _generic(hit) else None


def _hints_at_sport(hit: Hit, words: set[str]) -> bool:
    """True for two words that sport shares with other things, or one of them right at the trigger."""
    hints = cue("sport", "hints")
    return len(words & hints) > 1 or any(t.lemma in hints for tokens in hit.slots.found.values() for t in tokens)


def _in_work(head: Token) -> bool:
    """True where the trigger hangs below a work or a memorial, or the verb above it has one as its subject."""
    works = cue("works", "made", "kept")
    if any(c.lemma in works for c in head.all("nsubj", "nsubjpass")):
        return True
    return any(_is_work(above, works) for above in head.ancestors())


def _is_work(above: Token, works: frozenset[str]) -> bool:
    if above.pos in NOMINAL:
        counts = above.lemma == "series" and any(p.lower == "of" for p in above.all("prep"))  # "a series of raids"
        return above.lemma in works and not counts
    if above.pos not in VERBAL:
        return False
    inside = [o for p in above.all("prep") if p.lower == "in" for o in p.all("pobj")]
    told = any(_is_work(o, cue("works", "made")) for o in inside)
    return told or any(c.lemma in works for c in above.all("nsubj", "nsubjpass"))


def _generic(hit: Hit) -> bool:
    """True for what holds at all times: "rebels often ambush lorries", "armies withdraw when supplies run out"."""
    verb = hit.head if hit.is_verb else next(iter(hit.slots.get("verb")), None)
    if verb is None:
        return False
    words = {t.lower for c in verb.children for t in [c, *c.children] if t.dep in {"advmod", "det", "mark", "nsubj"}}
    if words & cue("generic", "adverbs", "subjects"):
        return True
    helpers = verb.all("aux", "auxpass")
    subject = verb.child("nsubj", "nsubjpass")
    if verb.tag != "VBP" or subject is None or verb.child("auxpass") is not None:
        return False
    if helpers and not any(h.tag in {"VBP", "VBZ"} for h in helpers):
        return False
    bare = subject.tag == "NNS" and not any(c.dep in MODIFIERS | {"det", "nummod", "poss"} for c in subject.children)
    return bare and not any(t.pos in {"PROPN", "NUM"} or t.entity for t in verb.subtree())
