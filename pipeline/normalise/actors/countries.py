"""Countries and historic states by code, name and demonym, from lexicons/countries.csv and historic_states.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.errors import LexiconError
from pipeline.normalise.actors.matching import Phrasebook, words

COUNTRIES_CSV = "lexicons/countries.csv"
HISTORIC_CSV = "lexicons/historic_states.csv"


@dataclass(frozen=True, slots=True)
class Country:
    """One country of today; latitude and longitude (degrees) are the capital's, None where there is none."""

    iso3: str
    iso2: str
    iso_numeric: int
    name: str
    region: str
    id_prefix: str
    capital: str
    latitude: float | None
    longitude: float | None
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    gov_since: int | None


@dataclass(frozen=True, slots=True)
class State:
    """A state as a text names it: a country of today, or a historic state with the country that it is counted under."""

    name: str
    iso3: str
    until: int | None = None


def rows_of(path: str) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV inside the package with their line numbers; LexiconError when the file is missing or ragged."""
    try:
        text = files("pipeline").joinpath(path).read_text(encoding="utf-8")
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error}); reinstall the package or restore the file") from error
    reader = csv.DictReader(text.splitlines())
    rows: list[tuple[int, dict[str, str]]] = []
    for row in reader:
        if None in row or None in row.values():
            raise LexiconError(f"{path} line {reader.line_num}: has not as many cells as the header; quote commas")
        rows.append((reader.line_num, row))
    return rows


def parts(cell: str) -> tuple[str, ...]:
    """The values of a cell that separates them by "|", without empty ones."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def year_of(cell: str, path: str, line: int) -> int | None:
    """The year in a cell, None for an empty cell; LexiconError for anything else."""
    if not cell:
        return None
    if not (cell.isdigit() and len(cell) == 4):
        raise LexiconError(f"{path} line {line}: {cell!r} is no year; write four digits or leave it empty")
    return int(cell)


@cache
def countries() -> dict[str, Country]:
    """All countries by ISO3 code (Kosovo is XKX), in the order of the codes."""
    table: dict[str, Country] = {}
    for line, row in rows_of(COUNTRIES_CSV):
        country = _country(line, row)
        if country.iso3 in table or not country.demonyms:
            raise LexiconError(f"{COUNTRIES_CSV} line {line}: {country.iso3!r} is there twice or has no demonym")
        table[country.iso3] = country
    return table


def _country(line: int, row: dict[str, str]) -> Country:
    """One row of countries.csv as a Country."""
    try:
        latitude, longitude = (float(row[key]) if row[key] else None for key in ("latitude", "longitude"))
        numeric = int(row["iso_numeric"])
    except ValueError as error:
        raise LexiconError(f"{COUNTRIES_CSV} line {line} ({row['iso3']}): {error}; write a number") from error
    return Country(
        iso3=row["iso3"],
        iso2=row["iso2"],
        iso_numeric=numeric,
        name=row["country"],
        region=row["region"],
        id_prefix=row["id_prefix"],
        capital=row["capital"],
        latitude=latitude,
        longitude=longitude,
        names=parts(row["names"]),
        demonyms=parts(row["demonyms"]),
        gov_since=year_of(row["gov_since"], COUNTRIES_CSV, line),
    )


@cache
def name_book() -> Phrasebook[State]:
    """Names of states as phrases to find in a text; official names win over other names."""
    book: Phrasebook[State] = Phrasebook()
    for country in countries().values():
        book.add(country.name[0].upper() + country.name[1:], State(country.name, country.iso3))
    for country in countries().values():
        for name in country.names:
            book.add(name, State(country.name, country.iso3))
    for row, state in _historic_states():
        for name in (state.name, *parts(row["names"])):
            book.add(name, state)
    return book


@cache
def demonym_book() -> Phrasebook[State]:
    """Demonyms as phrases to find in a text, capitals kept: "Pole" is a person, "pole" is not."""
    book: Phrasebook[State] = Phrasebook()
    for country in countries().values():
        for demonym in country.demonyms:
            book.add(demonym, State(country.name, country.iso3))
    for row, state in _historic_states():
        for demonym in parts(row["demonyms"]):
            book.add(demonym, state)
    return book


@cache
def _historic_states() -> tuple[tuple[dict[str, str], State], ...]:
    """The rows of historic_states.csv, each with its State of the country of today that it is counted under."""
    found: list[tuple[dict[str, str], State]] = []
    for line, row in rows_of(HISTORIC_CSV):
        if row["iso3"] not in countries():
            raise LexiconError(f"{HISTORIC_CSV} line {line}: no country {row['iso3']!r} in {COUNTRIES_CSV}")
        found.append((row, State(row["name"], row["iso3"], year_of(row["until"], HISTORIC_CSV, line))))
    return tuple(found)


def _whole(book: Phrasebook[State], text: str) -> State | None:
    """The state that the whole text names, a leading "the" apart."""
    text = text.strip().removeprefix("the ").removeprefix("The ")
    found = words(text)
    match = book.longest(text, found, 0) if found else None
    return match[1][0] if match and match[0] == len(found) else None


@cache
def _official() -> dict[str, Country]:
    return {country.name: country for country in countries().values()}


@lru_cache(maxsize=50_000)
def state_by_name(text: str) -> State | None:
    """The state of that name ("Soviet Union" too), written with its capitals; a leading "the" does not count."""
    official = _official().get(text)  # "Cocos (Keeling) Islands"
    return State(official.name, official.iso3) if official else _whole(name_book(), text)


@lru_cache(maxsize=50_000)
def state_by_demonym(text: str) -> State | None:
    """The state of that adjective or noun ("Afghan", "Afghans", "Soviet"), written with its capital."""
    return _whole(demonym_book(), text)


@cache
def capitals() -> dict[str, str]:
    """The countries (ISO3) by the names of their capitals."""
    return {country.capital: country.iso3 for country in countries().values() if country.capital}


def by_name(text: str) -> Country | None:
    """The country of that name; a historic state gives the country that it is counted under."""
    state = state_by_name(text)
    return countries()[state.iso3] if state else None


def by_demonym(text: str) -> Country | None:
    """The country of that demonym; a historic state's gives the country that it is counted under."""
    state = state_by_demonym(text)
    return countries()[state.iso3] if state else None
