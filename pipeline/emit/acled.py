"""ACLED's table: which events have a home in it, and its 31 columns for those."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from pipeline.classes import event_class
from pipeline.emit.crowd import crowd_size
from pipeline.emit.day import event_day
from pipeline.emit.notes import narrative
from pipeline.emit.scale import source_scale
from pipeline.normalise.actors.countries import countries
from pipeline.normalise.actors.model import interaction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pipeline.normalise.actors.countries import Country

Row = dict[str, Any]
HAPPENED = ("occurred", "ongoing")
NUMBERS = 10**12  # ids have at most 12 digits
NO_SOURCE = "Undisclosed Source"
CROWDS = {"Protests": ("Protesters", "Protesters"), "Riots": ("Rioters", "Rioters")}


def why_not(event: Mapping[str, Any]) -> str | None:
    """Why ACLED would not hold the event, from a closed list; None where it would."""
    if event["event_status"] not in HAPPENED:
        return f"status {event['event_status']}"
    country = countries().get(event["country_iso3"] or "")
    lacks = {
        "no ACLED type": not event_class(event["event_class"]).in_acled,
        "crime": event["is_crime"],
        "part of a protest": event["sub_event_type"] is None,
        "no day": event_day(event) is None,
        "no country": country is None,
        "no place": event["latitude"] is None and (country is None or country.latitude is None),
        "no actor": not _sides(event)[0][0],
    }
    return next((reason for reason, holds in lacks.items() if holds), None)


def acled_row(event: Mapping[str, Any], published: datetime | None) -> Row:
    """The row of an event that why_not has nothing against; of its id only the country's letters.

    `published` is the latest publication of the event's articles: it stands for ACLED's timestamp.
    """
    country = countries()[event["country_iso3"]]
    day = event_day(event) or event["date_start"]
    (actor1, inter1, associates1), (actor2, inter2, associates2) = _sides(event)
    place = _place(event, country)
    told = {**event, "actor1": actor1, "actor2": actor2, "country": country.name}
    crowd = event["event_type"] in CROWDS
    return {
        "event_id_cnty": country.id_prefix,
        "event_date": day,
        "year": day.year,
        "time_precision": event["time_precision"],
        **{name: event[name] for name in ("disorder_type", "event_type", "sub_event_type", "admin1", "admin2")},
        "actor1": actor1,
        "assoc_actor_1": associates1,
        "inter1": inter1,
        "actor2": actor2,
        "assoc_actor_2": associates2,
        "inter2": inter2,
        "interaction": interaction(inter1, inter2),
        "civilian_targeting": "Civilian targeting" if event["civilian_targeting"] else None,
        "iso": country.iso_numeric,
        "region": country.region,
        "country": country.name,
        "admin3": None,
        **place,
        "source": event["sources"] or NO_SOURCE,
        "source_scale": source_scale((event["sources"] or "").split("; ") if event["sources"] else [], country.iso3),
        "notes": _notes(told, place),
        "fatalities": event["fatalities"] or 0,
        "tags": f"crowd size={crowd_size(event['evidence'])}" if crowd else None,
        "timestamp": _seconds(published or day),
    }


def _sides(event: Mapping[str, Any]) -> tuple[tuple[Any, Any, Any], tuple[Any, Any, Any]]:
    """Name, type and associates of both actors, with ACLED's names for those that no report names.

    Unknown attackers are an Unidentified Armed Group, unnamed targets of attacks on civilians are Civilians, crowds are
    Protesters or Rioters. In other events the known side becomes actor 1.
    """
    first, second = ((event[f"actor{n}"], event[f"actor{n}_type"], event[f"assoc_actor_{n}"]) for n in (1, 2))
    country = countries()[event["country_iso3"]].name if event["country_iso3"] in countries() else ""
    kind = event_class(event["event_class"])
    if not first[0]:
        if event["event_type"] in CROWDS:
            name, actor_type = CROWDS[event["event_type"]]
            first = (f"{name} ({country})", actor_type, first[2])
        elif kind.violent:
            first = (f"Unidentified Armed Group ({country})", "Political militia", first[2])
        else:
            first, second = second, (None, None, None)
    if kind.against_civilians and not second[0]:
        second = (f"Civilians ({country})", "Civilians", second[2])
    return first, second


def _place(event: Mapping[str, Any], country: Country) -> Row:
    """Place columns: an event placed only by its country sits at the capital, with geo precision 3."""
    names = (None, country.name, *country.names)
    whole_country = event["latitude"] is None or (event["geo_precision"] != 1 and event["location"] in names)
    capital = (country.capital, country.latitude, country.longitude)
    point = capital if whole_country else (event["location"], event["latitude"], event["longitude"])
    return {
        "location": point[0],
        "latitude": None if point[1] is None else round(point[1], 4),
        "longitude": None if point[2] is None else round(point[2], 4),
        "geo_precision": 3 if whole_country else event["geo_precision"] or 3,
    }


def _notes(event: Mapping[str, Any], place: Mapping[str, Any]) -> str:
    text = narrative(event)
    told = event["location"] or event["country"]
    return text if place["location"] == told else f"{text} (coded to {place['location']})"


def _seconds(moment: datetime) -> int:
    """Seconds since 1970 of a moment without zone, read as UTC."""
    return int((moment - type(moment)(1970, 1, 1)).total_seconds())


def may_be_id_of(event_id_cnty: str, event_id: str) -> bool:
    """True where the row of acled with this id was made from the event: for all but ids that collided."""
    return int(event_id_cnty[3:]) == number_of(event_id, 0)


def number_of(event_id: str, attempt: int) -> int:
    """A number of at most 12 digits made from an event's id, another one for each attempt."""
    digest = hashlib.sha256(f"{event_id}/{attempt}".encode()).hexdigest()
    return int(digest[:15], 16) % NUMBERS
