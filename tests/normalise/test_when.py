"""The day of an event: near its trigger, in its clause, its sentence, in focus, else the publication day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.normalise.dates import annotate
from pipeline.normalise.when import When, when
from tests.support.mentions import anchored

PUBLISHED = date(2021, 7, 21)  # a Wednesday


def mention(
    text: str, trigger: str, *, near: str = "", clause: str = "", sentence: str = "", status: str = "occurred"
) -> dict[str, Any]:
    """A mention of an extracted row as far as dating reads it."""
    return anchored(text, trigger, near, clause, sentence) | {"event_status": status}


def dated(text: str, trigger: str, **where: str) -> When:
    return when(mention(text, trigger, **where), annotate(text, published=PUBLISHED), published=PUBLISHED)


def test_the_trigger_s_own_phrase_comes_first() -> None:
    found = dated(
        "Troops withdrew on Monday, the army said on Tuesday.",
        "withdrew",
        near="on Monday",
        clause="Troops withdrew on Monday",
    )
    assert (found.start, found.precision, found.method) == (date(2021, 7, 19), 1, "near")


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
    found = when(
        mention(text, "shell", clause="it would shell the town", status=status),
        annotate(text, published=PUBLISHED),
        published=PUBLISHED,
    )
    assert found == When()


def test_a_range_keeps_both_ends() -> None:
    text = "The drills will run from August 5 to 10."
    found = when(
        mention(text, "drills", near="from August 5 to 10", status="planned"),
        annotate(text, published=PUBLISHED),
        published=PUBLISHED,
    )
    assert (found.start, found.end) == (date(2021, 8, 5), date(2021, 8, 10))


def test_without_a_publication_date_relative_dates_stay_null() -> None:
    text = "Rebels shelled the market on Tuesday."
    assert when(mention(text, "shelled", near="on Tuesday"), annotate(text), published=None) == When()
