"""The words of the pages: every code that the pipeline writes has words, every type of ACLED a colour of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pyarrow.parquet as pq
import pytest

from pipeline.normalise.actors.model import Method
from pipeline.normalise.places.model import METHODS
from pipeline.report.lexicon import in_words, report_lexicon, type_names
from pipeline.schema import tables

if TYPE_CHECKING:
    from pathlib import Path


def test_every_type_of_acled_has_a_colour_and_a_shape_of_its_own() -> None:
    (column,) = (column for column in tables()["events"].columns if column.name == "event_type")
    assert set(type_names()[:-1]) == set(column.allowed)
    for quality in ("colour", "shape"):
        assert len({kind[quality] for kind in report_lexicon()["types"]}) == len(type_names())


def test_every_method_has_words() -> None:
    assert set(METHODS) <= set(report_lexicon()["place_reading"])
    assert set(get_args(Method)) <= set(report_lexicon()["actor_method"])


@pytest.mark.parametrize("side", ["date", "place", "actor1", "actor2"])
def test_what_a_corpus_has_is_said_in_words(side: str, golden: Path) -> None:
    codes = set(pq.read_table(golden / "events.parquet")[f"{side}_method"].to_pylist()) - {None}
    known = report_lexicon()[f"{side.rstrip('12')}_method"]
    assert {str(code).partition(":")[0] for code in codes} <= set(known)


def test_a_code_without_words_stands_for_itself() -> None:
    assert in_words("date_method", "by_moon") == "by_moon"
    assert (
        in_words("place_method", "scene:joint")
        == "of the text before it; several places have the name, the article decided"
    )
