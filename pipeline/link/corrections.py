"""Corrections of analysts: which columns of events they may change, to what, and what follows from a change."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.classes import classes
from pipeline.errors import UsageError
from pipeline.normalise.actors.countries import countries
from pipeline.normalise.actors.model import ACLED_TYPES
from pipeline.schema import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from pipeline.schema import Column

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

TOGETHER = (("date_start", "date_end"), ("latitude", "longitude"))
RANGES = (("date_start", "date_end"), ("fatalities_low", "fatalities_high"))
BY_ANALYST = "review"


def corrected_value(column: str, text: str) -> Any:  # noqa: ANN401 - a value of any column
    """The value that a correction gives a column of events; None for an empty cell. UsageError says what is allowed."""
    if column not in CORRECTABLE:
        raise UsageError(f"column {column!r} cannot be corrected; these can: {', '.join(CORRECTABLE)}")
    if not text:
        if column in NEVER_EMPTY:
            raise UsageError(f"column {column}: must not be empty")
        return None
    allowed = choices(column)
    if allowed and text not in allowed:
        raise UsageError(f"column {column}: {text!r} is not one of {', '.join(allowed[:12])}")
    return _within(_spec(column), _typed(_spec(column), text))


def choices(column: str) -> tuple[str, ...]:
    """The values that a column may have, none where they are not a closed list."""
    if column == "event_class":
        return tuple(sorted({kind.published_as or kind.class_id for kind in classes().values()}))
    if column.endswith("_type"):
        return tuple(ACLED_TYPES)
    if column.endswith(("_country", "_iso3")):
        return tuple(sorted(countries()))
    fixed = {"geo_precision": ("1", "2", "3"), "time_precision": ("1", "2", "3", "4"), "is_crime": ("false", "true")}
    return fixed.get(column, _spec(column).allowed)


def _spec(column: str) -> Column:
    return next(known for known in tables()["events"].columns if known.name == column)


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


def corrected(event: Mapping[str, Any], corrections: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an event that corrections change, with those that follow from them, and the methods.

    A new first day is an exact day unless the last day or the precision is corrected, too; new deaths are all that
    reports give; what was known of another actor or place is not known of a new one. UsageError when the values do not
    go together.
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
    changed |= {method: BY_ANALYST for method, of in METHODS.items() if not corrections.keys().isdisjoint(of)}
    for problem in _problems({**event, **changed}, changed.keys()):
        raise UsageError(f"event {event['event_id']}: {problem}; correct both of them")
    return changed


def _problems(event: Mapping[str, Any], changed: Collection[str]) -> Iterator[str]:
    """Where one column of an event denies another, of those that have been changed."""
    for one, other in TOGETHER:
        if (one in changed or other in changed) and (event[one] is None) != (event[other] is None):
            yield f"{one} and {other} go together"
    for low, high in RANGES:
        if (low in changed or high in changed) and None not in (event[low], event[high]) and event[low] > event[high]:
            yield f"{low} is above {high}"
