"""Analysts' decisions on events and on pairs of mentions: rows of a CSV that win over the program."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from pipeline.classes import classes
from pipeline.errors import UsageError
from pipeline.normalise.actors.countries import countries
from pipeline.normalise.actors.model import ACLED_TYPES
from pipeline.schema import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

    from pipeline.schema import Column

DEFAULT_FILE = "data/review.csv"
"""What [link] decisions is unless it is set: the one file that need not be there."""

ON_EVENTS = ("accept", "correct", "strike", "reopen")
ON_PAIRS = ("merge", "split")
CORRECTABLE = (
    *("event_class", "event_status", "date_start", "date_end", "time_precision"),
    *("actor1", "actor1_type", "actor1_country", "assoc_actor_1"),
    *("actor2", "actor2_type", "actor2_country", "assoc_actor_2", "other_actors"),
    *("location", "admin1", "admin2", "country_iso3", "latitude", "longitude", "geo_precision"),
    *("fatalities", "fatalities_low", "fatalities_high", "injured", "troops", "equipment", "is_crime"),
)
"""The columns of events that a decision may correct; the others follow from them or tell of the sources."""

NEVER_EMPTY = ("event_class", "event_status", "is_crime")
METHODS = {
    "date_method": ("date_start", "date_end", "time_precision"),
    "place_method": ("location", "admin1", "admin2", "country_iso3", "latitude", "longitude", "geo_precision"),
    "actor1_method": ("actor1", "actor1_type", "actor1_country"),
    "actor2_method": ("actor2", "actor2_type", "actor2_country"),
}
FOLLOWERS = {
    "actor1": ("actor1_type", "actor1_country", "assoc_actor_1"),
    "actor2": ("actor2_type", "actor2_country", "assoc_actor_2"),
    "location": ("admin1", "admin2", "latitude", "longitude", "geo_precision", "radius_km", "place_text"),
}
"""What was said of the old value, and is unknown of a new one unless the analyst says it, too."""

BY_ANALYST = "review"


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
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if missing := set(NEEDED) - set(reader.fieldnames or ()):
            raise UsageError(f"{path}: lacks the columns {', '.join(sorted(missing))}")
        found = []
        for row in reader:
            cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
            try:
                found.append(checked(Decision(**cells)))
            except UsageError as fault:
                raise UsageError(f"{path} line {reader.line_num}: {fault}") from fault
    return tuple(found)


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


def corrected_value(column: str, text: str) -> Any:  # noqa: ANN401 - a value of any column
    """The value that a correction gives a column of events; None for an empty cell. UsageError says what is allowed."""
    if column not in CORRECTABLE:
        raise UsageError(f"column {column!r} cannot be corrected; these can: {', '.join(CORRECTABLE)}")
    if not text:
        if column in NEVER_EMPTY:
            raise UsageError(f"column {column}: must not be empty")
        return None
    spec = next(known for known in tables()["events"].columns if known.name == column)
    allowed = choices(column)
    if allowed and text not in allowed:
        raise UsageError(f"column {column}: {text!r} is not one of {', '.join(allowed[:12])}")
    return _within(spec, _typed(spec, text))


def choices(column: str) -> tuple[str, ...]:
    """The values that a column may have, none where they are not a closed list."""
    if column == "event_class":
        return tuple(sorted({kind.published_as or kind.class_id for kind in classes().values()}))
    if column.endswith("_type"):
        return tuple(ACLED_TYPES)
    if column.endswith(("_country", "_iso3")):
        return tuple(sorted(countries()))
    fixed = {"geo_precision": ("1", "2", "3"), "time_precision": ("1", "2", "3", "4"), "is_crime": ("false", "true")}
    spec = next(known for known in tables()["events"].columns if known.name == column)
    return fixed.get(column, spec.allowed)


def _typed(column: Column, text: str) -> Any:  # noqa: ANN401 - a value of any column
    read, wanted = READERS.get(column.type, (str, ""))
    try:
        return read(text)
    except ValueError as fault:
        raise UsageError(f"column {column.name}: {text!r} is not {wanted}") from fault


def _day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - days of the tables have no zone


READERS: Mapping[str, tuple[Callable[[str], object], str]] = {
    "timestamp": (_day, "a day as 2021-07-19"),
    "int": (int, "a whole number"),
    "float": (float, "a number"),
    "bool": ("true".__eq__, "true or false"),
}
"""How the text of a cell is read by the type of its column, and what it must be."""


def _within(column: Column, value: Any) -> Any:  # noqa: ANN401 - a value of any column
    if isinstance(value, int | float):
        low, high = column.minimum, column.maximum
        if (low is not None and value < low) or (high is not None and value > high) or value != value:  # noqa: PLR0124
            raise UsageError(f"column {column.name}: {value} is out of bounds")
    return value


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


def corrected(event: Mapping[str, Any], corrections: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an event that corrections change, with those that follow from them, and the methods.

    A new first day is an exact day unless the last day or the precision is corrected, too; new deaths are all that
    reports give; what was known of another actor or place is not known of a new one.
    """
    changed: dict[str, Any] = {}
    for leader, followers in FOLLOWERS.items():
        if leader in corrections and corrections[leader] != event[leader]:
            changed |= dict.fromkeys(followers)
    if "date_start" in corrections:
        start = corrections["date_start"]
        changed |= {"date_end": start, "time_precision": None if start is None else 1, "date_text": None}
    if "fatalities" in corrections:
        changed |= dict.fromkeys(("fatalities_low", "fatalities_high"), corrections["fatalities"])
    changed |= corrections
    changed |= {method: BY_ANALYST for method, of in METHODS.items() if not _none_of(of, corrections)}
    return changed


def _none_of(columns: Collection[str], corrections: Mapping[str, Any]) -> bool:
    return corrections.keys().isdisjoint(columns)
