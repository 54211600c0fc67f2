"""Airports and air bases of airportsdata, as rows of the gazetteer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from pipeline.errors import UsageError
from pipeline.gazetteer import layout
from pipeline.gazetteer.names import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from pipeline.gazetteer.sources import City

_MILITARY = re.compile(r"\b(?:Air Base|Airbase|Air Force Base|AFB|Air Station|Air Force)\b")
# A city this big, this near (degrees), may stand before the airport's own name ("London Heathrow Airport").
_BIG, _NEAR = 100_000, 0.8


@dataclass(frozen=True, slots=True)
class Airport:
    """An airport or air base; names are the shorter forms that news uses; city is the row of the nearest city."""

    name: str
    names: tuple[str, ...]
    latitude: float
    longitude: float
    country: str
    city: int


def read_airports(cities: Sequence[City]) -> list[Airport]:
    """Return the airports that have a IATA code and every air base, in order of ICAO code."""
    try:
        import airportsdata  # noqa: PLC0415 - only the builder's machine has it
    except ImportError as error:
        raise UsageError("airportsdata is missing: install airportsdata==20260905") from error

    tree = shapely.STRtree(shapely.points([(city.longitude, city.latitude) for city in cities]))
    big = {(fold(c.name), c.country): c for c in sorted(cities, key=lambda c: c.population) if c.population >= _BIG}
    found = []
    for _, row in sorted(airportsdata.load("ICAO").items()):
        name = row["name"]
        if not name or not (row["iata"] or _MILITARY.search(name)):
            continue
        nearest = int(tree.nearest(shapely.Point(row["lon"], row["lat"])))
        names = _short_names(name, row["country"], (row["lat"], row["lon"]), big)
        found.append(Airport(name, names, row["lat"], row["lon"], row["country"], nearest))
    return found


def _short_names(
    name: str, country: str, point: tuple[float, float], big: dict[tuple[str, str], City]
) -> tuple[str, ...]:
    names = []
    words = name.split()
    for size in range(1, len(words) - 1):
        city = big.get((fold(" ".join(words[:size])), country))
        near = city and abs(city.latitude - point[0]) < _NEAR and abs(city.longitude - point[1]) < _NEAR
        if near and words[size] not in ("International", "Airport", "Air"):
            names.append(" ".join(words[size:]))
    if name.endswith("International Airport"):
        names.append(name.replace(" International", ""))
    names += [text.replace("Air Base", "Airbase") for text in (name, *names) if "Air Base" in text]
    return tuple(names)


def airport_row(airport: Airport, entries: np.ndarray) -> tuple[object, ...]:
    """Return an airport's row; its admin units are those of the nearest city."""
    city = entries[airport.city]
    point = (round(airport.latitude * layout.DEGREE), round(airport.longitude * layout.DEGREE))
    # Counts as a town of some size: less than the city it serves.
    return (
        0,
        *point,
        20_000,
        int(city["admin1"]),
        int(city["admin2"]),
        airport.country,
        layout.KINDS.index("facility"),
    )
