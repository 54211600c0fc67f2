"""The words, weights and thresholds of linking, read once from lexicons/link.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "pipeline/lexicons/link.toml"


@dataclass(frozen=True, slots=True)
class Points:
    """What each finding adds to a comparison."""

    class_same: float
    class_family: float
    class_open: float
    trigger_same: float
    actor_same: float
    actor_related: float
    actor_generic: float
    actor1_differs: float
    actor2_differs: float
    date_same: float
    date_meets: float
    date_next_day: float
    date_day: float
    date_apart: float
    date_far: float
    date_unknown: float
    place_same: float
    place_near: float
    place_contains: float
    place_apart: float
    deaths_same: float
    deaths_meet: float
    deaths_near: float
    deaths_part: float
    deaths_toll: float
    deaths_differ: float
    troops_same: float
    near_by: float
    new_event: float
    one_breath: float
    status_differs: float
    status_calm: float
    status_supposed: float
    same_sentence: float
    shared_words: float
    no_shared_words: float
    same_story: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Points from which two tellings are one event, within an article and across articles."""

    article: float
    reference: float
    corpus: float
    ambiguous: float


@dataclass(frozen=True, slots=True)
class Story:
    """When two articles are on one story: days between them, and how alike they are, from not at all to surely."""

    days: int
    least: float
    sure: float


@dataclass(frozen=True, slots=True)
class Copies:
    """When one article is a copy of another."""

    words: int
    least: int
    permutations: int
    bands: int
    contained: float
    share: float
    days: int


@dataclass(frozen=True, slots=True)
class LinkLexicon:
    """Everything that link.toml says."""

    new_event_cues: frozenset[str]
    empty_words: frozenset[str]
    name_frame: frozenset[str]
    speech_classes: frozenset[str]
    grows: tuple[frozenset[str], ...]
    guessed_date_methods: tuple[str, ...]
    guessed_place_methods: tuple[str, ...]
    guessed_actor_methods: tuple[str, ...]
    date_slack: tuple[int, ...]
    place_slack: tuple[int, ...]
    copies: Copies
    story: Story
    points: Points
    within: Points
    thresholds: Thresholds

    def of_one_kind(self, one: str, other: str) -> bool:
        """True for a class and itself, and for two classes that one happening goes through."""
        return one == other or any({one, other} <= grown for grown in self.grows)


@cache
def lexicon() -> LinkLexicon:
    """The lexicon; LexiconError where an entry is missing or unknown."""
    spec = tomllib.loads(files("pipeline").joinpath("lexicons/link.toml").read_text(encoding="utf-8"))
    missing = sorted({f.name for f in fields(LinkLexicon)} ^ set(spec))
    if missing:
        raise LexiconError(f"{FILE}: missing or unknown entries: {', '.join(missing)}")
    return LinkLexicon(
        new_event_cues=frozenset(spec["new_event_cues"]),
        empty_words=frozenset(spec["empty_words"]),
        name_frame=frozenset(spec["name_frame"]),
        speech_classes=frozenset(spec["speech_classes"]),
        grows=tuple(frozenset(classes) for classes in spec["grows"]),
        guessed_date_methods=tuple(spec["guessed_date_methods"]),
        guessed_place_methods=tuple(spec["guessed_place_methods"]),
        guessed_actor_methods=tuple(spec["guessed_actor_methods"]),
        date_slack=_by_precision(spec["date_slack"], 4),
        place_slack=_by_precision(spec["place_slack"], 3),
        copies=_table(Copies, "copies", spec),
        story=_table(Story, "story", spec),
        points=_table(Points, "points", spec),
        within=_table(Points, "within", {"within": spec["points"] | spec["within"]}),
        thresholds=_table(Thresholds, "thresholds", spec),
    )


def _by_precision(entry: Mapping[str, int], last: int) -> tuple[int, ...]:
    try:
        return (0, *(entry[str(precision)] for precision in range(1, last + 1)))
    except KeyError as error:
        raise LexiconError(f"{FILE}: a slack table lacks the precision {error}") from None


def _table(kind: type[Any], name: str, spec: Mapping[str, Any]) -> Any:  # noqa: ANN401 - one of four dataclasses
    wrong = sorted({f.name for f in fields(kind)} ^ set(spec[name]))
    if wrong:
        raise LexiconError(f"{FILE}: [{name}]: missing or unknown entries: {', '.join(wrong)}")
    return kind(**spec[name])
