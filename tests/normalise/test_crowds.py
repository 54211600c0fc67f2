"""What happens at a protest belongs to it."""

from __future__ import annotations

from typing import Any

from pipeline.normalise.crowds import crowd_first, crowds

POLICE, CROWD, PEOPLE, NOBODY = (
    ("Police Forces of Kenya", "State forces"),
    ("Protesters (Kenya)", "Protesters"),
    ("Civilians (Kenya)", "Civilians"),
    (None, None),
)
Side = tuple[str | None, str | None]


def row(
    class_id: str, one: Side, two: Side, *, sentence: int = 0, status: str = "occurred", deaths: int | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = {"event_class": class_id, "event_status": status, "sentence_start": sentence}
    found["fatalities"] = deaths
    for number, (name, acled_type) in (("1", one), ("2", two)):
        found |= {f"actor{number}": name, f"actor{number}_type": acled_type, f"actor{number}_country": "KEN"}
        found |= {f"actor{number}_method": "role_noun" if name else None, f"assoc_actor_{number}": None}
    return found | {"country_iso3": "KEN"}


def test_protesters_who_are_arrested_make_a_protest_with_intervention() -> None:
    protest, arrest = crowds([row("protest_peaceful", CROWD, NOBODY), row("arrest", POLICE, CROWD)])
    assert (protest["event_class"], protest["actor2"]) == ("protest_intervention", "Police Forces of Kenya")
    assert arrest["event_class"] == "arrest"


def test_an_arrest_in_another_sentence_or_only_planned_changes_nothing() -> None:
    later = crowds([row("protest_peaceful", CROWD, NOBODY), row("arrest", POLICE, CROWD, sentence=90)])
    assert later[0]["event_class"] == "protest_peaceful"
    planned = crowds([row("protest_peaceful", CROWD, NOBODY), row("arrest", POLICE, CROWD, status="planned")])
    assert planned[0]["event_class"] == "protest_peaceful"


def test_shots_at_the_unarmed_at_a_march_are_excessive_force() -> None:
    _, shots = crowds([row("protest_peaceful", CROWD, NOBODY), row("attack_civilians", POLICE, PEOPLE)])
    assert shots["event_class"] == "protest_excessive"
    assert (shots["actor1"], shots["actor2"]) == ("Civilians (Kenya)", "Police Forces of Kenya")


def test_looters_among_rioters_riot() -> None:
    _, looting = crowds([row("violent_demo", ("Rioters (Kenya)", "Rioters"), POLICE), row("looting", NOBODY, PEOPLE)])
    assert (looting["event_class"], looting["actor1"]) == ("violent_demo", "Rioters (Kenya)")


def test_whom_an_arrest_names_nobody_for_is_the_crowd_of_the_article() -> None:
    _, arrest = crowds([row("protest_peaceful", CROWD, NOBODY), row("arrest", POLICE, NOBODY, sentence=90)])
    assert (arrest["actor2"], arrest["actor2_method"]) == ("Protesters (Kenya)", "article")
    (alone,) = crowds([row("arrest", POLICE, NOBODY)])
    assert alone["actor2"] is None


def test_the_crowd_stands_first() -> None:
    shot_at = row("protest_excessive", POLICE, CROWD)
    crowd_first(shot_at)
    assert (shot_at["actor1"], shot_at["actor2"]) == ("Protesters (Kenya)", "Police Forces of Kenya")
    battle = row("battle", POLICE, CROWD)
    crowd_first(battle)
    assert battle["actor1"] == "Police Forces of Kenya"


def test_a_killing_beside_police_who_fire_at_a_crowd_is_the_police_s() -> None:
    fired = row("protest_intervention", CROWD, POLICE)
    killed, met = crowds([row("attack_civilians", NOBODY, PEOPLE, deaths=1), fired])
    assert {killed["event_class"], met["event_class"]} == {"protest_excessive"}
    assert (killed["actor1"], killed["actor2"]) == ("Protesters (Kenya)", "Police Forces of Kenya")
    hurt = crowds([row("attack_civilians", NOBODY, PEOPLE), row("protest_intervention", CROWD, POLICE)])
    assert hurt[1]["event_class"] == "protest_intervention"
