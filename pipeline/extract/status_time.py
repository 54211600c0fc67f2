"""Whether a happening that the text tells as a fact is over, going on, or history: by tense, by the noun and by time phrases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.classes import event_class
from pipeline.extract.lexicon import cue
from pipeline.extract.status_mood import VERBAL, Mood
from pipeline.extract.status_path import carries, steps

if TYPE_CHECKING:
    from pipeline.extract.frames import Hit
    from pipeline.parse.sentence import ParsedSentence, Token

HEADLINE_WORDS = 14
OCCURRED = Mood("occurred", "default")


def time_mood(hit: Hit, sentence: ParsedSentence) -> Mood:
    """Occurred, ongoing or historical, with the word that says so."""
    verb = hit.head if hit.is_verb else _carrier(hit.head)
    return _historical(hit) or _future(hit, verb) or _ongoing(hit, verb, sentence) or OCCURRED


def is_headline(sentence: ParsedSentence) -> bool:
    """True for headlines: told so, or short without a final stop; their present tense tells what has happened."""
    short = len(sentence.tokens) <= HEADLINE_WORDS and sentence.text.rstrip()[-1:].isalnum()
    return sentence.kind == "headline" or short


def _carrier(noun: Token) -> Token | None:
    """The verb that tells a nominal event: \"talks are being held\", \"airstrikes have hit\", \"a series of raids continued\"."""
    for step in steps(noun):
        if step.above.pos in VERBAL:
            return step.above if step.relation in {"subject", "object"} and carries(step) else None
        if step.above.lemma not in cue("status", "transparent"):
            return None
    return None


def _ongoing(hit: Hit, verb: Token | None, sentence: ParsedSentence) -> Mood | None:
    if event_class(hit.frame.event_class).speech and hit.frame.event_class not in cue("status", "lasting_speech"):
        return None
    if not hit.is_verb and hit.head.lemma in cue("status", "durative") and not _is_started(hit.head):
        return Mood("ongoing", hit.head.lemma)
    if verb is None:
        return None
    if _is_progressive(verb):
        return Mood("ongoing", "progressive")
    if is_headline(sentence):
        return None
    if _is_state(verb):
        return Mood("ongoing", verb.lemma)
    lasting = _phrase(_around(verb), cue("status", "lasting_time")) if _is_perfect(verb) else None
    return Mood("ongoing", lasting) if lasting else None


def _is_state(verb: Token) -> bool:
    """\"occupies the hills\", \"has fought the state\", \"are stationed in\"."""
    if verb.lemma in cue("status", "states"):
        return any(aux.tag in {"VBZ", "VBP"} for aux in verb.all("auxpass"))
    return verb.lemma in cue("status", "lasting") and not verb.child("auxpass") and _tense(verb) == "present"


def _is_started(noun: Token) -> bool:
    step = next(iter(steps(noun)), None)
    return step is not None and step.relation == "object" and step.above.lemma in cue("status", "starts") and step.above.tag in {"VBD", "VBN"}


def _is_progressive(verb: Token) -> bool:
    if verb.tag == "VBG" and any(aux.lemma == "be" for aux in verb.all("aux")):
        return True
    shares = verb.dep in {"advcl", "conj", "xcomp"} and verb.head.pos in VERBAL and not verb.all("aux", "mark", "nsubj")
    return verb.tag == "VBG" and shares and _is_progressive(verb.head)


def _tense(verb: Token) -> str:
    if verb.all("aux", "auxpass"):
        return "other"
    return {"VBZ": "present", "VBP": "present", "VBD": "past"}.get(verb.tag, "other")


def _is_perfect(verb: Token) -> bool:
    return any(aux.lower in {"have", "has", "'ve", "'s"} and aux.lemma == "have" for aux in verb.all("aux"))


def _future(hit: Hit, verb: Token | None) -> Mood | None:
    """A present tense with a day to come: \"ministers meet in Vienna tomorrow\"."""
    if verb is None:
        verb = next((step.above for step in steps(hit.head) if step.above.pos in VERBAL), None)
    if verb is None or (_tense(verb) != "present" and not _is_progressive(verb)):
        return None
    found = _phrase(_around(verb), cue("status", "future_time"))
    return Mood("planned", found) if found else None


def _historical(hit: Hit) -> Mood | None:
    text = " ".join(_around(word) for word in (hit.head, *(step.above for step in steps(hit.head) if step.relation != "relative")))
    found = _phrase(text, cue("status", "past_time"))
    return Mood("historical", found) if found else None


def _around(word: Token) -> str:
    """The phrases of time and circumstance that modify a word, in lower case."""
    adjuncts = [t for c in word.all("prep", "npadvmod", "advmod", "amod", "nummod") for t in c.subtree()]
    return " ".join(t.lower for t in adjuncts)


def _phrase(text: str, phrases: frozenset[str]) -> str | None:
    """The first of the phrases, patterns of whole words, that the text holds."""
    return next((m.group() for p in sorted(phrases) if (m := re.search(rf"\b(?:{p})\b", text))), None)
