"""Files of object stores are worked on as local copies, and put back whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from pipeline.build import build
from pipeline.config import load_config
from pipeline.errors import PipelineError, UsageError
from pipeline.ingest import find_inputs
from pipeline.runner.remote import Mirror, is_remote, path_of, remove
from tests.support.corpora import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def folder() -> Iterator[Any]:
    """A folder of its own in the store that lies in this process."""
    path: Any = path_of(f"memory://{uuid4().hex}")
    yield path
    remove(path)


def test_what_is_local_loads_no_library_of_remote_files_or_clusters() -> None:
    code = (
        "import sys, pipeline.build, pipeline.s1_ingest; print({'distributed', 'fsspec', 'upath'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "set()\n"


@pytest.mark.parametrize(
    ("text", "remote"), [("data/raw", False), ("file:///data/raw", False), ("memory://data/raw", True)]
)
def test_only_other_urls_than_files_are_remote(text: str, remote: bool) -> None:  # noqa: FBT001
    assert is_remote(path_of(text)) is remote
    assert path_of("file:///data/raw") == Path("/data/raw")


def test_a_copy_is_made_changed_and_put_back(folder: Any) -> None:
    (folder / "a.txt").write_text("old")
    with Mirror() as mirror:
        near = mirror.fetch(folder / "a.txt")
        assert near.read_text() == "old"
        near.write_text("new")
        assert (folder / "a.txt").read_text() == "old"
        mirror.put(folder / "a.txt")
    assert (folder / "a.txt").read_text() == "new"
    assert not near.exists()


def test_a_local_file_stands_for_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with Mirror() as mirror:
        assert mirror.fetch(path) == mirror.near(path) == path
        mirror.put(path)
        mirror.put_all(tmp_path)
    remove(path)


def test_a_file_that_is_not_there(folder: Any) -> None:
    with Mirror() as mirror:
        assert not mirror.fetch_if_there(folder / "a.txt").exists()
        with pytest.raises(UsageError, match=r"a\.txt: there is no such file; run the stage that writes it first"):
            mirror.fetch(folder / "a.txt")


def test_inputs_are_files_folders_and_globs(folder: Any) -> None:
    for name in ("a.jsonl", "deep/b.jsonl", "deep/c.csv", "deep/.hidden/d.csv"):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text("")

    def found(argument: str) -> list[str]:
        return [str(path).removeprefix(f"{folder}/") for path in find_inputs([f"{folder}{argument}"])]

    assert found("") == ["a.jsonl", "deep/b.jsonl", "deep/c.csv"]
    assert found("/a.jsonl") == ["a.jsonl"]
    assert found("/*/*.csv") == ["deep/c.csv"]
    with pytest.raises(UsageError, match="no such file, folder or match"):
        found("/none")


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"gs://bucket: .*gcsfs"):
        path_of("gs://bucket")
    monkeypatch.setitem(sys.modules, "upath", None)
    with pytest.raises(UsageError, match=r"s3://bucket: .*; install conflict-events\[cluster\]"):
        path_of("s3://bucket")


def test_whatever_a_store_raises_is_one_line(folder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("no credentials")

    monkeypatch.setattr(folder.fs, "get_file", refuse)
    with Mirror() as mirror, pytest.raises(PipelineError, match=r"a\.txt: RuntimeError: no credentials"):
        mirror.fetch(folder / "a.txt")


def test_a_build_in_a_store_is_a_local_one(folder: Any, golden: Path, tmp_path: Path) -> None:
    """Of inputs that lie here; what only a store's names change is tested in tests/cluster."""
    config = load_config().with_value("run", "workers", 1)
    left = folder / "work/1_articles/.0.ingest.spill/00/0.parquet"  # by a run that was killed
    left.parent.mkdir(parents=True)
    left.write_text("")
    for _ in range(2):  # the second time nothing has changed
        build([Path("tests/golden/input")], folder / "out", interim=folder / "work", config=config)
    folder.fs.get(f"{folder.path}/out/", str(tmp_path / "out"), recursive=True)
    folder.fs.get(f"{folder.path}/work/", str(tmp_path / "out/.interim"), recursive=True)
    assert snapshot(tmp_path / "out") == snapshot(golden)
