"""A reading: which event class is a sentence's news, how likely, and at which word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING = "none"
NO_READING = dict.fromkeys(("sense_classes", "sense_weights", "sense_starts"))
"""The columns of the parses table of a sentence that is not read."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One class in a sentence.

    weight: probability that it is what the sentence is there to tell, per mille; start: first character of the word
    that says so most, counted from the sentence's start.
    """

    weight: int
    start: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The senses of one sentence by class id, likeliest first; what is as good as impossible is left out."""

    senses: Mapping[str, Sense]

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Reading | None:
        """The reading in a row of the parses table; None where it holds none."""
        if not row.get("sense_classes"):
            return None
        columns = (row[name] for name in NO_READING)
        return cls({name: Sense(*values) for name, *values in zip(*columns, strict=True)})

    def news(self, least: int) -> str | None:
        """The class that is the sentence's news with at least so many per mille; None where none is."""
        class_id, sense = next(iter(self.senses.items()), (NOTHING, None))
        return class_id if sense and class_id != NOTHING and sense.weight >= least else None

    def to_row(self) -> dict[str, list[Any]]:
        """The reading as columns of the parses table."""
        senses = self.senses.values()
        return {
            "sense_classes": list(self.senses),
            "sense_weights": [sense.weight for sense in senses],
            "sense_starts": [sense.start for sense in senses],
        }
