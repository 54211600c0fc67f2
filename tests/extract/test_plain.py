"""The wordings that news agencies use most are events, and ordinary news that uses the same words is none."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.classes import same_family
from tests.support.parses import mentions_of, parse_all, read_cases

FOLDER = Path(__file__).parent
TOLD = read_cases(FOLDER / "plain.csv")
QUIET = read_cases(FOLDER / "quiet.csv")
FLOOR_SAME, FLOOR_KIN = 0.86, 0.93  # of the sentences that tell an event: the very class, or one of its family
CEILING = 43  # of the 600 others: those in which an event is seen all the same


@cache
def found(text: str) -> tuple[str, ...]:
    return tuple(row["event_class"] for row in mentions_of(text))


def test_plain_wordings_are_found() -> None:
    parse_all([case["text"] for case in TOLD])
    same = [case["class"] in found(case["text"]) for case in TOLD]
    kin = [any(same_family(case["class"], name) for name in found(case["text"])) for case in TOLD]
    assert sum(same) / len(TOLD) >= FLOOR_SAME
    assert sum(a or b for a, b in zip(same, kin, strict=True)) / len(TOLD) >= FLOOR_KIN


def test_ordinary_news_is_quiet() -> None:
    parse_all([case["text"] for case in QUIET])
    assert sum(bool(found(case["text"])) for case in QUIET) <= CEILING
