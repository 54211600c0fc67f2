"""Tasks shared out to the workers of a Dask cluster: results in the order of the tasks, lost tasks done again."""

from __future__ import annotations

import logging
import tempfile
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from pipeline.errors import PipelineError, UsageError
from pipeline.runner import progress
from pipeline.runner.freshness import installation
from pipeline.runner.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from distributed import Client, Future

LOG = logging.getLogger(__name__)

CONNECT_SECONDS = 10
AHEAD = 4
"""Tasks under way for each worker: none waits for work, and a corpus of any size has few tasks in the scheduler."""

LOST = "the scheduler was lost; the same command goes on from what is finished"

Task = TypeVar("Task")
Result = TypeVar("Result")

_one_at_a_time = threading.Lock()


def run_on_cluster(function: Callable[[Task], Result], tasks: Iterable[Task], *, scheduler: str) -> Generator[Result]:
    """The results of all tasks in their order, as executor.run_tasks gives them, computed by the cluster's workers.

    A worker that dies loses nothing: its tasks are done again elsewhere. Raises what a task raised; PipelineError when
    no scheduler answers, when workers keep dying at one task (Dask's `allowed-failures`), or when they have another
    version of this package.
    """
    with _connected(scheduler) as client:
        from distributed import as_completed  # noqa: PLC0415 - optional

        window: Window[Task, Result] = Window(iter(tasks), size=1)
        running: dict[Future, int] = {}
        completed = as_completed(loop=client.loop)
        while _fill(window, client):
            for number in sorted(window.unfinished.keys() - running.values()):
                future = _submit(client, function, window.unfinished[number])
                running[future] = number
                completed.add(future)
            future = next(completed)
            number = running.pop(future)
            result, units = _result(future, window.unfinished[number])
            progress.advance(units)
            window.finish(number, result)
            yield from window.ready()


def _fill(window: Window[Task, Result], client: Client) -> bool:
    """Take as many tasks as the workers of the moment ask for; workers may come and go."""
    try:
        window.size = AHEAD * max(1, len(client.nthreads()))
    except OSError as fault:
        raise PipelineError(LOST) from fault
    return window.fill()


def _submit(client: Client, function: Callable[[Task], Result], task: Task) -> Future:
    return client.submit(_work, function, task, installation(), key=f"{function.__name__}-{uuid4().hex}", pure=False)


def _work(function: Callable[[Task], Result], task: Task, installed: str) -> tuple[Result, int]:
    """On a worker: the task's result and how many units it has advanced by; never two in one process at a time."""
    if installation() != installed:
        raise PipelineError(
            "a worker has other code, lexicons or libraries than this machine: install the same and start it anew"
        )
    from distributed import get_worker  # noqa: PLC0415 - optional

    with _one_at_a_time:
        # Local copies lie where Dask clears up after workers that were killed.
        tempfile.tempdir = get_worker().local_directory
        units: list[int] = []
        progress.listen(units.append)
        try:
            return function(task), sum(units)
        finally:
            progress.listen(None)


def _result(future: Future, task: object) -> Any:  # noqa: ANN401 - what _work gives
    from distributed import KilledWorker  # noqa: PLC0415 - optional
    from distributed.client import FutureCancelledError  # noqa: PLC0415

    try:
        return future.result()
    except KilledWorker as fault:
        raise PipelineError(f"workers died again and again at {task}: is memory short? Give each more") from fault
    except FutureCancelledError as fault:
        raise PipelineError(LOST) from fault


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """A client of the scheduler, with at least one worker."""
    try:
        from distributed import Client, comm  # noqa: PLC0415 - optional, and local runs need none of it
    except ModuleNotFoundError as fault:
        raise UsageError(f"--scheduler {address}: {fault}; install conflict-events[cluster]") from fault
    for name in ("distributed", "distributed.client"):  # what they have to say is raised as well, in one line
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        comm.get_address_host_port(address)  # a client of an address that is none complains in many lines
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as fault:
        raise PipelineError(f"--scheduler {address}: no scheduler answers: {fault}") from fault
    with client:
        if not client.nthreads():
            LOG.warning("the scheduler %s has no workers yet; waiting for the first", address)
            client.wait_for_workers(1)
        yield client
