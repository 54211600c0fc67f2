"""The formats that `export` knows: each a name, the ending of its files and a function that writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.emit.tables import ISO_DAY, read_release, write_csv
from pipeline.export.croissant import write_croissant
from pipeline.export.geo import write_geojson, write_geoparquet
from pipeline.export.lexicon import hxl_tags
from pipeline.export.ucdp import ucdp_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pyarrow as pa

LONG_DAY = "%d %B %Y"
DAYS = {"iso": ISO_DAY, "long": LONG_DAY}
"""How --dates may ask for dates: as ACLED's API gives them, or as the files of its export tool have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the command line asks for beside the format: a row of HXL tags, and how days are written (strftime)."""

    hxl: bool = False
    days: str = ISO_DAY


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what it is for, how its files end, and what writes one from a release's folder."""

    what: str
    ending: str
    write: Callable[[Path, Path, Choice], None]
    is_csv: bool = False


def _csv(name: str) -> Callable[[Path, Path, Choice], None]:
    def write(folder: Path, target: Path, choice: Choice) -> None:
        table = _table(folder, name)
        write_csv(table, name, target, tags=hxl_tags() if choice.hxl else None, days=choice.days)

    return write


def _table(folder: Path, name: str) -> pa.Table:
    if name != "ucdp":
        return read_release(folder, name)
    return ucdp_table(read_release(folder, "events"), read_release(folder, "mentions"))


FORMATS: Mapping[str, Format] = {
    "acled": Format("CSV in ACLED's columns", ".csv", _csv("acled"), is_csv=True),
    "croissant": Format(
        "JSON-LD that describes its folder", ".json", lambda folder, to, _: write_croissant(folder, to)
    ),
    "events": Format("CSV of all events", ".csv", _csv("events"), is_csv=True),
    "geojson": Format(
        "events as features", ".geojson", lambda folder, to, _: write_geojson(read_release(folder, "events"), to)
    ),
    "geoparquet": Format(
        "events with points", ".parquet", lambda folder, to, _: write_geoparquet(read_release(folder, "events"), to)
    ),
    "ucdp": Format("CSV in UCDP GED's columns", ".csv", _csv("ucdp"), is_csv=True),
}
