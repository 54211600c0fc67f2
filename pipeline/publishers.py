"""What is known of a publisher, from lexicons/sources.csv: ACLED's source scale, its country, how it writes dates."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.errors import LexiconError

FILE = "pipeline/lexicons/sources.csv"
# From narrow to wide; a pair is written in this order, as ACLED's own rows have it.
SCALES = ("Local partner", "Other", "New media", "Subnational", "National", "Regional", "International")
# Countries that write 03/04 for the 4th of March, and those that write both ways (Unicode CLDR, English locales).
MONTH_FIRST = frozenset({"USA", "PHL", "FSM", "MHL", "PLW"})
BOTH_WAYS = frozenset({"CAN", "ZAF"})


class Publisher(NamedTuple):
    """A publisher's scale (one of SCALES) and its country (ISO 3166-1 alpha-3), None where it writes for several."""

    scale: str
    home: str | None


@cache
def publishers() -> dict[str, Publisher]:
    """The known publishers by name in lower case. Raises LexiconError for one listed twice or of no known scale."""
    rows = csv.DictReader(files("pipeline").joinpath("lexicons/sources.csv").read_text(encoding="utf-8").splitlines())
    known: dict[str, Publisher] = {}
    for row in rows:
        name = row["source"].casefold()
        if row["scale"] not in SCALES or name in known:
            raise LexiconError(
                f"{FILE} line {rows.line_num}: {row['source']!r} is there twice, or its scale is not one of {SCALES}"
            )
        known[name] = Publisher(row["scale"], row["country_iso3"] or None)
    return known


def home_of(source: str | None) -> str | None:
    """The country that a publisher writes for; None where it is not known."""
    known = publishers().get((source or "").casefold())
    return known.home if known else None


def reads_day_first(source: str | None) -> bool | None:
    """True for 03/04 as the 3rd of April, False for the 4th of March; None where its country is not known."""
    home = home_of(source)
    return None if home is None or home in BOTH_WAYS else home not in MONTH_FIRST
