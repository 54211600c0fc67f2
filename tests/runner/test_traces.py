"""An article keeps its rows as long as everything that they are made from is the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.runner import freshness
from pipeline.runner.freshness import file_sha256
from pipeline.runner.shard import ShardTask, run_shard
from pipeline.runner.tables import read_rows
from pipeline.runner.traces import read_traces, traces_path
from tests.runner.test_shard import task
from tests.support import fake_stage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.runner.tables import Batch


def made(work: ShardTask) -> dict[str, int]:
    """The run of the fake stage in which each sentence was made."""
    run_shard(work)
    return {row["sentence_text"]: row["paragraph"] for row in read_rows(work.output, "sentences")}


def changed_lexicon(monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(paths: tuple[str, ...]) -> str:
        return real(paths) + ("+" if any("lexicons" in path for path in paths) else "")

    real = freshness._package_sha256
    monkeypatch.setattr(freshness, "_package_sha256", changed)


@pytest.fixture
def _forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stage does not look at its previous rows: only the runner keeps any."""
    monkeypatch.setattr(fake_stage, "STAGE", replace(fake_stage.STAGE, reuses=False))


@pytest.mark.usefixtures("_forgetful")
def test_a_new_article_leaves_the_others_alone(tmp_path: Path) -> None:
    first = made(task(tmp_path, ["one", "two"]))
    second = made(task(tmp_path, ["one", "two", "three"]))
    assert {text: second[text] for text in first} == first
    assert made(task(tmp_path, ["two"])) == {"two": first["two"]}


@pytest.mark.usefixtures("_forgetful")
def test_counts_are_those_of_all_articles(tmp_path: Path) -> None:
    run_shard(task(tmp_path, ["one", "EMPTY two"]))
    assert (
        str(run_shard(task(tmp_path, ["one", "EMPTY two", "three"])).counts)
        == "3 read, 2 passed, 1 rejected (1 no_story)"
    )


@pytest.mark.usefixtures("_forgetful")
@pytest.mark.parametrize("damage", ["removed", "of another table", "no traces"])
def test_without_whole_traces_everything_is_made_again(tmp_path: Path, damage: str) -> None:
    work = task(tmp_path, ["one"])
    first, traces = made(work), traces_path(work.output)
    if damage == "removed":
        traces.unlink()
    elif damage == "of another table":
        assert read_traces(work.output, file_sha256(work.output))
        work.output.write_bytes(work.inputs[0].read_bytes())
    else:
        traces.write_text("no table")
    assert made(task(tmp_path, ["one", "two"]))["one"] != first["one"]


@pytest.mark.usefixtures("_forgetful")
def test_a_changed_lexicon_makes_all_rows_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(task(tmp_path, ["one"]))
    changed_lexicon(monkeypatch)
    assert made(task(tmp_path, ["one"])) != first


@pytest.mark.usefixtures("_forgetful")
def test_a_lexicon_that_is_viewed_makes_those_rows_again_that_it_concerns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ["a"]

    def view(batch: Batch) -> Sequence[str]:
        return [said[0] if "one" in text else "" for ((text,),) in batch.columns("articles", ["text"])]

    lexicons = fake_stage.STAGE.lexicons
    monkeypatch.setattr(fake_stage, "STAGE", replace(fake_stage.STAGE, view=view, viewed=lexicons))
    first = made(task(tmp_path, ["one", "two"]))
    changed_lexicon(monkeypatch)
    said[0] = "b"
    second = made(task(tmp_path, ["one", "two"]))
    assert second["one"] != first["one"]
    assert second["two"] == first["two"]


def test_rows_that_come_out_the_same_are_the_same_to_later_stages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = task(tmp_path, ["one"])
    run_shard(work)
    (first,) = read_traces(work.output, file_sha256(work.output)).values()
    changed_lexicon(monkeypatch)
    run_shard(work)
    (second,) = read_traces(work.output, file_sha256(work.output)).values()
    assert second.inputs != first.inputs
    assert second.rows == first.rows
