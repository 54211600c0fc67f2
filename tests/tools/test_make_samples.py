"""The binary samples of data/raw are what their readable sources make."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from tests.tools.make_samples import ROOT, make_all

if TYPE_CHECKING:
    from pathlib import Path


def test_packed_samples_hold_what_their_sources_make(tmp_path: Path) -> None:
    for made in make_all(tmp_path):
        assert _unpacked(made) == _unpacked(ROOT / "data" / "raw" / made.name), made.name


def test_samples_are_made_the_same_twice(tmp_path: Path) -> None:
    for first, second in zip(make_all(tmp_path / "a"), make_all(tmp_path / "b"), strict=True):
        assert first.read_bytes() == second.read_bytes()


def _unpacked(file: Path) -> bytes:
    """The bytes a reader sees: builds of zlib may pack them differently."""
    return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
