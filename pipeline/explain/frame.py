"""The frame behind a mention, in words: what it is triggered by, what it asks for, and the sentence it was made for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.event_lexicon import frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.event_lexicon import Condition, Frame


@cache
def _by_id() -> Mapping[str, Frame]:
    return {frame.id: frame for frame in frames()}


def frame_words(rule_id: str) -> str:
    """The rule of a mention: its conditions and its example; the id alone for what is no frame (tolls)."""
    frame = _by_id().get(rule_id)
    if frame is None:
        if rule_id.startswith("sense."):
            return f"{rule_id} (no frame fits: the model of senses is sure that this is the news)"
        return f"{rule_id} (the number of dead or injured tells the event)" if rule_id == "toll" else rule_id
    return f"{frame.id}: {'; '.join(_conditions(frame))}. Made for: {frame.fires}"


def _conditions(frame: Frame) -> Iterator[str]:
    triggers = (("the verb", frame.verbs), ("the noun", frame.nouns))
    yield " or ".join(f"{kind} {_some(words)}" for kind, words in triggers if words)
    if frame.passive:
        yield "in the passive"
    yield from map(_asked, frame.need)
    if frame.any_of:
        yield " or ".join(" and ".join(map(_asked, option)) for option in frame.any_of)
    if frame.has:
        yield f"something stands as {' or '.join(frame.has)}"
    if frame.preps:
        yield f"followed by {_some(sorted(frame.preps))}"
    if frame.needs_event:
        yield "said of something that happens"
    yield from (f"not with {_asked(condition)}" for condition in frame.forbid)


def _asked(condition: Condition) -> str:
    """The slot and what must stand there: "object armed/military", "from 'Moscow'" for a word."""
    slot, kinds = condition
    told = (f"{kind[1:]!r}" if kind.startswith("=") else kind for kind in sorted(kinds))
    return f"{slot} {_some(told)}"


def _some(words: Iterable[str], most: int = 6) -> str:
    listed = list(words)
    return "/".join(listed[:most]) + (f" and {len(listed) - most} more" if len(listed) > most else "")
