"""The gate: one pass over raw text that tells whether a sentence may hold an event."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Gate:
    """The word forms of all triggers: a sentence without any of them holds no event that the lexicon knows."""

    forms: frozenset[str]

    @classmethod
    def from_forms(cls, forms: Iterable[str]) -> Gate:
        """A gate over word forms, each one word, in any case."""
        return cls(frozenset(form.lower() for form in forms))

    def passes(self, sentence: str) -> bool:
        """True where the sentence has a trigger's form."""
        return not self.forms.isdisjoint(_WORD.findall(sentence.lower()))
