"""Deadly events in the columns of UCDP's Georeferenced Event Dataset, as far as reports alone can fill them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.emit.acled import number_of
from pipeline.export.lexicon import ucdp_words
from pipeline.normalise.actors.countries import countries
from pipeline.normalise.actors.model import CROWD_TYPES, STATE_TYPES
from pipeline.schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.normalise.actors.countries import Country

Row = dict[str, Any]
ONE_SIDED = 3
CELLS_AROUND = 720  # PRIO-GRID counts cells of half a degree from the south-west corner, eastwards
LONGEST = {1: 6, 2: 7, 3: 31}  # days: the longest span of UCDP's date precisions 2, 3 and 4


def ucdp_table(events: pa.Table, mentions: pa.Table) -> pa.Table:
    """The table `ucdp` of the events that have a type of violence, a date and a country, ordered by date and id."""
    told = _first_reports(mentions)
    taken: set[int] = set()
    rows = [_row(event, told.get(event["event_id"], {}), taken) for event in _deadly(events)]
    table = pa.Table.from_pylist(rows, schema=arrow_schema("ucdp"))
    return table.sort_by([("date_start", "ascending"), ("id", "ascending")])


def _deadly(events: pa.Table) -> Iterator[Row]:
    typed = events.filter(pc.is_valid(events["ucdp_type"])).sort_by("event_id")
    for event in typed.to_pylist():
        here = countries().get(event["country_iso3"] or "")
        placed = here is not None and (event["latitude"] is not None or here.latitude is not None)
        if placed and event["date_start"] and event["event_status"] in ucdp_words()["statuses"]:
            yield event


def _first_reports(mentions: pa.Table) -> dict[str, Row]:
    """Source, title and publication of the earliest article of each event."""
    rows = mentions.select(["event_id", "published_at", "article_id", "source", "title"]).sort_by(
        [("published_at", "descending"), ("article_id", "descending")]
    )
    return {row["event_id"]: row for row in rows.to_pylist()}


def _row(event: Row, report: Mapping[str, Any], taken: set[int]) -> Row:
    country = countries()[event["country_iso3"]]
    side_a, side_b = _sides(event)
    best = event["fatalities"]
    one_sided = event["ucdp_type"] == ONE_SIDED
    return {
        "id": _id(event["event_id"], taken),
        "relid": event["event_id"],
        "year": event["date_start"].year,
        "type_of_violence": event["ucdp_type"],
        "dyad_name": f"{side_a} - {side_b}",
        "side_a": side_a,
        "side_b": side_b,
        **_source(event, report),
        **_where(event, country),
        "event_clarity": 1 if event["time_precision"] == 1 else 2,
        "date_prec": _date_precision(event),
        "date_start": event["date_start"],
        "date_end": event["date_end"] or event["date_start"],
        "deaths_civilians": best if one_sided else 0,
        "deaths_unknown": 0 if one_sided else best,
        "best": best,
        "high": best if event["fatalities_high"] is None else max(best, event["fatalities_high"]),
        "low": best if event["fatalities_low"] is None else min(best, event["fatalities_low"]),
    }


def _id(event_id: str, taken: set[int]) -> int:
    """A number made from the event's id, another one where two collide."""
    attempt = 0
    while (number := number_of(event_id, attempt)) in taken:
        attempt += 1
    taken.add(number)
    return number


def _sides(event: Mapping[str, Any]) -> tuple[str, str]:
    """Side A, which kills, and side B; a crowd that ACLED has first is side B."""
    first, second = (_side(event, side) for side in (1, 2))
    if event["actor1_type"] in CROWD_TYPES:
        first, second = second, first
    return first, "Civilians" if event["ucdp_type"] == ONE_SIDED else second


def _side(event: Mapping[str, Any], side: int) -> str:
    home = countries().get(event[f"actor{side}_country"] or "")
    if event[f"actor{side}_type"] in STATE_TYPES and home:
        return f"Government of {home.name}"
    return str(event[f"actor{side}"])  # a type of violence is given only where both sides are known


def _source(event: Mapping[str, Any], report: Mapping[str, Any]) -> Row:
    published = event["first_published_at"]
    day = f"{published:%Y-%m-%d}" if published else None
    parts = [part for part in (report.get("source"), day, report.get("title")) if part]
    return {
        "number_of_sources": event["n_sources"],
        "source_article": ", ".join(parts) or None,
        "source_office": event["sources"],
        "source_date": published.replace(hour=0, minute=0, second=0, microsecond=0) if published else None,
        "source_headline": report.get("title"),
    }


def _where(event: Mapping[str, Any], country: Country) -> Row:
    latitude, longitude = event["latitude"], event["longitude"]
    known = latitude is not None and longitude is not None
    if not known:
        latitude, longitude = country.latitude or 0.0, country.longitude or 0.0
    row, column = min(int((latitude + 90) * 2), 359), min(int((longitude + 180) * 2), CELLS_AROUND - 1)
    home = ucdp_words()["countries"].get(country.iso3) or ucdp_words()["regions"][country.region]
    return {
        "where_prec": _place_precision(event, country) if known else 6,
        "where_coordinates": event["location"] or country.name,
        "where_description": event["place_text"],
        "adm_1": event["admin1"],
        "adm_2": event["admin2"],
        "latitude": latitude,
        "longitude": longitude,
        "geom_wkt": f"POINT ({longitude} {latitude})",
        "priogrid_gid": row * CELLS_AROUND + column + 1,
        "country": country.name,
        "region": home or None,
    }


def _place_precision(event: Mapping[str, Any], country: Country) -> int:
    if event["geo_precision"] in (1, 2):
        return int(event["geo_precision"])
    names = {event["admin2"]: 3, event["admin1"]: 4, None: 6, country.name: 6} | dict.fromkeys(country.names, 6)
    return names.get(event["location"], 5)


def _date_precision(event: Mapping[str, Any]) -> int:
    days = ((event["date_end"] or event["date_start"]) - event["date_start"]).days + 1
    if event["time_precision"] == 1 and days == 1:
        return 1
    return next(
        (code + 1 for code, longest in LONGEST.items() if days <= longest and event["time_precision"] <= code), 5
    )
