"""Two coders' decisions: what both said, how often alike, and Krippendorff's alpha."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from pipeline import cli
from pipeline.link.decisions import Decision
from pipeline.review.coder_agreement import Agreement, agreements
from pipeline.review.journal import Journal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def verdicts(text: str) -> list[Decision]:
    """Decisions on the mentions 1, 2 ...: a(ccept), s(trike), - for none."""
    words = {"a": "accept", "s": "strike"}
    return [Decision(decision=words[sign], mention_id=str(n)) for n, sign in enumerate(text, 1) if sign in words]


def found(left: Sequence[Decision], right: Sequence[Decision]) -> dict[str, Agreement]:
    return {one.question: one for one in agreements(left, right)}


def test_alpha_of_verdicts_is_that_of_the_book() -> None:
    # Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", A: binary data, two observers, no missing data.
    left = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    right = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    signs = {0: "a", 1: "s"}
    one, other = ("".join(signs[value] for value in coder) for coder in (left, right))
    assert found(verdicts(one), verdicts(other))["verdict"].alpha == pytest.approx(0.095, abs=0.001)


def test_only_what_both_have_judged_counts() -> None:
    verdict = found(verdicts("aas-"), verdicts("as-s"))["verdict"]
    assert (verdict.both, verdict.alike) == (2, 0.5)


def test_alpha_is_not_defined_where_all_say_the_same_or_nothing() -> None:
    for left, right in (("aa", "aa"), ("a-", "-a")):
        assert math.isnan(found(verdicts(left), verdicts(right))["verdict"].alpha)


def test_pairs_are_compared_whichever_comes_first() -> None:
    left = [Decision(decision="merge", mention_id="1", other_mention_id="2")]
    right = [Decision(decision="split", mention_id="2", other_mention_id="1")]
    same = found(left, right)["same event"]
    assert (same.both, same.alike) == (1, 0.0)


def test_a_corrected_column_is_compared_with_what_the_other_left() -> None:
    left = [*verdicts("aa"), Decision(decision="correct", mention_id="1", column="fatalities", value="4")]
    assert found(left, verdicts("aa"))["fatalities"].alike == 0.5
    assert "actor1" not in found(left, verdicts("aa")), "nobody has corrected it"


def test_the_command_prints_a_line_for_each_question(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("a.csv", "aass"), ("b.csv", "aasa")):
        Journal(tmp_path / name).append(verdicts(text))
    assert cli.main(["agreement", str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "question                   both  alike  alpha",
        "verdict                       4   0.75   0.53",
        "same event                    0",
    ]
    assert cli.main(["agreement", str(tmp_path / "a.csv"), str(tmp_path / "c.csv")]) == 1
    assert "c.csv: No such file" in capsys.readouterr().err
