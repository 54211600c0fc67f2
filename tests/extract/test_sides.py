"""Who did what to whom, and with what status, in ordinary sentences that name both: shares that must be reached.

Of events whose sides the coding turns round or splits (protests, "Israeli and Palestinian negotiators") the sentence's
own sides count here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.support.parses import mentions_of, parse_all, read_cases, spans_text

FOLDER = Path(__file__).parent
SIDES = read_cases(FOLDER / "sides.csv")
MOODS = read_cases(FOLDER / "moods.csv")
SMALL = {"the", "a", "an", "of", "its"}
FOUND, FIRST, SECOND = 0.87, 0.88, 0.67
MOOD = 0.905


def mention_at(case: dict[str, str]) -> dict[str, Any] | None:
    """The mention at a case's trigger, of its class where several are, else one of its class."""
    start = case["text"].index(case["trigger"])
    rows = mentions_of(case["text"])
    there = [r for r in rows if r["trigger_end"] > start and r["trigger_start"] < start + len(case["trigger"])]
    same = [row for row in there or rows if row["event_class"] == case["class"]]
    return next(iter(same or there), None)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - SMALL


def shares(case: dict[str, str], row: dict[str, Any], side: str) -> bool:
    """True where a party of the side shares a word with the one that is asked."""
    return any(words(case[side]) & words(text) for text in spans_text(row, f"{side}_spans"))


def test_sides() -> None:
    parse_all([case["text"] for case in SIDES])
    found = [(case, row) for case in SIDES if (row := mention_at(case)) is not None]
    assert len(found) / len(SIDES) >= FOUND
    for side, floor in (("actor1", FIRST), ("actor2", SECOND)):
        asked = [shares(case, row, side) for case, row in found if case[side]]
        assert sum(asked) / len(asked) >= floor, side


def test_statuses() -> None:
    parse_all([case["text"] for case in MOODS])
    found = [(case, row) for case in MOODS if (row := mention_at(case)) is not None]
    right = [row["event_status"] == case["status"] for case, row in found]
    assert sum(right) / len(right) >= MOOD
