"""The evidence of an event: sentences cut at their marks, links that a browser may follow, how values were found."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.report.evidence import evidence_of, pieces, safe_link
from pipeline.schema import tables
from tests.support.mentions import mention

SENTENCE = "The Taliban seized Kabul on Sunday."
EVENT: dict[str, Any] = dict.fromkeys(column.name for column in tables()["events"].columns) | {
    "event_id": "e1",
    "event_class": "territory_nonstate_gain",
    "event_status": "occurred",
    "rule_id": "seize.verb",
    "notes": "Taliban seized Kabul.",
    "confidence": 0.9,
    "place_method": "near:joint",
    "location": "Kabul",
    "country": "Afghanistan",
    "geo_precision": 1,
}


def told(**given: Any) -> dict[str, Any]:
    """A mention of the sentence, which begins at 100 in its article."""
    return mention(SENTENCE, "seized", "territory_nonstate_gain", at=100) | given


def span(words: str) -> dict[str, int]:
    start = 100 + SENTENCE.index(words)
    return {"start": start, "end": start + len(words)}


def test_a_sentence_is_cut_at_its_marks() -> None:
    row = told(actor1_spans=[span("The Taliban")], place_text_start=119, place_text_end=124)
    assert pieces(row) == [
        ["The Taliban", "actor1"],
        [" ", ""],
        ["seized", "trigger"],
        [" ", ""],
        ["Kabul", "place"],
        [" on Sunday.", ""],
    ]


def test_marks_may_lie_over_each_other() -> None:
    row = told(actor1_spans=[span("The Taliban"), span("Taliban")], actor2_spans=[span("Taliban")])
    assert pieces(row)[:2] == [["The ", "actor1"], ["Taliban", "actor1 actor2"]]


def test_what_stands_in_another_sentence_is_not_marked() -> None:
    row = told(date_text_start=3, date_text_end=9, actor2_spans=[{"start": 10, "end": 20}])
    assert [names for _, names in pieces(row) if names] == ["trigger"]
    assert "".join(text for text, _ in pieces(row)) == SENTENCE


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://paper.example/a?b=c", "https://paper.example/a?b=c"),
        (" http://paper.example ", "http://paper.example"),
        ("HTTPS://paper.example", "https://paper.example"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,<script>", None),
        ("file:///etc/passwd", None),
        ("//paper.example", None),
        ("https:paper", None),
        ("http://[bad", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_are_links(url: str | None, link: str | None) -> None:
    assert safe_link(url) == link


def test_values_say_how_they_were_found() -> None:
    values = evidence_of(EVENT, [told()])["values"]
    assert ["Class", "territory_nonstate_gain", "rule seize.verb"] in values
    assert ["Place", "Kabul, Afghanistan", (
        "in the trigger's own phrase; several places have the name, the article decided, named place"
    )] in values  # fmt: skip
    assert "Deaths" not in [name for name, *_ in values], "what is not known is not shown"


def test_an_article_without_a_title_goes_by_its_id() -> None:
    (article,) = evidence_of(EVENT, [told(title=None, document_id="desk/7.txt", url="ftp://x")])["articles"]
    assert (article["title"], article["url"]) == ("desk/7.txt", None)
