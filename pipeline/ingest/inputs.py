"""The input files that arguments name: files, folders and globs, each file once, in a fixed order."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.runner.remote import is_remote, path_of, remote_files

if TYPE_CHECKING:
    from collections.abc import Sequence


def find_inputs(arguments: Sequence[str]) -> list[Path]:
    """Every file that the arguments name, folders searched to their depths, hidden files left out, sorted, each once.

    UsageError names an argument that leads to no file.
    """
    found: dict[Path, None] = {}
    for argument in arguments:
        files = _files(argument)
        if not files:
            raise UsageError(f"input {argument!r}: no such file, folder or match; name files, folders or globs")
        found.update(dict.fromkeys(files))
    if not found:
        raise UsageError("no input: name files, folders or globs")
    return [path for remote in (False, True) for path in sorted(path for path in found if is_remote(path) is remote)]


def _files(argument: str) -> list[Path]:
    path = path_of(argument)
    if is_remote(path):
        return [file for file in remote_files(path) if not _hidden(str(file).removeprefix(argument))]
    names = [path] if path.exists() else glob.glob(argument.removeprefix("file://"), recursive=True)  # noqa: PTH207 (globs may be absolute)
    named = [Path(name) for name in names]
    return [file for entry in named for file in ([entry] if entry.is_file() else _inside(entry))]


def _inside(folder: Path) -> list[Path]:
    """The folder's files; a link out of it is followed only when it is a file's."""
    return [path for path in folder.rglob("*") if path.is_file() and not _hidden(path.relative_to(folder).as_posix())]


def _hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))
