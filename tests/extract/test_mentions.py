"""Rows of the extracted table: what is told once, what is not told at all, and where a row says that it stands."""

from __future__ import annotations

import pytest

from pipeline.extract.kinds import Kinds
from pipeline.extract.topics import off_topic
from pipeline.schema import tables
from tests.support.parses import hits_of, mentions_of, parsed


def told(*sentences: str) -> list[tuple[str, str]]:
    return [(row["event_class"], row["trigger_text"]) for row in mentions_of(*sentences)]


def test_a_row_has_the_columns_of_its_table_and_counts_from_the_articles_start() -> None:
    sentences = ("It rained.", "Rebels attacked the town of Goma.")
    (row,) = mentions_of(*sentences)
    assert set(row) == {column.name for column in tables()["extracted"].columns}
    assert " ".join(sentences)[row["trigger_start"] : row["trigger_end"]] == "attacked" == row["trigger_text"]
    assert (row["sentence_start"], row["sentence_end"]) == (11, 44)
    assert row["mention_id"] == f"a:{row['trigger_start']}:{row['event_class']}"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("An air strike on the camp killed ten rebels.", [("airstrike", "air strike")]),
        ("Rebels ambushed a convoy, killing ten soldiers.", [("battle", "ambushed")]),
        ("Soldiers were killed in an ambush by rebels.", [("battle", "ambush")]),
        ("Rebels attacked the town and burned the market.", [("attack_civilians", "attacked"), ("looting", "burned")]),
    ],
)
def test_outcomes_join_the_form_of_violence(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert told(sentence) == expected


def test_an_absorbed_verb_hands_its_parties_over() -> None:
    (row,) = mentions_of("An ambush near Gao killed ten soldiers.")
    assert row["actor2_spans"]


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("The museum remembers the massacre of villagers by soldiers.", "works"),
        ("A film tells of the coup of 1973 in Chile.", "works"),
        ("A late attack won the league for the visitors.", "sport"),
        ("Shareholders launched a protest against the dividend.", "business"),
        ("Rebels often ambush lorries on the road.", "generic"),
        ("Armies withdraw when supplies run out.", "generic"),
        ("Rebels ambushed lorries on the road.", None),
        ("Gunmen killed the goalkeeper at his home.", None),
    ],
)
def test_topics(sentence: str, topic: str | None) -> None:
    read = parsed(sentence)
    kinds = Kinds(read)
    assert {off_topic(hit, read, kinds) for hit in hits_of(sentence)} == {topic}


@pytest.mark.parametrize(
    "sentence",
    ["The bomb squad trained in the park.", "Many attacks go unreported.", "Attacks are common in the valley."],
)
def test_what_names_no_happening_is_not_told(sentence: str) -> None:
    assert [row for row in mentions_of(sentence) if row["event_status"] in {"occurred", "ongoing"}] == []


@pytest.mark.parametrize(
    ("sentence", "reference"),
    [
        ("The attack was condemned.", True),
        ("Two soldiers were wounded.", True),
        ("An attack was reported near Gao.", False),
        ("The attack by rebels was condemned.", False),
        ("Rebels wounded two soldiers.", False),
    ],
)
def test_references(sentence: str, *, reference: bool) -> None:
    assert [row["is_reference"] for row in mentions_of(sentence)][:1] == [reference]


def test_words_of_crime_mark_violence_as_crime() -> None:
    (crime,) = mentions_of("A burglar shot a shopkeeper in Lima.")
    (other,) = mentions_of("A gunman shot a shopkeeper in Lima.")
    assert (crime["is_crime"], other["is_crime"]) == (True, False)
