"""Crowd sizes, source scales and narratives."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from pipeline.emit.crowd import crowd_size
from pipeline.emit.notes import narrative
from pipeline.emit.scale import source_scale
from pipeline.link.merge import merge
from tests.support.mentions import mention

with Path(__file__).with_name("cases_crowd.csv").open(encoding="utf-8", newline="") as lines:
    CROWDS = [(row["sentence"], row["size"]) for row in csv.DictReader(lines)]


@pytest.mark.parametrize(("sentence", "size"), CROWDS)
def test_crowd_size_is_in_the_words_of_the_sentence(sentence: str, size: str) -> None:
    assert crowd_size(sentence) == size


@pytest.mark.parametrize(
    ("publishers", "country", "scale"),
    [
        (["Reuters"], "AFG", "International"),
        (["Dawn"], "PAK", "National"),
        (["Dawn"], "AFG", "International"),
        (["Dawn", "Reuters"], "PAK", "National-International"),
        (["Valley Gazette"], "PAK", "Other"),
        ([], "PAK", "Other"),
    ],
)
def test_source_scale(publishers: list[str], country: str, scale: str) -> None:
    assert source_scale(publishers, country) == scale


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"day": "2021-07-20", "place": "Herat"}, "On 20 July 2021, in Herat, Taliban held talks."),
        ({}, "Taliban held talks."),
        ({"event_status": "planned", "place": "Doha"}, "Planned: in Doha, peace talks, negotiations (Taliban)."),
        ({"actor1": None, "actor2": None}, "Unidentified actors held talks."),
    ],
)
def test_narratives(given: dict[str, Any], expected: str) -> None:
    row = mention("The talks went on.", "talks", "talks", **({"actor1": "Taliban"} | given))
    text = narrative(merge([row], event_id="e1"))
    assert text.removeprefix("Agreement: ") == expected
