"""What the slots of a trigger offer: the words themselves, their kinds, and what is sure of them."""

from __future__ import annotations

import pytest

from pipeline.extract.arguments import verb_slots
from pipeline.extract.kinds import Kinds
from pipeline.extract.offers import Offers, Said
from tests.support.parses import parsed

SENTENCE = "The ministers of both countries met a number of rebels and they left."


def offers(verb: str, text: str = SENTENCE) -> Offers:
    sentence = parsed(text)
    token = next(t for t in sentence.tokens if t.lower == verb)
    return Offers(verb_slots(token), Said(sentence, Kinds(sentence)))


@pytest.mark.parametrize(
    ("verb", "slot", "wanted", "is_met"),
    [
        ("met", "subject", "leader", True),
        ("met", "subject", "=minister", True),
        ("met", "subject", "=ministers", True),
        ("met", "subject", "armed", False),
        ("met", "subject", "leaders", True),
        ("met", "object", "armed", True),
        ("met", "core", "armed", True),
        ("met", "with", "any", False),
        ("met", "with", "unknown", True),
        ("met", "sentence", "=country", True),
        ("left", "subject", "unknown", True),
    ],
)
def test_a_condition_is_met_by_a_word_or_a_kind_of_its_slot(verb: str, slot: str, wanted: str, *, is_met: bool) -> None:
    assert offers(verb).meet((slot, frozenset({wanted}))) is is_met


def test_what_is_forbidden_must_be_there_for_sure() -> None:
    pronoun = offers("left")
    assert pronoun.meet(("subject", frozenset({"group"})))
    assert not pronoun.meet(("subject", frozenset({"group"})), strict=True), "they may be anybody"
    assert pronoun.meet(("subject", frozenset({"=they"})), strict=True)
    assert not pronoun.meet(("with", frozenset({"unknown"})), strict=True), "nothing stands there"
