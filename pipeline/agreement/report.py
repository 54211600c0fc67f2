"""What comparing tells: the table on standard output and the rows of the CSV file."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.agreement.lexicon import lexicon
from pipeline.agreement.names import likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pipeline.agreement.model import Event, Pair

SIDE = ("date_start", "date_end", "type", "actor1", "actor2", "country", "location", "fatalities")
COLUMNS = ("day", "place", "type", "actor1", "actor2", "fatalities")  # in which a matched pair agrees or differs
HEADER = (
    *("verdict", "our_id", "their_id", "score", "days_apart", "km_apart"),
    *(f"same_{name}" for name in COLUMNS),
    *(f"{side}_{name}" for side in ("our", "their") for name in SIDE),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # cells that a spreadsheet would run
FORMS = {"acled": "sub-event type", "ucdp": "type of violence"}


def summary(kind: str, ours: Sequence[Event], theirs: Sequence[Event], pairs: Sequence[Pair]) -> str:
    """The table for people: how many rows matched, and how often each column of the matched pairs agrees."""
    lines = [f"{'':<22}{'rows':>7}  first day   last day"]
    lines += [f"{name:<22}{len(side):>7}  {_period(side)}" for name, side in (("ours", ours), ("theirs", theirs))]
    n = len(pairs)
    lines += ["", f"{'matched':<22}{n:>7}"]
    lines += [f"{'only ours':<22}{len(ours) - n:>7}", f"{'only theirs':<22}{len(theirs) - n:>7}"]
    lines += [
        f"{'theirs that we have':<22}{_share(n, len(theirs))}",
        f"{'ours that they have':<22}{_share(n, len(ours))}",
    ]
    lines += ["", f"{'matched pairs':<22}{'agree':>7}{'differ':>7}{'empty':>7}{'share':>9}"]
    lines += [_column(name, verdicts) for name, verdicts in columns(kind, pairs).items()]
    gaps = [gap for pair in pairs if (gap := _deaths_gap(pair)) is not None]
    mean = f"{sum(gaps) / len(gaps):+.2f}" if gaps else "-"
    lines += ["", f"mean difference of fatalities (ours less theirs): {mean}"]
    return "\n".join(lines) + "\n"


def columns(kind: str, pairs: Iterable[Pair]) -> dict[str, list[bool | None]]:
    """Per column whether each pair agrees in it; None where one of the two rows does not say."""
    place = f"place within {lexicon().place_agrees_km:g} km"
    names = ("day", place, FORMS[kind], "actor 1", "actor 2", "fatalities")
    found = [agreement(pair) for pair in pairs]
    return {name: [row[number] for row in found] for number, name in enumerate(names)}


def agreement(pair: Pair) -> tuple[bool | None, ...]:
    """Whether a pair agrees in each of COLUMNS; None where one of the two rows does not say."""
    limits, ours, theirs, gap = lexicon(), pair.ours, pair.theirs, _deaths_gap(pair)
    named = zip(ours.names, theirs.names[::-1] if pair.crossed else theirs.names, strict=True)
    alike = [likeness(one, other) for one, other in named]
    return (
        (ours.first, ours.last) == (theirs.first, theirs.last),
        None if pair.km is None else pair.km <= limits.place_agrees_km,
        (ours.type, ours.form.casefold()) == (theirs.type, theirs.form.casefold()),
        *(None if value is None else value >= limits.name_agrees for value in alike),
        None if gap is None else gap == 0,
    )


def write_rows(path: Path, ours: Iterable[Event], theirs: Iterable[Event], pairs: Sequence[Pair]) -> None:
    """Write one CSV line per pair, then per lone row of ours, then of theirs; each part in the order of day and id."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows([_safe(cell) for cell in row] for row in _rows(ours, theirs, pairs))


def _rows(ours: Iterable[Event], theirs: Iterable[Event], pairs: Sequence[Pair]) -> Iterator[tuple[Any, ...]]:
    nothing = ("",) * len(SIDE)
    for pair in sorted(pairs, key=lambda pair: _order(pair.ours)):
        km = "" if pair.km is None else f"{pair.km:.1f}"
        ids = (pair.ours.id, pair.theirs.id)
        same = ("" if value is None else str(value).lower() for value in agreement(pair))
        yield "matched", *ids, f"{pair.score:.1f}", pair.days, km, *same, *_cells(pair.ours), *_cells(pair.theirs)
    unmatched = ("",) * (3 + len(COLUMNS))
    for event in _alone(ours, [pair.ours for pair in pairs]):
        yield "only ours", event.id, "", *unmatched, *_cells(event), *nothing
    for event in _alone(theirs, [pair.theirs for pair in pairs]):
        yield "only theirs", "", event.id, *unmatched, *nothing, *_cells(event)


def _alone(side: Iterable[Event], matched: Iterable[Event]) -> list[Event]:
    """The events without a partner, each as often as it has none: two rows of a file may be the same."""
    return sorted((Counter(side) - Counter(matched)).elements(), key=_order)


def _order(event: Event) -> tuple[Any, ...]:
    return event.first, event.id, repr(event)


def _cells(event: Event) -> tuple[Any, ...]:
    days = (date.fromordinal(day).isoformat() for day in (event.first, event.last))
    return *days, event.form or event.type, *event.actors, event.country, event.location, event.deaths


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _deaths_gap(pair: Pair) -> int | None:
    one, other = pair.ours.deaths, pair.theirs.deaths
    return None if one is None or other is None else one - other


def _column(name: str, verdicts: Sequence[bool | None]) -> str:
    agree, differ, empty = (sum(verdict is value for verdict in verdicts) for value in (True, False, None))
    return f"{name:<22}{agree:>7}{differ:>7}{empty:>7}{_share(agree, agree + differ, width=9)}"


def _share(part: int, whole: int, width: int = 7) -> str:
    return f"{part / whole:>{width}.1%}" if whole else f"{'-':>{width}}"


def _period(events: Iterable[Event]) -> str:
    days = [event.first for event in events]
    return "  ".join(date.fromordinal(day).isoformat() for day in (min(days), max(days))) if days else "-"
