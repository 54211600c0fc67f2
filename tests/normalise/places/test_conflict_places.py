"""Places of the conflicts of the last ten years, their coordinates from maps and not from the gazetteer."""

import csv
from pathlib import Path

import pytest

from pipeline.normalise.places import Place, annotate
from pipeline.normalise.places.geometry import distance_km

ROWS = list(csv.DictReader(Path(__file__).with_name("conflict_places.csv").open(encoding="utf-8")))


def kilometres_off(row: dict[str, str], text: str) -> float:
    start = text.index(row["name"])
    found = [p for p in annotate(text) if p.start <= start < p.end and p.kind != "relation"]
    return min((_off(row, place) for place in found), default=20_000.0)


def _off(row: dict[str, str], place: Place) -> float:
    if place.latitude is None or place.longitude is None:
        return 20_000.0
    return distance_km((float(row["latitude"]), float(row["longitude"])), (place.latitude, place.longitude))


def share_within_30_km(template: str) -> float:
    off = [kilometres_off(row, template.format(**row)) for row in ROWS]
    return sum(km <= 30 for km in off) / len(off)


@pytest.mark.parametrize("row", ROWS[::10], ids=lambda row: str(row["name"]))
def test_a_place_with_its_country_is_found_within_30_km(row: dict[str, str]) -> None:
    assert kilometres_off(row, "Fighting was reported in {name}, {country}, on Tuesday.".format(**row)) <= 30


def test_95_in_100_resolve_in_a_sentence_that_names_the_country() -> None:
    assert len(ROWS) >= 120
    assert share_within_30_km("Residents of {name} in {country} said that the shelling had gone on all night.") >= 0.95


def test_85_in_100_resolve_without_the_country() -> None:
    assert share_within_30_km("Fighting was reported in {name} on Tuesday, residents said.") >= 0.85
