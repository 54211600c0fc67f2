"""Histories of wars: expressions found with their value, months and days counted on from the date in focus."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.normalise.dates import annotate

MARKED = re.compile(r"\{([^{}|]+)\|([^{}|]*)\}")


class Marked(NamedTuple):
    """A history's text and its expressions: start, end, value ("" where it is not scored)."""

    title: str
    published: date
    text: str
    expressions: list[tuple[int, int, str]]


def histories() -> list[Marked]:
    _, *blocks = (Path(__file__).parent / "histories.txt").read_text(encoding="utf-8").split("\n# ")
    found = []
    for block in blocks:
        head, _, body = block.strip().partition("\n")
        title, _, published = head.partition(" | ")
        text, spans, last = "", [], 0
        for mark in MARKED.finditer(body):
            text += body[last : mark.start()]
            spans.append((len(text), len(text) + len(mark[1]), mark[2]))
            text += mark[1]
            last = mark.end()
        found.append(Marked(title, date.fromisoformat(published), text + body[last:], spans))
    return found


def scored(history: Marked) -> tuple[int, int, int]:
    """Right values, values found and values asked; as TempEval-3 counts, with overlapping spans."""
    found = [e for e in annotate(history.text, published=history.published) if e.kind in ("DATE", "TIME")]
    silent = [(start, end) for start, end, value in history.expressions if not value]
    counted = [e for e in found if not any(e.start < end and start < e.end for start, end in silent)]
    asked = [expression for expression in history.expressions if expression[2]]
    right = sum(
        any(e.value == value for e in counted if e.start < end and start < e.end) for start, end, value in asked
    )
    return right, len(counted), len(asked)


def test_values_of_histories() -> None:
    right, found, asked = (sum(column) for column in zip(*map(scored, histories()), strict=True))
    assert asked > 250
    assert 2 * right / (found + asked) > 0.95


@pytest.mark.parametrize("history", histories(), ids=lambda history: history.title)
def test_no_history_is_dated_by_its_publication(history: Marked) -> None:
    dated = [e for e in annotate(history.text, published=history.published) if e.date_start]
    assert [e.text for e in dated if e.method in ("publication", "publication_tense")] == []
