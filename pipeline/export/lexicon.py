"""HXL tags and what UCDP calls things, read once from lexicons/hxl.toml and lexicons/ucdp.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def hxl_tags() -> Mapping[str, str]:
    """The HXL tag of each column that has one."""
    return _read("hxl")


@cache
def ucdp_words() -> Mapping[str, Any]:
    """The statuses that count, UCDP's regions by ACLED's, and its regions of single countries."""
    return _read("ucdp")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("pipeline").joinpath(f"lexicons/{name}.toml").read_text(encoding="utf-8"))
