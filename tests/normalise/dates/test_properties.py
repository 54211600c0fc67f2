"""What holds for every text: exact offsets, start <= end, no date without a date word, a week's shift shifts a week."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.normalise.dates import METHODS, PRECISIONS, annotate
from pipeline.normalise.dates.lexicon import load

DAYS = st.dates(date(1950, 1, 10), date(2070, 12, 20))
GLUE = {"of", "the", "from", "to", "between", "and", "in", "on", "since", "ago", "-", ",", "a"}
VOCABULARY = sorted({word for _, word in load().values} | GLUE)
NUMBERS = st.integers(0, 2200).map(str)
PLAIN = st.sampled_from(["the", "rebels", "took", "a", "bridge", "near", "Kunduz", "and", "fled"])
RELATIVE = (
    "yesterday", "tomorrow", "today", "last night", "this morning", "on Monday", "last Friday", "next Sunday",
    "last week", "this week", "next week", "over the weekend", "last weekend", "two days ago", "three weeks ago",
    "late last week",
)  # fmt: skip


def check(text: str, published: date | None) -> None:
    last = 0
    for found in annotate(text, published=published):
        assert found.text == text[found.start : found.end]
        assert last <= found.start < found.end
        last = found.end
        assert found.precision in PRECISIONS
        assert found.method in METHODS
        assert (found.date_start is None) == (found.date_end is None)
        if found.date_start and found.date_end:
            assert found.date_start <= found.date_end


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.one_of(st.sampled_from(VOCABULARY).map(str.title), st.sampled_from(VOCABULARY), NUMBERS), max_size=14),
    st.none() | DAYS,
)
def test_any_sequence_of_date_words(words: list[str], published: date | None) -> None:
    check(" ".join(words), published)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=200), st.none() | st.dates())
def test_any_text(text: str, published: date | None) -> None:
    check(text, published)


@settings(deadline=None)
@given(st.lists(PLAIN, max_size=30), DAYS)
def test_no_date_without_a_date_word(words: list[str], published: date) -> None:
    assert annotate(" ".join(words), published=published) == []


@settings(deadline=None)
@given(st.sampled_from(RELATIVE), DAYS)
def test_a_week_later_the_phrase_means_a_week_later(phrase: str, published: date) -> None:
    week = timedelta(days=7)
    (now,), (then,) = (annotate(f"It happened {phrase}.", published=day) for day in (published, published + week))
    assert now.date_start
    assert now.date_end
    assert (then.date_start, then.date_end) == (now.date_start + week, now.date_end + week)


@settings(deadline=None)
@given(DAYS, st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%A, %d %B %Y", "%d.%m.%Y"]))
def test_a_full_date_is_itself_whatever_the_publication(day: date, form: str) -> None:
    found = annotate(day.strftime(form), published=date(2021, 7, 21), day_first=True)
    assert [expression.date_start for expression in found] == [day]


@pytest.mark.parametrize("text", ["9" * 100_000, "1 " * 20_000, "May " * 20_000, "the last " * 20_000, "\n" * 50_000])
def test_long_runs_are_no_trouble(text: str) -> None:
    check(text, date(2021, 7, 21))
