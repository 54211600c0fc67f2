"""The weights and thresholds of comparing, read once from lexicons/agreement.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "pipeline/lexicons/agreement.toml"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part adds to a score at most."""

    day: float
    place: float
    type: float
    actors: float
    deaths: float


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close two rows are (0 to 1) where no distance can be measured."""

    vague_day: float
    country_only: float
    event_type_only: float
    deaths_in_range: float
    unknown: float


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of file asks for: the statuses of our events, words and whole names that count as one."""

    statuses: list[str]
    same_words: Mapping[str, str] = field(default_factory=dict)
    same_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AgreementLexicon:
    """Everything that agreement.toml says; distances in km and days, scores and likeness of names from 0 to 100."""

    days: int
    km: float
    our_longest_days: int
    their_longest_days: int
    minimum_score: float
    place_agrees_km: float
    name_agrees: float
    empty_words: list[str]
    weights: Weights
    closeness: Closeness
    acled: Kind
    ucdp: Kind
    countries: Mapping[str, str]

    def kind(self, name: str) -> Kind:
        """What "acled" or "ucdp" asks for."""
        return self.acled if name == "acled" else self.ucdp


@cache
def lexicon() -> AgreementLexicon:
    """The lexicon; LexiconError where an entry is missing or unknown."""
    spec = tomllib.loads(files("pipeline").joinpath("lexicons/agreement.toml").read_text(encoding="utf-8"))
    parts = {"weights": Weights, "closeness": Closeness, "acled": Kind, "ucdp": Kind}
    made: dict[str, Any] = {name: _made(kind, spec.get(name, {}), f"[{name}]") for name, kind in parts.items()}
    return _made(AgreementLexicon, spec | made, "top")


def _made(kind: type[T], entry: Mapping[str, Any], where: str) -> T:
    try:
        return kind(**entry)
    except TypeError as error:
        known = ", ".join(f.name for f in fields(kind))  # type: ignore[arg-type]  # all four are dataclasses
        raise LexiconError(f"{FILE}: {where}: missing or unknown entries; it holds {known}") from error
