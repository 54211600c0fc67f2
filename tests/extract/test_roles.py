"""Who acted and who suffered: rows of cases_roles.csv with floors that only rise, and single rules."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from pipeline.classes import classes
from tests.support.parses import agrees, find_case, mentions_of, parse_all, read_cases, spans_text

CASES = read_cases(Path(__file__).with_name("cases_roles.csv"))
# Rows of the file for which this much comes out; raise them with the rules, never lower them.
FLOORS = {"found": 275, "who1": 255, "who2": 211}


@cache
def right() -> dict[str, int]:
    """How many cases are found as an event of their class, and how many of these have the right parties."""
    parse_all([case["sentence"] for case in CASES])
    counts = dict.fromkeys(FLOORS, 0)
    for case in CASES:
        row = find_case(case, mentions_of(case["sentence"]))
        if row is None:
            continue
        counts["found"] += 1
        for who, column in (("who1", "actor1_spans"), ("who2", "actor2_spans")):
            counts[who] += agrees(case[who], (spans_text(row, column) or [""])[0])
    return counts


@pytest.mark.parametrize("figure", FLOORS)
def test_cases_reach_their_floor(figure: str) -> None:
    assert right()[figure] >= FLOORS[figure]


def test_cases_are_of_known_classes_and_their_words_stand_in_the_sentence() -> None:
    for case in CASES:
        assert case["class"] in classes()
        parts = [part for who in ("trigger", "who1", "who2") for part in case[who].split("; ") if part]
        assert not [part for part in parts if part.lower() not in case["sentence"].lower()], case["sentence"]


@pytest.mark.parametrize(
    ("sentence", "event_class", "who1", "who2", "others"),
    [
        ("Kenya and Somalia held talks in Doha.", "talks", "Kenya", "Somalia", []),
        (
            "Qatar mediated between the government and the rebels.",
            "mediation",
            "Qatar",
            "the government",
            ["the rebels"],
        ),
        ("An exercise involving Japan and the Philippines started.", "exercise_joint", "Japan", "the Philippines", []),
        ("Clashes in Goma on Sunday between soldiers and rebels went on.", "battle", "soldiers", "rebels", []),
        ("Soldiers and policemen arrested two students.", "arrest", "Soldiers", "two students", ["policemen"]),
        ("Mortars fired by rebels landed on the village.", "shelling", "rebels", None, []),
        ("A rally against the tax was held on Saturday.", "protest_peaceful", None, None, []),
    ],
)
def test_parties(sentence: str, event_class: str, who1: str | None, who2: str | None, others: list[str]) -> None:
    row = next(row for row in mentions_of(sentence) if row["event_class"] == event_class)
    assert spans_text(row, "actor1_spans")[:1] == ([who1] if who1 else [])
    assert who2 is None or spans_text(row, "actor2_spans")[:1] == [who2]
    assert spans_text(row, "other_spans") == others


def test_a_date_is_nobody() -> None:
    (row,) = mentions_of("Chinese drills near the island ended on Sunday.")
    assert row["actor2_spans"] == []


def test_a_phrase_has_its_head_behind_it() -> None:
    (row,) = mentions_of("Fighters of the Islamic State attacked an army base near Gao.")
    assert spans_text(row, "actor1_spans") == ["Fighters of the Islamic State", "Fighters"]
    assert spans_text(row, "actor2_spans") == ["an army base", "base"]
