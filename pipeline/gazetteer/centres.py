"""Centres of admin units: of the land that lies nearest to the unit's own places."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from pipeline.gazetteer.sources import City

Point = tuple[float, float]
# About so many points of land are looked at in each country.
_GRID_POINTS = 25_000
# A unit that holds fewer of them is placed at the mean of its places.
_FEWEST = 6


def unit_centres(cities: Sequence[City], outlines: Mapping[str, BaseGeometry]) -> dict[str, Point]:
    """Return (latitude, longitude) by admin code ("SY.09", "US.54.039"), for units that hold a place or some land.

    No package has the outlines of admin units, so each piece of a country's land is given to the unit of the nearest
    place; the unit's centre is the mean of its pieces. Outlines are by ISO2 code of the country.
    """
    by_country: dict[str, list[City]] = defaultdict(list)
    for city in cities:
        by_country[city.country].append(city)
    centres: dict[str, Point] = {}
    for country, members in sorted(by_country.items()):
        outline = outlines.get(country)
        grid = _land(outline) if outline is not None else np.empty((0, 2))
        nearest = _nearest(grid, members)
        for level in (1, 2):
            centres.update(_means(country, members, grid, nearest, level))
    return centres


def _land(outline: BaseGeometry) -> np.ndarray:
    """Return points of an outline as (longitude, latitude), evenly spread by area."""
    shapely.prepare(outline)
    west, south, east, north = outline.bounds
    step = max(0.01, (outline.area / _GRID_POINTS) ** 0.5)
    xs, ys = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    inside = shapely.contains_xy(outline, xs, ys)
    return np.column_stack([xs[inside], ys[inside]])


def _nearest(grid: np.ndarray, members: Sequence[City]) -> np.ndarray:
    if not len(grid):
        return np.empty(0, dtype=int)
    narrow = np.cos(np.radians(np.mean(grid[:, 1])))
    tree = shapely.STRtree(shapely.points([(city.longitude * narrow, city.latitude) for city in members]))
    return np.asarray(tree.nearest(shapely.points(grid * (narrow, 1.0))))


def _means(
    country: str, members: Sequence[City], grid: np.ndarray, nearest: np.ndarray, level: int
) -> dict[str, Point]:
    codes = _without_strays([_code(country, city, level) for city in members], members)
    names = sorted({code for code in codes if code})
    number = {code: i for i, code in enumerate(names)}
    owner = np.array([number.get(code, -1) for code in codes])
    own = np.array([(city.longitude, city.latitude) for city in members])
    found: dict[str, Point] = {}
    land_owner = owner[nearest] if len(nearest) else np.empty(0, dtype=int)
    # Sorted once, so that every unit's rows lie together.
    land_order, own_order = np.argsort(land_owner, kind="stable"), np.argsort(owner, kind="stable")
    for i, code in enumerate(names):
        land = land_order[slice(*np.searchsorted(land_owner[land_order], [i, i + 1]))]
        rows = own_order[slice(*np.searchsorted(owner[own_order], [i, i + 1]))]
        longitude, latitude = (grid[land] if len(land) >= _FEWEST else own[rows]).mean(axis=0)
        found[code] = (float(latitude), float(longitude))
    return found


def _without_strays(codes: list[str], members: Sequence[City]) -> list[str]:
    """Return the codes, "" for a place that lies far from all others of its unit: its code is a slip of the source."""
    groups: dict[str, list[int]] = defaultdict(list)
    for i, code in enumerate(codes):
        groups[code].append(i)
    cleaned = list(codes)
    for rows in groups.values():
        points = np.array([(members[i].longitude, members[i].latitude) for i in rows])
        away = np.abs(points - np.median(points, axis=0)).max(axis=1)
        limit = max(3.0, 6.0 * float(np.median(away)))
        for i, distance in zip(rows, away, strict=True):
            if distance > limit and len(rows) > _FEWEST:
                cleaned[i] = ""
    return cleaned


def _code(country: str, city: City, level: int) -> str:
    if level == 1:
        return f"{country}.{city.admin1}" if city.admin1 else ""
    return f"{country}.{city.admin1}.{city.admin2}" if city.admin2 else ""
