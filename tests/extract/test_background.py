"""What an event is told against is no event of its own: wars and unrest, and the demands of a protest."""

from __future__ import annotations

import pytest

from tests.support.parses import mentions_of


@pytest.mark.parametrize(
    ("sentence", "classes"),
    [
        ("Grenades were hurled at troops during the clashes in Gao.", {"grenade"}),
        ("The two sides agreed a ceasefire after the fighting in Gao.", {"ceasefire", "agreement_intent"}),
        ("Thousands marched in Dhaka to demand elections.", {"protest_peaceful"}),
        ("The rebels rejected an appeal from the president to lay down their arms.", {"rejection", "disarmament"}),
        ("Clashes between the army and rebels went on in Gao.", {"battle"}),
        ("Nine people died in clashes in Gao.", {"battle"}),
        ("The ELN declared a halt to attacks in Arauca.", {"ceasefire"}),
        ("Kenyan police arrested a colonel sought by Uganda.", {"arrest"}),
    ],
)
def test_only_what_stands_in_front_is_told(sentence: str, classes: set[str]) -> None:
    assert {row["event_class"] for row in mentions_of(sentence)} <= classes
    assert mentions_of(sentence)


def test_a_town_that_is_left_and_taken_is_one_event() -> None:
    sentence = "The rebels took control of the town after the army withdrew from it."
    assert "withdrawal" not in {row["event_class"] for row in mentions_of(sentence)}
