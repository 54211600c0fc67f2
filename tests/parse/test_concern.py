"""An edit of a frame concerns every article in which the frame could hold, and no other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline import event_lexicon
from pipeline.event_lexicon import frames, hyphenated, lemmas
from pipeline.extract import possible as words_of
from pipeline.parse import concern
from pipeline.parse.concern import frames_concerning, lemmas_concerning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FIRES, ELSEWHERE = "Rebels shelled the airport on Monday.", "Villagers marched to the town hall on Monday."
READ = (
    *(event_lexicon.frames, event_lexicon.triggers, event_lexicon.lemmas, event_lexicon.hyphenated),
    *(words_of.possible, words_of.possible_lemmas, concern._digests, concern._by_word),
)


@pytest.fixture
def edit(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Changes the frame shell.verb in all that reads the lexicon."""

    def forget() -> None:
        for read in READ:
            getattr(read, "cache_clear", lambda: None)()

    def change(**values: object) -> None:
        edited = tuple(replace(f, **values) if f.id == "shell.verb" else f for f in real)  # type: ignore[arg-type]
        for module in (event_lexicon, concern):
            monkeypatch.setattr(module, "frames", lambda: edited)
        forget()

    real = frames()
    yield change
    monkeypatch.undo()
    forget()


def told() -> tuple[str, str]:
    return frames_concerning([FIRES]), frames_concerning([ELSEWHERE])


def test_a_frame_that_changes_concerns_the_sentences_in_which_it_may_hold(edit: Callable[..., None]) -> None:
    shelled, marched = told()
    edit(event_class="battle")
    assert told()[0] != shelled
    assert told()[1] == marched != ""


def test_a_word_more_concerns_the_sentences_that_have_it(edit: Callable[..., None]) -> None:
    shelled, marched = told()
    edit(verbs=("shell", "bombard", "march"))
    assert told()[0] == shelled
    assert told()[1] != marched


def test_other_examples_concern_nobody(edit: Callable[..., None]) -> None:
    before = told()
    edit(fires="Changed.", quiet="")
    assert told() == before


def test_all_that_a_word_may_become_is_told() -> None:
    verb, noun = next(iter(lemmas()[0])), next(iter(lemmas()[1]))
    begun = next(iter(hyphenated())).partition("-")[0]
    assert lemmas_concerning({"the", "teapot"}) == ""
    assert lemmas_concerning({verb, noun, begun, "teapot"}).count("\n") == len({verb, noun, begun}) - 1
