"""Files that are whole or not there: written beside the target, synced, then put in its place."""

from __future__ import annotations

import os
import shutil
import socket
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

HOST = socket.gethostname().replace(".", "-")
"""Of several machines on one folder, the one that writes a part."""

ABANDONED_SECONDS = 24 * 3600
"""Age at which a part that another machine has begun is taken for one that it has left."""


@contextmanager
def atomic_path(target: Path) -> Iterator[Path]:
    """A path beside the target to write to; on leaving it takes the target's place, on any fault it is removed.

    The folder is made when it is missing. Raises PipelineError, naming the target, when the disk refuses.
    """
    with _part_of(target) as part:
        yield part
        put_in_place(part, target)


@contextmanager
def scratch_folder(parent: Path, name: str) -> Iterator[Path]:
    """A new folder inside `parent` that is gone on leaving; faults as those of atomic_path."""
    with _part_of(parent / name) as part:
        part.mkdir()
        yield part


def put_in_place(part: Path, target: Path) -> None:
    """Sync a finished file to the disk and let it take the target's place, its time being now."""
    part.touch()
    _sync(part)
    part.replace(target)
    _sync(target.parent)


def write_text_atomic(target: Path, text: str) -> None:
    """Write a small UTF-8 file whole or not at all."""
    with atomic_path(target) as part:
        part.write_text(text, encoding="utf-8", newline="")


@contextmanager
def _part_of(target: Path) -> Iterator[Path]:
    """A name beside the target that nobody else uses; nothing is left under it, nor under those of killed runs."""
    part = target.with_name(f".{target.name}.{HOST}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_orphans(target.parent.glob(f".{target.name}.*.part"))
        yield part
    except OSError as fault:
        raise PipelineError(f"{target}: cannot be written: {fault.strerror or fault}") from fault
    finally:
        _remove(part)


def sweep(folder: Path) -> None:
    """Remove from a folder and those in it what killed runs have left half written."""
    _remove_orphans(list(folder.rglob(".*.part")))


def _remove_orphans(parts: Iterable[Path]) -> None:
    for orphan in parts:
        writer, _, pid = orphan.name.removesuffix(".part").rpartition(".")
        if not (_is_running(pid) if writer.endswith(f".{HOST}") else _is_recent(orphan)):
            _remove(orphan)


def _is_recent(part: Path) -> bool:
    """Whether a process of another machine, which cannot be asked, may still be at work on it."""
    with suppress(FileNotFoundError):
        return time.time() - part.stat().st_mtime < ABANDONED_SECONDS
    return False


def _remove(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part, ignore_errors=True)
    else:
        with suppress(OSError):
            part.unlink()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_running(pid: str) -> bool:
    """Whether there is a process of this number; another user's counts too."""
    if not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return int(pid) != os.getpid()
