"""What the text claims of an event: occurred, ongoing, planned, hypothetical, negated, historical; and how it vouches for it.

Moods are gathered upwards from the trigger: what its own auxiliaries, negation and modifiers say, then each word that governs it, until the
text asserts or presupposes it. They are folded into one; where there is none, tense and time phrases decide. The event's day may still
change the status (planned, historical): see normalise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.lexicon import cue
from pipeline.extract.status_mood import Mood, is_report, noun_mood, verb_mood
from pipeline.extract.status_path import path_moods, steps
from pipeline.extract.status_time import time_mood

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.extract.frames import Hit
    from pipeline.parse.sentence import ParsedSentence, Token

# What outweighs what when several words speak: "feared that it will", "cancelled the planned visit", "plans to continue".
RANK = {"begun": 0, "planned": 1, "hypothetical": 2, "attempt": 2, "ended": 3, "ongoing": 3, "negated": 4}
# What has begun goes on and what has ended was, unless words above say that the beginning or the end is still open.
ENDURED = {"begun": "ongoing", "ended": "occurred"}


@dataclass(frozen=True, slots=True)
class Status:
    """An event's status, the word that decided it and how the text vouches for it (asserted, reported, claimed, alleged)."""

    status: str
    cue: str
    certainty: str


def status_of(hit: Hit, sentence: ParsedSentence) -> Status:
    """The status of a trigger in its sentence."""
    mood = _question(sentence) or fold(_moods(hit))
    if mood is not None and mood.status == "attempt":
        mood = None if hit.frame.event_class in cue("status", "attempt_counts") else Mood("hypothetical", mood.cue)
    mood = mood or time_mood(hit, sentence)
    return Status(mood.status, mood.cue, certainty=_certainty(hit))


def _question(sentence: ParsedSentence) -> Mood | None:
    return Mood("hypothetical", "?") if sentence.text.rstrip(" \"'”’)").endswith("?") else None


def _moods(hit: Hit) -> Iterable[Mood]:
    own = [verb_mood(hit.head, as_trigger=True)] if hit.is_verb else [noun_mood(word) for word in hit.words]
    yield from (mood for mood in own if mood is not None)
    yield from path_moods(hit)


def fold(moods: Iterable[Mood]) -> Mood | None:
    """The mood that outweighs the others, nearest first; what denies a denial leaves the event open."""
    found: Mood | None = None
    for mood in moods:
        if found is not None and found.status == "ended":
            return Mood("ongoing", mood.cue)
        if mood.status == "flip":
            found = Mood("hypothetical" if found and found.status == "negated" else "negated", mood.cue)
        elif found is None or RANK[mood.status] > RANK[found.status]:
            found = mood
    return Mood(ENDURED.get(found.status, found.status), found.cue) if found is not None else None


def _certainty(hit: Hit) -> str:
    """Alleged by an accusation or a hedge, claimed by a party, reported by a source, else asserted by the text itself."""
    above = [step.above for step in steps(hit.head)]
    speaking = {token.lemma for token in above} | {t.lemma for token in above for t in token.all("parataxis") if is_report(t)}
    hedges = {c.lower for token in [hit.head, *above[:1]] for c in token.children if c.dep in {"advmod", "amod"}}
    if (speaking | hedges) & cue("status", "alleges"):
        return "alleged"
    if speaking & cue("status", "claims"):
        return "claimed"
    return "reported" if speaking & cue("status", "reports") or _by_source(hit.head, above) else "asserted"


def _by_source(head: Token, above: list[Token]) -> bool:
    return any(c.lower == "according" for token in [head, *above] for c in token.children)
