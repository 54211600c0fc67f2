"""Country outlines: built from Natural Earth's TopoJSON, kept as one blob of WKB, read a country at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

# Natural Earth's areas without an ISO number, by its own name; the rest (bases, reefs) belong to nobody here.
_UNNUMBERED = {
    "Kosovo": "XKX",
    "Somaliland": "SOM",
    "N. Cyprus": "CYP",
    "Cyprus U.N. Buffer Zone": "CYP",
    "Baikonur": "KAZ",
}
# Natural Earth draws lines of control, the table follows GeoNames: (from, to, west, south, east, north).
_TRANSFERS = (("RUS", "UKR", 32.3, 44.2, 36.62, 46.21),)
# About 300 m: less than the drawing's own error, and it halves the file.
_TOLERANCE = 0.003


def _arcs(topology: Mapping[str, Any]) -> list[np.ndarray]:
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]


def _ring(indexes: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes]
    # Neighbouring arcs share their end point.
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _geometry(item: Mapping[str, Any], arcs: list[np.ndarray]) -> BaseGeometry:
    polygons = item["arcs"] if item["type"] == "MultiPolygon" else [item["arcs"]]
    shapes = []
    for rings in polygons:
        shell, *holes = (_ring(indexes, arcs) for indexes in rings)
        if len(shell) > 3:
            shapes.append(shapely.Polygon(shell, [hole for hole in holes if len(hole) > 3]))
    return shapely.MultiPolygon(shapes).buffer(0)


def read_outlines(topology: Mapping[str, Any], iso3: Mapping[int, str]) -> dict[str, BaseGeometry]:
    """Return the outline of every country by ISO3, from a TopoJSON of Natural Earth; iso3 maps ISO numbers to codes."""
    # Arcs are simplified before they are put together, so that neighbours keep one border.
    arcs = [_thin(arc) for arc in _arcs(topology)]
    parts: dict[str, list[BaseGeometry]] = {}
    for item in topology["objects"]["countries"]["geometries"]:
        code = iso3.get(int(item["id"])) if "id" in item else _UNNUMBERED.get(item["properties"]["name"])
        if code and item.get("arcs"):
            parts.setdefault(code, []).append(_geometry(item, arcs))
    outlines = {code: shapely.union_all(shapes) for code, shapes in sorted(parts.items())}
    for source, target, *corners in _TRANSFERS:
        if source not in outlines or target not in outlines:
            continue
        area = shapely.box(*corners)
        outlines[target] = outlines[target].union(outlines[source].intersection(area))
        outlines[source] = outlines[source].difference(area)
    return {code: shape for code, shape in outlines.items() if not shape.is_empty}


def _thin(arc: np.ndarray) -> np.ndarray:
    thinned = shapely.get_coordinates(shapely.LineString(arc).simplify(_TOLERANCE))
    # A small island must stay a ring.
    return thinned if len(thinned) >= 4 or tuple(arc[0]) != tuple(arc[-1]) else arc


def pack(outlines: Mapping[str, BaseGeometry]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the blob of WKB, the end of each country's part in it, and the countries' codes, in order of code."""
    codes = sorted(outlines)
    blobs = [shapely.to_wkb(outlines[code], byte_order=1) for code in codes]
    ends = np.cumsum([len(blob) for blob in blobs]).astype("<u4")
    return np.frombuffer(b"".join(blobs), dtype="u1"), ends, np.array(codes, dtype="S3")
