"""The whole build: same bytes whatever happens on the way, nothing done twice, nothing lost."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import cli
from pipeline.build import build
from pipeline.config import load_config
from tests.support.corpora import snapshot

if TYPE_CHECKING:
    import pytest

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
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "build",
        str(INPUT),
        "--output",
        str(tmp_path / "out"),
        "--workers",
        "2",
    ]
    moments = random.Random(11)
    for _ in range(4):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.5, 3.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    assert snapshot(tmp_path / "out") == snapshot(golden)


def test_limit_ends_early(tmp_path: Path) -> None:
    assert cli.main(["build", str(INPUT), "--output", str(tmp_path / "out"), "--limit", "1", "--workers", "1"]) == 0
    counts = records(tmp_path)["out/.interim/1_articles/_ingest.run.json"]["counts"]
    assert isinstance(counts, dict)
    assert counts["read"] == 1
