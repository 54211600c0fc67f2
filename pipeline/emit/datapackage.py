"""datapackage.json: the files of a release with schema, size and hash, in the form of Frictionless Data Package v1."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Package:
    """What the datapackage.json of a release says: its version, that of the release before, and each file's hash."""

    version: str | None = None
    previous: str | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)


def datapackage(files: Iterable[Path], rows: Mapping[str, int], *, version: str, previous: str | None = None) -> str:
    """The descriptor of these files (TABLE.csv or TABLE.parquet) as JSON text; `rows` counts each table's rows.

    `previous` is the version of the release that this one replaces. The checksum is that of all files: the SHA-256 of
    their hashes, sorted, a line each.
    """
    resources = [_resource(path, rows[path.stem]) for path in sorted(files, key=lambda path: path.name)]
    package = {"profile": "data-package", **emit_lexicon()["package"], "version": version}
    package |= {"previous": previous} if previous else {}
    package["checksum"] = f"sha256:{_sha256_of(resource['hash'] for resource in resources)}"
    return json.dumps({**package, "resources": resources}, ensure_ascii=False, indent=2) + "\n"


def release_version(software: str, tables: Iterable[Path]) -> str:
    """SOFTWARE+HASH: the first 12 hex digits of the SHA-256 of the tables' hashes, so that it changes with them."""
    return f"{software}+{_sha256_of(map(file_hash, tables))[:12]}"


def file_hash(path: Path) -> str:
    """The hash of a file as the descriptor has it."""
    with path.open("rb") as opened:
        return f"sha256:{hashlib.file_digest(opened, 'sha256').hexdigest()}"


def read_package(folder: Path) -> Package | None:
    """The datapackage.json of a folder, None where there is none that can be read."""
    try:
        content = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        hashes = {entry["path"]: entry["hash"] for entry in content["resources"]}
        return Package(content["version"], content.get("previous"), hashes)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


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
        "hash": file_hash(path),
        "schema": {"fields": fields, "primaryKey": list(spec.key), "missingValues": [""]},
    }
    if kind == "csv":
        entry |= {"profile": "tabular-data-resource", "encoding": "utf-8", "dialect": {"lineTerminator": "\r\n"}}
        return entry | {"rows": rows}
    # Frictionless cannot count the bytes and rows of a Parquet file that it reads as a table.
    return entry | {"type": "file", "row_count": rows}


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


def _sha256_of(hashes: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()
