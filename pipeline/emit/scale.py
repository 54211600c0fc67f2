"""ACLED's source scale of a set of publishers, from lexicons/sources.csv."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from pipeline.errors import LexiconError

FILE = "pipeline/lexicons/sources.csv"
# From narrow to wide; a pair is written in this order, as ACLED's own rows have it.
SCALES = ("Local partner", "Other", "New media", "Subnational", "National", "Regional", "International")


def source_scale(publishers: list[str], country_iso3: str) -> str:
    """The scale of the publishers, the two widest joined by a hyphen; "Other" for publishers that the list lacks.

    A national paper is National in its own country and International elsewhere.
    """
    found = {_scale(publisher, country_iso3) for publisher in publishers} or {"Other"}
    return "-".join(sorted(found, key=SCALES.index)[-2:])


def _scale(publisher: str, country_iso3: str) -> str:
    scale, home = _publishers().get(publisher.casefold(), ("Other", ""))
    return "International" if home and home != country_iso3 else scale


@cache
def _publishers() -> dict[str, tuple[str, str]]:
    rows = csv.DictReader(files("pipeline").joinpath("lexicons/sources.csv").read_text(encoding="utf-8").splitlines())
    known: dict[str, tuple[str, str]] = {}
    for row in rows:
        name = row["source"].casefold()
        if row["scale"] not in SCALES or name in known:
            raise LexiconError(
                f"{FILE} line {rows.line_num}: {row['source']!r} is there twice, or its scale is not one of {SCALES}"
            )
        known[name] = (row["scale"], row["country_iso3"])
    return known
