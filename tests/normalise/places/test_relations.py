"""Relations: the point lies where the text says: in the country, at the distance, on the side."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.gazetteer import load
from pipeline.normalise.places import Place, annotate
from pipeline.normalise.places.cues import relation_words
from pipeline.normalise.places.geometry import border, contains, distance_km, line_distance_km, part_of

BORDERS = [
    ("AFG", "TJK"), ("AFG", "PAK"), ("UKR", "RUS"), ("SYR", "TUR"), ("MLI", "NER"), ("COL", "VEN"), ("IND", "PAK"),
    ("LBN", "ISR"), ("SDN", "TCD"), ("ETH", "ERI"), ("MMR", "BGD"), ("ARM", "AZE"), ("SOM", "KEN"), ("POL", "BLR"),
    ("COD", "RWA"), ("KOR", "PRK"),
]  # fmt: skip


def relations(text: str) -> list[Place]:
    return [place for place in annotate(text) if place.kind == "relation"]


def only(text: str) -> Place:
    found = relations(text)
    assert len(found) == 1, found
    return found[0]


def point(place: Place) -> tuple[float, float]:
    assert place.latitude is not None
    assert place.longitude is not None
    return place.latitude, place.longitude


@pytest.mark.parametrize(("text", "phrase"), relation_words().examples.items())
def test_every_example_of_the_lexicon_is_found(text: str, phrase: str) -> None:
    assert phrase in [place.text for place in relations(text)]


@settings(deadline=None, max_examples=25, derandomize=True)
@given(pair=st.sampled_from(BORDERS), km=st.integers(10, 50))
def test_a_distance_from_a_border_is_kept_on_the_side_that_the_text_names(pair: tuple[str, str], km: int) -> None:
    inside, beyond = (load().countries[code].name for code in pair)
    place = only(f"The base lies {km} km from the border with {beyond} in {inside}.")
    line = border(*pair)
    assert line is not None
    assert (place.country_iso3, place.geo_precision, place.method) == (pair[0], 2, "relation")
    assert contains(pair[0], point(place))
    # A winding border may come nearer than its straight neighbour: a tenth, and 2 km for the drawing.
    assert line_distance_km(line, point(place)) == pytest.approx(km, rel=0.1, abs=2)


@pytest.mark.parametrize("pair", BORDERS)
def test_near_a_border_lies_at_it(pair: tuple[str, str]) -> None:
    one, other = (load().countries[code].name for code in pair)
    place = only(f"Troops gathered near the border between {one} and {other}.")
    line = border(*pair)
    assert line is not None
    assert line_distance_km(line, point(place)) < 5
    assert contains(pair[0], point(place))


@pytest.mark.parametrize("iso3", ["UZB", "MLI", "UKR", "YEM", "NGA", "MMR", "COL", "LBY"])
@pytest.mark.parametrize(("word", "bearing"), [("northern", 0), ("eastern", 90), ("southern", 180), ("western", 270)])
def test_a_part_of_a_country_lies_in_it_on_that_side(iso3: str, word: str, bearing: int) -> None:
    place = only(f"Fighting went on in {word} {load().countries[iso3].name}.")
    middle, spot = part_of(iso3, -1), point(place)
    assert middle is not None
    assert contains(iso3, spot)
    assert (place.country_iso3, place.geo_precision) == (iso3, 3)
    north, east = spot[0] - middle[0], spot[1] - middle[1]
    assert {0: north, 90: east, 180: -north, 270: -east}[bearing] > 0


@settings(deadline=None, max_examples=25, derandomize=True)
@given(
    town=st.sampled_from(["Aleppo", "Kandahar", "Mosul", "Maiduguri", "Kharkiv", "Mogadishu"]),
    km=st.integers(5, 120),
    direction=st.sampled_from(["north", "north-east", "east", "southeast", "south", "south-west", "west", "northwest"]),
)
def test_a_distance_and_direction_from_a_town(town: str, km: int, direction: str) -> None:
    found = annotate(f"A convoy was attacked {km} km {direction} of {town}.")
    relation = next(place for place in found if place.kind == "relation")
    start = next(place for place in found if place.text == town)
    assert distance_km(point(start), point(relation)) == pytest.approx(km, rel=0.02)
    north, east = point(relation)[0] - point(start)[0], point(relation)[1] - point(start)[1]
    assert ("north" in direction) == (north > 0.2 * km / 111)
    assert ("west" in direction) == (east < -0.2 * km / 111)


def test_miles_are_miles() -> None:
    found = annotate("A convoy was attacked 30 miles north of Aleppo.")
    relation, start = (next(p for p in found if p.kind == kind) for kind in ("relation", "city"))
    assert distance_km(point(start), point(relation)) == pytest.approx(48.3, abs=0.5)


def test_off_a_coast_is_at_sea_near_it() -> None:
    outline = load().outline("YEM")
    assert outline is not None
    spot = point(only("A tanker was boarded 40 nautical miles off the coast of Yemen."))
    assert not contains("YEM", spot)
    assert line_distance_km(outline, spot) == pytest.approx(74, rel=0.1)


def test_between_two_towns_is_half_way_and_as_unsure_as_half_the_road() -> None:
    place = only("A bus was shot at between Kabul and Ghazni.")
    assert place.radius_km == pytest.approx(65, abs=10)


def test_between_two_capitals_far_apart_is_no_place() -> None:
    assert relations("Flights between Moscow and Washington were stopped.") == []


def test_the_border_of_one_country_is_that_with_the_other_one_in_the_text() -> None:
    place = only("Tajikistan called up reservists as shells landed near the Afghan border.")
    assert (place.name, place.country_iso3) == ("Tajikistan-Afghanistan border", "TJK")


def test_a_town_in_the_sentence_says_where_on_the_border() -> None:
    found = annotate("The market in Chaman burned after a clash at the border between Pakistan and Afghanistan.")
    relation, town = (next(p for p in found if p.kind == kind) for kind in ("relation", "city"))
    assert distance_km(point(relation), point(town)) < 15


def test_the_north_of_the_country_is_that_of_the_country_named_last() -> None:
    found = relations("Mali closed its schools. In the north of the country, rebels took two towns.")
    assert [(place.country_iso3, place.geo_precision) for place in found] == [("MLI", 3)]


def test_a_name_with_a_direction_in_it_is_no_part_of_the_country() -> None:
    assert relations("Russia's Central Military District held a parade.") == []
