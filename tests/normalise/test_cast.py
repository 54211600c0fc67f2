"""The armed groups and states that an article names anywhere."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.normalise.cast import Cast

if TYPE_CHECKING:
    from pipeline.normalise.actors import Actor

TEXT = (
    "The Kurdish militia and the Turkish army exchanged fire. Rebels in the north stayed quiet, the rebels of the "
    "south did not. Damascus sent no soldiers. A Syrian government spokesman said Washington had been told."
)
WHOLE = (0, len(TEXT))


def cast(*countries: str) -> Cast:
    return Cast(TEXT, [WHOLE], countries, None)


def name_of(actor: Actor | None) -> str | None:
    return actor.name if actor else None


def test_the_armed_group_of_the_sentence_is_nearer_than_the_most_named_one() -> None:
    assert name_of(cast("SYR").armed("SYR", (0, TEXT.index(".")), None)) == "Kurdish Ethnic Militia (Syria)"
    assert name_of(cast("SYR").armed("SYR", WHOLE, None)) == "Opposition Rebels (Syria)"


def test_nobody_is_his_own_foe() -> None:
    found = name_of(cast("SYR").foe("SYR", WHOLE, None, "Opposition Rebels (Syria)"))
    assert found not in {None, "Opposition Rebels (Syria)"}


def test_the_forces_of_a_state_that_the_article_speaks_of_carry_its_years() -> None:
    day = datetime(2016, 5, 1)  # noqa: DTZ001 - days of events have no clock
    assert name_of(cast("SYR").forces("SYR", (150, len(TEXT)), day)) == "Military Forces of Syria (2000-2024)"
    assert name_of(cast("SYR").forces("IRQ", WHOLE, None)) is None


def test_an_article_without_parties_has_no_cast() -> None:
    quiet = Cast("The river rose again.", [(0, 21)], ["SYR"], None)
    assert quiet.armed("SYR", (0, 21), None) is None
    assert quiet.foe("SYR", (0, 21), None, None) is None
