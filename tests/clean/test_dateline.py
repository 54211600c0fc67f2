"""Datelines: each row of datelines.csv is a first paragraph, published on 30 July 2021 or in early 2021."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from pipeline.clean import clean

ROWS = list(csv.DictReader((Path(__file__).parent / "datelines.csv").open(encoding="utf-8")))
SUMMER, WINTER = datetime.fromisoformat("2021-07-30"), datetime.fromisoformat("2021-01-02")


def cut(text: str, start: int | None, end: int | None) -> str:
    return "" if start is None else text[start:end]


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:30] for row in ROWS])
def test_datelines_are_taken_apart(row: dict[str, str]) -> None:
    text = row["text"]
    cleaned = clean(text, published_at=WINTER if "Dec" in text else SUMMER, published_method="record")
    dateline = cleaned.dateline
    assert text[cleaned.sentences[0].start :] == row["rest"]
    if row["rest"] == text:
        assert dateline is None
        return
    assert dateline is not None
    assert cut(text, dateline.place_start, dateline.place_end) == row["place"]
    assert cut(text, dateline.date_start, dateline.date_end) == row["date"]
    assert (dateline.date.isoformat() if dateline.date else "") == row["day"]
    assert (dateline.agency or "") == row["agency"]


def test_a_day_without_year_stays_open_when_nothing_dates_the_article() -> None:
    dateline = clean("KABUL, July 20 (Reuters) - Rebels took a post.").dateline
    assert dateline is not None
    assert dateline.date is None


def test_a_full_date_dates_the_article() -> None:
    cleaned = clean("KABUL, July 20, 2021 (Reuters) - Rebels took a post.")
    assert (cleaned.published_at, cleaned.published_method) == (datetime.fromisoformat("2021-07-20"), "dateline")


@pytest.mark.parametrize("glue", ["-", " -", ". ", " . "])
def test_a_headline_on_the_same_line_is_cut_off(glue: str) -> None:
    text = f"Rebels Take Border Post After Night Of Fighting{glue}BAMAKO — Rebels took a post."
    cleaned = clean(text)
    assert [s.kind for s in cleaned.sentences] == ["headline", "body"]
    assert cleaned.dateline is not None
    assert text[cleaned.dateline.place_start : cleaned.dateline.place_end] == "BAMAKO"
