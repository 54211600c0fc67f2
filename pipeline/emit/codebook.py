"""codebook.md: every table, column and event class in words, from the schema and the classes' lexicon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.classes import classes
from pipeline.schema import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.schema import Column

HEAD = """# Codebook

Made from the schema of the program that made the tables. Dates are days without a zone, as the articles give them; an
empty cell means that no report says. In the CSV files a text that a spreadsheet would run as a formula begins with an
apostrophe.
"""
STATUS = """## Time and geo precision

ACLED's codes. Time: 1 the day or days are told; 2 within a week; 3 within a month; 4 vaguer, not in the acled table. In
the acled table a date of precision 2 or 3 stands as the middle of its span, or as its first or last day where the words
say "beginning" or "end"; an event of several days stands on its first. Place: 1 the named place; 2 near it, or a small
area; 3 a region or a country. In the acled table an event placed only by its country sits at the capital.
"""


def codebook(names: Sequence[str]) -> str:
    """The codebook of these tables, in Markdown."""
    parts = [HEAD, *("\n".join(_table(name)) + "\n" for name in names), STATUS, "\n".join(_classes()) + "\n"]
    return "\n".join(parts)


def _table(name: str) -> Iterator[str]:
    spec = tables()[name]
    yield f"## {name}\n"
    yield f"{spec.description}\n"
    yield from _grid(
        ("column", "type", "null", "description"),
        ((c.name, _type(c), "no" if c.name in spec.required else "yes", _description(c)) for c in spec.columns),
    )


def _type(column: Column) -> str:
    return f"{column.type}, {column.unit}" if column.unit else column.type


def _description(column: Column) -> str:
    allowed = f" One of: {', '.join(column.allowed)}." if column.allowed else ""
    return f"{column.description}.{allowed}"


def _classes() -> Iterator[str]:
    yield "## Event classes\n"
    rows = (
        (
            c.class_id,
            c.label,
            " / ".join(part for part in (c.event_type, c.sub_event_type) if part) or "none",
            "|".join(c.cameo_codes),
            "" if c.goldstein is None else f"{c.goldstein:g}",
            " ".join(part for part in (c.plover_event, c.plover_mode) if part),
            ", ".join(map(str, c.ucdp_types)),
        )
        for c in classes().values()
    )
    yield from _grid(("class", "what", "ACLED", "CAMEO", "Goldstein", "PLOVER", "UCDP"), rows)


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        cells = (cell.replace("|", "\\|") for cell in row)
        yield f"| {' | '.join(cells)} |"
