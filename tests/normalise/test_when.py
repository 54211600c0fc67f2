"""The day of an event: near its trigger, in its clause, its sentence, in focus, else the publication day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.normalise.dates import annotate
from pipeline.normalise.when import Days, When, when
from tests.support.mentions import anchored, stretch

PUBLISHED = date(2021, 7, 21)  # a Wednesday
AWAY = re.compile(r" (?=(?:a|two|four|six) (?:day|week|month)s?)")  # before the words that count the days between two


def mention(
    text: str,
    trigger: str,
    *,
    near: str = "",
    clause: str = "",
    sentence: str = "",
    status: str = "occurred",
    report: str = "",
    aside: str = "",
    above: str = "",
    event_class: str = "withdrawal",
) -> dict[str, Any]:
    """A mention of an extracted row as far as dating reads it."""
    spans = {
        "report_spans": stretch(text, report),
        "aside_spans": stretch(text, aside),
        "above_spans": stretch(text, above),
    }
    row = {"event_class": event_class, "event_status": status, "status_cue": "default", "is_reference": False}
    return anchored(text, trigger, near, clause, sentence) | spans | row


def days(text: str) -> Days:
    return Days.of(text, annotate(text, published=PUBLISHED), published=PUBLISHED)


def dated(text: str, trigger: str, **where: str) -> When:
    return when(mention(text, trigger, **where), days(text))


def test_the_trigger_s_own_phrase_comes_first() -> None:
    found = dated(
        "Troops withdrew on Monday, the army said on Tuesday.",
        "withdrew",
        near="on Monday",
        clause="Troops withdrew on Monday",
    )
    assert (found.start, found.precision, found.method) == (date(2021, 7, 19), 1, "near")


def test_the_term_of_an_ultimatum_is_not_its_day() -> None:
    text = "The junta gave the rebels until noon Friday to leave."
    assert dated(text, "gave", clause=text, sentence=text, event_class="ultimatum").method == "published"
    assert dated(text, "gave", clause=text, sentence=text).text == "noon Friday"


def test_a_date_elsewhere_in_the_sentence_is_taken_with_its_method() -> None:
    found = dated("On Tuesday, officials said, rebels shelled the town.", "shelled", clause="rebels shelled the town")
    assert (found.start, found.method) == (date(2021, 7, 20), "sentence")


def test_the_date_in_focus_lowers_the_precision() -> None:
    text = "Rebels entered the town on Sunday. They shelled the market."
    found = dated(text, "shelled", sentence="They shelled the market.")
    assert (found.start, found.precision, found.method) == (date(2021, 7, 18), 2, "focus")


def test_the_publication_day_is_the_last_resort_and_says_so() -> None:
    found = dated("Rebels shelled the market.", "shelled")
    assert (found.start, found.precision, found.method, found.text) == (PUBLISHED, 2, "published", None)


@pytest.mark.parametrize("status", ["planned", "hypothetical", "negated"])
def test_the_day_of_the_announcement_is_not_the_day_of_the_act(status: str) -> None:
    text = "The army said on Tuesday that it would shell the town."
    assert dated(text, "shell", clause="it would shell the town", status=status) == When()


def test_a_range_keeps_both_ends() -> None:
    text = "The drills will run from August 5 to 10."
    found = dated(text, "drills", near="from August 5 to 10", status="planned")
    assert (found.start, found.end) == (date(2021, 8, 5), date(2021, 8, 10))


def test_without_a_publication_date_relative_dates_stay_null() -> None:
    text = "Rebels shelled the market on Tuesday."
    assert when(mention(text, "shelled", near="on Tuesday"), Days.of(text, annotate(text), published=None)) == When()


def test_the_day_of_a_report_is_not_the_day_of_the_act() -> None:
    text = "Rebels fired on the camp on Sunday. Nine people died, the ministry said on Tuesday."
    place = {"sentence": "Nine people died, the ministry said on Tuesday."}
    found = dated(text, "died", report="the ministry said on Tuesday", **place)
    assert (found.start, found.method) == (date(2021, 7, 18), "focus")
    alone = dated(place["sentence"], "died", report="the ministry said on Tuesday")
    assert (alone.start, alone.precision, alone.method) == (date(2021, 7, 20), 2, "reported")


def test_what_was_told_on_a_day_brings_no_date_into_focus() -> None:
    text = "An aide told reporters in the capital on Monday that roads were shut. Rebels shelled the market."
    assert dated(text, "shelled", sentence="Rebels shelled the market.").method == "published"


def test_a_clause_of_another_moment_dates_nothing_else() -> None:
    text = "Jets bombed the town, which rebels took in 2016."
    assert dated(text, "bombed", clause="Jets bombed the town", aside="which rebels took in 2016").start == PUBLISHED


def test_what_came_before_something_of_another_year_is_about_as_old() -> None:
    text = "Jets bombed the port in March 2013, after rebels had taken the town."
    at = when(
        mention(text, "taken", clause="rebels had taken the town", above="Jets bombed the port in March 2013"),
        days(text),
    )
    assert (at.start, at.precision, at.method) == (date(2013, 3, 1), 3, "beside")


def test_the_worst_fighting_since_a_year_is_not_of_that_year() -> None:
    text = "It was the heaviest fighting since 1990."
    assert dated(text, "fighting", near="since 1990").start == PUBLISHED
    assert dated(text, "fighting", near="since 1990", status="ongoing").start == date(1990, 1, 1)


def test_the_days_up_to_publication_are_a_date() -> None:
    found = dated("Shelling killed six in the past 24 hours.", "Shelling", near="in the past 24 hours")
    assert (found.start, found.end, found.precision) == (date(2021, 7, 20), PUBLISHED, 2)


def test_a_dateline_s_day_comes_before_the_publication_day() -> None:
    text = "GAO, July 19 - Rebels shelled the market."
    head, body = (annotate(text, published=PUBLISHED, spans=[span]) for span in ((0, 12), (15, len(text))))
    days = Days.of(text, body, published=PUBLISHED, dateline=head)
    found = when(mention(text, "shelled", sentence="Rebels shelled the market."), days)
    assert (found.start, found.method) == (date(2021, 7, 19), "dateline")


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("On Monday he was buried, four days after gunmen killed him.", date(2021, 7, 15), 1),
        ("On Monday he was buried, a week after gunmen killed him.", date(2021, 7, 12), 2),
        ("He was buried two days after gunmen killed him.", date(2021, 7, 19), 2),
        ("On Monday he left, a day before gunmen killed him.", date(2021, 7, 20), 1),
        ("He was buried in May, two months after gunmen killed him.", date(2021, 3, 1), 3),
        ("He was buried six months after gunmen killed him.", date(2021, 1, 1), 3),
    ],
)
def test_an_event_is_dated_by_its_distance_from_another(text: str, day: date, precision: int) -> None:
    clause = text[text.index("gunmen") : -1]
    found = dated(text, "killed", clause=clause, aside=AWAY.split(text)[0])
    assert (found.start, found.precision, found.method) == (day, precision, "clause")


@pytest.mark.parametrize(("cue", "day"), [("past", date(2021, 7, 17)), ("default", date(2021, 7, 24))])
def test_a_weekday_of_a_past_tense_is_over(cue: str, day: date) -> None:
    text = "Rebels and a platoon traded shots, dawn Saturday."
    told = mention(text, "traded", near="dawn Saturday") | {"status_cue": cue}
    saturday = [replace(found, date_start=date(2021, 7, 24), date_end=date(2021, 7, 24)) for found in days(text).found]
    assert when(told, replace(days(text), found=saturday)).start == day


def test_what_points_back_from_a_past_tense_is_over() -> None:
    text = "They met on Tuesday. The truce is to begin next Monday. That morning a guard had been shot."
    told = mention(text, "shot", near="That morning", sentence="That morning a guard had been shot.")
    assert when(told | {"status_cue": "past"}, days(text)).start == date(2021, 7, 20)
    assert when(told, days(text)).start == date(2021, 7, 26)


def test_the_date_in_focus_is_the_last_that_is_past() -> None:
    text = "They met on Tuesday. The truce is to begin next Monday. A band stormed a post."
    found = dated(text, "stormed", sentence="A band stormed a post.")
    assert (found.start, found.method) == (date(2021, 7, 20), "focus")


def test_what_is_planned_for_a_weekday_is_on_the_one_to_come() -> None:
    march = dated("Unions have called a march for Monday.", "march", near="for Monday", status="planned")
    assert march.start == date(2021, 7, 26)


def test_what_will_be_in_a_month_is_in_the_one_to_come() -> None:
    text = "Germany will station a battery there from January."
    told = mention(text, "station", near="from January", status="planned") | {"status_cue": "will"}
    assert when(told, days(text)).start == date(2022, 1, 1)
