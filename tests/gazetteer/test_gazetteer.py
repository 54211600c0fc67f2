import pytest

from pipeline.errors import LexiconError
from pipeline.gazetteer import load, tables
from pipeline.normalise.places.geometry import contains, distance_km


@pytest.mark.parametrize(
    ("name", "iso3", "point"),
    [
        ("Aleppo", "SYR", (36.2, 37.16)),
        ("Kobani", "SYR", (36.89, 38.35)),
        ("Kunduz", "AFG", (36.73, 68.87)),
        ("Kiev", "UKR", (50.45, 30.52)),
        ("Torkham", "AFG", (34.12, 71.09)),
        ("Kanawha County", "USA", (38.33, -81.53)),
        ("Scarborough Shoal", "PHL", (15.15, 117.76)),
    ],
)
def test_a_name_leads_to_its_place(name: str, iso3: str, point: tuple[float, float]) -> None:
    near = [
        hit.entry for hit in load().find(name) if distance_km((hit.entry.latitude, hit.entry.longitude), point) < 40
    ]
    assert any(entry.country == iso3 for entry in near)


def test_hits_come_with_the_most_important_first() -> None:
    hits = [hit for hit in load().find("Springfield") if hit.via == "main"]
    assert len(hits) > 20
    assert [hit.entry.importance for hit in hits] == sorted((hit.entry.importance for hit in hits), reverse=True)


def test_an_unknown_name_has_no_hits() -> None:
    assert load().find("Zzyzzlebury") == []
    assert load().known(["zzyzzlebury", "aleppo", "line of control"]) == [False, True, True]


def test_units_know_their_countries_and_names() -> None:
    hits = load().find("Helmand")
    assert [(hit.entry.kind, hit.entry.country) for hit in hits if hit.entry.kind == "admin1"] == [("admin1", "AFG")]


def test_a_short_name_leads_to_a_governorate() -> None:
    assert any(hit.via in ("short", "seat") and hit.entry.kind == "admin1" for hit in load().find("Damascus"))


def test_a_part_of_a_country_is_not_the_country() -> None:
    assert {hit.entry.kind for hit in load().find("Scotland") if hit.entry.country == "GBR"} >= {"admin1"}
    assert not any(hit.entry.kind == "country" for hit in load().find("Scotland"))


def test_another_spelling_is_found_inside_its_country_only() -> None:
    gazetteer = load()
    found = gazetteer.find_spelled_like("Sheikh Zuwaid", ["EGY"])
    assert any("Zuwayd" in hit.entry.name for hit in found)
    assert gazetteer.find_spelled_like("Sheikh Zuwaid", ["FRA"]) == []


def test_own_entries_of_a_point_take_the_units_around_them() -> None:
    entry = next(hit.entry for hit in load().find("Bagram Airfield") if hit.via == "own")
    assert load().entry(entry.admin1).name == "Parwan"


def test_every_country_lies_in_its_own_outline() -> None:
    for iso3 in ("AFG", "SYR", "UKR", "MLI", "COD", "COL", "USA", "XKX", "SOM"):
        entry = load().country_entry(iso3)
        assert contains(iso3, (entry.latitude, entry.longitude)), iso3


def test_crimea_is_drawn_with_the_country_that_the_table_gives_it() -> None:
    assert contains("UKR", (45.3, 34.4))
    assert not contains("RUS", (45.3, 34.4))


def test_the_table_of_our_own_is_large_and_sound() -> None:
    rows = tables.read_own_entries()
    assert len(rows) >= 600
    iso3 = set(load().countries)
    assert not [row.name for row in rows if row.country_iso3 and row.country_iso3 not in iso3]
    keys = [(row.name, row.country_iso3, row.kind) for row in rows]
    assert not {key for key in keys if keys.count(key) > 1}


def test_a_row_with_an_unknown_kind_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"name": "Nowhere", "names": "", "kind": "moon", "country_iso3": "", "latitude": "1", "longitude": "1"}
    monkeypatch.setattr(tables, "rows_of", lambda name: iter([(f"{name}, row 2", row)]))
    with pytest.raises(LexiconError, match=r"row 2: kind 'moon' of 'Nowhere'"):
        tables.read_own_entries()
