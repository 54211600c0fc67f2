"""What an article's rows were made from, kept beside a shard's table: what has not changed is not made again.

A table's file of traces says of each article which inputs its rows were made from (a hash of code, settings, lexicons
and of the article's own rows in all tables before), and which rows they are. An article whose inputs are the same keeps
its rows; one that is coded again and comes out the same has the rows that it had, so that later stages leave it alone.
Without the file, or with one that belongs to another table, every article is made anew.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from pipeline.runner.rejects import Counts
from pipeline.runner.stage import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pipeline.runner.freshness import Key
    from pipeline.runner.stage import ShardStage
    from pipeline.runner.tables import Batch

NAMES = ("article_id", "inputs", "rows", "counts")
TABLE = b"sha256 of the table"


@dataclass(frozen=True, slots=True)
class Trace:
    """Of one article: the hash of what its rows were made from, what stands for the rows, and its counts as JSON."""

    article_id: str
    inputs: str
    rows: str
    counts: str

    def read_counts(self) -> Counts:
        """What was counted when the rows were made."""
        return Counts.from_json(json.loads(self.counts))


def traces_path(table: Path) -> Path:
    """Where the traces of a shard's table are."""
    return table.with_name(f"_{table.stem}.traces.parquet")


def read_traces(table: Path, sha256: str | None) -> dict[str, Trace]:
    """The traces of a table with this hash by article; none where the file is missing or of another table."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        found = pq.read_table(traces_path(table))
    except (OSError, pa.ArrowInvalid):
        return {}
    if found.column_names != list(NAMES) or (found.schema.metadata or {}).get(TABLE) != (sha256 or "").encode():
        return {}
    return {values[0]: Trace(*values) for values in zip(*(c.to_pylist() for c in found.columns), strict=True)}


def write_traces(path: Path, traces: Iterable[Trace], *, sha256: str) -> None:
    """Write the traces of a table with this hash."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    columns = zip(*map(astuple, traces), strict=True)
    values = list(columns) or [()] * len(NAMES)
    schema = pa.schema([(name, pa.string()) for name in NAMES], metadata={TABLE: sha256.encode()})
    pq.write_table(pa.table([pa.array(v, pa.string()) for v in values], schema=schema), path, compression="zstd")


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known of a shard's articles before its stage runs.

    own: the traces of its last output; before: those of the tables that it reads, but the articles; common: the hash of
    what concerns every article.
    """

    stage: ShardStage
    common: str
    own: Mapping[str, Trace]
    before: Mapping[str, Mapping[str, Trace]]

    @classmethod
    def open(cls, stage: ShardStage, inputs: Sequence[Path], output: Path, *, key: Key, last: str | None) -> Ledger:
        """The ledger of a stage's run with a key; last: the hash of its last output where that is whole, else None."""
        hashes = dict(zip(sorted(inputs), (sha256 for _, sha256 in key["inputs"]), strict=True))
        _, *others = zip(stage.reads, inputs, strict=True)
        before = {FOLDERS[folder]: read_traces(path, hashes[path]) for folder, path in others}
        return cls(stage, _common(key), read_traces(output, last) if last else {}, before)

    def inputs(self, batch: Batch) -> list[str | None]:
        """The hash of all that each article's rows are made from; None where it is not known."""
        everyone = range(len(batch.ids))
        views = self.stage.view(batch) if self.stage.view else [""] * len(batch.ids)
        records = [repr(rows) for rows in batch.rows("articles", everyone)]
        return [self._inputs(batch, at, views[at], records[at]) for at in everyone]

    def _inputs(self, batch: Batch, at: int, view: str, record: str) -> str | None:
        parts = [self.common, view, record]
        for table, traces in self.before.items():
            start, end = batch.places[table][at]
            trace = traces.get(batch.ids[at])
            if start < end and trace is None:
                return None
            parts.append(trace.rows if trace and start < end else "")
        return _digest(parts)

    def kept(self, article_id: str, inputs: str | None) -> Trace | None:
        """The trace of an article whose rows of the last output still hold."""
        trace = self.own.get(article_id)
        return trace if trace is not None and trace.inputs == inputs else None


def trace_of(article_id: str, inputs: str, counts: Counts, *, before: Trace | None) -> Trace:
    """The trace of an article that was made; before: its last one, where the rows have come out the same."""
    return Trace(article_id, inputs, before.rows if before else inputs, json.dumps(counts.as_json()))


def _common(key: Key) -> str:
    """The hash of what of a key concerns every article: all but inputs, limit, and the lexicons that are viewed."""
    parameters = {name: value for name, value in key["parameters"].items() if name != "limit"}
    of_some = {"inputs", "parameters", *(["lexicons"] if "lexicons not viewed" in key else [])}
    own = {name: value for name, value in key.items() if name not in of_some}
    return _digest([json.dumps([own, parameters], sort_keys=True)])


def _digest(parts: Iterable[str]) -> str:
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        found.update(f"{len(part)} {part}".encode("utf-8", "surrogatepass"))
    return found.hexdigest()
