"""Those who died besides the ones told before: "three more", the rebels after the soldiers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipeline.classes import event_class
from pipeline.event_lexicon import cue, cues
from pipeline.extract.slots import CALENDAR, PLACES, under_of
from pipeline.extract.tolls import total
from pipeline.normalise.actors import is_actor_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.extract.victims import Toll
    from pipeline.parse.sentence import ParsedSentence

Row = Mapping[str, Any]
NEAR = 500  # characters: a paragraph or two


def with_those_before(deaths: Sequence[Toll], sentence: ParsedSentence, rows: Sequence[Row]) -> dict[str, int | None]:
    """Bounds of the dead where all that a sentence tells of are further ones, and some were told of in the rows before.

    What has its own place is another happening; so is what has its own day or doer, unless it is said to come besides.
    """
    base, more = _base(rows), total(deaths)
    if base is None or more is None or more.low is None or _is_set(sentence, PLACES):
        return {}
    besides = all(toll.adds for toll in deaths)
    apart = _is_set(sentence, CALENDAR) or any(toll.anchor.child("agent") for toll in deaths)
    near = sentence.start - base["sentence_end"] < NEAR
    if not besides and (apart or not near or not _are_of_other_sides(deaths, rows)):
        return {}
    low, high = base["deaths_low"], base["deaths_high"]
    return {"deaths_low": low + more.low, "deaths_high": None if None in (high, more.high) else high + more.high}


def _is_set(sentence: ParsedSentence, labels: frozenset[str]) -> bool:
    """True where a preposition has an entity of these labels: "in Basra", "on Monday"."""
    return any(token.entity[2:] in labels and token.dep == "pobj" for token in sentence.tokens)


def _base(rows: Sequence[Row]) -> Row | None:
    """The last row that gives deaths; none where another happening has been told since, but for a headline's."""
    last = max((n for n, row in enumerate(rows) if row["deaths_low"] is not None), default=None)
    if last is None:
        return None
    since = [r for r in rows[last + 1 :] if not r["is_reference"] and event_class(r["event_class"]).violent]
    return rows[last] if not since or rows[last]["sentence_kind"] == "headline" else None


def _are_of_other_sides(deaths: Sequence[Toll], rows: Sequence[Row]) -> bool:
    """True for the rebels who died where only the army's dead were told of before."""
    here = {_side_of(toll) for toll in deaths}
    told = {_side(text) for row in rows for text in (row["deaths_text"] or "").split("; ") if text}
    return None not in here | told and here.isdisjoint(told)


def _side_of(toll: Toll) -> str | None:
    nouns = [toll.victim, *under_of(toll.victim)] if toll.victim else []
    return next((side for noun in nouns if (side := _side(noun.lower))), None)


def _side(text: str) -> str | None:
    """On which side somebody stands; None for people of any."""
    last = re.findall(r"[^\W\d_]+", text.lower())[-1:]
    kind = is_actor_noun(last[0]) if last and last[0] not in cue("counts", "of_any_side") else None
    return next((side for side, kinds in cues("toll_sides").items() if kind in kinds), None)
