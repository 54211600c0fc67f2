"""Results come in the order of the tasks, whatever becomes of the processes."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from pipeline import preload
from pipeline.errors import PipelineError, UsageError
from pipeline.parse import load_parser
from pipeline.runner.executor import run_tasks

if TYPE_CHECKING:
    from pathlib import Path


def square(number: int) -> int:
    time.sleep(0.02 if number % 3 == 0 else 0)  # so that later tasks end before earlier ones
    return number * number


def process_of(_: int) -> int:
    return os.getpid()


def die_while_there(marker: Path) -> str:
    if marker.exists():
        marker.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return marker.name


def die(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(number: int) -> int:
    if number == 2:
        raise UsageError("two is no number")
    return number


def model_of(_: int) -> int:
    """How often this process has loaded a model when the stages ask for one; on Linux they have that of all workers."""
    load_parser(None)
    return load_parser.cache_info().misses


def test_workers_share_what_is_loaded_once() -> None:
    preload.load()
    loaded = load_parser.cache_info().misses
    load_parser(None)
    assert load_parser.cache_info().misses == loaded
    assert list(run_tasks(model_of, range(4), workers=2, preload=True)) == [1] * 4


def test_a_killed_worker_is_replaced_by_one_that_shares_as_well(tmp_path: Path) -> None:
    markers = [tmp_path / str(number) for number in range(4)]
    markers[1].touch()
    assert list(run_tasks(die_while_there, markers, workers=2, preload=True)) == ["0", "1", "2", "3"]


@pytest.mark.parametrize("workers", [1, 2])
def test_results_are_in_order(workers: int) -> None:
    assert list(run_tasks(square, range(30), workers=workers)) == [number * number for number in range(30)]


def test_one_worker_or_one_task_stays_in_this_process() -> None:
    assert set(run_tasks(process_of, range(3), workers=1)) == {os.getpid()}
    assert list(run_tasks(process_of, [1], workers=4)) == [os.getpid()]
    assert list(run_tasks(process_of, [], workers=4)) == []
    assert os.getpid() not in run_tasks(process_of, range(3), workers=2)


def test_one_worker_may_be_a_process_of_its_own_that_is_gone_with_what_it_holds() -> None:
    (process,) = set(run_tasks(process_of, range(3), workers=1, apart=True))
    assert process != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_tasks_are_taken_only_as_they_are_done() -> None:
    taken = []
    results = run_tasks(square, (taken.append(n) or n for n in range(1000)), workers=2)  # type: ignore[func-returns-value]
    assert next(results) == 0
    assert len(taken) < 20
    results.close()


def test_a_killed_workers_task_is_done_again(tmp_path: Path) -> None:
    markers = [tmp_path / str(number) for number in range(4)]
    markers[1].touch()
    assert list(run_tasks(die_while_there, markers, workers=2)) == ["0", "1", "2", "3"]


def test_workers_that_always_die_end_the_run_with_one_line() -> None:
    with pytest.raises(PipelineError, match="a worker process died 3 times at one of 7, 8: is memory short"):
        list(run_tasks(die, [7, 8], workers=2))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_fault_of_the_run_is_passed_on(workers: int) -> None:
    with pytest.raises(UsageError, match="two is no number"):
        list(run_tasks(refuse, [1, 2, 3], workers=workers))
