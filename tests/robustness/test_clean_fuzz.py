"""Whatever a text is, cleaning gives spans that cover it, in order, and never raises or takes for ever."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import DROP_REASONS, MAX_SENTENCE, PUBLISHED_METHODS, Cleaned, clean

PIECES = [
    "MOSCOW: ",
    "KABUL, July 20 (Reuters) — ",
    "(AP)",
    " - ",
    "-A",
    "\n",
    "\n\n",
    ". ",
    "...",
    "!” ",
    "U.S. ",
    "Mr. ",
    "No. 5 ",
    "a.m. ",
    "''",
    "``",
    "Advertisement",
    "Opinion\n\n",
    "Published in Example, July 21st, 2021\n",
    "Updated 28 Mar, 2024\n",
    "By Jane Roe\n",
    "Comments\n\n",
    "©",
    "(Reporting by Jane Roe)",
    "Photo: ",
    "Hide Caption 2 of 3",
    "Read more",
    "share ",
    "The army left the town on Tuesday, officials said. ",
    "x",
    "9",
    "\x97",
]
FUZZ = settings(deadline=None, max_examples=150, derandomize=True)


def check(text: str, **given_values: Any) -> Cleaned:
    cleaned = clean(text, **given_values)
    spans = sorted([(s.start, s.end) for s in cleaned.sentences] + [(d.start, d.end) for d in cleaned.dropped])
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()
    assert all(s.end - s.start <= MAX_SENTENCE for s in cleaned.sentences)
    assert {d.reason for d in cleaned.dropped} <= set(DROP_REASONS)
    assert cleaned.published_method is None or cleaned.published_method in PUBLISHED_METHODS
    return cleaned


@given(st.text(max_size=400), st.none() | st.text(max_size=40))
@FUZZ
def test_any_text(text: str, title: str | None) -> None:
    check(text, title=title)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@FUZZ
def test_any_mixture_of_what_pages_hold(text: str) -> None:
    check(text, title=text[:20] or None)
    check(text, published_at=datetime.fromisoformat("2021-07-21"), published_method="record")


@pytest.mark.parametrize("piece", PIECES)
def test_endless_repetition(piece: str) -> None:
    check(piece * (100_000 // len(piece)))
    check(piece * (590 // len(piece)) + "!")


@pytest.mark.parametrize(
    "text",
    [
        "word " * 100_000,
        "x" * 500_000,
        "9" * 1_000_000,
        "\u202e" * 10_000,
        "\ud800" * 100,
        "a\nb " * 50_000,
        "." * 300_000,
        "by email " * 60,
    ],
    ids=["sentence", "word", "digits", "marks", "surrogates", "lines", "stops", "shares"],
)
def test_hard_texts(text: str) -> None:
    check(text)
