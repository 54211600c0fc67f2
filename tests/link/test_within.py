"""Headline, body and later references are one event; different happenings in one article stay apart."""

from __future__ import annotations

from typing import Any

from pipeline.link.linking import link
from tests.support.mentions import mention, table_of

BOMB = "A bomb exploded near a market in Kabul on Monday, killing 10 people."


def events_of(*rows: dict[str, Any]) -> list[set[str]]:
    """The triggers of each event, in the order of the text."""
    linked = link(table_of(list(rows))).mentions.to_pylist()
    groups: dict[str, set[str]] = {}
    for row in linked:
        groups.setdefault(row["event_id"], set()).add(row["trigger_text"])
    return list(groups.values())


def headline(**given: Any) -> dict[str, Any]:
    return mention("Bomb kills 10 in Kabul", "Bomb kills", "ied", sentence_kind="headline", deaths=10, **given)


def test_headline_and_body_are_one_event() -> None:
    body = mention(BOMB, "exploded", "ied", at=30, place="Kabul", day="2021-07-19", deaths=10)
    assert events_of(headline(place="Kabul"), body) == [{"Bomb kills", "exploded"}]


def test_a_reference_joins_the_event_before_it() -> None:
    kabul = mention(BOMB, "exploded", "ied", at=30, place="Kabul", deaths=10)
    reference = mention("Nobody claimed the attack.", "attack", "attack_civilians", at=120, is_reference=True)
    herat = mention("Rebels bombed a school in Herat.", "bombed", "ied", at=160, place="Herat", deaths=3)
    assert events_of(kabul, reference, herat) == [{"exploded", "attack"}, {"bombed"}]


def test_a_reference_makes_an_event_only_when_there_is_none() -> None:
    talks = mention("The talks drew no comment.", "talks", "talks", is_reference=True)
    again = mention("Aides left the talks early.", "talks", "talks", at=40, is_reference=True)
    assert events_of(talks, again) == [{"talks"}]


def test_two_bombings_of_one_article_stay_apart_by_place_or_number_or_word() -> None:
    first = mention(BOMB, "exploded", "ied", place="Kabul", day="2021-07-19", deaths=10)
    elsewhere = mention("A blast hit Herat.", "blast", "ied", at=80, place="Herat")
    other_toll = mention("A mine in Kabul killed three.", "mine", "ied", at=120, place="Kabul", deaths=3)
    another = mention("Another bomb went off at noon.", "bomb", "ied", at=160)
    assert len(events_of(first, elsewhere, other_toll, another)) == 4


def test_two_towns_that_an_article_names_are_two_even_where_they_are_neighbours() -> None:
    texts = ("Shells fell on Kabul.", "Shells fell on Paghman.")
    shelled = [
        mention(text, "fell", "shelling", at=50 * at, place=place)
        for at, (text, place) in enumerate(zip(texts, ("Kabul", "Paghman"), strict=True))
    ]
    assert len(events_of(*shelled)) == 2


def test_a_part_of_a_town_is_the_town_for_one_kind_of_deed() -> None:
    march = mention("Thousands march in Kabul.", "march", "protest_peaceful", place="Kabul")
    stopped = mention("They marched through Old Kabul.", "marched", "protest_peaceful", at=40, place="Old Kabul")
    assert events_of(march, stopped) == [{"march", "marched"}]
    jets = mention("Jets bombed Kabul.", "bombed", "airstrike", at=90, place="Kabul")
    guns = mention("Guns pounded Old Kabul.", "pounded", "shelling", at=140, place="Old Kabul")
    assert len(events_of(jets, guns)) == 2


def test_two_kinds_of_deeds_in_one_sentence_are_two_events() -> None:
    text = "Gunmen shot four men and raped three girls in Kabul."
    killing = mention(text, "shot", "attack_civilians", place="Kabul")
    assert len(events_of(killing, mention(text, "raped", "sexual_violence", place="Kabul"))) == 2


def test_a_protest_that_turns_violent_is_one_event() -> None:
    text = "A march in Kabul turned into a riot."
    march = mention(text, "march", "protest_peaceful", place="Kabul")
    riot = mention(text, "riot", "violent_demo", place="Kabul")
    assert len(events_of(march, riot)) == 1


def test_other_days_stay_apart_and_guessed_days_do_not() -> None:
    monday = mention(BOMB, "exploded", "ied", place="Kabul", day="2021-07-19")
    june = mention("In June a bomb struck Kabul.", "struck", "ied", at=80, place="Kabul", day="2021-06-02")
    guessed = mention(
        "The bomb hit a queue in Kabul.", "hit", "ied", at=120, place="Kabul", day="2021-07-21", date_method="published"
    )
    assert events_of(monday, june, guessed) == [{"exploded", "hit"}, {"struck"}]


def test_named_actors_that_differ_keep_attacks_apart() -> None:
    taliban = mention("The Taliban attacked a post.", "attacked", "battle", actor1="Taliban")
    russia = mention(
        "Russian troops attacked a camp.", "attacked", "battle", at=40, actor1="Military Forces of Russia (2000-)"
    )
    assert len(events_of(taliban, russia)) == 2


def test_an_unidentified_group_may_be_the_group_that_is_named_later() -> None:
    gunmen = mention("Gunmen attacked a post.", "attacked", "battle", actor1="Unidentified Armed Group (Afghanistan)")
    named = mention("The Taliban said they attacked it.", "attacked", "battle", at=40, actor1="Taliban")
    assert len(events_of(gunmen, named)) == 1


def test_sides_of_a_mutual_event_may_change_places() -> None:
    one = mention("Kabul met the rebels.", "met", "talks", actor1="Government of Afghanistan (2021-)", actor2="Taliban")
    two = mention(
        "The Taliban spoke to Kabul.",
        "spoke",
        "talks",
        at=30,
        actor1="Taliban",
        actor2="Government of Afghanistan (2021-)",
    )
    assert len(events_of(one, two)) == 1


def test_planned_and_past_are_apart_unless_their_day_is_told_and_the_same() -> None:
    held = mention("Troops held drills.", "drills", "exercise_joint")
    planned = mention("Troops will hold drills.", "drills", "exercise_joint", at=30, event_status="planned")
    assert len(events_of(held, planned)) == 2
    same_day = {"day": "2021-07-20"}
    assert len(events_of(held | _dated(held, **same_day), planned | _dated(planned, **same_day))) == 1


def _dated(row: dict[str, Any], *, day: str) -> dict[str, Any]:
    dated = mention(row["sentence_text"], row["trigger_text"], row["event_class"], day=day)
    return {name: dated[name] for name in ("date_start", "date_end", "time_precision", "date_method")}


def test_a_denial_stays_apart_and_is_remarked_on_the_claim() -> None:
    claim = mention("Rebels said the army shelled Goma.", "shelled", "shelling", place="Goma")
    denial = mention(
        "The army denied that it shelled Goma.", "shelled", "shelling", at=40, place="Goma", event_status="negated"
    )
    events = {row["event_status"]: row["notes"] for row in link(table_of([claim, denial])).events.to_pylist()}
    assert events == {"occurred": "A report denies it.", "negated": ""}
