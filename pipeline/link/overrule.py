"""An analyst's own judgements on pairs of mentions: they win over the program's."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

COLUMNS = ("left_mention_id", "right_mention_id", "verdict")


@dataclass(frozen=True, slots=True)
class Overrules:
    """Pairs of mention ids that are one event (linked) or are not (kept_apart)."""

    linked: frozenset[tuple[str, str]] = frozenset()
    kept_apart: dict[str, frozenset[str]] = field(default_factory=dict)

    def pairs(self) -> list[tuple[str, str, str]]:
        """Left mention, right mention and verdict of each judgement, in order."""
        apart = ((left, right, "apart") for left, others in self.kept_apart.items() for right in others if left < right)
        return sorted([*apart, *((left, right, "linked") for left, right in self.linked)])

    def apart(self, mention_id: str, others: Iterable[str]) -> bool:
        """True where an analyst has kept the mention apart from one of the others."""
        never = self.kept_apart.get(mention_id)
        return never is not None and not never.isdisjoint(others)


def read_overrules(path: Path) -> Overrules:
    """The judgements of a CSV with the columns left_mention_id, right_mention_id and verdict (linked or apart).

    UsageError names the file and the line where a column or a verdict is wrong, or a pair has two verdicts.
    """
    verdicts: dict[tuple[str, str], str] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = set(COLUMNS) - set(reader.fieldnames or ())
        if missing:
            raise UsageError(f"{path}: lacks the columns {', '.join(sorted(missing))}")
        for row in reader:
            left, right = sorted((row["left_mention_id"].strip(), row["right_mention_id"].strip()))
            verdict = row["verdict"].strip()
            if verdict not in ("linked", "apart") or verdicts.setdefault((left, right), verdict) != verdict:
                raise UsageError(
                    f"{path} line {reader.line_num}: verdict {verdict!r}: write linked or apart, once for a pair"
                )
    return overrules_of(verdicts)


def overrules_of(verdicts: dict[tuple[str, str], str]) -> Overrules:
    """The judgements as look-ups."""
    never: dict[str, set[str]] = {}
    for (left, right), verdict in verdicts.items():
        if verdict == "apart":
            never.setdefault(left, set()).add(right)
            never.setdefault(right, set()).add(left)
    linked = frozenset(pair for pair, verdict in verdicts.items() if verdict == "linked")
    return Overrules(linked, {mention: frozenset(others) for mention, others in never.items()})
