"""Points for spatial relations, from country outlines and from the places of the gazetteer. Coordinates in degrees."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.affinity import scale
from shapely.ops import nearest_points

from pipeline.gazetteer import load

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]  # latitude, longitude
_EARTH_KM = 6371.0
_DEGREE_KM = math.pi * _EARTH_KM / 180
# Two outlines are drawn from the same arcs; this much (degrees) covers the rounding.
_TOUCH = 0.003


def distance_km(a: Point, b: Point) -> float:
    """Return the great-circle distance of two points."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def destination(start: Point, bearing: float, km: float) -> Point:
    """Return the point that lies so many km from the start, in a direction given in degrees from north."""
    lat, lon, angle, arc = math.radians(start[0]), math.radians(start[1]), math.radians(bearing), km / _EARTH_KM
    lat2 = math.asin(math.sin(lat) * math.cos(arc) + math.cos(lat) * math.sin(arc) * math.cos(angle))
    lon2 = lon + math.atan2(
        math.sin(angle) * math.sin(arc) * math.cos(lat), math.cos(arc) - math.sin(lat) * math.sin(lat2)
    )
    return math.degrees(lat2), (math.degrees(lon2) + 180) % 360 - 180


def midpoint(a: Point, b: Point) -> Point:
    """Return the point half way between two points that are not far apart."""
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


@lru_cache(maxsize=256)
def border(one: str, other: str) -> BaseGeometry | None:
    """Return the line that two countries (ISO3) share, None when they do not touch or are not drawn."""
    first, second = load().outline(one), load().outline(other)
    if first is None or second is None or first.distance(second) > _TOUCH:
        return None
    line = first.boundary.intersection(second.buffer(_TOUCH))
    return None if line.is_empty else line


def border_point(one: str, other: str, *, near: Point | None = None) -> Point | None:
    """Return a point on two countries' border: the one nearest to `near`, else the middle of its longest piece."""
    line = border(one, other)
    if line is None:
        return None
    if near is not None:
        spot = nearest_points(line, shapely.Point(near[1], near[0]))[0]
        return spot.y, spot.x
    merged = shapely.line_merge(line) if line.geom_type == "MultiLineString" else line
    pieces = [piece for piece in getattr(merged, "geoms", [merged]) if piece.length > 0]
    if not pieces:
        return None
    spot = max(pieces, key=lambda piece: piece.length).interpolate(0.5, normalized=True)
    return spot.y, spot.x


def inside_from_border(home: str, other: str, km: float, *, near: Point | None = None) -> Point | None:
    """Return a point of the home country that lies so many km from its border with the other; None when there is none.

    Of the points at that distance from the border's middle, the one whose distance to the whole line is closest to km.
    """
    outline, line, start = load().outline(home), border(home, other), border_point(home, other, near=near)
    if outline is None or line is None or start is None:
        return None
    best: tuple[float, Point] | None = None
    # A winding border lies nearer to a point than its middle does, so points a little farther are tried as well.
    for factor in (1.0, 1.15, 1.35, 1.7):
        for bearing in range(0, 360, 10):
            spot = destination(start, bearing, max(km, 0.5) * factor)
            if outline.contains(shapely.Point(spot[1], spot[0])):
                error = abs(line_distance_km(line, spot) - km)
                if best is None or error < best[0] - 1e-9:
                    best = (error, spot)
        if best is not None and best[0] <= 0.05 * km:
            break
    return best[1] if best else None


def line_distance_km(line: BaseGeometry, spot: Point) -> float:
    """Return the distance from a point to a line, exact to about one per cent for up to some hundred km."""
    narrow = math.cos(math.radians(spot[0]))
    squeezed = scale(line, xfact=narrow, yfact=1.0, origin=(0, 0))
    return float(squeezed.distance(shapely.Point(spot[1] * narrow, spot[0]))) * _DEGREE_KM


def contains(iso3: str, spot: Point) -> bool:
    """Tell whether a point lies in a country's outline."""
    outline = load().outline(iso3)
    return outline is not None and bool(outline.contains(shapely.Point(spot[1], spot[0])))


@lru_cache(maxsize=512)
def _cloud(iso3: str, admin1: int) -> np.ndarray:
    """Return (latitude, longitude) of every place of a country, or of one of its first-level units."""
    return load().points_of(iso3, admin1)


def part_of(iso3: str, bearing: float, *, admin1: int = -1) -> Point | None:
    """Return the place at the heart of a country's part ("southern": bearing 180; -1: its centre); None when unknown.

    The part is the third of the land in that direction (for "south-western" the quarter), judged by the places in it.
    """
    cloud = _cloud(iso3, admin1)
    if len(cloud) < 4:
        return None
    middle = np.median(cloud, axis=0)
    if bearing < 0:
        chosen = cloud
        target = middle
    else:
        narrow = math.cos(math.radians(float(middle[0])))
        north, east = math.cos(math.radians(bearing)), math.sin(math.radians(bearing))
        along = (cloud[:, 0] - middle[0]) * north + (cloud[:, 1] - middle[1]) * narrow * east
        chosen = cloud[along >= np.quantile(along, 0.67)]
        target = chosen.mean(axis=0)
    nearest = chosen[np.argmin(((chosen - target) ** 2).sum(axis=1))]
    return float(nearest[0]), float(nearest[1])


def spread_km(iso3: str, admin1: int = -1) -> float:
    """Return how far the places of a country or unit lie from their middle, on average."""
    cloud = _cloud(iso3, admin1)
    if not len(cloud):
        return 100.0
    middle = cloud.mean(axis=0)
    return float(np.sqrt(((cloud - middle) ** 2).sum(axis=1)).mean()) * _DEGREE_KM


def off_coast(iso3: str, km: float, *, bearing: float | None = None) -> Point | None:
    """Return a point at sea so many km off the middle of a country's longest coast; None without a coast.

    With a bearing the stretch is the one farthest in that direction.
    """
    outline = load().outline(iso3)
    if outline is None:
        return None
    pieces = _coasts(iso3)
    if not pieces:
        return None
    if bearing is None or bearing < 0:
        start = max(pieces, key=lambda piece: piece.length).interpolate(0.5, normalized=True)
    else:
        north, east = math.cos(math.radians(bearing)), math.sin(math.radians(bearing))
        spots = [piece.interpolate(i / 20, normalized=True) for piece in pieces for i in range(21)]
        along = [spot.y * north + spot.x * east for spot in spots]
        start = spots[int(np.argsort(along)[int(len(along) * 0.85)])]
    seaward = [destination((start.y, start.x), angle, km) for angle in range(0, 360, 10)]
    wet = [spot for spot in seaward if not outline.contains(shapely.Point(spot[1], spot[0]))]
    return max(wet, key=lambda spot: outline.distance(shapely.Point(spot[1], spot[0]))) if wet else None


@lru_cache(maxsize=128)
def _coasts(iso3: str) -> tuple[BaseGeometry, ...]:
    """Return the pieces of a country's outline that no neighbour shares, islands last, longest first."""
    gazetteer = load()
    outline = gazetteer.outline(iso3)
    if outline is None:
        return ()
    codes = [code for code in gazetteer.outline_codes() if code != iso3]
    shapes = [shape for shape in map(gazetteer.outline, codes) if shape is not None]
    near = [shapes[i] for i in shapely.STRtree(shapes).query(outline.envelope.buffer(0.1))]
    biggest = max(getattr(outline, "geoms", [outline]), key=lambda part: part.area)
    line = biggest.exterior
    if near:
        line = line.difference(shapely.union_all(near).buffer(0.03))
    merged = shapely.line_merge(line) if line.geom_type == "MultiLineString" else line
    return tuple(piece for piece in getattr(merged, "geoms", [merged]) if piece.length > 0.2)
