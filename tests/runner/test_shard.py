"""A shard's run: all or nothing, every article accounted for, done again only when something has changed."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.config import load_config
from pipeline.errors import PipelineError, SchemaError, UsageError
from pipeline.runner import freshness
from pipeline.runner.shard import ShardTask, record_path, rejects_path, run_shard
from pipeline.runner.tables import read_rows
from tests.support.corpora import snapshot, write_articles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def task(tmp_path: Path, texts: Iterable[str], *, limit: int | None = None) -> ShardTask:
    articles = write_articles(tmp_path / "1_articles" / "00.parquet", texts)
    output = tmp_path / "2_sentences" / "00.parquet"
    return ShardTask("tests.support.fake_stage", (articles,), output, load_config(), limit)


def texts_of(done: ShardTask) -> set[str]:
    return {row["sentence_text"] for row in read_rows(done.output, "sentences")}


def test_the_table_its_rejects_and_its_record_are_written(tmp_path: Path) -> None:
    work = task(tmp_path, ["one", "two", "EMPTY three"])
    done = run_shard(work)
    assert str(done.counts) == "3 read, 2 passed, 1 rejected (1 no_story)"
    assert texts_of(work) == {"one", "two"}
    assert [row["detail"] for row in read_rows(rejects_path(work.output), "rejects")] == ["EMPTY three"]
    assert sorted(path.name for path in work.output.parent.iterdir()) == [
        "00.parquet",
        "_00.rejects.parquet",
        "_00.run.json",
        "_00.traces.parquet",
    ]
    assert json.loads(record_path(work.output).read_text())["counts"]["rejected"] == {"no_story": 1}


def test_an_article_that_crashes_the_stage_is_rejected_and_the_others_go_on(tmp_path: Path) -> None:
    work = task(tmp_path, ["one", "CRASH two", "three"])
    assert run_shard(work).counts.rejected == {"crashed": 1}
    assert texts_of(work) == {"one", "three"}
    assert [row["detail"] for row in read_rows(rejects_path(work.output), "rejects")] == ["ValueError: CRASH two"]


def test_a_second_run_does_nothing_and_gives_the_same_counts(tmp_path: Path) -> None:
    work = task(tmp_path, ["one", "EMPTY two"])
    first = run_shard(work)
    before = snapshot(tmp_path)
    second = run_shard(work)
    assert (first.fresh, second.fresh) == (False, True)
    assert second.counts == first.counts
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("damage", ["output", "record", "rejects", "input", "limit"])
def test_it_runs_again_when_something_differs(tmp_path: Path, damage: str) -> None:
    work = task(tmp_path, ["one"])
    run_shard(work)
    if damage == "output":
        work.output.write_bytes(b"damaged")
    elif damage == "record":
        record_path(work.output).write_text("{")
    elif damage == "rejects":
        rejects_path(work.output).unlink()
    elif damage == "input":
        work = task(tmp_path, ["one", "two"])
    else:
        work = task(tmp_path, ["one"], limit=1)
    assert not run_shard(work).fresh
    assert run_shard(work).fresh


def test_a_changed_lexicon_keeps_rows_and_changed_code_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rows() -> list[int]:
        run_shard(work)
        return [row["paragraph"] for row in read_rows(work.output, "sentences")]

    work = task(tmp_path, ["one"])
    first = rows()
    real = freshness._package_sha256
    monkeypatch.setattr(
        freshness, "_package_sha256", lambda paths: real(paths) + ("+" if "lexicons" in paths[0] else "")
    )
    assert rows() == first, "the row of the earlier output was taken over"
    monkeypatch.setattr(freshness, "_package_sha256", lambda paths: real(paths) + "changed")
    assert rows() != first


def test_a_table_of_other_columns_is_made_anew(tmp_path: Path) -> None:
    work = task(tmp_path, ["one"])
    run_shard(work)
    rows = read_rows(work.output, "sentences")
    pq.write_table(pa.Table.from_pylist([{"article_id": row["article_id"]} for row in rows]), work.output)
    kept = json.loads(record_path(work.output).read_text())
    kept["outputs"][work.output.name] = freshness.file_sha256(work.output)
    kept["key"]["schema"] = "of an earlier version"
    record_path(work.output).write_text(json.dumps(kept))
    assert not run_shard(work).fresh
    assert texts_of(work) == {"one"}


def test_limit_stops_early(tmp_path: Path) -> None:
    assert run_shard(task(tmp_path, ["one", "two", "three"], limit=2)).counts.read == 2


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("MISCOUNT", PipelineError, "1 went in, but 0 are accounted for"),
        ("BREAK", SchemaError, "sentence_kind has 'nonsense'"),
    ],
)
def test_a_stage_that_breaks_its_contract_leaves_no_output(
    tmp_path: Path, text: str, error: type[Exception], message: str
) -> None:
    work = task(tmp_path, ["one", text])
    with pytest.raises(error, match=message):
        run_shard(work)
    assert list(work.output.parent.iterdir()) == []


def test_a_missing_input_is_named(tmp_path: Path) -> None:
    work = task(tmp_path, ["one"])
    work.inputs[0].unlink()
    with pytest.raises(UsageError, match=r"1_articles/00\.parquet: there is no such file"):
        run_shard(work)


def test_a_disk_that_fills_up_keeps_the_old_output(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    work = task(tmp_path, ["one"])
    run_shard(work)
    before = snapshot(tmp_path)
    work = task(tmp_path, [f"{number} " + os.urandom(500).hex() for number in range(100)])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))  # a write beyond that fails, as on a full disk
    try:
        with pytest.raises(PipelineError, match=r"2_sentences/00\.parquet: cannot be written: .*File too large"):
            run_shard(work)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert snapshot(tmp_path, "2_sentences/*") == {k: v for k, v in before.items() if k.startswith("2_sentences")}
