"""Analysts' decisions on events and on pairs of mentions: rows of a CSV that win over the program."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal

from pipeline.errors import UsageError
from pipeline.link.corrections import corrected_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

DEFAULT_FILE = "data/review.csv"
"""What [link] decisions is unless it is set: the one file that need not be there."""

ON_EVENTS = ("accept", "correct", "strike", "reopen")
ON_PAIRS = ("merge", "split")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One row of the file.

    accept, strike: the event that holds mention_id; correct: `column` of it becomes `value` (empty: null); reopen:
    forget what was decided on it. merge, split: the events of the two mentions are one, or not. event_id is what the
    event was called then; it finds an event only when the mention is there no more.
    """

    decision: str
    event_id: str = ""
    mention_id: str
    other_mention_id: str = ""
    column: str = ""
    value: str = ""
    coder: str = ""
    comment: str = ""
    decided_at: str = ""

    def row(self) -> dict[str, str]:
        """The cells of its row, by column."""
        return asdict(self)


COLUMNS = tuple(column.name for column in fields(Decision))
NEEDED = ("decision", "mention_id")


@dataclass(frozen=True, slots=True)
class Overrules:
    """Pairs of mention ids that are one event (linked) or are not (kept_apart)."""

    linked: frozenset[tuple[str, str]] = frozenset()
    kept_apart: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def pairs(self) -> list[tuple[str, str, str]]:
        """Left mention, right mention and verdict of each judgement, in order."""
        apart = ((left, right, "apart") for left, others in self.kept_apart.items() for right in others if left < right)
        return sorted([*apart, *((left, right, "linked") for left, right in self.linked)])

    def apart(self, mention_id: str, others: Iterable[str]) -> bool:
        """True where an analyst has kept the mention apart from one of the others."""
        never = self.kept_apart.get(mention_id)
        return never is not None and not never.isdisjoint(others)


@dataclass(frozen=True, slots=True)
class Review:
    """What stands of the decisions on one event: verdict accepted, corrected, struck or None; corrected values."""

    verdict: Literal["accepted", "corrected", "struck"] | None = None
    corrections: Mapping[str, Any] = field(default_factory=dict)


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The rows of a CSV of decisions in their order; only the columns decision and mention_id must be there.

    UsageError names the file, the line and what is wrong with it.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return tuple(_rows(csv.DictReader(lines), path))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise UsageError(f"{path}: not a CSV in UTF-8: {fault}") from fault


def _rows(reader: csv.DictReader[str], path: Path) -> Iterator[Decision]:
    if missing := set(NEEDED) - set(reader.fieldnames or ()):
        raise UsageError(f"{path}: lacks the columns {', '.join(sorted(missing))}")
    for row in reader:
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        try:
            yield checked(Decision(**cells))
        except UsageError as fault:
            raise UsageError(f"{path} line {reader.line_num}: {fault}") from fault


def checked(decision: Decision) -> Decision:
    """The decision itself; UsageError when it cannot be followed."""
    if decision.decision not in (*ON_EVENTS, *ON_PAIRS):
        raise UsageError(f"decision {decision.decision!r}: write one of {', '.join((*ON_EVENTS, *ON_PAIRS))}")
    if not decision.mention_id:
        raise UsageError(f"decision {decision.decision}: mention_id is empty")
    if decision.decision in ON_PAIRS and decision.other_mention_id in ("", decision.mention_id):
        raise UsageError(f"decision {decision.decision}: other_mention_id must name another mention")
    if decision.decision in ("accept", "correct", "strike") and decision.other_mention_id:
        raise UsageError(f"decision {decision.decision}: other_mention_id is for merge and split")
    if decision.decision == "correct":
        corrected_value(decision.column, decision.value)
    return decision


def overrules_of(decisions: Iterable[Decision]) -> Overrules:
    """The decisions on pairs as look-ups; of several on one pair the last holds."""
    verdicts: dict[tuple[str, str], str] = {}
    for decision in decisions:
        if decision.other_mention_id:
            left, right = sorted((decision.mention_id, decision.other_mention_id))
            verdicts[left, right] = decision.decision
    never: defaultdict[str, set[str]] = defaultdict(set)
    for (left, right), verdict in verdicts.items():
        if verdict == "split":
            never[left].add(right)
            never[right].add(left)
    linked = frozenset(pair for pair, verdict in verdicts.items() if verdict == "merge")
    return Overrules(linked, {mention: frozenset(others) for mention, others in never.items()})


def reviews_of(decisions: Iterable[Decision], event_of: Mapping[str, str]) -> tuple[dict[str, Review], list[Decision]]:
    """What stands of the decisions on each event, by event_id; and the decisions that find no event.

    event_of gives the event of each mention. An event is found by its mention, whatever it is called now.
    """
    by_event: defaultdict[str, list[Decision]] = defaultdict(list)
    known = set(event_of.values())
    lost = []
    for decision in decisions:
        event = event_of.get(decision.mention_id, decision.event_id)
        if decision.other_mention_id:
            lost += [] if {decision.mention_id, decision.other_mention_id} <= event_of.keys() else [decision]
        elif event in known:
            by_event[event].append(decision)
        else:
            lost.append(decision)
    return {event: standing(rows) for event, rows in by_event.items()}, lost


def standing(decisions: Iterable[Decision]) -> Review:
    """What stands of the decisions on one event, in their order: the last verdict, each column's last value."""
    review = Review()
    for decision in decisions:
        if decision.decision == "reopen":
            review = Review()
        elif decision.decision == "strike":
            review = Review("struck", review.corrections)
        elif decision.decision == "accept":
            review = Review("corrected" if review.corrections else "accepted", review.corrections)
        elif decision.decision == "correct":
            value = corrected_value(decision.column, decision.value)
            review = Review("corrected", {**review.corrections, decision.column: value})
    return review
