"""Words for the codes of the tables, read once from lexicons/explain.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """The words by section and code."""
    return tomllib.loads(files("pipeline").joinpath("lexicons/explain.toml").read_text(encoding="utf-8"))


def place_words(method: str) -> str:
    """A place_method, ATTACHED:RESOLVED, in words."""
    attached, _, resolved = method.partition(":")
    parts = (words()["place"].get(attached, attached), words()["resolved"].get(resolved, resolved))
    return "; ".join(part for part in parts if part)
