"""A build on a cluster gives the bytes of a local one, wherever tables lie and whatever becomes of the workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline import cli
from pipeline.errors import PipelineError
from pipeline.runner import cluster, progress
from pipeline.runner.executor import run_tasks
from tests.support.corpora import snapshot
from tests.support.readme import cluster_commands

if TYPE_CHECKING:
    from upath import UPath

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = (ROOT / "data/raw/meridian_wire.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:12]


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of articles that have ids and are all taken, so that no table holds the file's name."""
    file = tmp_path_factory.mktemp("raw") / "wire.jsonl"
    file.write_text("".join(ARTICLES), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def local(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All files of a local build."""
    output = tmp_path_factory.mktemp("local")
    assert cli.main(["build", str(articles), "--output", str(output), "--workers", "1"]) == 0
    return snapshot(output)


def square(number: int) -> int:
    time.sleep(0.02 if number % 3 == 0 else 0)  # so that later tasks end before earlier ones
    progress.advance()
    return number * number


def die(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_input_work_and_output_in_an_object_store(
    scheduler: str,
    store: UPath,
    articles: Path,
    local: dict[str, bytes],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    store.fs.put_file(str(articles), f"{store.path}/raw/2023-04/{articles.name}")
    *_, (_, *command) = cluster_commands(folder=str(store), address=scheduler)
    assert cli.main(command) == 0
    store.fs.get(f"{store.path}/events/2023-04/", str(tmp_path / "out"), recursive=True)
    store.fs.get(f"{store.path}/work/2023-04/", str(tmp_path / "out/.interim"), recursive=True)
    assert snapshot(tmp_path / "out") == local
    assert [name for name in store.fs.find(store.path) if "/." in name] == []
    capfd.readouterr()
    assert cli.main(command) == 0
    assert capfd.readouterr().err.count("(nothing has changed)") == 7


def test_a_worker_killed_in_the_middle_loses_nothing(
    scheduler: str, articles: Path, local: dict[str, bytes], tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "pipeline", "build", str(articles), "--output", str(tmp_path)]
    command += ["--scheduler", scheduler]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as build:
        while not (parts := list(tmp_path.glob(".interim/2_sentences/.*.part"))):
            assert build.poll() is None
            time.sleep(0.01)
        os.kill(int(parts[0].name.split(".")[-2]), signal.SIGKILL)
        _, said = build.communicate()
    assert build.returncode == 0, said
    assert snapshot(tmp_path) == local


def test_results_are_in_order_few_tasks_are_held_and_progress_is_told(scheduler: str) -> None:
    taken: list[int] = []
    told: list[int] = []
    progress.listen(told.append)
    tasks = (taken.append(number) or number for number in range(30))  # type: ignore[func-returns-value]
    results = run_tasks(square, tasks, workers=0, scheduler=scheduler)
    assert next(results) == 0
    assert len(taken) <= 2 * cluster.AHEAD
    assert list(results) == [number * number for number in range(1, 30)]
    progress.listen(None)
    assert sum(told) == 30


def test_workers_of_another_version_are_refused(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "installation", lambda: "another")
    with pytest.raises(PipelineError, match="a worker has other code, lexicons or libraries than this machine"):
        list(run_tasks(square, [1], workers=0, scheduler=scheduler))


def test_a_task_that_always_kills_its_worker_ends_the_run_with_one_line(scheduler: str) -> None:
    with pytest.raises(PipelineError, match="workers died again and again at 7: is memory short"):
        list(run_tasks(die, [7], workers=0, scheduler=scheduler))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tcp://127.0.0.1:9", "no scheduler answers: Timed out trying to connect to tcp://127.0.0.1:9 after 0.2 s"),
        ("nonsense", "no scheduler answers: missing port number in address 'nonsense'"),
    ],
)
def test_a_scheduler_that_is_not_there_is_one_line(
    address: str,
    said: str,
    articles: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.2)
    command = ["build", str(articles), "--output", str(tmp_path), "--scheduler", address]
    assert cli.main(command) == 1
    assert capfd.readouterr().err == f"conflict-events: --scheduler {address}: {said}\n"


def test_without_the_extra_one_line_says_what_to_install(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    command = ["build", str(articles), "--output", str(tmp_path), "--scheduler", "tcp://127.0.0.1:9"]
    assert cli.main(command) == 2
    assert capfd.readouterr().err.endswith("; install conflict-events[cluster]\n")
