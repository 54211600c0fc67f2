"""The golden corpus gives the expected tables byte for byte; `make golden` renews them when a change is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.golden.renew import EXPECTED, HERE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", EXPECTED)
def test_the_golden_corpus_gives_what_is_expected(golden: Path, name: str) -> None:
    assert (golden / name).read_text(encoding="utf-8") == (HERE / "expected" / name).read_text(encoding="utf-8")
    assert (golden / name).read_bytes() == (HERE / "expected" / name).read_bytes()
