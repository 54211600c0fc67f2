"""What a process that codes articles does without: imports that nobody needs, and looking for garbage all the time."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REFUSED = "pandas"  # pyarrow imports it, if it can, to see whether a list is one of its frames
REPLACED = ("spacy.cli", "spacy.cli.info")  # spaCy's command line: clients for downloads, templates of projects
GARBAGE = (200_000, 20, 50)
"""Python's own thresholds (700, 10, 10) look through lexicons and rows so often that it takes an eighth of a build."""


class _Refuse(MetaPathFinder):
    """Says of one package that it is not there."""

    def find_spec(self, fullname: str, _path: object = None, _target: object = None) -> None:
        """Raise ModuleNotFoundError for the package, else leave the module to others."""
        if fullname == REFUSED:
            raise ModuleNotFoundError(f"{fullname} is left out", name=fullname)


def go_lean() -> Callable[[], None]:
    """Leave out what coding needs not and collect garbage seldom, in this process; gives what undoes it.

    Arrow's memory comes from the system, which has it back when it is free: Arrow's own allocator keeps 50 to 100 MB.
    """
    import pyarrow as pa  # noqa: PLC0415 - `--help` stays fast

    refuse = _Refuse()
    made = {name: ModuleType(name) for name in REPLACED if name not in sys.modules}
    for module in made.values():
        module.__dict__["info"] = None
    sys.modules.update(made)
    sys.meta_path.insert(0, refuse)
    thresholds = gc.get_threshold()
    gc.set_threshold(*GARBAGE)
    pool = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())

    def undo() -> None:
        pa.set_memory_pool(pool)
        gc.freeze()  # most commands end here: a last look through all that was loaded would only take time
        gc.set_threshold(*thresholds)
        sys.meta_path.remove(refuse)
        for name in made:
            sys.modules.pop(name, None)

    return undo


def give_back() -> None:
    """Let the system have the memory that this process has no use for now: the C library keeps it in pieces, else."""
    import pyarrow as pa  # noqa: PLC0415

    pa.default_memory_pool().release_unused()


@contextmanager
def lean() -> Iterator[None]:
    """A block in which this process is lean."""
    undo = go_lean()
    try:
        yield
    finally:
        undo()
