"""Sentences that tell no conflict though their words could: invented stories, remembrance, sport, business, generic statements."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.classes import event_class

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.extract.frames import Hit
    from pipeline.extract.kinds import Kinds
    from pipeline.parse.sentence import ParsedSentence, Token

ARMS = frozenset(
    {"armed", "military", "police", "protester", "bomb", "drone", "artillery", "missile", "grenade", "mob"}
)


@cache
def _words() -> Mapping[str, Mapping[str, frozenset[str]]]:
    table = tomllib.loads(files("pipeline").joinpath("lexicons/events/topics.toml").read_text(encoding="utf-8"))
    return {topic: {name: frozenset(words) for name, words in lists.items()} for topic, lists in table.items()}


def off_topic(hit: Hit, sentence: ParsedSentence, kinds: Kinds) -> str | None:
    """Why a trigger tells no conflict event (works, sport, generic, business), None where it may."""
    if _in_work(hit.head):
        return "works"
    lemmas = {t.lemma for t in sentence.tokens} | {t.lower for t in sentence.tokens}
    armed = any(kinds.kinds(t) & ARMS for t in sentence.tokens if t.pos in {"NOUN", "PROPN"} and t not in hit.words)
    if lemmas & _words()["sport"]["words"] and not armed:
        return "sport"
    if lemmas & _words()["business"]["words"] and not armed and not event_class(hit.frame.event_class).speech:
        return "business"
    return "generic" if _generic(hit) else None


def _in_work(head: Token) -> bool:
    """True where the trigger hangs below a work or a memorial, or the verb above it has one as its subject."""
    works = _words()["works"]["made"] | _words()["works"]["kept"]
    for above in head.ancestors():
        if above.lemma in works and above.pos in {"NOUN", "PROPN"}:
            return True
        if above.pos in {"VERB", "AUX"} and any(
            c.lemma in works for c in above.children if c.dep in {"nsubj", "nsubjpass"}
        ):
            return True
        if above.pos in {"VERB", "AUX"} and any(
            o.lemma in _words()["works"]["made"] for p in above.all("prep") if p.lower == "in" for o in p.all("pobj")
        ):
            return True
    own = [c for c in head.children if c.dep in {"nsubj", "nsubjpass"}]
    return any(c.lemma in works for c in own)


def _generic(hit: Hit) -> bool:
    """True for what holds at all times: \"rebels often ambush lorries\", \"armies withdraw when supplies run out\"."""
    verb = hit.head if hit.is_verb else next(iter(hit.slots.get("verb")), None)
    if verb is None:
        return False
    words = {t.lower for c in verb.children for t in [c, *c.children] if t.dep in {"advmod", "det", "mark", "nsubj"}}
    if words & (_words()["generic"]["adverbs"] | _words()["generic"]["subjects"]):
        return True
    if (
        verb.tag not in {"VBP", "VBZ"}
        or verb.all("aux", "auxpass")
        and not any(a.tag in {"VBP", "VBZ"} for a in verb.all("aux", "auxpass"))
    ):
        return False
    subject = verb.child("nsubj", "nsubjpass")
    bare = (
        subject is not None
        and subject.tag == "NNS"
        and not any(c.dep in {"det", "nummod", "poss", "amod", "compound"} for c in subject.children)
    )
    named = any(t.pos in {"PROPN", "NUM"} or t.entity for t in verb.subtree())
    return bare and not named and verb.child("auxpass") is None and verb.tag == "VBP"
