"""Is an output still what its inputs, code, lexicons and settings make? Told by the .run.json beside it, by content."""

from __future__ import annotations

import hashlib
import json
import resource
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import __version__
from pipeline.errors import PipelineError
from pipeline.runner.rejects import Counts
from pipeline.runner.stage import STAGES, load_stage
from pipeline.schema import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.config import Config
    from pipeline.runner.stage import Stage

Key = dict[str, Any]
Record = dict[str, Any]


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes; PipelineError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise PipelineError(f"{path}: cannot be read: {fault.strerror or fault}") from fault


def make_key(stage: Stage, inputs: Sequence[Path], config: Config, *, written: Iterable[str], limit: int | None) -> Key:
    """Everything that a stage's result depends on; two runs with equal keys give equal bytes."""
    settings = {name: config.section(name) for name in stage.settings}
    identity = stage.identity(config) if stage.identity else None
    return {
        "stage": stage.name,
        "inputs": [[_name(path, stage), file_sha256(path)] for path in sorted(inputs)],
        "code": _code_sha256(stage),
        "lexicons": _package_sha256(stage.lexicons),
        **({"lexicons not viewed": _package_sha256(_not_viewed(stage))} if stage.viewed else {}),
        "schema": _schema_sha256(written),
        "parameters": json.loads(
            json.dumps({"settings": settings, "limit": limit, "identity": identity}, sort_keys=True)
        ),
        "versions": {
            "conflict-events": __version__,
            **{name: _version(name) for name in ("pyarrow", *stage.libraries)},
        },
    }


def fresh_counts(last: Record | None, key: Key) -> Counts | None:
    """The counts of the last run when it had the same key; else None."""
    return Counts.from_json(last["counts"]) if last and last["key"] == key else None


def may_reuse(last: Record | None, key: Key) -> bool:
    """Whether rows of the last run may be taken over one by one: only inputs, lexicons or the limit have changed."""
    same = ("stage", "code", "schema", "versions")
    if last is None or any(last["key"].get(name) != key[name] for name in same):
        return False
    return all(last["key"]["parameters"].get(name) == key["parameters"][name] for name in ("settings", "identity"))


def write_record(record: Path, *, key: Key, outputs: Sequence[Path], counts: Counts, seconds: float) -> None:
    """Write the .run.json of a run: its key, the hashes of its outputs, its counts, seconds and peak memory."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    content = {
        "key": key,
        "outputs": {path.name: file_sha256(path) for path in outputs},
        "counts": counts.as_json(),
        "seconds": round(seconds, 3),
        "peak_memory_mb": round(peak),
        "python": ".".join(map(str, sys.version_info[:3])),
    }
    record.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def read_record(record: Path) -> Record | None:
    """A .run.json's content; None when there is none, it is damaged, or the outputs are not those that it tells of."""
    try:
        content = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or not {"key", "outputs", "counts"} <= content.keys():
        return None
    outputs = {record.parent / name: digest for name, digest in content["outputs"].items()}
    unchanged = all(path.is_file() and file_sha256(path) == digest for path, digest in outputs.items())
    return content if unchanged else None


@cache
def installation() -> str:
    """One hash of all that a result depends on and that is installed: this package, and the libraries of its stages."""
    libraries = sorted({name for module in STAGES.values() for name in load_stage(module).libraries} | {"pyarrow"})
    versions = [(name, _version(name)) for name in libraries]
    return hashlib.sha256(f"{_package_sha256(('',))} {versions}".encode()).hexdigest()


def _name(path: Path, stage: Stage) -> str:
    """Of tables between stages folder and name, so that a corpus may be moved; of inputs the path, which ids hold."""
    return "/".join(path.parts[-2:]) if stage.reads else path.as_posix()


def _schema_sha256(names: Iterable[str]) -> str:
    """A hash of what the schema demands of tables; descriptions may change without a rebuild."""
    rules = [
        (name, sorted(table.required), [(c.name, c.type, c.allowed, c.minimum, c.maximum) for c in table.columns])
        for name, table in ((name, tables()[name]) for name in names)
    ]
    return hashlib.sha256(repr(rules).encode()).hexdigest()


def _code_sha256(stage: Stage) -> str:
    """One hash of the stage's own file and of all code that it declares."""
    own = sys.modules[stage.module].__file__ or ""
    return hashlib.sha256(f"{file_sha256(Path(own))} {_package_sha256(stage.code)}".encode()).hexdigest()


def _not_viewed(stage: Stage) -> tuple[str, ...]:
    """The files of a stage's lexicons but those of which only a part concerns each article (see ShardStage)."""
    return tuple(name for name, _ in _package_files(stage.lexicons) if name not in stage.viewed)


@cache
def _package_sha256(paths: tuple[str, ...]) -> str:
    """One hash of files of the package, each with its name; folders are taken with all that is in them."""
    digest = hashlib.sha256()
    for name, file in _package_files(paths):
        digest.update(f"{name} {file_sha256(file)}\n".encode())
    return digest.hexdigest()


def _package_files(paths: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """The files of the package under some paths, each with its name in it."""
    with as_file(files("pipeline")) as root:
        for path in paths:
            start = root / path
            if not start.exists():
                raise PipelineError(f"pipeline/{path}: a stage declares that it depends on this, but it is not there")
            for file in sorted(start.rglob("*")) if start.is_dir() else [start]:
                if file.is_file() and "__pycache__" not in file.parts:
                    yield file.relative_to(root).as_posix(), file


@cache
def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
