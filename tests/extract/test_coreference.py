"""Pronouns and "the group" stand for parties named before."""

from __future__ import annotations

import pytest

from tests.support.parses import mentions_of, spans_text


@pytest.mark.parametrize(
    ("first", "second", "event_class", "who1"),
    [
        ("Russia deployed troops to the border.", "It launched air strikes on the town.", "airstrike", "Russia"),
        (
            "The president met the king in Nairobi.",
            "He signed a peace deal with the rebels.",
            "agreement_signed",
            "The president",
        ),
        ("Al-Shabaab attacked an army base.", "The militants killed ten soldiers.", "battle", "Al-Shabaab"),
        ("Al-Shabaab attacked an army base.", "Armed militants killed ten soldiers.", "battle", "Armed militants"),
        ("Fighters entered the town.", "They killed ten soldiers.", "battle", "Fighters"),
        ("The talks were held in Doha.", "They killed ten soldiers.", "battle", None),
    ],
)
def test_who_acted_in_the_second_sentence(first: str, second: str, event_class: str, who1: str | None) -> None:
    rows = [row for row in mentions_of(first, second) if row["sentence_start"] and row["event_class"] == event_class]
    assert [spans_text(row, "actor1_spans", first, second)[:1] for row in rows[:1]] == [[who1] if who1 else []]


def test_within_a_sentence_the_subject_goes_before() -> None:
    sentence = "The army told the minister that it attacked the rebels."
    row = next(row for row in mentions_of(sentence) if row["trigger_text"] == "attacked")
    assert spans_text(row, "actor1_spans")[:1] == ["The army"]


def test_a_pronoun_reaches_back_four_sentences() -> None:
    last = "It launched air strikes on the town."
    near = ["Russia deployed troops to the border.", *["Snow fell."] * 3, last]
    far = ["Russia deployed troops to the border.", *["Snow fell."] * 4, last]
    assert spans_text(mentions_of(*near)[-1], "actor1_spans", *near)[:1] == ["Russia"]
    assert mentions_of(*far)[-1]["actor1_spans"] == []


def test_an_object_is_not_the_subject_of_its_own_verb() -> None:
    sentence = "Morocco cut ties with Tehran, accusing it of arming the rebels."
    row = next(row for row in mentions_of(sentence) if row["trigger_text"] == "arming")
    assert spans_text(row, "actor1_spans")[:1] == ["Tehran"]
