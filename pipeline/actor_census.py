"""The command `actors`: whom a corpus names as actors, and how often; the unknown ones are for analysts to add."""

from __future__ import annotations

import csv
import sys
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import pyarrow.parquet as pq

from pipeline.errors import UsageError
from pipeline.runner.atomic import atomic_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from pipeline.cli import Options

DEFAULT_INPUT = "data/processed"
UNKNOWN_METHODS = frozenset({"unknown_name", "name_role"})
STANDARD_OUTPUT = Path("-")
HEADER = ("name", "acled_type", "country", "methods", "n_mentions", "n_articles", "example")
SIDES = ("actor1", "actor2")
PARTS = ("", "_type", "_country", "_method")


@dataclass(slots=True)
class Entry:
    """One actor of the corpus: the first type and country that it was given, how it was found, where it stands."""

    acled_type: str | None
    country: str | None
    example: str
    methods: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    mentions: int = 0


def actors_command(options: Options) -> None:
    """Write one CSV line per actor of the mentions tables, the most frequent first, to --output or standard output.

    Inputs are output folders of `build`, or mentions.parquet files. With --unknown only names that no registry has.
    UsageError names an input that holds no mentions table.
    """
    paths = [_mentions_path(Path(name)) for name in options.inputs or (DEFAULT_INPUT,)]
    found = census(paths, unknown_only=options.unknown)
    rows = sorted(found.items(), key=lambda item: (-item[1].mentions, item[0]))[: options.limit]
    if options.output == STANDARD_OUTPUT:
        _write(rows, nullcontext(sys.stdout))
        return
    with atomic_path(options.output) as path:
        _write(rows, path.open("w", encoding="utf-8", newline=""))


def census(paths: Iterable[Path], *, unknown_only: bool) -> dict[str, Entry]:
    """The actors of mentions tables by name; memory grows with the names, not with the mentions."""
    found: dict[str, Entry] = {}
    for row in _rows(paths):
        for side in SIDES:
            name, acled_type, country, method = (row[side + part] for part in PARTS)
            if name is None or method == "default" or (unknown_only and method not in UNKNOWN_METHODS):
                continue
            entry = found.setdefault(name, Entry(acled_type, country, row["sentence_text"]))
            entry.methods.add(method)
            entry.articles.add(row["article_id"])
            entry.mentions += 1
    return found


def _mentions_path(path: Path) -> Path:
    table = path / "mentions.parquet" if path.is_dir() else path
    if not table.is_file() or table.suffix != ".parquet":
        raise UsageError(f"{path}: no mentions table; give an output folder of `build` or its mentions.parquet")
    return table


def _rows(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    columns = ["article_id", "sentence_text", *(side + part for side in SIDES for part in PARTS)]
    for path in paths:
        with pq.ParquetFile(path) as table:
            if missing := sorted(set(columns) - set(table.schema_arrow.names)):
                raise UsageError(f"{path}: no mentions table, it lacks {', '.join(missing)}")
            for batch in table.iter_batches(columns=columns):
                yield from batch.to_pylist()


def _write(rows: Iterable[tuple[str, Entry]], target: AbstractContextManager[TextIO]) -> None:
    with target as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(HEADER)
        for name, entry in rows:
            methods = "|".join(sorted(entry.methods))
            counts = (entry.mentions, len(entry.articles))
            writer.writerow((name, entry.acled_type, entry.country, methods, *counts, entry.example))
