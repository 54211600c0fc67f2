"""The command `agreement`: how far the decisions of two coders agree, by Krippendorff's alpha."""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from pipeline.errors import UsageError
from pipeline.link.corrections import CORRECTABLE
from pipeline.link.decisions import overrules_of, read_decisions, standing
from pipeline.runner.atomic import write_text_atomic

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from pipeline.cli import Options
    from pipeline.link.decisions import Decision, Review

try:
    import krippendorff
except ImportError as missing:
    raise UsageError(
        "Krippendorff's alpha needs a package that is not installed: pip install 'krippendorff>=0.9'"
    ) from missing

STANDARD_OUTPUT = Path("-")
AS_CODED = "(as coded)"
Coding: TypeAlias = "Mapping[Hashable, str]"
"""What one coder says of each unit."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two coders agree on one question: units that both coded, the share alike, Krippendorff's alpha (nominal).

    alpha is NaN where it is not defined: nothing that both coded, or one and the same value throughout.
    """

    question: str
    both: int
    alike: float
    alpha: float


def agreement_command(options: Options) -> None:
    """Write how far two files of decisions agree to --output or standard output; UsageError names a wrong line."""
    left, right = (read_decisions(Path(name)) for name in options.inputs)
    lines = [f"{'question':<24} {'both':>6} {'alike':>6} {'alpha':>6}"]
    for found in agreements(left, right):
        figures = (f"{'' if math.isnan(figure) else format(figure, '.2f'):>6}" for figure in (found.alike, found.alpha))
        lines.append(f"{found.question:<24} {found.both:>6} {' '.join(figures)}".rstrip())
    text = "\n".join(lines) + "\n"
    if options.output == STANDARD_OUTPUT:
        sys.stdout.write(text)
    else:
        write_text_atomic(options.output, text)


def agreements(left: Sequence[Decision], right: Sequence[Decision]) -> Iterator[Agreement]:
    """The agreement on verdicts, on pairs of mentions, and on each column that either coder has corrected.

    A unit is an event, named by its mention, or a pair. A column counts where both have kept the event; what was not
    corrected is one value, as coded.
    """
    reviews = [_reviews(decisions) for decisions in (left, right)]
    yield _agreement("verdict", *(_verdicts(found) for found in reviews))
    yield _agreement("same event", _pairs(left), _pairs(right))
    for column in CORRECTABLE:
        if any(column in review.corrections for found in reviews for review in found.values()):
            yield _agreement(column, *(_values(found, column) for found in reviews))


def _reviews(decisions: Sequence[Decision]) -> dict[str, Review]:
    by_mention: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if not decision.other_mention_id:
            by_mention[decision.mention_id].append(decision)
    return {mention: standing(rows) for mention, rows in by_mention.items()}


def _verdicts(reviews: Mapping[str, Review]) -> Coding:
    return {unit: review.verdict for unit, review in reviews.items() if review.verdict}


def _pairs(decisions: Sequence[Decision]) -> Coding:
    return {(left, right): verdict for left, right, verdict in overrules_of(decisions).pairs()}


def _values(reviews: Mapping[str, Review], column: str) -> Coding:
    kept = {unit: review for unit, review in reviews.items() if review.verdict in ("accepted", "corrected")}
    return {unit: str(review.corrections.get(column, AS_CODED)) for unit, review in kept.items()}


def _agreement(question: str, left: Coding, right: Coding) -> Agreement:
    units = sorted(left.keys() & right.keys(), key=str)
    said = [[coding[unit] for unit in units] for coding in (left, right)]
    alike = sum(a == b for a, b in zip(*said, strict=True)) / len(units) if units else math.nan
    return Agreement(question, len(units), alike, _alpha(said))


def _alpha(said: Sequence[Sequence[str]]) -> float:
    values = sorted({value for coder in said for value in coder})
    if len(values) < 2:
        return math.nan
    numbers = np.array([[values.index(value) for value in coder] for coder in said], dtype=float)
    return float(krippendorff.alpha(reliability_data=numbers, level_of_measurement="nominal"))
