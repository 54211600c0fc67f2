"""croissant.json: the files of a release in the vocabulary of Croissant (MLCommons), for loaders of data sets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.schema import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pipeline.schema import Column, Table

TYPES = {
    "int": "sc:Integer",
    "offset": "sc:Integer",
    "float": "sc:Float",
    "bool": "sc:Boolean",
    "timestamp": "sc:DateTime",
    "string": "sc:Text",
    "category": "sc:Text",
}
"""Croissant's types by ours; columns of lists have none there, and are left out."""

TERMS = (
    *("citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty", "fileSet", "format"),
    *("includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex"),
    *("repeated", "replace", "samplingRate", "separator", "source", "subField", "transform"),
)
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in TERMS},
}
"""The context that the specification gives, version 1.0."""


def write_croissant(folder: Path, path: Path) -> None:
    """Write the description of a release's Parquet files as its datapackage.json has them; contents by relative names.

    UsageError where the folder has no datapackage.json. The file belongs into the folder.
    """
    try:
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise UsageError(f"{folder}: there is no datapackage.json; give an output folder of `build`") from fault
    path.write_text(json.dumps(_dataset(package), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _dataset(package: Mapping[str, Any]) -> dict[str, Any]:
    files = [resource for resource in package["resources"] if resource["format"] == "parquet"]
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": package["name"],
        "description": package["description"],
        "version": package["version"],
        "citeAs": f"{package['name']}, version {package['version']}: {package['title']}",
        "license": [entry["path"] for entry in package["licenses"]],
        "keywords": package["keywords"],
        "distribution": [_file(resource) for resource in files],
        "recordSet": [_records(resource["path"], tables()[resource["path"].partition(".")[0]]) for resource in files],
    }


def _file(resource: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "description": resource["title"],
        "contentUrl": resource["path"],
        "contentSize": f"{resource['bytes']} B",
        "encodingFormat": "application/x-parquet",
        "sha256": resource["hash"].removeprefix("sha256:"),
    }


def _records(file: str, table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": list(_fields(file, table)),
    }


def _fields(file: str, table: Table) -> Iterator[dict[str, Any]]:
    for column in table.columns:
        if column.type in TYPES:
            yield _field(file, table, column)


def _field(file: str, table: Table, column: Column) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.description,
        "dataType": TYPES[column.type],
        "source": {"fileObject": {"@id": file}, "extract": {"column": column.name}},
    }
