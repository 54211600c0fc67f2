"""A parsed sentence counts the article's code points and knows the lexicon's lemmas; its tokens form one tree."""

from __future__ import annotations

import pytest

from pipeline.parse import ParsedSentence, from_row
from tests.support.parses import parsed

ROW = {
    "sentence_start": 10,
    "token_starts": [0, 7, 13, 17],
    "token_ends": [6, 12, 16, 21],
    "lemmas": ["rebel", "shell", "the", "town"],
    "pos": ["NOUN", "VERB", "DET", "NOUN"],
    "xpos": ["NNS", "VBD", "DT", "NN"],
    "deps": ["nsubj", "ROOT", "det", "dobj"],
    "heads": [1, 1, 3, 1],
    "entities": ["", "", "", "B-GPE"],
}


@pytest.fixture
def sentence() -> ParsedSentence:
    return from_row(ROW, "Rebels seize the town", kind="title")


def test_offsets_count_from_the_articles_start(sentence: ParsedSentence) -> None:
    assert (sentence.start, sentence.end, sentence.kind) == (10, 31, "title")
    assert [(t.text, t.start, t.end) for t in sentence.tokens] == [
        ("Rebels", 10, 16),
        ("seize", 17, 22),
        ("the", 23, 26),
        ("town", 27, 31),
    ]


def test_the_lexicons_lemma_goes_before_the_models() -> None:
    wrong = from_row({**ROW, "lemmas": ["rebels", "shel", "the", "towne"]}, "Gunmen shell the town")
    assert [t.lemma for t in wrong.tokens] == ["rebels", "shell", "the", "town"], "of verbs and nouns that it knows"


def test_the_tree_is_walked_both_ways(sentence: ParsedSentence) -> None:
    rebels, seize, the, town = sentence.tokens
    assert seize.head is seize
    assert seize.children == [rebels, town]
    assert seize.child("dobj") is town
    assert seize.child("agent") is None
    assert seize.all("nsubj", "dobj") == [rebels, town]
    assert list(the.ancestors()) == [town, seize]
    assert town.subtree() == [the, town]


def test_conjuncts_are_all_that_is_coordinated() -> None:
    soldiers = parsed("Soldiers, policemen and guards fled.").tokens[0]
    assert [t.lower for t in soldiers.conjuncts()] == ["policemen", "guards"]


def test_columns_of_different_length_are_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        from_row({**ROW, "lemmas": ["rebel"]}, "Rebels seize the town")
