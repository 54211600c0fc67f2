"""Single sentences from text to coded mention, published on Saturday, 9 July 2016: rows of sentences.csv."""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tests.support.coding import code

MIDNIGHT = " 00:00:00"  # days come as times
CSV = Path(__file__).with_name("sentences.csv")
with CSV.open(encoding="utf-8", newline="") as lines:
    ROWS = [list(rows) for _, rows in groupby(csv.DictReader(lines), key=lambda row: row["sentence"])]


def coded(sentence: str) -> list[dict[str, Any]]:
    mentions: list[dict[str, Any]] = code(sentence, published="2016-07-09").linked.mentions.to_pylist()
    return mentions


def shown(mention: dict[str, Any]) -> dict[str, str]:
    """A mention as a row of the file has it."""
    renamed = {"event_class": "class", "event_status": "status"}
    columns = (*renamed, "actor1", "actor2", "location", "date_start", "fatalities")
    told = {renamed.get(column, column): mention[column] for column in columns}
    return {name: "" if value is None else str(value).removesuffix(MIDNIGHT) for name, value in told.items()}


@pytest.mark.parametrize("rows", ROWS, ids=lambda rows: rows[0]["sentence"])
def test_a_sentence_is_coded_as_its_rows_say(rows: list[dict[str, str]]) -> None:
    found = {mention["trigger_text"]: shown(mention) for mention in coded(rows[0]["sentence"])}
    told = {row["trigger"]: {k: v for k, v in row.items() if k not in {"sentence", "trigger"}} for row in rows}
    assert {trigger: found.get(trigger) for trigger in told} == told
