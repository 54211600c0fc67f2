"""What evaluating tells: the scores for people, and every miss as a row of a CSV file."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from pipeline.emit.tables import FORMULA_STARTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pipeline.evaluate.gold import Event
    from pipeline.evaluate.matching import Matched, Pair
    from pipeline.evaluate.scores import Scores, Tally

HEADER = (
    "miss",
    "document_id",
    "event_class",
    "column",
    "coded_by_hand",
    "found",
    "trigger",
    "sentence",
    "rule_id",
    "event_id",
)
HEAD = f"{'':<26}{'right':>7}{'found':>7}{'coded':>7}{'P':>8}{'R':>8}{'F1':>8}"


def summary(scores: Scores, articles: int) -> str:
    """The table on standard output: events, whole rows, columns, classes."""
    lines = [f"{articles} articles; {scores.aside} events found are left aside: unsure, or speech acts", "", HEAD]
    lines += [_line("events", scores.events), _line("whole rows", scores.rows)]
    lines += ["", f"{'column':<26}{'right':>7}{'asked':>7}{'share':>8}"]
    lines += [
        f"{name:<26}{scores.right[name]:>7}{asked:>7}{scores.share(name):>8.3f}" for name, asked in scores.asked.items()
    ]
    lines += ["", HEAD.replace(" " * 26, f"{'class':<26}", 1)]
    lines += [_line(name, tally) for name, tally in sorted(scores.classes.items())]
    return "\n".join(lines) + "\n"


def _line(name: str, tally: Tally) -> str:
    counts = f"{tally.right:>7}{tally.found:>7}{tally.coded:>7}"
    return f"{name:<26}{counts}{tally.precision:>8.3f}{tally.recall:>8.3f}{tally.f1:>8.3f}"


def write_misses(path: Path, articles: Mapping[str, Matched]) -> None:
    """Write a line for each event that was missed, or found and not coded, and for each column that differs in a pair.

    `articles`: by document id, in the order of the file.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for name, matched in articles.items():
            writer.writerows([_safe(cell) for cell in (kind, name, *rest)] for kind, *rest in _rows(matched))


def _rows(matched: Matched) -> Iterator[tuple[Any, ...]]:
    for event in matched.missed:
        yield "missed", event.event_class, "", event.status, "", event.trigger, event.quote, "", ""
    for event in matched.extra:
        yield "extra", event.event_class, "", "", event.status, event.trigger, event.quote, event.rule_id, event.id
    for pair in matched.pairs:
        yield from _differences(pair)


def _differences(pair: Pair) -> Iterator[tuple[Any, ...]]:
    gold, coded = pair.gold, pair.coded
    told, found = _values(gold), _values(coded)
    for name, held in pair.verdicts.items():
        if held is False:
            values = gold.event_class, name, told[name], found[name]
            yield "differs", *values, coded.trigger, coded.quote, coded.rule_id, coded.id


def _values(event: Event) -> dict[str, Any]:
    """The values of an event by column, as a cell has them."""
    point = "" if event.point is None else f" ({event.point[0]:.4f} {event.point[1]:.4f})"
    return {
        "class": event.event_class,
        "status": event.status,
        "day": " to ".join(dict.fromkeys(day.isoformat() for day in event.days or ())),
        "place": f"{event.location or event.country or ''}{point}",
        "country": event.country,
        "actor1": event.actors[0],
        "actor2": event.actors[1],
        "fatalities": event.fatalities,
    }


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
