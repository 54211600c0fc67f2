"""The place of an event: what says where, never who acts; from the trigger outwards to the scene."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.normalise.places import annotate
from pipeline.normalise.where import Scene, Where, awarded, listed, says_where, where
from tests.support.mentions import anchored, stretch


def mention(
    text: str,
    trigger: str,
    *,
    near: str = "",
    clause: str = "",
    actor1: str = "",
    sentence: str = "",
    event_class: str = "battle",
    kind: str = "body",
) -> dict[str, Any]:
    """A mention of an extracted row as far as placing reads it; the stretches are words of the text."""
    return anchored(text, trigger, near, clause, sentence) | {
        "sentence_text": sentence or text,
        "sentence_kind": kind,
        "event_class": event_class,
        "actor1_spans": stretch(text, actor1),
        "actor2_spans": [],
        "other_spans": [],
    }


def placed(text: str, trigger: str, *, dateline: tuple[int, int] | None = None, **stretches: str) -> Where:
    return where(mention(text, trigger, **stretches), Scene.of(annotate(text, dateline=dateline), dateline, text))


def test_the_place_tied_to_the_trigger_wins() -> None:
    found = placed("Rebels shelled a market in Taiz, officials in Aden said.", "shelled", near="in Taiz")
    assert found.place is not None
    assert (found.place.name, found.method, found.geo_precision, found.country_iso3) == ("Taiz", "near", 1, "YEM")


def test_a_region_tied_to_the_verb_yields_to_the_town_that_is_its_object() -> None:
    text = "Rebels seized the town of Rutshuru in eastern Congo."
    found = placed(text, "seized", near="in eastern Congo", clause=text)
    assert found.place is not None
    assert found.place.name == "Rutshuru"


def test_who_acts_is_not_where() -> None:
    text = "Ankara denied the claim. Its soldiers built a post in Mosul. Rebels attacked the post."
    found = placed(text, "attacked", sentence="Rebels attacked the post.")
    assert found.place is not None
    assert (found.place.name, found.method, found.geo_precision) == ("Mosul", "scene", 2)


def test_the_scene_of_a_headline_is_that_of_the_lead() -> None:
    text = "Rebels attack a post\nDawn broke over Kidal in smoke. In Gao, nobody slept."
    found = placed(text, "attack", sentence="Rebels attack a post", kind="headline")
    assert found.place is not None
    assert (found.place.name, found.method, found.geo_precision) == ("Kidal", "scene", 2)


def test_the_dateline_comes_after_the_scene_with_precision_3() -> None:
    text = "BAMAKO - Rebels attacked a post."
    found = placed(text, "attacked", sentence="Rebels attacked a post.", dateline=(0, 6))
    assert (found.method, found.geo_precision, found.country_iso3) == ("dateline", 3, "MLI")


def test_an_armed_group_tells_its_country_and_nothing_finer() -> None:
    found = placed("The Taliban attacked a post.", "attacked")
    assert (found.place, found.method, found.geo_precision, found.country_iso3) == (None, "document", 3, "AFG")


def test_in_the_capital() -> None:
    text = "Police in Chad were on alert. In the capital, students marched."
    found = placed(text, "marched", sentence="In the capital, students marched.")
    assert (found.columns()["location"], found.method) == ("N'Djamena", "sentence")


@pytest.mark.parametrize(
    ("sentence", "trigger", "expected"),
    [
        ("Crowds burned tyres in the town.", "burned", "Talas"),
        ("Protesters there took the governor hostage.", "took", "Talas"),
        ("Envoys of both sides met in the Qatari capital.", "met", "Doha"),
        ("Guards fired on marchers in the capital of Uzbekistan.", "fired", "Tashkent"),
        ("Crowds burned tyres in the provincial capital.", "burned", "Talas"),
    ],
)
def test_words_that_stand_for_a_place(sentence: str, trigger: str, expected: str) -> None:
    text = f"Unrest in Kyrgyzstan began in the western town of Talas. {sentence}"
    assert placed(text, trigger, sentence=sentence).columns()["location"] == expected


@pytest.mark.parametrize("words", ["here", "in the hills above this lakeside town"])
def test_the_place_of_the_reporter(words: str) -> None:
    text = f"GOMA, Zaire - Soldiers looted shops {words}, aid workers in Kigali said."
    found = placed(text, "looted", near=words, dateline=(0, 4))
    assert (found.columns()["location"], found.geo_precision) == ("Goma", 1)


def test_a_reporters_seat_abroad_is_no_scene() -> None:
    text = "NAIROBI - Somali soldiers clashed with militants."
    assert placed(text, "clashed", actor1="Somali soldiers", dateline=(0, 7)).country_iso3 == "SOM"
    text = "NAIROBI - American soldiers clashed with gunmen."
    assert placed(text, "clashed", actor1="American soldiers", dateline=(0, 7)).country_iso3 != "USA"


def test_sanctions_are_where_their_target_is_and_ties_are_broken_at_home() -> None:
    text = "Canada imposed sanctions on Belarus."
    told = mention(text, "sanctions", actor1="Canada", event_class="sanctions")
    told["actor2_spans"] = stretch(text, "Belarus")
    scene = Scene.of(annotate(text), None, text)
    assert where(told, scene).country_iso3 == "BLR"
    assert where(told | {"event_class": "break_relations"}, scene).country_iso3 == "CAN"


def test_rockets_are_where_they_are_aimed() -> None:
    text = "Fighters fired rockets from Tyre at Sderot."
    found = placed(text, "fired", near="from Tyre at Sderot", event_class="shelling")
    assert found.columns()["location"] == "Sderot"


def test_whom_one_meets_in_a_town_is_no_speaker() -> None:
    text = "Rebel leaders met Western diplomats in Oslo to discuss aid to Afghanistan."
    assert placed(text, "met", near="in Oslo", clause=text, event_class="talks").columns()["location"] == "Oslo"


def test_nothing_known_stays_null() -> None:
    assert placed("Rebels attacked a post.", "attacked") == Where()
    assert set(Where().columns().values()) == {None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fighting broke out in Kenya.", True),
        ("Troops moved across southern Syria.", True),
        ("Kenya views the group as a threat.", False),
        ("Kenya's president left.", False),
        ("They met the Kenya-led force.", False),
        ("Little is left of the truce that Washington and Moscow brokered.", False),
        ("Schools have been burned down in the province since Jakarta proclaimed martial law.", False),
    ],
)
def test_says_where(text: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    found = [p for p in annotate(text) if p.kind != "demonym"]
    assert {says_where(p, text) for p in found} == {expected}


def test_a_country_may_be_what_is_taken() -> None:
    text = "BAGHDAD - Soviet troops occupied Afghanistan."
    found = mention(text, "occupied", sentence="Soviet troops occupied Afghanistan.")
    found["actor2_spans"] = stretch(text, "Afghanistan")
    assert where(found, Scene.of(annotate(text, dateline=(0, 7)), (0, 7), text)).country_iso3 == "AFG"


@pytest.mark.parametrize(
    ("text", "near", "names"),
    [
        ("Jets bombed Idlib, Hama and Aleppo.", "Idlib, Hama and Aleppo", ["Idlib", "Hama", "Aleppo"]),
        ("Rebels fought in Gao and in Kidal.", "in Gao and in Kidal", ["Gao", "Kidal"]),
        ("Rebels fought on the road between Gao and Kidal.", "between Gao and Kidal", None),
        ("Rebels fought in Gao, Mali.", "in Gao, Mali", ["Gao"]),
        ("Rebels fought in Gao while Kidal was calm.", "in Gao", ["Gao"]),
    ],
)
def test_an_event_of_several_places(text: str, near: str, names: list[str] | None) -> None:
    told = mention(text, "bombed" if "bombed" in text else "fought", near=near)
    scene = Scene.of(annotate(text), None, text)
    first = where(told, scene)
    found = [first, *listed(first, told, scene, text)]
    assert len(found) == 1 if names is None else [w.columns()["location"] for w in found] == names


def test_an_event_may_bear_the_name_of_its_place() -> None:
    text = "Obama spoke in Poland of the Dallas shooting."
    found = placed(text, "shooting", near="in Poland", event_class="attack_civilians")
    assert found.columns()["location"] == "Dallas"


def test_where_somebody_speaks_is_not_where_it_happened() -> None:
    text = "Troops in Mali burned a camp, officials in Paris said."
    assert placed(text, "burned", clause=text).country_iso3 == "MLI"


def test_where_people_flee_to_is_not_where_they_fled() -> None:
    text = "Shells fell on Kidal in Mali. Families fled to Niger."
    found = placed(text, "fled", near="to Niger", sentence="Families fled to Niger.", event_class="displacement")
    assert found.country_iso3 == "MLI"


def test_a_scene_in_another_country_than_the_sentence_is_none() -> None:
    text = "A prince spoke in Riyadh. Iranian police shot a student."
    found = placed(text, "shot", sentence="Iranian police shot a student.")
    assert found.columns()["location"] != "Riyadh"


@pytest.mark.parametrize(
    ("area", "country", "text", "expected"),
    [
        ("Crimea", "RUS", "A blast in Simferopol", "RUS"),
        ("XKX", "SRB", "A blast in Pristina", "SRB"),
        ("Crimea", "RUS", "A blast in Odesa", "UKR"),
    ],
)
def test_disputed_ground_goes_to_whom_the_user_gives_it(area: str, country: str, text: str, expected: str) -> None:
    assert {awarded(place, {area: country}).country_iso3 for place in annotate(text)} == {expected}


def scene_of(text: str) -> Scene:
    return Scene.of(annotate(text), None, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # the gazetteer has a Dongo in Italy only
        ("Rebels in Congo said they had taken Dongo. Congolese troops fled to Kinshasa. Congo denied it.", "Dongo"),
        ("Leaders of the Bab al-Tabbaneh district of Tripoli in Lebanon met. Syria said nothing.", "Bab"),
    ],
)
def test_a_village_that_the_gazetteer_lacks_is_no_town_of_its_name_elsewhere(text: str, name: str) -> None:
    assert not scene_of(text).names(name)


def test_a_city_may_be_named_without_a_word_on_its_country() -> None:
    text = "Rebels in Congo said they would go to Geneva. Congolese troops fled to Kinshasa. Congo denied it."
    assert scene_of(text).names("Geneva")


def test_the_border_is_that_of_the_country_that_the_text_is_about() -> None:
    text = (
        "Honduras shut its embassies. Hondurans stayed at home, and Honduras put troops on the streets. "
        "Costa Rica offered help. Marchers set out for the Nicaraguan border."
    )
    assert "Honduras-Nicaragua border" in {place.name for place in annotate(text)}
