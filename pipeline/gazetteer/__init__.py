"""The gazetteer that ships with the package: GeoNames places, mapped into memory, and our own tables.

    gazetteer = load()
    gazetteer.find("Aleppo")              -> entries of that name, the most important first
    gazetteer.outline("SYR")              -> shapely geometry

The big arrays are read-only memory maps, so worker processes share them. Rows below `len(entries)` are GeoNames',
the rows after them come from pipeline/lexicons (countries, regions, lines, seas ...).
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from pipeline.gazetteer import layout
from pipeline.gazetteer.names import fold, key_hash, skeleton
from pipeline.gazetteer.tables import Country, OwnEntry, read_countries, read_own_entries, read_unit_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

__all__ = ["Country", "Entry", "Gazetteer", "Hit", "fold", "load"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One place that a name may mean.

    row: its number, stable within one build. importance: log10 of its people, 0 to 10, for our own entries set in
    the table. radius_km: how far the named thing reaches from the point.
    """

    row: int
    name: str
    latitude: float
    longitude: float
    country: str | None
    admin1: int
    admin2: int
    importance: float
    kind: str
    geo_precision: int
    radius_km: float


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry and the kind of name that led to it: main, alternate, seat, short, own or skeleton."""

    entry: Entry
    via: str


class Gazetteer:
    """Look-up by name over the shipped arrays and the tables under pipeline/lexicons."""

    def __init__(self, folder: Path, countries: Sequence[Country], own: Sequence[OwnEntry]) -> None:
        def mapped(name: str) -> np.ndarray:
            array: np.ndarray = np.load(folder / name, mmap_mode="r")
            return array

        self._entries, self._names, self._name_ends = (
            mapped(name) for name in (layout.ENTRIES, layout.NAMES, layout.NAME_ENDS)
        )
        self._keys, self._postings = mapped(layout.KEYS), mapped(layout.KEY_POSTINGS)
        self._skeletons, self._skeleton_postings = mapped(layout.SKELETONS), mapped(layout.SKELETON_POSTINGS)
        self._outlines, self._outline_ends = mapped(layout.OUTLINES), mapped(layout.OUTLINE_ENDS)
        codes = mapped(layout.OUTLINE_CODES)
        self._outline_rows = {code.decode(): i for i, code in enumerate(codes)}
        self.countries = {country.iso3: country for country in countries}
        self._iso3 = {country.iso2.encode(): country.iso3 for country in countries}
        self._unit_points = read_unit_points()
        self._small: list[Entry] = []
        self._small_names: dict[str, list[int]] = defaultdict(list)
        self._country_rows: dict[str, int] = {}
        for country in countries:
            names = [name for name in country.names if not self._is_part(name, country.iso2)]
            self._country_rows[country.iso3] = self._add(_country_entry(country), (country.name, *names))
        for item in own:
            self._add(_own_entry(item), (item.name, *item.names))
        self.entry = lru_cache(maxsize=100_000)(self._entry)

    def _is_part(self, name: str, iso2: str) -> bool:
        """Tell whether a country's other name is really that of a part of it ("England")."""
        number = np.uint64(key_hash(fold(name)))
        start, end = (int(np.searchsorted(self._keys, number, side=side)) for side in ("left", "right"))
        rows = self._postings[start:end]
        found = self._entries[rows[(rows & layout.MAIN_NAME) > 0] & layout.ROW_MASK]
        return bool(((found["kind"] == 1) & (found["country"] == iso2.encode())).any())

    def _add(self, entry: Entry, names: Iterable[str]) -> int:
        row = len(self._entries) + len(self._small)
        self._small.append(Entry(row, *(getattr(entry, field) for field in Entry.__slots__[1:])))
        for name in names:
            rows = self._small_names[fold(name)]
            if row not in rows:
                rows.append(row)
        return row

    def _entry(self, row: int) -> Entry:
        """Return the entry of a row."""
        if row >= len(self._entries):
            return self._located(self._small[row - len(self._entries)])
        data = self._entries[row]
        start = int(self._name_ends[row - 1]) if row else 0
        name = bytes(self._names[start : int(self._name_ends[row])]).decode()
        level = int(data["kind"])
        country = self._iso3.get(bytes(data["country"]))
        latitude, longitude = int(data["latitude"]) / layout.DEGREE, int(data["longitude"]) / layout.DEGREE
        if level == 1:
            latitude, longitude = self._unit_points.get((country, name), (latitude, longitude))
        population = int(data["population"])
        # A unit is as well known as a city of its size only when people speak of it by name.
        importance = math.log10(population + 10)
        return Entry(
            row=row,
            name=name,
            latitude=latitude,
            longitude=longitude,
            country=country,
            admin1=int(data["admin1"]),
            admin2=int(data["admin2"]),
            importance=importance,
            kind=layout.KINDS[level],
            geo_precision=(1, 3, 2, 1)[level],
            radius_km=(5.0, 120.0, 30.0, 3.0)[level],
        )

    def _located(self, entry: Entry) -> Entry:
        """Return an entry of our own table with the admin units of the nearest town, when it is a point."""
        if entry.country is None or entry.kind not in ("city", "facility", "crossing", "island"):
            return entry
        towns = self._towns(entry.country)
        if not len(towns):
            return entry
        rows = self._entries[towns]
        narrow = math.cos(math.radians(entry.latitude))
        north = rows["latitude"] / layout.DEGREE - entry.latitude
        east = (rows["longitude"] / layout.DEGREE - entry.longitude) * narrow
        nearest = rows[int(np.argmin(north**2 + east**2))]
        return replace(entry, admin1=int(nearest["admin1"]), admin2=int(nearest["admin2"]))

    @lru_cache(maxsize=300)  # noqa: B019 - one gazetteer lives as long as its process
    def _towns(self, iso3: str) -> np.ndarray:
        """Return the rows of a country's towns."""
        ours = self._entries["country"] == self.countries[iso3].iso2.encode()
        return np.flatnonzero(ours & (self._entries["kind"] == 0))

    def country_entry(self, iso3: str) -> Entry:
        """Return the entry of a country; KeyError for a code that no country has."""
        return self.entry(self._country_rows[iso3])

    def find(self, name: str, *, limit: int = 100) -> list[Hit]:
        """Return what a name may mean, at most `limit` entries, the most important first; spelling is folded."""
        return list(self._found(fold(name), limit))

    @lru_cache(maxsize=10_000)  # noqa: B019 - one gazetteer lives as long as its process
    def _found(self, key: str, limit: int) -> tuple[Hit, ...]:
        """Return the hits of a folded name."""
        number = np.uint64(key_hash(key))
        start, end = (int(np.searchsorted(self._keys, number, side=side)) for side in ("left", "right"))
        own = [Hit(self.entry(row), "own") for row in self._small_names.get(key, ())]
        return (*own, *(self._posted(start, end, limit) if end > start else ()))

    def known(self, keys: Sequence[str]) -> list[bool]:
        """Tell for each folded name whether anything is called so."""
        hashes = np.array([key_hash(key) for key in keys], dtype=np.uint64)
        starts = np.minimum(np.searchsorted(self._keys, hashes, side="left"), len(self._keys) - 1)
        stored = (self._keys[starts] == hashes).tolist()
        return [found or key in self._small_names for key, found in zip(keys, stored, strict=True)]

    def _posted(self, start: int, end: int, limit: int) -> list[Hit]:
        postings = self._postings[start:end]
        if end - start > limit:
            people = self._entries["population"][postings & layout.ROW_MASK]
            postings = postings[np.argsort(-people, kind="stable")[:limit]]
        hits = [Hit(self.entry(posting & layout.ROW_MASK), _via(posting)) for posting in postings.tolist()]
        return sorted(hits, key=lambda hit: (-hit.entry.importance, hit.entry.row))

    def find_spelled_like(self, name: str, countries: Iterable[str], *, limit: int = 20) -> list[Hit]:
        """Return cities of the named countries (ISO3) whose names have the same consonants, most important first."""
        bones = skeleton(name)
        if not bones:
            return []
        hits = []
        for iso3 in sorted(set(countries)):
            number = np.uint64(key_hash(f"{self.countries[iso3].iso2}:{bones}"))
            start, end = (int(np.searchsorted(self._skeletons, number, side=side)) for side in ("left", "right"))
            hits += [Hit(self.entry(row), "skeleton") for row in self._skeleton_postings[start:end].tolist()]
        return sorted(hits, key=lambda hit: (-hit.entry.importance, hit.entry.row))[:limit]

    def outline_codes(self) -> list[str]:
        """Return the ISO3 codes of the countries that have an outline, in order."""
        return sorted(self._outline_rows)

    def unit_row(self, iso3: str, name: str) -> int:
        """Return the row of a country's first-level unit of that name, -1 when there is none."""
        rows = [hit.entry.row for hit in self.find(name) if hit.entry.kind == "admin1" and hit.entry.country == iso3]
        return rows[0] if rows else -1

    def points_of(self, iso3: str, admin1: int = -1) -> np.ndarray:
        """Return (latitude, longitude) of every town of a country, or of its first-level unit of that row."""
        rows = self._entries[self._towns(iso3)]
        if admin1 >= 0:
            rows = rows[rows["admin1"] == admin1]
        return np.column_stack([rows["latitude"], rows["longitude"]]) / layout.DEGREE

    @lru_cache(maxsize=300)  # noqa: B019 - one gazetteer lives as long as its process
    def outline(self, iso3: str) -> BaseGeometry | None:
        """Return a country's outline in degrees (longitude, latitude), None for one that is not drawn."""
        row = self._outline_rows.get(iso3)
        if row is None:
            return None
        start = int(self._outline_ends[row - 1]) if row else 0
        return shapely.from_wkb(bytes(self._outlines[start : int(self._outline_ends[row])]))


def _via(posting: int) -> str:
    if posting & layout.MAIN_NAME:
        return "main"
    if posting & layout.SEAT_NAME:
        return "seat"
    return "short" if posting & layout.SHORT_NAME else "alternate"


def _country_entry(country: Country) -> Entry:
    latitude, longitude = country.centre
    return Entry(-1, country.name, latitude, longitude, country.iso3, -1, -1, 9.0, "country", 3, country.radius_km)


def _own_entry(item: OwnEntry) -> Entry:
    return Entry(
        -1, item.name, item.latitude, item.longitude, item.country_iso3, -1, -1, item.importance, item.kind,
        item.geo_precision, item.radius_km,
    )  # fmt: skip


@cache
def load() -> Gazetteer:
    """Return the gazetteer of the installed package, opened once a process; LexiconError for a table that is broken."""
    with as_file(files("pipeline").joinpath(layout.DATA)) as folder:
        return Gazetteer(Path(folder), read_countries(), read_own_entries())
