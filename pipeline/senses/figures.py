"""Where the model of senses has a say, and how sure it must be: lexicons/senses/opinion.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "lexicons/senses/opinion.toml"


@cache
def figures() -> Mapping[str, int]:
    """The figures by name."""
    return tomllib.loads(files("pipeline").joinpath(FILE).read_text(encoding="utf-8"))
