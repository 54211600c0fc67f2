"""The coded sentences that the model learns from: lexicons/senses/*.csv, and what frames say of their examples."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.classes import classes
from pipeline.errors import LexiconError
from pipeline.event_lexicon import frames
from pipeline.senses.reading import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "lexicons/senses"


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence with the class that is its news, and the others that it tells besides."""

    text: str
    main: str
    also: tuple[str, ...] = ()


def coded_sentences() -> list[Coded]:
    """All sentences of lexicons/senses in file order, each text once; LexiconError for a class that is not known."""
    found: dict[str, Coded] = {}
    for coded, where in _rows():
        unknown = {coded.main, *coded.also} - classes().keys() - {NOTHING}
        if unknown or not coded.text.strip():
            raise LexiconError(f"{where}: {f'no class {min(unknown)!r}' if unknown else 'no text'}")
        found.setdefault(coded.text, coded)
    return list(found.values())


def examples() -> list[Coded]:
    """The examples of the frames: those that must fire tell their class, those that must not tell nothing."""
    fires = [Coded(frame.fires, frame.event_class) for frame in frames()]
    return fires + [Coded(frame.quiet, NOTHING) for frame in frames()]


def digest() -> str:
    """SHA-256 of the coded sentences, in hexadecimal."""
    return hashlib.sha256("\n".join(map(repr, coded_sentences())).encode()).hexdigest()


def _rows() -> Iterator[tuple[Coded, str]]:
    for path in sorted(files("pipeline").joinpath(FOLDER).iterdir(), key=lambda path: path.name):
        if not path.name.endswith(".csv"):
            continue
        rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        for number, row in enumerate(rows, start=2):
            also = tuple(name for name in row["also"].split(";") if name)
            yield Coded(row["text"], row["main"], also), f"{FOLDER}/{path.name}, line {number}"
