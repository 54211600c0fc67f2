"""Events on the map: GeoJSON (RFC 7946) and GeoParquet (version 1.1), longitude and latitude in WGS 84."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from pipeline.emit.tables import BATCH, for_pandas

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

GEOMETRY = "geometry"
DAYS = frozenset({"date_start", "date_end"})


def write_geojson(events: pa.Table, path: Path) -> None:
    """Write a FeatureCollection of the table's events, a line each; what has no point has a null geometry."""
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write('{"type": "FeatureCollection", "features": [')
        end = "\n"
        for batch in events.to_batches(max_chunksize=BATCH):
            for row in batch.to_pylist():
                out.write(end + json.dumps(_feature(row), ensure_ascii=False, allow_nan=False))
                end = ",\n"
        out.write("\n]}\n")


def _feature(row: Mapping[str, Any]) -> dict[str, Any]:
    place = (row["longitude"], row["latitude"])
    point = None if None in place else {"type": "Point", "coordinates": list(place)}
    properties = {name: _plain(name, value) for name, value in row.items()}
    return {"type": "Feature", "id": row["event_id"], "geometry": point, "properties": properties}


def _plain(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return value.date().isoformat() if name in DAYS else value.isoformat()
    return value


def write_geoparquet(events: pa.Table, path: Path) -> None:
    """Write the table's events with a column `geometry` of WKB points, null where there is none."""
    longitude, latitude = (events[name].to_pylist() for name in ("longitude", "latitude"))
    places = [None if None in place else shapely.Point(place) for place in zip(longitude, latitude, strict=True)]
    ready = for_pandas(events, "events")
    wkb = pa.array((None if place is None else shapely.to_wkb(place) for place in places), pa.binary())
    located = ready.append_column(GEOMETRY, wkb)
    metadata = {**(ready.schema.metadata or {}), b"geo": json.dumps(_geo([p for p in places if p])).encode()}
    pq.write_table(located.replace_schema_metadata(metadata), path, compression="zstd", row_group_size=100_000)


def _geo(places: list[shapely.Point]) -> dict[str, Any]:
    """The file's metadata by the specification; no `crs` means longitude and latitude (OGC:CRS84)."""
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if places:
        column["bbox"] = shapely.total_bounds(places).tolist()
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
