"""Ingest: where an article goes depends on the article alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipeline import s1_ingest
from pipeline.config import Config, load_config
from pipeline.ingest import read_inputs
from pipeline.runner.corpus import run_corpus
from pipeline.runner.tables import read_rows
from tests.support.corpora import snapshot

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from pipeline.runner.stage import Done

STORY = "Residents of the district said that {} soldiers had crossed the river before dawn and stood near the bridge."


def record(number: int, **fields: Any) -> dict[str, Any]:
    return {"id": f"n{number}", "text": STORY.format(number + 100), **fields}


def write(path: Path, records: list[dict[str, Any]]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(r) + "\n" for r in records))


def ingest(
    tmp_path: Path, *, out: str = "out", config: Config | None = None, workers: int = 1, limit: int | None = None
) -> Done:
    config = config or load_config()
    return run_corpus(s1_ingest.STAGE, [tmp_path / "raw"], tmp_path / out, config, workers=workers, limit=limit)


def articles(tmp_path: Path, out: str = "out") -> list[dict[str, Any]]:
    return [row for path in sorted((tmp_path / out).glob("[0-9]*.parquet")) for row in read_rows(path, "articles")]


def test_every_shard_is_written_and_sorted_and_holds_its_own(tmp_path: Path) -> None:
    write(tmp_path / "raw" / "a.jsonl", [record(number) for number in range(20)])
    assert ingest(tmp_path).counts.passed == 20
    for shard in range(4):
        ids = [row["article_id"] for row in read_rows(tmp_path / "out" / f"{shard:02d}.parquet", "articles")]
        assert ids == sorted(ids)
        assert {int(article_id[:8], 16) % 4 for article_id in ids} <= {shard}


def test_exact_duplicates_are_kept_once_and_counted_wherever_they_stand(tmp_path: Path) -> None:
    write(tmp_path / "raw" / "b.jsonl", [record(1), record(2)])
    write(tmp_path / "raw" / "a.jsonl", [record(1), record(3)])
    done = ingest(tmp_path)
    assert str(done.counts) == "4 read, 3 passed, 1 rejected (1 duplicate)"
    assert sorted(row["document_id"] for row in articles(tmp_path)) == ["n1", "n2", "n3"]
    rejects = list(read_rows(tmp_path / "out" / "_ingest.rejects.parquet", "rejects"))
    assert [(row["item"], row["reason"], row["detail"]) for row in rejects] == [("n1", "duplicate", "the same as n1")]


def test_what_its_owner_tells_apart_by_id_stays_apart(tmp_path: Path) -> None:
    write(tmp_path / "raw" / "a.jsonl", [record(1), {**record(1), "id": "copy"}])
    assert str(ingest(tmp_path).counts) == "2 read, 2 passed"
    assert sorted(row["document_id"] for row in articles(tmp_path)) == ["copy", "n1"]


def test_the_bytes_do_not_depend_on_files_order_workers_or_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [record(number % 25) for number in range(30)]
    write(tmp_path / "raw" / "all.jsonl", records)
    ingest(tmp_path)
    (tmp_path / "raw" / "all.jsonl").unlink()
    for number in range(3):
        write(tmp_path / "raw" / f"{number}.jsonl", records[::-1][number::3])
    monkeypatch.setattr(s1_ingest, "RUN_CHARS", 500)
    monkeypatch.setattr(s1_ingest, "BATCH_FILES", 1)
    ingest(tmp_path, out="split")
    ingest(tmp_path, out="parallel", workers=2)
    assert len(articles(tmp_path)) == 25
    assert snapshot(tmp_path / "split", "[0-9]*") == snapshot(tmp_path / "out", "[0-9]*")
    assert snapshot(tmp_path / "parallel") == snapshot(tmp_path / "split")


def test_a_new_article_touches_one_shard_only(tmp_path: Path) -> None:
    write(tmp_path / "raw" / "a.jsonl", [record(number) for number in range(8)])
    ingest(tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("[0-9]*")}
    write(tmp_path / "raw" / "b.jsonl", [record(99)])
    ingest(tmp_path)
    changed = [name for name, time in before.items() if (tmp_path / "out" / name).stat().st_mtime_ns != time]
    assert len(changed) == 1


def test_rejects_of_the_readers_are_kept(tmp_path: Path) -> None:
    write(tmp_path / "raw" / "a.jsonl", [record(1), {"id": "empty", "text": " "}])
    (tmp_path / "raw" / "b.jsonl").write_text("{broken\n")
    assert str(ingest(tmp_path).counts) == "3 read, 1 passed, 2 rejected (1 broken_json, 1 no_text)"


def test_a_file_name_that_is_no_utf8(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "caf\udce9.txt").write_text(STORY.format(7))
    (tmp_path / "raw" / "\udce9.jsonl").write_text("{broken\n")
    assert str(ingest(tmp_path).counts) == "2 read, 1 passed, 1 rejected (1 broken_json)"


def test_an_input_that_crashes_its_reader_is_rejected_from_there_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Panic(BaseException):
        """What libraries written in Rust raise."""

    def panics(path: Path, *, settings: Any, name: str) -> Any:
        yield from list(read_inputs(path, settings=settings, name=name))[:1]
        if path.name == "a.jsonl":
            raise Panic("seek")

    write(tmp_path / "raw" / "a.jsonl", [record(1), record(2)])
    write(tmp_path / "raw" / "b.jsonl", [record(3)])
    monkeypatch.setattr(s1_ingest, "read_inputs", panics)
    assert str(ingest(tmp_path).counts) == "3 read, 2 passed, 1 rejected (1 crashed)"


def test_limit_counts_records_in_the_order_of_the_inputs(tmp_path: Path) -> None:
    write(tmp_path / "raw" / "a.jsonl", [record(1), record(2)])
    write(tmp_path / "raw" / "b.jsonl", [record(3), record(4)])
    assert ingest(tmp_path, limit=3).counts.read == 3
    assert sorted(row["document_id"] for row in articles(tmp_path)) == ["n1", "n2", "n3"]


def test_settings_reach_the_readers(tmp_path: Path) -> None:
    write(tmp_path / "raw" / "a.jsonl", [{"id": "x", "story": STORY.format(7)}])
    config = load_config()
    named = config.with_value("ingest", "fields", {"text": "story"})
    assert ingest(tmp_path, config=named).counts.passed == 1
    assert ingest(tmp_path, config=config).counts.rejected == {"no_text": 1}
