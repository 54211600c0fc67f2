"""Briefs are read by the model of senses as well; longer articles by frames alone."""

from __future__ import annotations

from typing import Any

from pipeline import s3_parse
from tests.support.coding import code

# No frame knows this; the model is sure of it.
NEWS = "Officers put an end to the rule of President Conde on Sunday."
MORE = ("Shops stayed shut in the capital.", "Buses ran as usual.", "The markets were quiet on Monday.")


def coded(*sentences: str) -> tuple[list[Any], list[dict[str, Any]]]:
    """The rules of the mentions of an article, and the parses of its sentences."""
    done = code(" ".join(sentences), published="2021-09-07")
    return done.linked.mentions["rule_id"].to_pylist(), done.articles[0].tables["parses"]


def test_news_that_no_frame_knows_is_found_in_a_brief() -> None:
    rules, parses = coded(NEWS)
    assert rules == ["sense.coup"]
    assert parses[0]["sense_classes"][0] == "coup"


def test_a_parse_that_is_kept_forgets_a_reading_that_is_not_made_any_more() -> None:
    (parse,) = coded(NEWS)[1]
    row = s3_parse._parse_row({**parse, "sentence_text": NEWS, "sentence_kind": "body"}, parse, {})
    assert (row["lemmas"], row["sense_classes"]) == (parse["lemmas"], None)


def test_a_longer_article_is_not_read_by_the_model() -> None:
    rules, parses = coded(NEWS, *MORE)
    assert rules == []
    assert all(parse["sense_classes"] is None for parse in parses)
