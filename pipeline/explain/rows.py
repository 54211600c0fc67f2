"""A row of events in a few lines: what happened, when, who, where, how many, in which sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.classes import event_class

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, Any]
TIME = {1: "to the day", 2: "within a week", 3: "within a month", 4: "vaguer than a month"}
GEO = {1: "the place itself", 2: "near it, or a small area", 3: "a region or country"}
UNKNOWN = "not said"


def line(label: str, text: str) -> str:
    """A labelled line of the listing."""
    return f"  {label:<10} {text}"


def row_lines(event: Row) -> Iterator[str]:
    """The lines of a row of events (schema events), its id first."""
    kind = event_class(event["event_class"])
    yield f"{event['event_id']}  {event['event_class']}: {kind.label} - {event['event_status']}"
    yield line("when", _when(event))
    yield line("who", actor_words(event, 1))
    yield line("to whom", actor_words(event, 2))
    yield line("where", _where(event))
    for name in ("fatalities", "injured", "troops", "equipment"):
        if event[name] is not None:
            yield line(name, _range(event) if name == "fatalities" else str(event[name]))
    codes = (event["sub_event_type"], f"CAMEO {event['cameo_code']}", f"PLOVER {event['plover_event']}")
    yield line("codes", "; ".join(code for code in codes if code and not code.endswith(" None")))
    yield line("confidence", f"{event['confidence']:.2f}, {_support(event)}")
    if event["notes"]:
        yield line("notes", event["notes"])


def _support(event: Row) -> str:
    nouns = {"n_mentions": "mention", "n_articles": "article", "n_sources": "publisher"}
    return ", ".join(count(event[name], noun) for name, noun in nouns.items())


def count(number: int, noun: str) -> str:
    """The number and the noun: "1 mention", "2 mentions"."""
    return f"{number} {noun}{'s' * (number != 1)}"


def days(row: Row) -> str:
    """The days of a row of events or mentions: one, or the first and the last."""
    if row["date_start"] is None:
        return UNKNOWN
    start, end = (f"{day:%Y-%m-%d}" for day in (row["date_start"], row["date_end"] or row["date_start"]))
    return start if start == end else f"{start} to {end}"


def _when(event: Row) -> str:
    return f"{days(event)}, {TIME[event['time_precision']]}" if event["time_precision"] else days(event)


def actor_words(row: Row, side: int) -> str:
    """Actor 1 or 2 of a row with its type, country and associates."""
    name, kind, country, others = (
        row[f"{p}{side}{s}"]
        for p, s in (("actor", ""), ("actor", "_type"), ("actor", "_country"), ("assoc_actor_", ""))
    )
    if not name:
        return UNKNOWN
    known = ", ".join(part for part in (kind, country) if part)
    return f"{name} ({known})" + (f", with {others}" if others else "")


def place_name(row: Row) -> str:
    """The place of a row with the units that it lies in."""
    units = (row["location"], row["admin2"], row["admin1"], row["country_iso3"])
    return ", ".join(dict.fromkeys(unit for unit in units if unit)) or UNKNOWN


def _where(event: Row) -> str:
    if event["latitude"] is None:
        return place_name(event)
    point = f"{event['latitude']:.4f} {event['longitude']:.4f}"
    return f"{place_name(event)} ({point}; {GEO.get(event['geo_precision'], UNKNOWN)})"


def _range(event: Row) -> str:
    low, high = event["fatalities_low"], event["fatalities_high"]
    if low == high:
        return str(event["fatalities"])
    return f"{event['fatalities']} (reports give {low} to {'more' if high is None else high})"
