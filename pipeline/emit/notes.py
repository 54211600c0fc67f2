"""Short narratives in ACLED's form: when, where, who did what to whom, and how many died."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.classes import event_class
from pipeline.emit.day import event_day, in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

STATUS_WORDS = {
    "planned": "Planned",
    "hypothetical": "Only possible",
    "negated": "Said not to have happened",
    "historical": "History",
}


def narrative(event: Mapping[str, Any]) -> str:
    """The event in a sentence or two, of ACLED's form ("On 9 June 2022, in Town (District, Admin1), ...").

    `event` is a row of the events table whose notes hold its remarks; they end the narrative.
    """
    kind = event_class(event["event_class"])
    if event["event_status"] in STATUS_WORDS:
        opening = f"{STATUS_WORDS[event['event_status']]}:"
    else:
        opening = kind.prefix(event["evidence"]) or ""
    scene = ", ".join(part for part in (_when(event), _where(event)) if part)
    told = f"{scene}, {_act(event)}." if scene else f"{_capital(_act(event))}."
    remarks = (_casualties(event), event["notes"])
    return " ".join(part for part in (opening, told, *remarks) if part)


def _act(event: Mapping[str, Any]) -> str:
    kind = event_class(event["event_class"])
    if event["event_status"] in STATUS_WORDS:
        sides = " and ".join(name for name in (event["actor1"], event["actor2"]) if name)
        label = kind.label[0].lower() + kind.label[1:]
        return f"{label} ({sides})" if sides else label
    return f"{event['actor1'] or 'unidentified actors'} {kind.act(event['actor2'])}"


def _when(event: Mapping[str, Any]) -> str:
    """On a day; around the day that stands for a week or a month; from the first to the last of several days."""
    day = event_day(event)
    if day is None:
        return ""
    start, end = event["date_start"], event["date_end"] or event["date_start"]
    if event["time_precision"] == 1:
        return f"On {in_words(day)}" if start == end else f"From {in_words(start)} to {in_words(end)}"
    if event["time_precision"] == 3:
        return f"Around {in_words(day)} (month of)"
    return (
        f"Around {in_words(day)} (between {in_words(start)} and {in_words(end)})"
        if start != end
        else f"Around {in_words(day)}"
    )


def _where(event: Mapping[str, Any]) -> str:
    place = event["location"] or event["country"]
    if not place:
        return ""
    units = ", ".join(name for name in (event["admin2"], event["admin1"]) if name and name != place)
    near = "near " if event["geo_precision"] == 2 and not place.lower().startswith(("near ", "around ")) else ""
    return f"{near or 'in '}{place} ({units})" if units else f"{near or 'in '}{place}"


def _casualties(event: Mapping[str, Any]) -> str:
    parts = []
    if event["fatalities"] is not None:
        parts.append(f"{event['fatalities']} killed" if event["fatalities"] else "no deaths")
    if event["injured"]:
        parts.append(f"{event['injured']} injured")
    return f"{_capital(', '.join(parts))}." if parts else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
