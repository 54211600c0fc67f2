"""The whole build: same bytes whatever happens on the way, nothing done twice, nothing lost."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import cli, s3_parse
from pipeline.build import build
from pipeline.config import load_config
from tests.support.corpora import snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

    from pipeline.config import Config
    from pipeline.runner.tables import Row

INPUT = Path("tests/golden/input")
PRODUCTS = {
    "events.parquet",
    "events.csv",
    "acled.parquet",
    "acled.csv",
    "mentions.parquet",
    "codebook.md",
    "datapackage.json",
}


def records(folder: Path) -> dict[str, dict[str, object]]:
    """All .run.json of a build."""
    return {str(path.relative_to(folder)): json.loads(path.read_text()) for path in sorted(folder.rglob("*.run.json"))}


def test_a_build_has_all_products_and_leaves_nothing_half_done(golden: Path) -> None:
    names = {path.name for path in golden.iterdir()}
    assert names >= PRODUCTS
    assert not list(golden.rglob("*.part"))


def test_what_goes_into_a_stage_comes_out_or_is_counted(golden: Path) -> None:
    found = records(golden)
    assert len(found) == 3 + 4 * 4
    for name, record in found.items():
        counts = record["counts"]
        assert isinstance(counts, dict)
        away = sum(counts["rejected"].values()) + sum(counts["skipped"].values())
        assert counts["read"] == counts["passed"] + away, name


def test_a_second_build_does_nothing(golden: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = snapshot(golden)
    stamps = records(golden)
    with caplog.at_level("INFO", logger="pipeline"):
        build([INPUT], golden, interim=golden / ".interim", config=load_config().with_value("run", "workers", 1))
    assert [message.endswith("(nothing has changed)") for message in caplog.messages] == [True] * 7
    assert snapshot(golden) == before
    assert records(golden) == stamps


def test_stages_of_a_large_corpus_run_in_processes_of_their_own_to_the_same_bytes(
    golden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("pipeline.build.LARGE_CORPUS", 1)
    one = load_config().with_value("run", "workers", 1)
    build([INPUT], tmp_path / "out", interim=tmp_path / "out" / ".interim", config=one)
    assert snapshot(tmp_path / "out") == snapshot(golden)
    caplog.clear()
    with caplog.at_level("INFO", logger="pipeline"):
        build([INPUT], tmp_path / "out", interim=tmp_path / "out" / ".interim", config=one)
    assert [message.endswith("(nothing has changed)") for message in caplog.messages] == [True] * 7


def test_two_workers_and_shuffled_inputs_give_the_same_bytes(golden: Path, tmp_path: Path) -> None:
    inputs = [str(path) for path in sorted(INPUT.iterdir(), reverse=True)]
    rejects = tmp_path / "rejects.csv"
    assert (
        cli.main(["build", *inputs, "--output", str(tmp_path / "out"), "--workers", "2", "--rejects", str(rejects)])
        == 0
    )
    assert snapshot(tmp_path / "out") == snapshot(golden)
    assert "broken_json" in rejects.read_text()


def test_a_build_killed_at_random_moments_ends_with_the_same_bytes(golden: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "build", str(INPUT), "--output", str(tmp_path / "out"), "--workers"]
    moments = random.Random(11)
    for workers in ("1", "2", "1", "2"):
        process = subprocess.Popen([*command, workers], stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.5, 2.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run([*command, "1"], check=True, stderr=subprocess.DEVNULL)
    assert snapshot(tmp_path / "out") == snapshot(golden)


def test_limit_ends_early(tmp_path: Path) -> None:
    assert cli.main(["build", str(INPUT), "--output", str(tmp_path / "out"), "--limit", "1", "--workers", "1"]) == 0
    counts = records(tmp_path)["out/.interim/1_articles/_ingest.run.json"]["counts"]
    assert isinstance(counts, dict)
    assert counts["read"] == 1


def test_after_a_new_article_only_its_sentences_are_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    real = s3_parse._parse

    def counted(sentences: list[Row], config: Config) -> Sequence[Row]:
        parsed.extend(row["sentence_text"] for row in sentences)
        return real(sentences, config)

    def run(output: str) -> set[str]:
        parsed.clear()
        assert cli.main(["build", "raw", "--output", output, "--workers", "1"]) == 0
        return set(parsed)

    lines = (INPUT / "articles.jsonl").read_text().splitlines()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(s3_parse, "_parse", counted)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.jsonl").write_text("\n".join(lines[:3]))
    first = run("out")
    (tmp_path / "raw" / "b.jsonl").write_text(lines[4])
    second = run("out")
    assert first
    assert second
    assert not first & second
    assert run("fresh") == first | second
    told_of_before = ("changes.parquet", "datapackage.json")  # the only files that know the release that was there
    updated, fresh = (
        {name: content for name, content in snapshot(tmp_path / folder).items() if name not in told_of_before}
        for folder in ("out", "fresh")
    )
    assert updated == fresh


def test_after_an_edit_of_a_frame_the_tables_are_those_of_a_fresh_build(tmp_path: Path) -> None:
    def run(output: str) -> dict[str, bytes]:
        command = [sys.executable, "-m", "pipeline", "build", "raw.jsonl", "--output", output, "--log-level", "error"]
        subprocess.run(command, cwd=tmp_path, check=True)
        told_of_before = ("_changes.parquet", "changes.parquet", "datapackage.json")
        made = snapshot(tmp_path / output)
        return {
            name: content for name, content in made.items() if not name.endswith((*told_of_before, ".traces.parquet"))
        }

    shutil.copytree("pipeline", tmp_path / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(INPUT / "articles.jsonl", tmp_path / "raw.jsonl")
    first = run("out")
    frames = tmp_path / "pipeline/lexicons/events/violence.toml"
    old = 'id = "shell.verb"\nclass = "shelling"'
    assert old in frames.read_text(encoding="utf-8")
    frames.write_text(frames.read_text(encoding="utf-8").replace(old, old.replace("shelling", "airstrike")))
    assert first != run("out") == run("fresh")


def test_more_rejects_than_allowed_is_code_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "strict.toml").write_text("[run]\nmax_rejects = 0.05\n")
    command = ["build", str(INPUT), "--output", str(tmp_path / "out"), "--config", str(tmp_path / "strict.toml")]
    assert cli.main(command) == 4
    assert "1 rejected (1 broken_json); rejected are more than the share of 0.05" in capsys.readouterr().err


def test_an_input_that_cannot_be_read_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = Path.open

    def refuse(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name == "raid.html":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", refuse)
    assert cli.main(["build", str(INPUT), "--output", str(tmp_path / "out"), "--workers", "1"]) == 1
    assert capsys.readouterr().err.endswith("tests/golden/input/raid.html: cannot be read: Permission denied\n")
    assert list((tmp_path).rglob("*.parquet")) == []
