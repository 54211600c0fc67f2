"""The model reads sentences that it has not seen, each by itself, and points at the word that says so."""

from __future__ import annotations

import pytest

from pipeline.senses.card import model_card
from pipeline.senses.reader import Reader, load_reader
from pipeline.senses.reading import NOTHING, Reading, Sense

TOLD = {
    "Howitzers of the 4th brigade rained shells on two hamlets east of the river all night.": "shelling",
    "Workers at the port of Beira downed tools on Tuesday over unpaid wages.": "strike",
    "Masked men dragged the mayor out of his car and drove off with him.": "abduction",
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


@pytest.mark.parametrize("text", TOLD)
def test_the_news_of_a_sentence(reader: Reader, text: str) -> None:
    (reading,) = reader.read([text])
    assert next(iter(reading.senses)) == TOLD[text]


def test_the_word_that_tells_it(reader: Reader) -> None:
    text = next(iter(TOLD))
    (reading,) = reader.read([text])
    assert text[reading.senses["shelling"].start :].startswith(("shells", "rained"))


@pytest.mark.parametrize(
    "text", ["Arsenal stormed past Leeds with three late goals.", "The recipe calls for two eggs.", "", "\u3000"]
)
def test_what_tells_nothing(reader: Reader, text: str) -> None:
    (reading,) = reader.read([text])
    assert next(iter(reading.senses)) == NOTHING


def test_a_reading_does_not_depend_on_what_else_is_read(reader: Reader) -> None:
    together = list(reader.read(TOLD))
    assert [next(reader.read([text])) for text in reversed(TOLD)] == together[::-1]


def test_a_reading_goes_into_a_row_and_back(reader: Reader) -> None:
    for reading in reader.read(TOLD):
        assert Reading.from_row(reading.to_row()) == reading
    assert Reading.from_row({"sense_classes": None}) is None


def test_an_even_reading_has_no_news() -> None:
    assert Reading({}).news(0) is None
    assert Reading({NOTHING: Sense(900, 0), "battle": Sense(80, 0)}).news(50) is None
    assert Reading({"battle": Sense(80, 0)}).news(80) == "battle"


def test_the_card_names_every_output(reader: Reader) -> None:
    assert reader.classes == model_card().classes
    assert [output.shape[-1] for output in reader.session.get_outputs()] == [len(reader.classes)]
