"""Which annotations stand in the spans of a mention."""

from __future__ import annotations

import pytest

from pipeline.normalise.attach import inside
from tests.support.mentions import stretch

TEXT = "Troops left Herat on Monday, the army said on Tuesday."


class Stretch:
    """An annotation: words of the text."""

    def __init__(self, words: str) -> None:
        self.start = TEXT.index(words)
        self.end = self.start + len(words)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("on Monday", ["Monday"]),
        ("Herat on Monday, the army said on Tuesday", ["Monday", "Tuesday"]),
        ("on Monda", ["Monday"]),
        ("on Mond", []),
        ("", []),
    ],
)
def test_an_annotation_lies_in_a_span_or_ends_a_character_behind_it(span: str, expected: list[str]) -> None:
    found = inside([Stretch("Monday"), Stretch("Tuesday")], stretch(TEXT, span))
    assert [TEXT[f.start : f.end] for f in found] == expected
