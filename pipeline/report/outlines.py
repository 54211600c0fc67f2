"""Country outlines as GeoJSON, coarse enough for a page."""

from __future__ import annotations

from typing import Any

import shapely

from pipeline.gazetteer import load

TOLERANCE = 0.15  # as of triangles that are cut off: about 15 km, a pixel of a map of a continent
SMALLEST = 0.05  # square degrees: islands below are not drawn, unless their country has no larger part
HALF_WORLD = 180  # degrees: what is wider crosses the date line (islets of Fiji) or is Antarctica
DECIMALS = 2


def country_features() -> list[dict[str, Any]]:
    """Every country's outline as a GeoJSON feature whose id is its ISO3, in order; neighbours share one border."""
    gazetteer = load()
    codes = gazetteer.outline_codes()
    shapes = [gazetteer.outline(code) for code in codes]
    # Simplified together, so that no gap opens between neighbours.
    coarse = shapely.set_precision(shapely.coverage_simplify(shapes, TOLERANCE), 10**-DECIMALS)
    features = (_feature(code, shape) for code, shape in zip(codes, coarse, strict=True))
    return [feature for feature in features if feature["geometry"]["coordinates"]]


def _feature(code: str, shape: shapely.Geometry) -> dict[str, Any]:
    parts = [part for part in shapely.get_parts(shape) if _width(part) <= HALF_WORLD]
    largest = max((part.area for part in parts), default=0.0)
    drawn = [part for part in parts if part.area >= min(SMALLEST, largest)]
    # Rings run clockwise, as maps on a sphere want them; GeoJSON's own order would fill the rest of the world.
    polygons = [_rings(part) for part in drawn]
    return {"type": "Feature", "id": code, "geometry": {"type": "MultiPolygon", "coordinates": polygons}}


def _width(part: Any) -> float:  # noqa: ANN401 - shapely has no annotations
    west, _, east, _ = part.bounds
    return float(east - west)


def _rings(polygon: Any) -> list[list[list[float]]]:  # noqa: ANN401 - shapely has no annotations
    clockwise = shapely.orient_polygons(polygon, exterior_cw=True)
    rings = (clockwise.exterior, *clockwise.interiors)
    return [shapely.get_coordinates(ring).round(DECIMALS).tolist() for ring in rings]
