"""The binary samples of data/raw are what their readable sources make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tools.make_samples import ROOT, make_all

if TYPE_CHECKING:
    from pathlib import Path


def test_binary_samples_come_from_their_sources_byte_for_byte(tmp_path: Path) -> None:
    for made in make_all(tmp_path):
        assert made.read_bytes() == (ROOT / "data" / "raw" / made.name).read_bytes(), made.name
