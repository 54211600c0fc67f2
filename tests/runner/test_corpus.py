"""A stage over the corpus puts all its files in place, or none; what has not changed keeps its time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from pipeline.config import load_config
from pipeline.errors import PipelineError
from pipeline.runner.corpus import run_corpus
from pipeline.runner.rejects import Reject
from pipeline.runner.stage import CorpusStage, Done, Job
from pipeline.runner.tables import read_rows, table_writer
from tests.support.corpora import article, snapshot

if TYPE_CHECKING:
    from pathlib import Path


def one_file_per_line(job: Job) -> None:
    for line in job.inputs[0].read_text().splitlines():
        job.counts.read += 1
        if line == "FAIL":
            raise PipelineError("the stage cannot go on")
        if line == "EMPTY":
            job.reject(Reject(line, "no_text"))
            continue
        name, _, text = line.partition(" ")
        with table_writer(job.folder / f"{name}.parquet", "articles") as writer:
            writer.write([article(text)])
        job.counts.passed += line != "LOST"


STAGE = CorpusStage(
    name="lines",
    module=__name__,
    reads=("input",),
    writes="output",
    code=(),
    inputs=lambda inputs, _config: inputs,
    run=one_file_per_line,
    tables=("articles",),
    last="last.parquet",
)


def run(tmp_path: Path, *lines: str) -> Done:
    (tmp_path / "input.txt").write_text("\n".join(lines))
    return run_corpus(STAGE, [tmp_path / "input.txt"], tmp_path / "output", load_config(), workers=1)


def test_outputs_rejects_and_record(tmp_path: Path) -> None:
    done = run(tmp_path, "last one", "other two", "EMPTY")
    assert (done.counts.passed, done.counts.rejected) == (2, Counter(no_text=1))
    assert sorted(path.name for path in (tmp_path / "output").iterdir()) == [
        "_lines.rejects.parquet",
        "_lines.run.json",
        "last.parquet",
        "other.parquet",
    ]
    assert [row["item"] for row in read_rows(tmp_path / "output" / "_lines.rejects.parquet", "rejects")] == ["EMPTY"]
    assert run(tmp_path, "last one", "other two", "EMPTY").fresh


def test_a_file_that_has_not_changed_keeps_its_time_and_the_last_one_is_the_newest(tmp_path: Path) -> None:
    run(tmp_path, "last one", "same two", "new three")
    times = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "output").iterdir()}
    run(tmp_path, "last one", "same two", "new four")
    now = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "output").iterdir()}
    assert now["same.parquet"] == times["same.parquet"]
    assert now["new.parquet"] > times["new.parquet"]
    assert now["last.parquet"] == max(now.values())


def test_files_that_are_no_longer_made_are_removed(tmp_path: Path) -> None:
    run(tmp_path, "last one", "other two")
    run(tmp_path, "last one")
    assert not (tmp_path / "output" / "other.parquet").exists()


@pytest.mark.parametrize(
    ("line", "message"), [("FAIL", "cannot go on"), ("LOST", "2 went in, but 1 are accounted for")]
)
def test_a_fault_leaves_everything_as_it_was(tmp_path: Path, line: str, message: str) -> None:
    run(tmp_path, "last one", "other two")
    before = snapshot(tmp_path / "output")
    with pytest.raises(PipelineError, match=message):
        run(tmp_path, "last three", line)
    assert snapshot(tmp_path / "output") == before
