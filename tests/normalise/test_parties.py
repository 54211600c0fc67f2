"""The sides of an event: resolved, unidentified as ACLED has it, or known from elsewhere in the article."""

from __future__ import annotations

from typing import Any

from pipeline.normalise.parties import Setting, fill_sides, name_sides, parties
from pipeline.normalise.places import annotate
from pipeline.normalise.where import Scene, where
from tests.support.mentions import stretch


def coded(text: str, class_id: str, *, actor1: str = "", actor2: str = "") -> dict[str, Any]:
    """The actor columns of a mention whose sides are words of the text."""

    mention = {
        "event_class": class_id,
        "sentence_start": 0,
        "sentence_end": len(text),
        "sentence_text": text,
        "trigger_start": 0,
        "trigger_end": 1,
        "near_spans": [{"start": 0, "end": len(text)}],
        "clause_spans": [],
        "actor1_spans": stretch(text, actor1),
        "actor2_spans": stretch(text, actor2),
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
    row = coded("Jets bombed Aleppo in Syria.", "airstrike", actor2="Aleppo")
    assert row["actor2"] is None


def test_who_holds_the_place_that_is_struck() -> None:
    row = coded("Jets bombed a rebel-held suburb of Damascus, Syria.", "airstrike")
    assert row["actor2"] == "Opposition Rebels (Syria)"


def side(name: str | None, method: str | None) -> dict[str, Any]:
    return {"name": name, "method": method}


def row(
    at: int, class_id: str, one: tuple[str | None, str | None], two: tuple[str | None, str | None]
) -> dict[str, Any]:
    """A coded mention as far as filling reads it."""
    found: dict[str, Any] = {"trigger_start": at, "event_class": class_id, "country_iso3": "SYR"}
    for number, (name, method) in (("1", one), ("2", two)):
        found |= {f"actor{number}": name, f"actor{number}_method": method}
        found |= {f"actor{number}_type": None, f"actor{number}_country": "SYR", f"assoc_actor_{number}": None}
    return found


ARMY, REBELS, NOBODY = (
    ("Military Forces of Syria", "demonym_role"),
    ("Opposition Rebels (Syria)", "role_noun"),
    (None, None),
)


def test_the_same_act_told_again_takes_the_side_that_is_named_elsewhere() -> None:
    rows = fill_sides(
        [
            row(0, "shelling", ARMY, NOBODY),
            row(90, "shelling", ("Unidentified Military Forces (Syria)", "default"), NOBODY),
        ]
    )
    assert (rows[1]["actor1"], rows[1]["actor1_method"]) == ("Military Forces of Syria", "article")


def test_the_named_side_meets_the_adversary_that_it_has_elsewhere() -> None:
    rows = fill_sides([row(0, "battle", ARMY, REBELS), row(90, "deployment", ARMY, NOBODY)])
    assert (rows[1]["actor2"], rows[1]["actor2_method"]) == ("Opposition Rebels (Syria)", "article")


def test_a_side_is_never_its_own_adversary() -> None:
    rows = fill_sides([row(0, "battle", ARMY, REBELS), row(90, "airstrike", NOBODY, ARMY)])
    assert rows[1]["actor1"] == "Opposition Rebels (Syria)"
    assert rows[1]["actor2"] == "Military Forces of Syria"


def test_other_kinds_of_acts_are_left_alone() -> None:
    rows = fill_sides([row(0, "battle", ARMY, REBELS), row(90, "protest_peaceful", NOBODY, NOBODY)])
    assert rows[1]["actor1"] is None


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


def named(text: str, head: str, class_id: str, sentence: str, **given: Any) -> dict[str, Any]:
    """The row of an actor 1 or 2 whose word is `head`, with what the article as a whole tells of it."""
    empty = dict.fromkeys(("actor1", "actor2", "actor1_type", "actor2_type", "actor1_country", "actor2_country"))
    spans = {"actor1_spans": stretch(text, head), "actor2_spans": []}
    row = {**empty, **spans, "event_class": class_id, "country_iso3": "MLI", "sentence_text": sentence, **given}
    return name_sides([row], text)[0]


def test_the_militants_are_the_one_group_that_the_article_names() -> None:
    text = "Boko Haram has grown. The militants burned a village."
    unknown = "Unidentified Armed Group (Nigeria)"
    row = named(text, "militants", "attack_civilians", "The militants burned a village.", actor1=unknown)
    assert ("Boko Haram" in row["actor1"], row["actor1_method"]) == (True, "article")
    gunmen = named(text.replace("militants", "gunmen"), "gunmen", "attack_civilians", "", actor1=unknown)
    assert gunmen["actor1"] == unknown


def test_who_is_arrested_at_a_protest_is_a_protester() -> None:
    text = "More than 100 people were arrested at the demonstration in Bamako."
    row = named(text, "people", "arrest", text)
    assert (row["actor2"], row["actor2_type"]) == ("Protesters (Mali)", "Protesters")
    assert named(text, "people", "arrest", "More than 100 people were arrested in Bamako.")["actor2"] is None
