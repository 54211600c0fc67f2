"""datapackage.json: the files of a release with schema, size and hash, in the form of Frictionless Data Package v1."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from pipeline.emit.lexicon import emit_lexicon
from pipeline.schema import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pipeline.schema import Column

FIELD_TYPES = {"int": "integer", "offset": "integer", "float": "number", "bool": "boolean", "timestamp": "datetime"}
LISTS = ("spans", "strings", "ints")
MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def datapackage(files: Iterable[Path], rows: Mapping[str, int], *, version: str) -> str:
    """The descriptor of these files (TABLE.csv or TABLE.parquet) as JSON text; `rows` counts each table's rows."""
    resources = [_resource(path, rows[path.stem]) for path in sorted(files, key=lambda path: path.name)]
    package = {"profile": "data-package", **emit_lexicon()["package"], "version": version, "resources": resources}
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(path: Path, rows: int) -> dict[str, Any]:
    kind = path.suffix[1:]
    spec = tables()[path.stem]
    fields = [_field(column, required=column.name in spec.required, text=kind == "csv") for column in spec.columns]
    entry: dict[str, Any] = {
        "name": f"{path.stem}-{kind}",
        "path": path.name,
        "title": spec.description,
        "format": kind,
        "mediatype": MEDIA_TYPES[kind],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sha256(path)}",
        "rows": rows,
        "schema": {"fields": fields, "primaryKey": list(spec.key), "missingValues": [""]},
    }
    if kind == "csv":
        entry |= {"profile": "tabular-data-resource", "encoding": "utf-8", "dialect": {"lineTerminator": "\r\n"}}
    return entry


def _field(column: Column, *, required: bool, text: bool) -> dict[str, Any]:
    kind = "array" if column.type in LISTS else FIELD_TYPES.get(column.type, "string")
    if text and kind == "datetime":
        kind = "date" if column.unit == "day" else "datetime"
    constraints: dict[str, Any] = {"required": True} if required else {}
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    constraints |= {name: value for name in ("minimum", "maximum") if (value := getattr(column, name)) is not None}
    entry: dict[str, Any] = {"name": column.name, "type": kind, "description": column.description}
    if kind == "datetime":
        entry["format"] = "any" if text else "default"
    return (
        entry | ({"unit": column.unit} if column.unit else {}) | ({"constraints": constraints} if constraints else {})
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
