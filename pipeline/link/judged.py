"""Judgements as they wait to be used, and as rows of the links table: in columns, as a large corpus has millions."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from pipeline.runner.parts import Spool, in_order
from pipeline.schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pipeline.link.compare import Judgement, Link

BATCH = 1_024  # rows that are Python objects at a time
JOINT = "; "  # between reasons


class LinkRows:
    """The rows of the links table (schema links), given away in batches as they come."""

    def __init__(self, write: Callable[[pa.Table], None]) -> None:
        self._write = write
        self._waiting: list[dict[str, Any]] = []

    def add(self, found: Link) -> None:
        """Take a judgement in."""
        row = {"left_mention_id": found.left, "right_mention_id": found.right, "link_score": found.score}
        self._waiting.append(row | {"verdict": found.verdict, "reasons": JOINT.join(found.reasons)})
        if len(self._waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Give away what waits."""
        self._write(pa.Table.from_pylist(self._waiting, schema=arrow_schema("links")))
        self._waiting = []


class Ranking:
    """Judged pairs of indices, to be read from the best to the worst; of equal ones the lowest indices first.

    The reasons of many pairs are laid by in files inside `folder`; without one, in memory.
    """

    def __init__(self, total: int, folder: Path | None) -> None:
        self._total, self._folder = total, folder
        self._scores, self._pairs = array("d"), array("q")
        self._waiting: list[str] = []
        self._reasons = Spool(folder and folder / "reasons")

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
        order, start = np.lexsort((pairs, -scores)), 0
        for part in in_order(self._reasons.parts(), order, self._folder):
            places = order[start : start + len(part)]
            start += len(part)
            told = zip(scores[places].tolist(), pairs[places].tolist(), part["reasons"].to_pylist(), strict=True)
            yield from ((score, *divmod(pair, self._total), reasons) for score, pair, reasons in told)

    def _flush(self) -> None:
        self._reasons.add(pa.table({"reasons": pa.array(self._waiting, pa.string())}))
        self._waiting = []
