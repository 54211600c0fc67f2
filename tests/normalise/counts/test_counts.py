"""Phrases and the bounds that they give."""

from __future__ import annotations

import pytest

from pipeline.normalise.counts import Count, parse


@pytest.mark.parametrize(
    ("phrase", "low", "high"),
    [
        ("12", 12, 12),
        ("12 people", 12, 12),
        ("1,234,567", 1_234_567, 1_234_567),
        ("2 000", 2000, 2000),
        ("2.5 million", 2_500_000, 2_500_000),
        ("zero", 0, 0),
        ("twenty-five", 25, 25),
        ("three hundred and five", 305, 305),
        ("a dozen", 12, 12),
        ("two dozen", 24, 24),
        ("a couple", 2, 2),
        ("about 20", 20, 20),
        ("some 1,500", 1500, 1500),
        ("nearly 40", 40, 40),
        ("an estimated 3,000", 3000, 3000),
        ("at least 12", 12, None),
        ("more than 100", 100, None),
        ("some soldiers", 2, None),
        ("up to 30", None, 30),
        ("as many as 30 people", None, 30),
        ("fewer than ten", None, 10),
        ("between five and eight", 5, 8),
        ("5 to 8", 5, 8),
        ("twelve or thirteen", 12, 13),
        ("several", 3, 9),
        ("dozens of people", 12, 99),
        ("several hundred", 300, 999),
        ("hundreds of thousands of people", 100_000, 999_999),
        ("eight and five", 8, 8),
    ],
)
def test_bounds(phrase: str, low: int | None, high: int | None) -> None:
    assert parse(phrase) == Count(low, high)
    assert parse(phrase.upper()) == Count(low, high)


@pytest.mark.parametrize("phrase", ["", "the", "a soldier", "no", "an old man", "200,000,000", "900 million"])
def test_no_number(phrase: str) -> None:
    assert parse(phrase) is None


@pytest.mark.parametrize(
    ("low", "high", "best"), [(5, 8, 5), (12, None, 12), (None, 30, 30), (0, 4, 0), (None, None, None)]
)
def test_the_best_figure_is_the_most_conservative(low: int | None, high: int | None, best: int | None) -> None:
    assert Count(low, high).best == best
