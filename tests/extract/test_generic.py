"""What holds at all times, or is only learned or allowed, is no happening; what somebody did is one."""

from __future__ import annotations

import pytest

from tests.support.parses import mentions_of


@pytest.mark.parametrize(
    "text",
    [
        "Rebels often ambush lorries.",
        "Armies withdraw when supplies run out.",
        "Rebels who take a town have to run it.",
        "Generals who seize power usually promise elections.",
        "People who have fled once, he says, always know where their papers are.",
        "Most ceasefires collapse within a year, according to researchers at Uppsala University.",
        "When a patrol is ambushed, the surviving soldiers are questioned for days.",
        "Drones have changed the way in which small armies attack outposts.",
        "Land mines still kill about forty people a year, most of them farmers.",
        "Officers are trained to shoot at the centre of the body.",
        "Children there learn how to plant bombs.",
        "The law allows the police to hold suspects for seven days without charge.",
        "Rebels used to ambush convoys on this road.",
        "Torture was widespread in police stations.",
        "Protest is a right, not a favour.",
        "A treaty says that an attack on one is an attack on all.",
        "Once peacekeepers leave, the killing starts again.",
        "The rebels are better at ambushing convoys than at mending roads.",
        "It costs less to train a sniper than to feed a horse.",
        "You get used to the shelling.",
        "The constitution bars anyone who has led a coup from becoming president.",
    ],
)
def test_general_truths_tell_nothing(text: str) -> None:
    assert mentions_of(text) == []


@pytest.mark.parametrize(
    ("text", "class_id"),
    [
        ("Rebels who took the town of Bria on Monday burned its town hall.", "territory_nonstate_gain"),
        ("When a patrol was ambushed near Menaka on Sunday, four soldiers were killed.", "battle"),
        ("Land mines killed forty people a year ago.", "ied"),
        ("The army allowed police to arrest six students in Lagos on Monday.", "arrest"),
        ("Protests in the Rif region have become a daily event.", "protest_peaceful"),
        ("Most soldiers surrendered to the rebels on Friday.", "surrender"),
    ],
)
def test_what_somebody_did_is_told(text: str, class_id: str) -> None:
    assert class_id in {row["event_class"] for row in mentions_of(text)}
