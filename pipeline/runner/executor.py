"""Tasks shared out to processes: results in the order of the tasks, a worker that dies costs nothing but time."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import forkserver
from typing import TYPE_CHECKING, TypeVar

from pipeline.errors import PipelineError
from pipeline.lean import go_lean
from pipeline.runner import progress
from pipeline.runner.logs import set_up_logging
from pipeline.runner.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from multiprocessing.context import BaseContext
    from multiprocessing.sharedctypes import Synchronized

LOG = logging.getLogger(__name__)

TRIES = 3
"""How often in a row workers may die without one task done in between."""

POLL_SECONDS = 0.2

PRELOAD = "pipeline.preload"
"""The module that workers have in common: on Linux it is imported once, by the process that they are forked from."""

Task = TypeVar("Task")
Result = TypeVar("Result")


def worker_count(asked: int) -> int:
    """Processes to use: as many as asked for; for 0 as many as this process may use cores."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return asked or cores


def warm_up() -> None:
    """Have what workers share loaded beside other work, before there are tasks for them; on Linux only."""
    if sys.platform == "linux":
        _context(preload=True)
        forkserver.ensure_running()


def _context(*, preload: bool) -> BaseContext:
    """How workers come to be: forked, never from this process, whose threads may hold locks, but from one without."""
    if not preload or sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOAD])
    return context


def run_tasks(
    function: Callable[[Task], Result],
    tasks: Iterable[Task],
    *,
    workers: int,
    scheduler: str = "",
    preload: bool = False,
    apart: bool = False,
) -> Generator[Result]:
    """The results of all tasks in their order, as they come; in this process when one worker is enough.

    With `apart`, one worker is a process of its own, too: what tasks keep in memory is gone with it.

    With a `scheduler`, the workers of its cluster do them (see runner.cluster), however many those are.

    Tasks are taken only as fast as they are done. `function` must be importable by name and give the same result when
    it runs again. With `preload`, workers share what PRELOAD loads. Raises what a task raised, and PipelineError when
    workers die TRIES times in a row.
    """
    if scheduler:
        from pipeline.runner.cluster import run_on_cluster  # noqa: PLC0415 - optional

        yield from run_on_cluster(function, tasks, scheduler=scheduler)
        return
    workers = worker_count(workers)
    tasks = iter(tasks)
    first = list(islice(tasks, workers))
    window: Window[Task, Result] = Window(chain(first, tasks), size=4 * workers)
    if not apart and (len(first) <= 1 or workers == 1):
        yield from map(function, window.tasks)
        return
    deaths = 0
    while window.fill():
        try:
            for result in _run_pool(function, window, workers=len(first), preload=preload and len(first) > 1):
                deaths = 0
                yield result
        except BrokenProcessPool as fault:
            deaths += 1
            left = ", ".join(str(task) for task in window.unfinished.values())
            if deaths == TRIES:
                message = f"a worker process died {TRIES} times at one of {left}: is memory short? Try fewer --workers"
                raise PipelineError(message) from fault
            LOG.warning("a worker process died; done again: %s", left)


def _run_pool(
    function: Callable[[Task], Result], window: Window[Task, Result], *, workers: int, preload: bool
) -> Iterator[Result]:
    """Results in order from one pool of processes, until all is done or a process has died (BrokenProcessPool)."""
    context = _context(preload=preload)
    counter = context.Value("q", 0)
    level = logging.getLevelName(logging.getLogger("pipeline").getEffectiveLevel())
    with ProcessPoolExecutor(workers, context, _start_worker, (counter, level)) as pool:
        try:
            running: dict[Future[Result], int] = {}
            while window.fill():
                for number in window.unfinished.keys() - running.values():
                    running[pool.submit(function, window.unfinished[number])] = number
                done, _ = wait(running, POLL_SECONDS, FIRST_COMPLETED)
                _pass_on_progress(counter)
                for future in done:
                    window.finish(running[future], future.result())
                    del running[future]
                yield from window.ready()
        except BaseException:
            # An interrupt or a fault must not wait for the ends of the other tasks.
            pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.kill()
            raise


def _pass_on_progress(counter: Synchronized[int]) -> None:
    with counter.get_lock():
        count, counter.value = counter.value, 0
    progress.advance(count)


def _start_worker(counter: Synchronized[int], level: str) -> None:
    """Set a worker up: quiet on Ctrl-C, gone when its parent is, its progress counted where the parent sees it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    set_up_logging(level)
    go_lean()

    def count(units: int) -> None:
        with counter.get_lock():
            counter.value += units

    progress.listen(count)


def _end_with_parent() -> None:
    """End this process as soon as its parent has: a killed run must leave no process that still writes."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
