"""Where an event's date and place are sought: near its trigger first, then in its clause."""

from __future__ import annotations

from tests.support.parses import mentions_of, spans_text


def spans(sentence: str, trigger: str, column: str) -> str:
    row = next(row for row in mentions_of(sentence) if row["trigger_text"] == trigger)
    return " | ".join(spans_text(row, column))


def test_what_hangs_on_a_verb_is_near() -> None:
    near = spans("On Monday, rebels attacked a convoy near Gao in northern Mali.", "attacked", "near_spans")
    assert near == "On Monday | near Gao in northern Mali"


def test_what_hangs_on_the_verb_of_a_noun_is_near() -> None:
    assert "in Doha on Tuesday" in spans("Talks were held in Doha on Tuesday.", "Talks", "near_spans")


def test_a_relative_clause_is_not_the_clause_of_the_verb_above() -> None:
    sentence = "US forces, who left Kabul in August, attacked a camp near Herat on Friday."
    assert spans(sentence, "left", "clause_spans") == "who left Kabul in August"
    clause = spans(sentence, "attacked", "clause_spans")
    assert "near Herat on Friday" in clause
    assert "August" not in clause


def test_whose_and_who_is_not_where() -> None:
    sentence = "Iraqi troops attacked a camp in Herat province."
    assert "Iraqi" not in spans(sentence, "attacked", "clause_spans")
    assert "Herat" in spans(sentence, "attacked", "clause_spans")


def test_the_first_of_two_verbs_shares_its_date() -> None:
    assert "On Monday" in spans("On Monday, rebels attacked the town and burned the market.", "burned", "clause_spans")


def test_who_reports_is_no_part_of_the_event() -> None:
    sentence = "Rebels killed nine people in Gao, the governor said on Monday."
    assert "said on Monday" in spans(sentence, "killed", "report_spans")
    assert "killed" not in spans(sentence, "killed", "report_spans")


def test_a_relative_clause_of_somebody_else_is_aside() -> None:
    sentence = "Jets bombed the town of Gao, which rebels seized four years ago."
    assert spans(sentence, "bombed", "aside_spans") == "which rebels seized four years ago"


def test_what_came_before_or_after_is_aside() -> None:
    sentence = "Rebels shelled Gao on Monday after soldiers killed nine farmers."
    assert "shelled Gao on Monday" in spans(sentence, "killed", "aside_spans")
    assert "soldiers killed nine farmers" in spans(sentence, "shelled", "aside_spans")


def test_what_an_event_came_after_is_above_it_and_not_the_other_way_round() -> None:
    sentence = "Jets bombed Gao in May, after rebels had taken the town."
    assert "in May" in spans(sentence, "taken", "above_spans")
    assert spans(sentence, "bombed", "above_spans") == ""


def test_what_a_participle_says_of_somebody_is_not_above_an_event() -> None:
    sentence = "Two nuns seized in May were at home on Sunday after being freed."
    assert "in May" not in spans(sentence, "freed", "above_spans")
    assert "on Sunday" in spans(sentence, "freed", "above_spans")


def test_what_is_done_about_an_event_later_is_aside() -> None:
    sentence = "Prosecutors charged two suspects in the bombing on Monday."
    assert "on Monday" in spans(sentence, "bombing", "aside_spans")
