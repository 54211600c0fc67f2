"""What an article as a whole is about, and what a sentence then tells."""

from __future__ import annotations

import pytest

from pipeline.extract import article_topic, extract_article
from tests.support.parses import parsed


@pytest.mark.parametrize(
    ("sentences", "topic"),
    [
        (["The champion kept his belt.", "The challenger hit back in the second round before a happy crowd."], "sport"),
        (["The keeper left the club.", "A bomb killed two fans at the match."], None),
        (
            [
                "The team won.",
                "Prices rose.",
                "It rained.",
                "The mayor spoke.",
                "Trains ran.",
                "Shops shut.",
                "All slept.",
            ],
            "home",
        ),
        (["The novel opens with a siege.", "Its plot creaks.", "The prose is fine."], "review"),
        (["A novel was burned in the square.", "The author fled.", "Police and protesters fought."], None),
        (["Shareholders besieged the board.", "The bidder fired back.", "Its offer ends in May."], "markets"),
        (["Shares fell.", "Investors fled.", "Rebels shelled the port.", "Troops were sent."], None),
        (["Waves of locusts crossed the river.", "The swarm ate the crop.", "It rained."], "nature"),
        (["Soldiers shot a leopard.", "Rebels hid in the forest.", "The army gave chase."], None),
        (["A warehouse with ammonium nitrate exploded.", "Ten people were killed."], "accident"),
        (["Ammonium nitrate was in the bomb.", "Ten people were killed."], None),
        (
            ["A man was charged with the stabbing.", "He knew the victim.", "It rained.", "The court adjourned."],
            "crime",
        ),
        (
            ["A man was charged with the stabbing.", "The victim was a rebel.", "It rained.", "The court adjourned."],
            None,
        ),
        (["Talks were held in Doha."], None),
        (["The mayor spoke.", "Trains ran.", "Shops shut.", "Rebels shelled the port."], None),
        (["Talks on taxes were held.", "Trains ran.", "Shops shut.", "The senate rose.", "All slept."], "home"),
    ],
)
def test_article_topic(sentences: list[str], topic: str | None) -> None:
    assert article_topic(sentences) == topic


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Dozens of villagers were shot dead in Karma on Monday, survivors said.", True),
        ("Gunmen shot dead five villagers in Karma on Monday, a survivor told Reuters.", True),
        ("The soldiers shot the men of our valley, the survivor told the students.", False),
        ("Survivors remembered the massacre of Karma.", False),
    ],
)
def test_survivors_tell_the_news_and_the_survivor_what_was(text: str, told: bool) -> None:  # noqa: FBT001
    assert bool(extract_article("a", "d", [parsed(text)])) is told


def test_an_accident_s_explosion_is_no_bomb() -> None:
    sentence = parsed("Two large explosions hit Beirut on Tuesday.")
    assert extract_article("a", "d", [sentence], topic="accident") == []
    assert extract_article("a", "d", [sentence])[0]["event_class"] == "ied"


def test_violence_in_a_crime_report_is_crime() -> None:
    sentence = parsed("A gunman shot dead three shoppers in Leeds.")
    assert extract_article("a", "d", [sentence], topic="crime")[0]["is_crime"]
    assert not extract_article("a", "d", [sentence])[0]["is_crime"]


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("Riots broke out at the market in Kano on Monday.", {"violent_demo"}),
        ("Russia banned imports of Moldovan wine on Monday.", {"sanctions"}),
        ("Two supermarket chains battled for Kano on Monday.", set()),
        ("Burmese police arrested forty members of the National League for Democracy.", {"arrest"}),
    ],
)
def test_trade_is_no_conflict_but_a_market_is_a_place(text: str, classes: set[str]) -> None:
    assert {row["event_class"] for row in extract_article("a", "d", [parsed(text)])} == classes


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("In her new novel a young widow joins the rebels.", set()),
        ("The play's final act, in which the rebels storm the palace, is short.", set()),
        ("The hostages are kidnapped on page nine by gunmen.", set()),
        ("The author describes how rebels attacked a convoy.", set()),
        ("Survivors said that soldiers killed nine villagers in Moura on Monday.", {"attack_civilians"}),
        ("More than 17,000 troops took part in the war games, which opened in Manila.", {"exercise_single"}),
        ("Thousands of residents fled their homes in Dhaka as floodwaters rose.", set()),
        ("Thousands of residents fled their homes in Goma as rebels and floodwaters drew near.", {"displacement"}),
        ("A gas explosion tore through a block of flats in Magnitogorsk.", set()),
    ],
)
def test_works_and_forces_of_nature(text: str, classes: set[str]) -> None:
    assert {row["event_class"] for row in extract_article("a", "d", [parsed(text)])} == classes
