"""The words around a name: each list of where.toml in its use, and a broken file names the list."""

from __future__ import annotations

import pytest

from pipeline.classes import event_class
from pipeline.errors import LexiconError
from pipeline.normalise.where_words import where_words


@pytest.mark.parametrize(
    ("pattern", "before", "found"),
    [
        ("locative", "Troops moved across southern ", True),
        ("locative", "It rained while in a ", True),
        ("locative", "They hid in a house which ", False),
        ("concerned", "It was a headache for ", True),
        ("attributive", "bombs at two ", True),
        ("source", "said officials in ", True),
        ("source", "Ada Moss, 25, of ", True),
        ("source", "The rebels in ", False),
        ("scene", "A grenade exploded outside the ruling party's office in ", True),
        ("scene", "He spoke to reporters at his office in ", False),
        ("towards", "Families fled to neighbouring ", True),
        ("joined", "on the road between ", True),
        ("joint_only", "the truce that Paris and ", True),
        ("acts", " brokered in May", True),
        ("capital", "Shots were heard outside its coastal capital.", True),
    ],
)
def test_patterns(pattern: str, before: str, found: bool) -> None:  # noqa: FBT001 - a table of cases
    assert bool(getattr(where_words(), pattern).search(before)) is found


def test_classes_exist() -> None:
    words = where_words()
    assert all(event_class(name).class_id == name for name in words.named_by_place | words.leaving)


def test_a_missing_list_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tomllib.loads", lambda _: {"locative": {"words": ["in"]}})
    with pytest.raises(LexiconError, match=r"where\.toml: \[locative\] has no list 'not_between'"):
        where_words.__wrapped__()
