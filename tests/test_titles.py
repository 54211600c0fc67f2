"""A text that begins with its own title, and one whose first sentence merely begins alike."""

from __future__ import annotations

import pytest

from pipeline.titles import opens_with

TITLE = "Rebels shell a market"


@pytest.mark.parametrize("behind", ["", "\nAt dawn", ". At dawn", " GENEVA - At dawn", ": the story", " — At dawn"])
def test_a_title_of_its_own(behind: str) -> None:
    assert opens_with(TITLE.upper() + behind, TITLE)


@pytest.mark.parametrize("behind", [" in Goma on Monday.", ", officials said.", "place."])
def test_a_sentence_that_begins_alike(behind: str) -> None:
    assert not opens_with(TITLE + behind, TITLE)
