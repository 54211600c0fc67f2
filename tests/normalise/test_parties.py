"""The sides of an event: resolved, unidentified as ACLED has it, or known from elsewhere in the article."""

from __future__ import annotations

from typing import Any

from pipeline.normalise.parties import Setting, is_private, parties
from pipeline.normalise.places import annotate
from pipeline.normalise.where import Scene, where
from tests.support.mentions import stretch


def coded(text: str, class_id: str, *, actor1: str = "", actor2: str = "", rule: str = "battle.verb") -> dict[str, Any]:
    """The actor columns of a mention whose sides are words of the text."""

    mention = {
        "event_class": class_id,
        "rule_id": rule,
        "sentence_start": 0,
        "sentence_end": len(text),
        "sentence_text": text,
        "sentence_kind": "body",
        "trigger_start": 0,
        "trigger_end": len(text),
        "trigger_text": text,
        "near_spans": [{"start": 0, "end": len(text)}],
        "clause_spans": [],
        "report_spans": [],
        "actor1_spans": stretch(text, actor1) * 2,  # the phrase, and its head
        "actor2_spans": stretch(text, actor2) * 2,
        "other_spans": [],
    }
    scene = Scene.of(annotate(text), None, text)
    return parties(text, mention, Setting(scene, where(mention, scene), None)).columns()


def test_both_sides_are_resolved_for_the_country_of_the_event() -> None:
    row = coded(
        "Taliban fighters attacked police in Ghazni, Afghanistan.", "battle", actor1="Taliban fighters", actor2="police"
    )
    assert (row["actor1"], row["actor2"]) == ("Taliban", "Police Forces of Afghanistan")


def test_an_unnamed_attacker_is_acled_s_unidentified_group() -> None:
    row = coded("A bomb killed four people in Gao, Mali.", "ied")
    assert (row["actor1"], row["actor1_method"]) == ("Unidentified Armed Group (Mali)", "default")
    assert row["actor2"] == "Civilians (Mali)"


def test_unknown_stays_null_where_acled_has_no_default() -> None:
    row = coded("A deal was signed in Gao, Mali.", "agreement_signed")
    assert (row["actor1"], row["actor2"], row["actor1_method"]) == (None, None, None)


def test_a_place_is_no_actor() -> None:
    row = coded("The rebels took Aleppo in Syria.", "territory_nonstate_gain", actor1="The rebels", actor2="Aleppo")
    assert row["actor2"] is None


def test_whoever_lives_in_the_place_is_struck_from_afar() -> None:
    row = coded("Jets bombed Aleppo in Syria.", "airstrike", actor2="Aleppo")
    assert row["actor2"] == "Civilians (Syria)"


def test_who_holds_the_place_that_is_struck() -> None:
    row = coded("Jets bombed a rebel-held suburb of Damascus, Syria.", "airstrike")
    assert row["actor2"] == "Opposition Rebels (Syria)"


def test_a_registered_name_is_read_to_its_end() -> None:
    row = coded("Al Qaeda in the Arabian Peninsula attacked a post in Marib, Yemen.", "battle", actor1="Al Qaeda")
    assert row["actor1"] == "AQAP: Al Qaeda in the Arabian Peninsula"


def test_one_phrase_may_hold_both_sides_of_a_mutual_act() -> None:
    row = coded(
        "Drills of Kenyan, Ugandan and Rwandan forces began near Nanyuki, Kenya.",
        "exercise_joint",
        actor1="Kenyan, Ugandan and Rwandan forces",
    )
    assert (row["actor1"], row["actor2"], row["other_actors"]) == (
        "Military Forces of Kenya",
        "Military Forces of Uganda",
        "Military Forces of Rwanda",
    )


def test_a_coup_without_a_name_is_a_mutiny() -> None:
    row = coded("A coup was under way in Niger.", "coup")
    assert (row["actor1"], row["actor2"]) == ("Mutiny of Military Forces of Niger", "Government of Niger")


def test_a_country_before_a_bombing_is_where_it_was() -> None:
    row = coded("The Kenya bombing killed 12 people.", "ied", actor1="Kenya")
    assert row["actor1"] == "Unidentified Armed Group (Kenya)"


def test_civilians_alone_are_whom_the_shells_hit() -> None:
    row = coded("The shelling of Syrian villagers in Idlib, Syria, goes on.", "shelling", actor1="Syrian villagers")
    assert (row["actor1"], row["actor2"]) == ("Unidentified Military Forces (Syria)", "Civilians (Syria)")


def test_the_country_that_is_visited_is_the_host() -> None:
    row = coded(
        "Ugandan soldiers visited Nairobi, Kenya.", "meeting_visit", actor1="Ugandan soldiers", rule="visit.verb"
    )
    assert (row["actor2"], row["actor2_method"]) == ("Government of Kenya", "host")
    at_home = coded(
        "Kenyan soldiers visited Nairobi, Kenya.", "meeting_visit", actor1="Kenyan soldiers", rule="visit.verb"
    )
    assert at_home["actor2"] is None


def test_an_opposition_at_a_table_abroad_is_that_of_the_country_that_the_talks_are_about() -> None:
    text = "On Syria, the Syrian government met the opposition in Geneva."
    row = coded(text, "talks", actor1="the Syrian government", actor2="the opposition")
    assert row["actor2"] == "Opposition (Syria)"


def test_words_and_deals_without_a_public_side_are_private() -> None:
    private = coded("Burton blamed the market in Dallas, United States.", "accusation", actor1="Burton")
    assert is_private(private | {"event_class": "accusation"})
    assert not is_private(private | {"event_class": "attack_civilians"})
    state = coded("Kenya blamed the market.", "accusation", actor1="Kenya")
    assert not is_private(state | {"event_class": "accusation"})
    deal = coded("Farmers signed a deal in Nanyuki, Kenya.", "agreement_signed", actor1="Farmers")
    assert is_private(deal | {"event_class": "agreement_signed", "sentence_text": "Farmers signed a deal."})
    peace = {"event_class": "agreement_signed", "sentence_text": "Farmers and herders signed a peace deal."}
    assert not is_private(deal | peace)
    relief = {"event_class": "aid", "sentence_text": "Relief supplies reached the besieged suburb."}
    assert not is_private(deal | relief)


def test_trucks_that_bring_aid_are_no_army_s() -> None:
    assert coded("Trucks entered Madaya, Syria.", "aid", actor1="Trucks", rule="aid.carried")["actor1"] is None
    assert coded("A Jordanian convoy entered Gaza.", "aid", actor1="A Jordanian convoy", rule="aid.carried")["actor1"]


def test_the_government_at_a_table_abroad_is_that_of_the_rebels_country() -> None:
    row = coded("Renamo and the government met in Rome, Italy.", "talks", actor1="Renamo", actor2="the government")
    assert row["actor2"] == "Government of Mozambique"


def test_a_deal_told_with_the_name_of_an_armed_group_is_not_private() -> None:
    deal = coded("A deal was struck in Doha, Qatar.", "agreement_signed")
    named = {"event_class": "agreement_signed", "sentence_text": "Under a deal struck in Doha, the Taliban will leave."}
    assert not is_private(deal | named)
