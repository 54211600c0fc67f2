"""The command `compare`: match our events with a user's ACLED export or UCDP GED file, and tell how far they agree."""

from __future__ import annotations

import logging
import math
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.agreement.files import read_ours, read_theirs
from pipeline.agreement.lexicon import lexicon
from pipeline.agreement.matching import match
from pipeline.agreement.report import summary, write_rows
from pipeline.errors import UsageError
from pipeline.runner.atomic import atomic_path
from pipeline.runner.rejects import write_rejects

if TYPE_CHECKING:
    from pipeline.agreement.files import Side
    from pipeline.cli import Options

LOG = logging.getLogger(__name__)
STANDARD_OUTPUT = Path("-")


def compare_command(options: Options) -> None:
    """Print how far the events of a build agree with another coder's; with --output also write every pair and lone row.

    Inputs are an output folder of `build` (or its events.parquet) and a file in ACLED's or UCDP GED's columns, as
    options.kind says. Rows that cannot be compared are counted in the log, and written to --rejects if it is given.
    UsageError names what an input lacks.
    """
    days, km = _limits(options)
    kind = options.kind or "acled"
    events, other = map(Path, options.inputs)
    _check_output(options.output, other)
    ours, theirs = read_ours(events, kind), read_theirs(other, kind)
    for path, side in ((events, ours), (other, theirs)):
        _tell(path, side)
    if options.rejects:
        write_rejects(options.rejects, (row.row("compare") for row in (*ours.unusable, *theirs.unusable)))
    pairs = match(ours.events, theirs.events, days, km)
    if options.output != STANDARD_OUTPUT:
        with atomic_path(options.output) as part:
            write_rows(part, ours.events, theirs.events, pairs)
    sys.stdout.write(summary(kind, ours.events, theirs.events, pairs))


def _limits(options: Options) -> tuple[int, float]:
    days = lexicon().days if options.days is None else options.days
    km = lexicon().km if options.km is None else options.km
    if days < 0 or not math.isfinite(km) or km < 0:
        raise UsageError(f"--days {days} --km {km:g}: both must be 0 or more")
    return days, km


def _check_output(output: Path, other: Path) -> None:
    if output == STANDARD_OUTPUT:
        return
    if output.suffix != ".csv":
        raise UsageError(f"--output {output}: the file's name must end in .csv")
    if output.resolve() == other.resolve():
        raise UsageError(f"--output {output}: would write over an input")


def _tell(path: Path, side: Side) -> None:
    reasons = Counter(row.reason for row in side.unusable)
    told = ", ".join(f"{n} {reason}" for reason, n in sorted(reasons.items()))
    LOG.info(
        "%s: %d rows to compare, %d unusable%s",
        path,
        len(side.events),
        len(side.unusable),
        f" ({told})" if told else "",
    )
