"""How far a run has come, on standard error; silent when that is no terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_sink: Callable[[int], object] | None = None


def advance(count: int = 1) -> None:
    """Say that `count` more units are done; free of cost when nobody listens."""
    if _sink is not None:
        _sink(count)


def listen(sink: Callable[[int], object] | None) -> None:
    """Send what `advance` says in this process to `sink` (a worker's is the counter that its parent reads)."""
    global _sink  # noqa: PLW0603 - one per process, like the standard streams
    _sink = sink


@contextmanager
def progress_bar(label: str, *, total: int | None, unit: str) -> Iterator[Callable[[int], object]]:
    """A bar on standard error while the block runs, fed by `advance`; gives the function that feeds it."""
    from tqdm import tqdm  # noqa: PLC0415 - `--help` stays fast

    with tqdm(desc=label, total=total, unit=f" {unit}", disable=None, leave=True) as bar:
        listen(bar.update)
        try:
            yield bar.update
        finally:
            listen(None)
