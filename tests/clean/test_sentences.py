"""Sentence ends: each row of sentences.csv is a paragraph with its ends marked by |; `gap` stands between sentences."""

import csv
from pathlib import Path

import pytest

from pipeline.clean import MAX_SENTENCE, split_sentences

ROWS = list(csv.DictReader((Path(__file__).parent / "sentences.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("row", ROWS, ids=[row["note"] for row in ROWS])
def test_sentences_end_where_the_row_says(row: dict[str, str]) -> None:
    expected = row["text"].split("|")
    text = row["gap"].join(expected)
    assert [text[start:end].strip() for start, end in split_sentences(text)] == expected


def test_spans_are_offsets_into_the_whole_text() -> None:
    text = "Not this. The army left. The town waited. Nor this."
    assert [text[a:b] for a, b in split_sentences(text, 10, 41)] == ["The army left.", "The town waited."]


@pytest.mark.parametrize("run", ["word " * 100_000, "x" * 500_000, "clause, " * 60_000])
def test_a_run_without_end_is_cut_at_the_limit(run: str) -> None:
    spans = split_sentences(run)
    assert max(end - start for start, end in spans) <= MAX_SENTENCE
    assert "".join(run[a:b] for a, b in spans).replace(" ", "") == run.replace(" ", "")
    if " " in run:
        assert all(end == len(run.rstrip()) or run[end].isspace() for _, end in spans)
