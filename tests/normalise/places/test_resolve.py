"""Which place of a name is meant."""

import csv
from pathlib import Path

import pytest

from pipeline.normalise.places import Place, annotate, annotate_document, resolve_spans
from pipeline.normalise.places.model import KINDS, METHODS

CASES = list(csv.DictReader(Path(__file__).with_name("senses.csv").open(encoding="utf-8")))


def find(text: str, name: str) -> Place | None:
    return next((place for place in annotate(text) if place.text == name), None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']}: {case['text'][:40]}")
def test_the_words_around_a_name_decide(case: dict[str, str]) -> None:
    place = find(case["text"], case["name"])
    if not case["kind"]:
        assert place is None
        return
    assert place is not None
    wanted = (case["kind"], case["country_iso3"] or None, case["admin1"] or place.admin1)
    assert (place.kind, place.country_iso3, place.admin1) == wanted


def test_given_spans_get_a_place_each_in_their_order() -> None:
    text = "Paris, Texas, has a tower; so has Qwxyville."
    spans = [(34, 43), (0, 5)]
    unknown, paris = resolve_spans(text, spans)
    assert [(place.start, place.end) for place in (unknown, paris)] == spans
    assert (paris.admin1, paris.geo_precision) == ("Texas", 1)
    # An unknown name is placed where the text is, and says so.
    assert unknown.method == "context"
    assert unknown.latitude == paris.latitude
    assert unknown.geo_precision is not None
    assert unknown.geo_precision >= 2


def test_a_span_in_a_text_without_any_place_stays_unresolved() -> None:
    (place,) = resolve_spans("He went to Qwxyville.", [(11, 20)])
    assert (place.latitude, place.method, place.kind) == (None, "unresolved", "unknown")


def test_a_town_named_with_its_state_keeps_that_sense_through_the_text() -> None:
    text = "A man was held in Alexandria, La., on Monday. Police in Alexandria said that he was armed."
    assert [place.admin1 for place in annotate(text) if place.text == "Alexandria"] == ["Louisiana", "Louisiana"]


def test_the_home_of_the_source_decides_where_nothing_else_does() -> None:
    text = "The council of Hamilton met on Friday."
    (span,) = [(15, 23)]
    assert resolve_spans(text, [span], home="NZL")[0].country_iso3 == "NZL"
    assert resolve_spans(text, [span], home="CAN")[0].country_iso3 == "CAN"


def test_spans_limit_what_is_handed_out() -> None:
    text = "Shells fell on Idlib. Aleppo was calm."
    assert [place.text for place in annotate(text, spans=[(22, 38)])] == ["Aleppo"]


def test_a_model_s_person_is_no_place_and_its_place_is_one() -> None:
    text = "Augusta met the elders of Qwxyville near Kabul."
    entities = [(0, 7, "PERSON"), (26, 35, "GPE")]
    names = [place.text for place in annotate(text, entities=entities) if place.kind != "relation"]
    assert names == ["Qwxyville", "Kabul"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Unrest began in the town of Talas. Protesters in Kyrgyzstan took a governor hostage.", "Talas"),
        ("Marines in Iraq bombed a house near Husayba. Rebels fled.", "Husayba"),
        ("Shops in St. Louis were looted. Police watched.", "St. Louis"),
    ],
)
def test_a_full_stop_ends_a_name_but_for_an_abbreviation(text: str, name: str) -> None:
    assert name in {place.text for place in annotate(text)}


def test_a_dateline_is_a_place() -> None:
    text = "Wana: Two soldiers were killed in Pakistan on Sunday."
    assert annotate(text, dateline=(0, 4))[0].text == "Wana"


def test_every_place_keeps_the_closed_lists() -> None:
    text = "Moscow said the Syrian army near Aleppo, 20 km from the Turkish border in Idlib province, left Fore Street."
    places = annotate(text)
    assert {place.kind for place in places} <= set(KINDS)
    assert {place.method for place in places} <= set(METHODS)
    assert all(text[place.start : place.end] == place.text for place in places)
    assert all(0 <= place.confidence <= 1 for place in places)


def test_rows_of_a_document_hold_toponyms_only() -> None:
    text = "Syrians fled as Syrian troops shelled towns near Aleppo. The White House said nothing in French."
    rows = annotate_document({"doc_id": "d", "text": text, "published_at": None})
    assert [(row["start"], row["end"]) for row in rows] == [(16, 22), (49, 55)]
    assert set(rows[0]) == {
        "doc_id", "start", "end", "name", "latitude", "longitude", "country_iso3", "admin1", "geo_precision", "method",
    }  # fmt: skip


def test_rows_of_given_spans_are_one_each() -> None:
    rows = annotate_document({"doc_id": "d", "text": "Syrians fled Aleppo."}, spans=[(13, 19), (0, 7)])
    assert [(row["start"], row["country_iso3"]) for row in rows] == [(13, "SYR"), (0, "SYR")]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\u202ealeppo\u202c", "'" * 50, "A" * 5000, "Aleppo" * 400, "al- al- el-"]
)
def test_no_text_is_too_odd(text: str) -> None:
    assert isinstance(annotate(text), list)
