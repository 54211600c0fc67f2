"""What the text claims of an event: occurred, ongoing, planned, hypothetical, negated, historical; and how it vouches.

Moods are gathered upwards from the trigger: what its own auxiliaries, negation and modifiers say, then each word that
governs it, until the text asserts or presupposes it. They are folded into one; where there is none, tense and time
phrases decide. The event's day may still change the status (planned, historical): see normalise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.classes import event_class
from pipeline.event_lexicon import cue
from pipeline.extract.status_mood import Mood, is_report, noun_mood, verb_mood
from pipeline.extract.status_path import path_moods
from pipeline.extract.status_steps import steps
from pipeline.extract.status_time import time_mood

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.extract.frames import Hit
    from pipeline.parse.sentence import ParsedSentence

# What outweighs what: "feared that it will", "cancelled the planned visit", "plans to continue".
RANK = {"begun": 0, "attempt": 0, "planned": 1, "hypothetical": 2, "ended": 3, "ongoing": 3, "negated": 4}


@dataclass(frozen=True, slots=True)
class Status:
    """An event's status, the word that decided it and how the text vouches for it.

    certainty is asserted (by the text itself), reported (by a source), claimed (by a party) or alleged.
    """

    status: str
    cue: str
    certainty: str


def status_of(hit: Hit, sentence: ParsedSentence) -> Status:
    """The status of a trigger in its sentence, read from the sentence alone."""
    mood = Mood("hypothetical", "?") if is_question(sentence) else fold(_moods(hit))
    mood = (mood and _resolved(mood, hit)) or time_mood(hit, sentence)
    return Status(mood.status, mood.cue, certainty=_certainty(hit))


def is_question(sentence: ParsedSentence) -> bool:
    """True for a sentence that asks."""
    return sentence.text.rstrip(" \"'”’)").endswith("?")


def _moods(hit: Hit) -> Iterator[Mood]:
    own = [verb_mood(hit.head, is_trigger=True), _aim(hit)] if hit.is_verb else [noun_mood(word) for word in hit.words]
    yield from (mood for mood in own if mood is not None)
    yield from path_moods(hit)


def _aim(hit: Hit) -> Mood | None:
    """The mood of a verb that only wants or promises what it is a trigger of: "wants the observers out"."""
    verb, name = hit.head.lemma, hit.frame.event_class
    if name in cue("status", "gifts") and verb in cue("status", "promises"):
        return Mood("planned", verb)
    if name not in cue("status", "moves"):
        return None
    if verb in cue("status", "wants"):
        return Mood("hypothetical", verb)
    return Mood("planned", verb) if verb in cue("status", "promises") else None


def fold(moods: Iterable[Mood]) -> Mood | None:
    """The mood that outweighs the others, nearest first; None where there is none.

    What denies a denial leaves the event open; an end that is planned, demanded or denied tells that the event goes on.
    """
    found: Mood | None = None
    for mood in moods:
        if found is not None and found.status == "ended":
            return Mood("ongoing", mood.cue)
        if mood.status == "flip":
            is_denied = found is not None and found.status == "negated"
            found = Mood("hypothetical" if is_denied else "negated", mood.cue)
        elif found is not None and (found.status, mood.status) == ("planned", "ended"):
            found = Mood("negated", mood.cue)  # "suspended their planned walkout"
        elif found is None or RANK[mood.status] > RANK[found.status]:
            found = mood
    return found


def _resolved(mood: Mood, hit: Hit) -> Mood | None:
    """The status of an attempt, a beginning or an end that no word above leaves open; None where it changes nothing."""
    name = hit.frame.event_class
    if mood.status == "attempt":
        return None if name in cue("status", "attempt_counts") else Mood("hypothetical", mood.cue)
    if mood.status == "begun":
        return None if event_class(name).violent else Mood("ongoing", mood.cue)
    return Mood("occurred", mood.cue) if mood.status == "ended" else mood


def _certainty(hit: Hit) -> str:
    above = [step.above for step in steps(hit.head)]
    speaking = {token.lemma for token in above}
    speaking |= {c.lemma for token in (hit.head, *above) for c in token.all("ccomp", "parataxis") if is_report(c)}
    near = {c.lower for token in (hit.head, *above[:1]) for c in token.children if c.dep in {"advmod", "amod", "prep"}}
    if (speaking | near) & cue("status", "alleges"):
        return "alleged"
    if speaking & cue("status", "claims"):
        return "claimed"
    return "reported" if (speaking | near) & cue("status", "reports") else "asserted"
