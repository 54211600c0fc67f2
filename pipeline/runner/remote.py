"""Files in object stores (s3://, gs://, whatever fsspec has): local copies to work on, whole files put back."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from pipeline.errors import PipelineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from tempfile import TemporaryDirectory

AnyPath: TypeAlias = Any
"""A Path or, of a remote file, an UPath: a class of a library that is optional."""


def path_of(text: str) -> Path:
    """The path that a user names: a Path; of a URL a universal_pathlib.UPath, which has a Path's methods.

    UsageError tells what to install where a URL needs packages that are not there.
    """
    if "://" not in text:
        return Path(text)
    try:
        from upath import UPath  # noqa: PLC0415 - optional, and local runs need none of it

        # Listings that are kept would not show what workers have written since.
        path: AnyPath = UPath(text, use_listings_cache=False)
        path.fs  # noqa: B018 - loads the backend
    except ModuleNotFoundError as fault:
        raise UsageError(f"{text}: {fault}; install conflict-events[cluster]") from fault
    except (ImportError, ValueError) as fault:
        raise UsageError(f"{text}: {fault}") from fault
    return Path(path.path) if path.protocol in {"file", "local"} else path


def is_remote(path: Path) -> bool:
    """Whether a path is one of an object store."""
    return not isinstance(path, PurePath)


def remote_files(path: AnyPath) -> list[Path]:
    """The file itself, all files below a folder, or those that match a glob; PipelineError as the store has it."""
    with _faults_of(path):
        try:
            found = [path.path] if path.fs.info(path.path)["type"] == "file" else path.fs.find(path.path)
        except FileNotFoundError:
            found = [name for name in path.fs.glob(path.path) if path.fs.isfile(name)]
        return [path_of(path.fs.unstrip_protocol(name)) for name in found]


class Mirror:
    """Local copies of remote files, in a temporary folder that is gone on leaving; a local file stands for itself."""

    def __init__(self) -> None:
        self._folder: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._folder:
            self._folder.cleanup()

    def near(self, path: AnyPath) -> Path:
        """Where the local copy of a file or folder is, or would be; their folders are as they are in the store."""
        if not is_remote(path):
            return Path(path)
        if self._folder is None:
            from tempfile import TemporaryDirectory  # noqa: PLC0415 - `--help` stays fast

            self._folder = TemporaryDirectory(prefix="conflict-events-")
        return Path(self._folder.name, path.protocol, path.path.lstrip("/"))

    def fetch(self, path: AnyPath) -> Path:
        """The local copy of a file, made when there is none; UsageError where the store has no such file."""
        near = self.fetch_if_there(path)
        if is_remote(path) and not near.is_file():
            raise UsageError(f"{path}: there is no such file; run the stage that writes it first")
        return near

    def fetch_if_there(self, path: AnyPath) -> Path:
        """The local copy of a file, which is missing where the store has no such file."""
        near = self.near(path)
        if is_remote(path) and not near.exists():
            near.parent.mkdir(parents=True, exist_ok=True)
            with _faults_of(path):
                try:
                    path.fs.get_file(path.path, str(near))
                except FileNotFoundError:
                    near.unlink(missing_ok=True)
        return near

    def put(self, *paths: AnyPath) -> None:
        """Give the store the local copies of files, each whole or not at all, in this order."""
        for path in paths:
            if is_remote(path):
                with _faults_of(path):
                    path.fs.put_file(str(self.near(path)), path.path)

    def fetch_all(self, folder: AnyPath) -> Path:
        """The local copy of a folder with all that is in it."""
        for path in remote_files(folder) if is_remote(folder) else ():
            self.fetch(path)
        return self.near(folder)

    def put_all(self, folder: AnyPath) -> None:
        """Give the store all that the local copy of a folder holds."""
        if is_remote(folder):
            near = self.near(folder)
            self.put(
                *(folder / path.relative_to(near).as_posix() for path in sorted(near.rglob("*")) if path.is_file())
            )


def remove(*paths: AnyPath) -> None:
    """Remove files and folders from the store, where they are there."""
    for path in filter(is_remote, paths):
        with _faults_of(path):
            if path.fs.exists(path.path):
                path.fs.rm(path.path, recursive=True)


@contextmanager
def _faults_of(path: object) -> Iterator[None]:
    """Makes one line of whatever the store's library raises."""
    try:
        yield
    except (PipelineError, KeyboardInterrupt):
        raise
    except Exception as fault:
        raise PipelineError(f"{path}: {type(fault).__name__}: {fault}") from fault
