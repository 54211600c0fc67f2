"""Counts of pairs, misses and extras, and the scores that they give."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.evaluate.verdicts import COLUMNS, is_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.evaluate.matching import Matched


@dataclass(slots=True)
class Tally:
    """How many events are right, of how many that the pipeline found and how many that the person coded."""

    right: int = 0
    found: int = 0
    coded: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what was coded that is right; 0 where nothing was."""
        return self.right / self.coded if self.coded else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.coded) if self.found + self.coded else 0.0


@dataclass(slots=True)
class Scores:
    """The scores of a set of articles: events, whole rows, events by class, and columns (right, asked)."""

    events: Tally = field(default_factory=Tally)
    rows: Tally = field(default_factory=Tally)
    classes: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    aside: int = 0

    def share(self, column: str) -> float:
        """The share of pairs that agree in a column, of those that are asked; 0 where none is."""
        return self.right[column] / self.asked[column] if self.asked[column] else 0.0

    def summary(self) -> Mapping[str, float]:
        """The figures that floors are set for, to four digits: F1 of events and rows, share of each column."""
        figures = {"events": self.events.f1, "rows": self.rows.f1} | {name: self.share(name) for name in COLUMNS}
        return {name: round(figure, 4) for name, figure in figures.items()}


def score(articles: Iterable[Matched]) -> Scores:
    """The scores over all articles."""
    total = Scores()
    for article in articles:
        for pair in article.pairs:
            whole = is_whole(pair.verdicts)
            _count(total, pair.gold.event_class, right=1, found=1, coded=1, whole=whole)
            total.asked.update(name for name, held in pair.verdicts.items() if held is not None)
            total.right.update(name for name, held in pair.verdicts.items() if held)
        for event in article.missed:
            _count(total, event.event_class, coded=1)
        for event in article.extra:
            _count(total, event.event_class, found=1)
        total.aside += article.aside
    return total


def _count(total: Scores, name: str, *, right: int = 0, found: int = 0, coded: int = 0, whole: bool = False) -> None:
    for tally, held in ((total.events, right), (total.classes[name], right), (total.rows, int(whole))):
        tally.right += held
        tally.found += found
        tally.coded += coded
