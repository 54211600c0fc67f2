"""The tables of our own that the gazetteer reads beside GeoNames: countries, and what no place list has."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "lexicons/places"
# kind: (ACLED geo precision, radius in km, importance) where a row of the table does not say otherwise.
KINDS = {
    "country": (3, 300.0, 8.0),
    "continent": (3, 2500.0, 7.5),
    "region": (3, 150.0, 6.5),
    "sea": (3, 300.0, 6.5),
    "river": (3, 200.0, 5.5),
    "mountain": (2, 40.0, 5.5),
    "island": (2, 20.0, 5.5),
    "line": (2, 60.0, 6.0),
    "crossing": (1, 3.0, 5.5),
    "facility": (1, 5.0, 5.5),
    "city": (1, 5.0, 5.6),
    "admin1": (3, 120.0, 6.0),
    "admin2": (2, 30.0, 4.5),
}


@dataclass(frozen=True, slots=True)
class Country:
    """A country: codes, name, other names, demonyms, its capital and the centre of its land in degrees."""

    iso3: str
    iso2: str
    name: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str
    capital_point: tuple[float, float] | None
    centre: tuple[float, float]
    radius_km: float


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """A place of our own table; the point is its natural centre, or the seat where ACLED would put it."""

    name: str
    names: tuple[str, ...]
    kind: str
    country_iso3: str | None
    latitude: float
    longitude: float
    geo_precision: int
    radius_km: float
    importance: float


def rows_of(name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row of a CSV under pipeline/ with the words that name it in an error ("file, row 12")."""
    text = files("pipeline").joinpath(name).read_text(encoding="utf-8")
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        yield f"pipeline/{name}, row {number}", row


def read_countries() -> list[Country]:
    """Return every country of lexicons/countries.csv, each with the centre that country_points.csv gives it."""
    centres = {row["iso3"]: _point(where, row) for where, row in rows_of(f"{FOLDER}/country_points.csv")}
    countries = []
    for where, row in rows_of("lexicons/countries.csv"):
        capital = _point(where, row) if row["latitude"] else None
        centre = centres.get(row["iso3"]) or capital
        if centre is None:
            raise LexiconError(f"{where}: {row['iso3']} has neither a capital's point nor a row in country_points.csv")
        countries.append(
            Country(
                iso3=row["iso3"],
                iso2=row["iso2"],
                name=row["country"],
                names=_parts(row["names"]),
                demonyms=_parts(row["demonyms"]),
                capital=row["capital"],
                capital_point=capital,
                centre=centre,
                radius_km=300.0,
            )
        )
    return countries


def read_unit_points() -> dict[tuple[str | None, str], tuple[float, float]]:
    """Return the points of wide admin units by (ISO3, name), where GeoNames' own differ from the land's centre."""
    rows = rows_of(f"{FOLDER}/unit_points.csv")
    return {(row["iso3"], row["name"]): _point(where, row) for where, row in rows}


def read_own_entries() -> list[OwnEntry]:
    """Return every entry of the tables under lexicons/places that hold places (own_*.csv), in order of file and row."""
    names = sorted(p.name for p in files("pipeline").joinpath(FOLDER).iterdir() if p.name.startswith("own_"))
    return [_own_entry(where, row) for name in names for where, row in rows_of(f"{FOLDER}/{name}")]


def _own_entry(where: str, row: dict[str, str]) -> OwnEntry:
    kind = row["kind"]
    if kind not in KINDS:
        raise LexiconError(f"{where}: kind {kind!r} of {row['name']!r} is none of {', '.join(KINDS)}")
    precision, radius, importance = KINDS[kind]
    latitude, longitude = _point(where, row)
    return OwnEntry(
        name=row["name"],
        names=_parts(row["names"]),
        kind=kind,
        country_iso3=row["country_iso3"] or None,
        latitude=latitude,
        longitude=longitude,
        geo_precision=precision,
        radius_km=float(row["radius_km"] or radius),
        importance=float(row["importance"] or importance),
    )


def _point(where: str, row: dict[str, str]) -> tuple[float, float]:
    try:
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
    except ValueError:
        raise LexiconError(f"{where}: {row['latitude']!r}, {row['longitude']!r} is no point in degrees") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise LexiconError(f"{where}: {latitude}, {longitude} lies outside the globe")
    return latitude, longitude


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
