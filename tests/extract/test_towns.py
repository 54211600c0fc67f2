"""Towns that the model takes for firms and people are places, for frames and for where an event was."""

from __future__ import annotations

import pytest

from pipeline.normalise.places import annotate
from tests.support.parses import mentions_of

TOWNS = ("Lyantor", "Yevlakh", "Iseyin", "Kampli", "Kisumu")


@pytest.mark.parametrize(
    ("wording", "event_class"),
    [
        ("Rebels captured {}.", "territory_nonstate_gain"),
        ("The army liberated {}.", "territory_state_gain"),
        ("Rebels overran {} on Monday.", "territory_nonstate_gain"),
        ("{} fell to the rebels on Monday.", "territory_nonstate_gain"),
        ("Rebels advanced on {}.", "battle"),
        ("The president visited {} on Monday.", "meeting_visit"),
        ("Thousands fled {} on Monday.", "displacement"),
    ],
)
def test_a_town_of_any_name_may_be_taken(wording: str, event_class: str) -> None:
    told = [{row["event_class"] for row in mentions_of(wording.format(town))} for town in TOWNS]
    assert sum(event_class in found for found in told) >= len(TOWNS) - 1


@pytest.mark.parametrize("wording", ["In {}, police fired.", "Rain fell. In {}, police fired.", "The {} attack ended."])
def test_a_town_behind_the_first_word_of_a_sentence_is_found(wording: str) -> None:
    names = [{place.name for place in annotate(wording.format(town))} for town in TOWNS]
    assert all(town in found for town, found in zip(TOWNS, names, strict=True))


def test_a_surname_is_no_town() -> None:
    (row,) = mentions_of("Police arrested Robinson on Monday.")
    assert (row["event_class"], bool(row["actor2_spans"])) == ("arrest", True)
