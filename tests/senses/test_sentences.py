"""The coded sentences are sound, cover every class, and are those that the shipped model was trained on."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.classes import classes
from pipeline.senses.card import model_card
from pipeline.senses.reading import NOTHING
from pipeline.senses.training.sentences import coded_sentences, digest, examples

LEAST = 40


def test_the_model_was_trained_on_these_sentences() -> None:
    assert model_card().trained_on == digest(), "lexicons/senses has changed: make senses trains the model again"


@pytest.mark.parametrize("class_id", [*classes(), NOTHING])
def test_every_class_is_told_in_many_ways(class_id: str) -> None:
    assert Counter(coded.main for coded in coded_sentences())[class_id] >= LEAST


def test_no_sentence_tells_its_news_twice() -> None:
    assert not [coded.text for coded in coded_sentences() if coded.main in coded.also or NOTHING in coded.also]


def test_what_must_not_fire_is_an_example_of_nothing() -> None:
    mains = {coded.text: coded.main for coded in examples()}
    assert mains["She shelled out 20 euros."] == NOTHING
