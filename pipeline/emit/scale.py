"""ACLED's source scale of a set of publishers."""

from __future__ import annotations

from pipeline.publishers import SCALES, Publisher, publishers


def source_scale(names: list[str], country_iso3: str) -> str:
    """The scale of the publishers, the two widest joined by a hyphen; "Other" for publishers that the list lacks.

    A national paper is National in its own country and International elsewhere.
    """
    found = {_scale(name, country_iso3) for name in names} or {"Other"}
    return "-".join(sorted(found, key=SCALES.index)[-2:])


def _scale(name: str, country_iso3: str) -> str:
    scale, home = publishers().get(name.casefold(), Publisher("Other", None))
    return "International" if home and home != country_iso3 else scale
