"""Judgements as they wait to be used, and as rows of the links table: in columns, as a large corpus has millions."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from pipeline.schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.link.compare import Judgement, Link

BATCH = 5_000  # rows that are Python objects at a time
JOINT = "; "  # between reasons


class LinkRows:
    """The rows of the links table, as they come."""

    def __init__(self) -> None:
        self._waiting: list[dict[str, Any]] = []
        self._batches: list[pa.RecordBatch] = []

    def add(self, found: Link) -> None:
        """Take a judgement in."""
        row = {"left_mention_id": found.left, "right_mention_id": found.right, "link_score": found.score}
        self._waiting.append(row | {"verdict": found.verdict, "reasons": JOINT.join(found.reasons)})
        if len(self._waiting) >= BATCH:
            self._flush()

    def table(self) -> pa.Table:
        """All rows (schema links), in the order in which they came."""
        self._flush()
        return pa.Table.from_batches(self._batches, schema=arrow_schema("links"))

    def _flush(self) -> None:
        self._batches.append(pa.RecordBatch.from_pylist(self._waiting, schema=arrow_schema("links")))
        self._waiting = []


class Ranking:
    """Judged pairs of indices, to be read from the best to the worst; of equal ones the lowest indices first."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._scores, self._pairs = array("d"), array("q")
        self._waiting: list[str] = []
        self._reasons: list[pa.Array[Any]] = []

    def add(self, left: int, right: int, judgement: Judgement) -> None:
        """Take a pair in; indices are below `total`."""
        self._scores.append(round(judgement.score, 6))
        self._pairs.append(left * self._total + right)
        self._waiting.append(JOINT.join(judgement.reasons))
        if len(self._waiting) >= BATCH:
            self._flush()

    def ranked(self) -> Iterator[tuple[float, int, int, str]]:
        """Score, left, right and the joined reasons of each pair."""
        self._flush()
        scores, pairs = np.frombuffer(self._scores), np.frombuffer(self._pairs, dtype=np.int64)
        order = np.lexsort((pairs, -scores))
        reasons = pa.concat_arrays(self._reasons)
        for start in range(0, len(order), BATCH):
            part: list[int] = order[start : start + BATCH].tolist()
            for place, said in zip(part, reasons.take(part), strict=True):
                left, right = divmod(int(pairs[place]), self._total)
                yield float(scores[place]), left, right, str(said)

    def _flush(self) -> None:
        self._reasons.append(pa.array(self._waiting, pa.large_string()))
        self._waiting = []
