"""The kinds of noun phrases: by the lexicons, by entities, by what is counted."""

from __future__ import annotations

import pytest

from pipeline.extract.kinds import Kinds
from tests.support.parses import parsed


def kinds_of(sentence: str, word: str, *, modifier: bool = False) -> frozenset[str]:
    read = parsed(sentence)
    token = next(t for t in read.tokens if t.text == word)
    kinds = Kinds(read)
    return kinds.modifier(token) if modifier else kinds.kinds(token)


@pytest.mark.parametrize(
    ("sentence", "word", "some", "none"),
    [
        ("Soldiers attacked a village.", "Soldiers", {"military"}, {"armed", "civilian"}),
        ("Soldiers attacked a village.", "village", {"settlement"}, {"military"}),
        ("Dozens of students protested.", "Dozens", {"civilian"}, {"armed"}),
        ("A group of gunmen attacked the school.", "group", {"armed"}, {"civilian"}),
        ("A car bomb exploded.", "bomb", {"bomb"}, {"vehicle"}),
        ("Somalia attacked the rebels.", "Somalia", {"country"}, {"settlement"}),
        ("Moscow attacked the plan.", "Moscow", {"country", "settlement"}, {"person"}),
        ("Bogotá attacked the plan.", "Bogotá", {"country"}, {"person"}),
        ("Al-Shabaab attacked the base.", "Shabaab", {"armed", "group"}, {"civilian"}),
        ("Hurricane Mitch struck Honduras.", "Mitch", {"nature"}, {"group", "person"}),
        ("They attacked the base.", "They", {"group", "unknown"}, {"armed"}),
        ("Armed groups fought in the town.", "groups", {"armed"}, {"crowd"}),
        ("Aid groups left the town.", "groups", {"civilian"}, {"armed"}),
        ("The European Union sent aid.", "Union", {"group"}, {"business", "crowd"}),
        ("They seized Wad Madani, the second city.", "Madani", {"settlement"}, {"person"}),
        ("They pledged $200 million on Monday.", "million", {"money"}, {"crowd"}),
        ("They gathered in front of the hall.", "front", set(), {"armed"}),
        ("Super Tucanos bombed a hideout.", "Tucanos", {"aircraft"}, {"group", "person"}),
        ("Warplanes bombed a sugar mill near Hodeidah.", "Warplanes", {"aircraft"}, {"group"}),
        ("Dentists and beekeepers marched through the town.", "beekeepers", {"civilian"}, {"unknown"}),
        ("The tannery burned down.", "tannery", {"facility"}, {"civilian"}),
        ("The retired general moved to a village.", "general", {"leader", "person"}, {"military"}),
        ("An army of volunteers cleaned the beach.", "army", {"civilian"}, {"military"}),
        ("An army of 500 soldiers took the beach.", "army", {"military"}, set()),
        ("They destroyed the last of the rifles.", "last", {"weapons"}, set()),
        ("One drone was shot down; another hit a depot.", "another", {"drone"}, {"crowd"}),
        ("Four jets took off, and they bombed a camp.", "they", {"aircraft"}, {"unknown"}),
        ("Two jets came back; two of them had bombed a camp.", "them", {"aircraft"}, {"person"}),
        ("The army said it had lost the town.", "it", {"military"}, set()),
        ("About 4,000 marched through Lyon.", "4,000", {"crowd"}, set()),
        ("Russian divisions crossed the river.", "divisions", {"military"}, set()),
        ("Two companies of paratroopers crossed the river.", "companies", {"military"}, {"business"}),
        ("The division sold 40 trucks.", "division", set(), {"military"}),
        ("They reached Ramadi and seized its eastern half.", "half", {"area"}, set()),
    ],
)
def test_kinds_of_heads(sentence: str, word: str, some: set[str], none: set[str]) -> None:
    found = kinds_of(sentence, word)
    assert some <= found
    assert not none & found


@pytest.mark.parametrize(("word", "kind"), [("Russian", "demonym"), ("drone", "drone"), ("police", "police")])
def test_kinds_of_modifiers(word: str, kind: str) -> None:
    assert kind in kinds_of(f"A {word} raid hit the town.", word, modifier=True)
