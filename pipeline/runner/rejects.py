"""What did not go on: every stage counts it, keeps it with a reason, and can show that nothing vanished."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.errors import PipelineError, RejectLimitError, UsageError
from pipeline.runner.atomic import atomic_path
from pipeline.runner.tables import Row, read_rows, table_writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

CELL_CHARS = 500


@dataclass(frozen=True, slots=True)
class Reject:
    """One thing held back: what (file, row, article or sentence), why (a word of a closed list), and what was wrong."""

    item: str
    reason: str
    detail: str = ""

    def row(self, stage: str) -> Row:
        """Its row of the rejects table: on one line, of bounded length, and nothing that UTF-8 has not."""
        return {"stage": stage, "item": _plain(self.item), "reason": self.reason, "detail": _plain(self.detail)}


def _plain(text: str) -> str:
    shown = " ".join(text[: 4 * CELL_CHARS].split())[:CELL_CHARS]
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in shown)


@dataclass(slots=True)
class Counts:
    """How much went into a stage and where it went: read = passed + rejected + skipped."""

    read: int = 0
    passed: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        """Add another count to this one."""
        self.read += other.read
        self.passed += other.passed
        self.rejected.update(other.rejected)
        self.skipped.update(other.skipped)

    def __str__(self) -> str:
        parts = [f"{self.read} read", f"{self.passed} passed"]
        for word, tally in (("rejected", self.rejected), ("skipped", self.skipped)):
            if tally:
                parts.append(
                    f"{tally.total()} {word} ({', '.join(f'{n} {reason}' for reason, n in sorted(tally.items()))})"
                )
        return ", ".join(parts)

    def check(self, where: str) -> None:
        """Raise PipelineError when something went in and neither came out nor was counted."""
        out = self.passed + self.rejected.total() + self.skipped.total()
        if out != self.read:
            raise PipelineError(
                f"{where}: {self.read} went in, but {out} are accounted for; this is a fault of the stage"
            )

    def check_limit(self, where: str, *, share: float) -> None:
        """Raise RejectLimitError when more than this share of what went in was rejected."""
        rejected = self.rejected.total()
        if rejected > share * self.read:
            message = f"{where}: {self}; rejected are more than the share of {share:g} that [run] max_rejects allows"
            raise RejectLimitError(message)

    def as_json(self) -> dict[str, Any]:
        """For .run.json, reasons in alphabetical order."""
        tallies = {"rejected": dict(sorted(self.rejected.items())), "skipped": dict(sorted(self.skipped.items()))}
        return {"read": self.read, "passed": self.passed, **tallies}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Counts:
        """The count that as_json wrote."""
        return cls(values["read"], values["passed"], Counter(values["rejected"]), Counter(values["skipped"]))


def read_rejects(paths: Iterable[Path]) -> Iterator[Row]:
    """The rows of several rejects tables, in the order of the paths."""
    return (row for path in paths for row in read_rows(path, "rejects"))


def write_rejects(path: Path, rows: Iterable[Row]) -> None:
    """Write rejects whole or not at all, as the file's ending says: .parquet, .csv or .jsonl (else UsageError)."""
    if path.suffix not in {".parquet", ".csv", ".jsonl"}:
        raise UsageError(f"--rejects {path}: the file's name must end in .csv, .jsonl or .parquet")
    with atomic_path(path) as part:
        if path.suffix == ".parquet":
            with table_writer(part, "rejects") as writer:
                writer.write(rows)
            return
        with part.open("w", encoding="utf-8", newline="") as file:
            if path.suffix == ".csv":
                _write_csv(file, rows)
            else:
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _write_csv(file: Any, rows: Iterable[Row]) -> None:  # noqa: ANN401 - a text file
    writer = csv.DictWriter(file, ["stage", "item", "reason", "detail"])
    writer.writeheader()
    # A cell that a spreadsheet would run as a formula is quoted, as in the tables of emit.
    writer.writerows({k: f"'{v}" if v[:1] in tuple("=+-@\t\r") else v for k, v in row.items()} for row in rows)
