"""Types of actors in pairs and abroad."""

from itertools import combinations_with_replacement

import pytest

from pipeline.normalise.actors import ACLED_TYPES, Actor, ActorType, external, interaction


def test_there_are_44_interactions() -> None:
    pairs = {interaction(a, b) for a, b in combinations_with_replacement(ACLED_TYPES, 2)}
    assert len(pairs | {interaction(a, None) for a in ACLED_TYPES}) == 44


@pytest.mark.parametrize(
    ("type1", "type2", "name"),
    [
        ("Rebel group", "State forces", "State forces-Rebel group"),
        ("Civilians", "External/Other forces", "External/Other forces-Civilians"),
        ("External/Other forces", "Protesters", "Protesters-External/Other forces"),
        ("Protesters", None, "Protesters only"),
    ],
)
def test_interaction_is_order_free(type1: ActorType, type2: ActorType | None, name: str) -> None:
    assert interaction(type1, type2) == name
    if type2:
        assert interaction(type2, type1) == name


def test_state_forces_abroad_are_external() -> None:
    army = Actor("Military Forces of Russia", "State forces", "RUS")
    assert external(army, "SYR").acled_type == "External/Other forces"
    assert external(army, "RUS") is army
    assert external(army, None) is army
    rebels = Actor("Taliban", "Rebel group", "AFG")
    assert external(rebels, "PAK") is rebels
