"""Sides that a sentence leaves open, or names by a bare noun, taken from elsewhere in the article."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.normalise.cast import Cast
from pipeline.normalise.fill import fill_sides, named_groups, only_group
from tests.support.mentions import stretch

TYPES = {
    "Military": "State forces",
    "Opposition": "Rebel group",
    "Civilians": "Civilians",
    "United": "External/Other forces",
}


def row(
    at: int, class_id: str, one: tuple[str | None, str | None], two: tuple[str | None, str | None], **given: Any
) -> dict[str, Any]:
    """A coded mention as far as filling reads it."""
    found: dict[str, Any] = {
        "trigger_start": at,
        "trigger_text": "",
        "event_class": class_id,
        "country_iso3": "SYR",
        "date_start": None,
        "rule_id": "",
    }
    found |= {
        "sentence_start": at,
        "sentence_end": at + 80,
        "sentence_text": "",
        "actor1_spans": [],
        "actor2_spans": [],
    }
    for number, (name, method) in (("1", one), ("2", two)):
        acled_type = TYPES.get((name or "").split(" ")[0])
        found |= {f"actor{number}": name, f"actor{number}_method": method, f"actor{number}_type": acled_type}
        found |= {f"actor{number}_country": "SYR", f"assoc_actor_{number}": None}
    return found | given


def filled(rows: list[dict[str, Any]], text: str = "") -> list[dict[str, Any]]:
    return fill_sides(rows, text, Cast(text, [(0, len(text))], ["SYR"], None))


ARMY, REBELS, VILLAGERS, NOBODY = (
    ("Military Forces of Syria", "demonym_role"),
    ("Opposition Rebels (Syria)", "role_noun"),
    ("Civilians (Syria)", "role_noun"),
    (None, None),
)
UNKNOWN_JETS = ("Unidentified Military Forces (Syria)", "default")


def test_the_same_act_told_again_takes_the_side_that_is_named_elsewhere() -> None:
    rows = filled([row(0, "shelling", ARMY, NOBODY), row(90, "shelling", UNKNOWN_JETS, NOBODY)])
    assert (rows[1]["actor1"], rows[1]["actor1_method"]) == ("Military Forces of Syria", "article")


def test_who_talks_is_who_breaks_talks_off() -> None:
    rows = filled([row(0, "talks", ARMY, REBELS), row(90, "halt_talks", NOBODY, NOBODY)])
    assert (rows[1]["actor1"], rows[1]["actor2"]) == ("Military Forces of Syria", "Opposition Rebels (Syria)")


def test_the_named_side_meets_the_adversary_that_it_has_elsewhere() -> None:
    rows = filled([row(0, "battle", ARMY, REBELS), row(90, "deployment", ARMY, NOBODY)])
    assert (rows[1]["actor2"], rows[1]["actor2_method"]) == ("Opposition Rebels (Syria)", "article")


def test_a_side_is_never_its_own_adversary() -> None:
    rows = filled([row(0, "battle", ARMY, REBELS), row(90, "shelling", NOBODY, ARMY)])
    assert rows[1]["actor1"] == "Opposition Rebels (Syria)"
    assert rows[1]["actor2"] == "Military Forces of Syria"


def test_rebels_have_no_aircraft_and_states_lay_no_bombs() -> None:
    strike, bomb = filled(
        [row(0, "battle", ARMY, REBELS), row(90, "airstrike", NOBODY, ARMY), row(180, "ied", NOBODY, REBELS)]
    )[1:]
    assert (strike["actor1"], bomb["actor1"]) == (None, None)


def test_civilians_are_no_side_of_a_fight() -> None:
    rows = filled([row(0, "attack_civilians", REBELS, VILLAGERS), row(90, "battle", REBELS, NOBODY)])
    assert rows[1]["actor2"] is None


def test_only_a_crowd_heads_a_protest() -> None:
    rows = filled([row(0, "violent_demo", ARMY, NOBODY), row(90, "protest_peaceful", NOBODY, NOBODY)])
    assert rows[1]["actor1"] is None


def test_a_crowd_is_against_a_state_or_nobody() -> None:
    rioters = ("Rioters (Syria)", "role_noun")
    riots = [row(0, "violent_demo", rioters, VILLAGERS), row(90, "violent_demo", rioters, NOBODY)]
    assert filled(riots)[1]["actor2"] is None
    riots = [row(0, "violent_demo", rioters, ARMY), row(90, "violent_demo", rioters, NOBODY)]
    assert filled(riots)[1]["actor2"] == "Military Forces of Syria"


def test_a_town_is_retaken_by_the_state_and_not_by_who_took_it() -> None:
    rows = [row(0, "territory_nonstate_gain", REBELS, ARMY), row(90, "territory_state_gain", NOBODY, NOBODY)]
    assert filled(rows)[1]["actor1"] == "Military Forces of Syria"


def test_a_foreign_army_strikes_the_state_where_the_article_names_no_armed_group() -> None:
    text = "American jets struck radar sites. Syria's army fired back."
    jets = row(0, "airstrike", ("United States", "country_noun"), NOBODY, actor1_country="USA")
    assert filled([jets], text)[0]["actor2"] == "Military Forces of Syria"


def test_the_article_s_rebels_are_whom_the_army_bombs() -> None:
    text = "The town has been held by rebels since May. Shells fell again on Monday."
    found = filled([row(45, "shelling", ARMY, NOBODY)], text)[0]
    assert (found["actor2"], found["actor2_method"]) == ("Opposition Rebels (Syria)", "cast")


def test_jets_without_an_owner_are_the_state_s_where_the_article_speaks_of_it() -> None:
    strike = row(0, "airstrike", UNKNOWN_JETS, REBELS)
    assert filled([dict(strike)], "The Syrian government has denied it.")[0]["actor1"] == "Military Forces of Syria"
    assert filled([dict(strike)], "Nobody has claimed it.")[0]["actor1_method"] == "default"


def test_an_armed_group_fights_whom_the_article_is_about() -> None:
    group = ("Opposition Rebels (Syria)", "role_noun")
    text = "Islamic State left. Islamic State was beaten. The Syrian army kept away."
    assert filled([row(200, "battle", group, NOBODY)], text)[0]["actor2"] == "Islamic State"


def named(text: str, head: str, class_id: str, sentence: str, **given: Any) -> dict[str, Any]:
    """The row of an actor 1 whose word is `head`, with what the article as a whole tells of it."""
    found = row(0, class_id, NOBODY, NOBODY, sentence_text=sentence, country_iso3="MLI", **given)
    return filled([found | {"actor1_spans": stretch(text, head) * 2}], text)[0]


def test_the_militants_are_the_one_group_that_the_article_names() -> None:
    text = "Boko Haram has grown. The militants burned a village."
    unknown = "Unidentified Armed Group (Nigeria)"
    row = named(text, "militants", "attack_civilians", "The militants burned a village.", actor1=unknown)
    assert ("Boko Haram" in row["actor1"], row["actor1_method"]) == (True, "article")
    gunmen = named(text.replace("militants", "gunmen"), "gunmen", "attack_civilians", "", actor1=unknown)
    assert gunmen["actor1"] == unknown


def test_the_coalition_is_the_one_that_the_article_names() -> None:
    text = "The Saudi-led coalition denied it. The coalition bombed a farm."
    row = named(text, "coalition", "airstrike", "The coalition bombed a farm.", actor1="Coalition Forces")
    assert row["actor1"] == "Operation Restoring Hope: Saudi-led Coalition"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Boko Haram fought ISWAP.", None),
        ("Boko Haram fought ISWAP. Boko Haram won. Boko Haram left.", "Boko Haram"),
        ("", None),
    ],
)
def test_of_several_groups_the_one_named_twice_as_often_is_meant(text: str, name: str | None) -> None:
    found = only_group(named_groups(text), "NGA")
    assert (name in found[0]) if found and name else (found, name) == (None, None)


def test_who_is_arrested_at_a_protest_is_a_protester() -> None:
    text = "More than 100 people were arrested at the demonstration in Bamako."
    row = named(text, "people", "arrest", text)
    assert (row["actor2"], row["actor2_type"]) == ("Protesters (Mali)", "Protesters")
    assert named(text, "people", "arrest", "More than 100 people were arrested in Bamako.")["actor2"] is None
