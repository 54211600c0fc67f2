"""The crosswalk is whole: every class has words, a home or a reason, and families that exist."""

from __future__ import annotations

import pytest

from pipeline.classes import classes, event_class, same_family, sub_event_ranks
from pipeline.errors import LexiconError


def test_every_sub_event_type_of_acled_has_a_class() -> None:
    assert {c.sub_event_type for c in classes().values() if c.in_acled} == set(sub_event_ranks())
    assert len(sub_event_ranks()) == 25


def test_values_follow_from_the_sub_event_type() -> None:
    found = event_class("airstrike")
    assert (found.disorder_type, found.event_type, found.rank) == (
        "Political violence",
        "Explosions/Remote violence",
        10,
    )
    assert (found.cameo_code, found.goldstein, found.plover("occurred")) == ("195", -10.0, ("ASSAULT", "aerial"))


def test_every_class_reads_as_a_sentence() -> None:
    for found in classes().values():
        assert "{2}" not in found.act("Taliban") + found.act(None)
        assert found.example.endswith(".")


@pytest.mark.parametrize(
    ("trigger", "prefix"),
    [("defused", "Defusal:"), ("intercepted", "Interception:"), ("exploded prematurely", "Detonation:")],
)
def test_the_prefix_of_notes_follows_the_trigger(trigger: str, prefix: str) -> None:
    assert event_class("disrupted_weapons").prefix(trigger) == prefix


def test_families_say_what_may_be_one_happening() -> None:
    assert same_family("battle", "territory_state_gain")
    assert not same_family("battle", "talks")


def test_an_unknown_class_is_named() -> None:
    with pytest.raises(LexiconError, match="no class 'battel'"):
        event_class("battel")
