"""Noun phrases and the actors that they stand for, by example."""

import csv
from datetime import date
from pathlib import Path

import pytest

from pipeline.normalise.actors import resolve, resolve_all

with (Path(__file__).parent / "cases.csv").open(encoding="utf-8") as lines:
    CASES = list(csv.DictReader(lines))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text']} {case['countries']} {case['on']}".strip())
def test_phrase_gives_actor(case: dict[str, str]) -> None:
    on = date.fromisoformat(case["on"]) if case["on"] else None
    actor = resolve(case["text"], countries=case["countries"].split(), on=on, hint=case["hint"] or None)
    assert actor is not None
    found = (actor.name, actor.acled_type, actor.country_iso3 or "", actor.method)
    assert found == (case["name"], case["acled_type"], case["country"], case["method"])


@pytest.mark.parametrize(
    "text",
    ["the agreement", "last Monday", "northern Syria", "heavy rain", "", "...", "12", "the", "'s", "of the", ",,,"],
)
def test_phrase_that_is_no_actor_gives_none(text: str) -> None:
    assert resolve(text, countries=["SYR"]) is None


def test_common_noun_with_a_capital_is_no_name() -> None:
    assert resolve("Tensions", proper=False) is None
    assert resolve("Tensions") is not None


def test_head_points_at_the_word_among_several() -> None:
    actor = resolve("rebels loyal to the president", head="rebels", countries=["YEM"])
    assert actor is not None
    assert actor.name == "Opposition Rebels (Yemen)"


def test_groups_of_people_are_associated_actors() -> None:
    actor = resolve("striking teachers", countries=["PER"], hint="protester")
    assert actor is not None
    assert actor.assoc == ("Teachers (Peru)",)
    kurds = resolve("Kurdish villagers", countries=["TUR"])
    assert kurds is not None
    assert kurds.assoc == ("Kurdish Ethnic Group (Turkey)",)


def test_names_go_without_years_when_asked() -> None:
    actor = resolve("Malian troops", on=date(2023, 1, 1), years=False)
    assert actor is not None
    assert actor.name == "Military Forces of Mali"


def test_doubt_in_the_text_lowers_confidence() -> None:
    sure, unsure = resolve("Boko Haram gunmen"), resolve("suspected Boko Haram gunmen")
    assert sure is not None
    assert unsure is not None
    assert unsure.confidence < sure.confidence


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Russian and Syrian warplanes", ["Military Forces of Russia", "Military Forces of Syria"]),
        ("Jordan and Britain", ["Government of Jordan", "Government of the United Kingdom"]),
        ("Chad, Niger and Mali", ["Government of Chad", "Government of Niger", "Government of Mali"]),
        ("Turkey and Syrian rebels", ["Government of Turkey", "Opposition Rebels (Syria)"]),
        ("Hamas", ["Hamas"]),
        ("the weather and the harvest", []),
    ],
)
def test_coordination_gives_each_actor(text: str, names: list[str]) -> None:
    assert [actor.name for actor in resolve_all(text)] == names


@pytest.mark.parametrize(
    "text", ["the soldiers, " * 5000, "Syria's " * 5000, "(((", "\u202eTaliban", "-backed President Kurdish"]
)
@pytest.mark.parametrize("hint", [None, "armed", "protester"])
def test_odd_text_never_raises(text: str, hint: str | None) -> None:
    first = resolve(text, hint=hint, countries=["XXX", "SYR"])
    assert first == resolve(text, hint=hint, countries=["SYR"])
    assert isinstance(resolve_all(text, hint=hint), tuple)
