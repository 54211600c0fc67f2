"""The merged row has the most exact and best supported values of its mentions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from pipeline.link.merge import merge
from pipeline.schema import check_rows
from tests.support.mentions import mention


def event_of(*rows: dict[str, Any]) -> dict[str, Any]:
    event = merge(list(rows), event_id="e1")
    check_rows("events", [event])
    return event


def clash(text: str = "Rebels clashed with soldiers.", **given: Any) -> dict[str, Any]:
    return mention(text, "clashed", "battle", **given)


def test_the_told_day_wins_over_the_guessed_one() -> None:
    guessed = clash(day="2021-07-21", date_method="published")
    told = clash(at=50, day="2021-07-19")
    assert event_of(guessed, told)["date_start"] == datetime.fromisoformat("2021-07-19")


def test_the_exact_place_wins_over_the_country() -> None:
    event = event_of(clash(place="Afghanistan"), clash(at=50, place="Kabul"))
    assert (event["location"], event["geo_precision"], event["country"]) == ("Kabul", 1, "Afghanistan")


def test_named_actors_win_over_generic_ones() -> None:
    event = event_of(clash(actor1="Unidentified Armed Group (Afghanistan)"), clash(at=50, actor1="Taliban"))
    assert (event["actor1"], event["actor1_type"], event["interaction"]) == (
        "Taliban",
        "Rebel group",
        "Rebel group only",
    )


def test_third_parties_of_a_mutual_event_are_kept() -> None:
    kabul, moscow = "Government of Afghanistan (2021-)", "Military Forces of Russia (2000-)"
    one = mention("Kabul met the Taliban.", "met", "talks", actor1=kabul, actor2="Taliban")
    two = mention(
        "The Taliban met Russians.", "met", "talks", at=40, actor1="Taliban", actor2=kabul, other_actors=moscow
    )
    event = event_of(one, two)
    assert (event["actor1"], event["actor2"], event["other_actors"]) == (kabul, "Taliban", moscow)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([("a", 21, 12), ("b", 21, 10)], (10, 10, 12)),  # reports of one day: the lowest
        ([("a", 21, 10), ("b", 22, 14)], (14, 10, 14)),  # a later report updates
        ([("a", 21, 0)], (0, 0, 0)),
    ],
)
def test_deaths_are_the_lowest_of_the_latest_day(
    figures: list[tuple[str, int, int]], expected: tuple[int, int, int]
) -> None:
    rows = [
        clash(article=name, deaths=n, published_at=datetime.fromisoformat(f"2021-07-{day}")) for name, day, n in figures
    ]
    event = event_of(*rows)
    assert (event["fatalities"], event["fatalities_low"], event["fatalities_high"]) == expected


def test_a_toll_that_is_brought_up_to_date_wins_in_its_report() -> None:
    later = clash(deaths=12, at=90, status_cue="total", is_reference=True)
    event = event_of(clash(deaths=9), clash(deaths=9, at=50), later)
    assert (event["fatalities"], event["fatalities_low"], event["fatalities_high"]) == (12, 9, 12)


def test_disagreement_on_deaths_is_remarked() -> None:
    assert event_of(clash(deaths=3), clash(article="b", deaths=9))["notes"] == "Reports give 3 to 9 deaths."


def test_announced_then_held_has_occurred() -> None:
    planned = mention("Drills will begin on 20 July.", "Drills", "exercise_joint", event_status="planned")
    held = mention("Drills began on 20 July.", "Drills", "exercise_joint", article="b")
    assert event_of(planned, held)["event_status"] == "occurred"


def test_what_has_occurred_did_not_begin_after_its_reports() -> None:
    truce = mention("A truce was signed.", "truce", "ceasefire")
    begins = mention("It begins on Monday.", "It", "ceasefire", at=30, day="2021-07-26", event_status="planned")
    assert event_of(truce, begins)["date_start"] is None
    later = mention("The truce holds.", "truce", "ceasefire", published_at=datetime.fromisoformat("2021-07-28"))
    assert event_of(begins, later)["date_start"] == datetime.fromisoformat("2021-07-26")


def test_the_specific_form_of_violence_wins_over_the_open_word() -> None:
    attack = [
        mention("The attack shook Kabul.", "attack", "attack_civilians", at=n * 50, is_reference=n > 0)
        for n in range(3)
    ]
    bomb = mention("A car bomb exploded.", "exploded", "ied", at=200)
    assert event_of(*attack, bomb)["sub_event_type"] == "Remote explosive/landmine/IED"


def test_support_counts_articles_and_publishers() -> None:
    rows = [clash(source="Post"), clash(article="b", source="Post"), clash(article="c"), clash(article="c", at=60)]
    event = event_of(*rows)
    assert (event["n_mentions"], event["n_articles"], event["n_sources"], event["sources"]) == (4, 3, 2, "Post")
    assert event["confidence"] == 0.8


def test_troops_abroad_are_external_forces() -> None:
    event = event_of(clash(place="Kabul", actor1="Military Forces of Russia (2000-)") | {"actor1_type": "State forces"})
    assert event["actor1_type"] == "External/Other forces"


@pytest.mark.parametrize(
    ("actor1", "actor2", "deaths", "ucdp"),
    [
        ("Taliban", "Military Forces of Afghanistan (2021-)", 2, 1),
        ("Taliban", "M23: March 23 Movement", 2, 2),
        ("Taliban", "Military Forces of Afghanistan (2021-)", 0, None),
        ("Taliban", None, 2, None),
    ],
)
def test_ucdp_type_needs_deaths_and_both_sides(actor1: str, actor2: str | None, deaths: int, ucdp: int | None) -> None:
    assert event_of(clash(actor1=actor1, actor2=actor2, deaths=deaths))["ucdp_type"] == ucdp


def test_planned_cooperation_is_an_agreement_in_plover() -> None:
    planned = mention("Drills will begin on 20 July.", "Drills", "exercise_joint", event_status="planned")
    assert (event_of(planned)["plover_event"], event_of(planned)["cameo_code"]) == ("AGREE", "062")


def test_disagreement_on_day_and_place_is_kept_and_remarked() -> None:
    rows = [
        clash(article="a", place="Kabul", day="2021-07-19"),
        clash(article="b", place="Kabul", day="2021-07-19"),
        clash(article="c", place="Herat", day="2021-07-20"),
        clash(article="d", place="Goma", day="2021-07-21", date_method="published", place_method="scene:joint"),
    ]
    event = event_of(*rows)
    assert (event["date_start"], event["location"]) == (datetime.fromisoformat("2021-07-19"), "Kabul")
    assert (
        event["notes"]
        == "Reports differ on the day: 2021-07-19, 2021-07-20. Reports differ on the place: Herat, Kabul."
    )


def test_places_near_each_other_are_no_disagreement() -> None:
    suburb = clash(article="b", place="Herat", latitude=34.6, longitude=69.2)
    assert event_of(clash(article="a", place="Kabul"), suburb)["notes"] == ""


def test_of_figures_of_one_day_the_best_supported_counts() -> None:
    event = event_of(*(clash(article=name, deaths=n) for name, n in (("a", 12), ("b", 12), ("c", 9))))
    assert (event["fatalities"], event["fatalities_low"], event["fatalities_high"]) == (12, 9, 12)
