"""Floors: the scores below which the coded samples must not fall, and the digests of the files that they hold for."""

from __future__ import annotations

import json
from math import floor
from typing import TYPE_CHECKING

from pipeline.emit.datapackage import file_hash
from pipeline.errors import PipelineError, UsageError
from pipeline.runner.atomic import write_text_atomic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def check_floors(path: Path, gold: Sequence[Path], figures: Mapping[str, float]) -> None:
    """Raise PipelineError when a figure is below its floor, UsageError when the floors are those of other files."""
    floors, digests = _read(path)
    if digests != _digests(path, gold):
        raise UsageError(f"{path}: holds for other coded articles than these; --raise-floors takes these in")
    if low := _below(floors, figures):
        raise PipelineError(f"below the floors of {path}: {low}")


def raise_floors(path: Path, gold: Sequence[Path], figures: Mapping[str, float], *, lower: bool = False) -> None:
    """Write the figures, cut to two digits, as floors, with the digests of the files.

    PipelineError, and nothing is written, when a figure is below its floor, unless `lower` says that it may be.
    """
    floors = _read(path)[0] if path.exists() else {}
    if not lower and (low := _below(floors, figures)):
        raise PipelineError(f"below the floors of {path}: {low}; --lower-floors if it is to be so")
    cut = {name: floor(100 * figure) / 100 for name, figure in figures.items()}
    content = {"floors": cut, "gold": _digests(path, gold)}
    write_text_atomic(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def _below(floors: Mapping[str, float], figures: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {figures[name]} < {low}" for name, low in floors.items() if figures.get(name, 0) < low)


def _digests(path: Path, gold: Sequence[Path]) -> dict[str, str]:
    """The digest of each file, named from the folder of the floors."""
    folder = path.resolve().parent
    names = {file: file.resolve() for file in gold}
    return {
        (full.relative_to(folder) if full.is_relative_to(folder) else file).as_posix(): file_hash(file)
        for file, full in sorted(names.items())
    }


def _read(path: Path) -> tuple[dict[str, float], dict[str, str]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return dict(content["floors"]), dict(content["gold"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise UsageError(f"{path}: no file of floors: {fault}") from fault
