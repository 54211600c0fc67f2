"""Words for the tables and facts for the data package, read once from lexicons/emit.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.errors import LexiconError

FILE = "pipeline/lexicons/emit.toml"
WANTED = {
    *("crowd_quantities", "crowd_openers", "crowd_nouns", "crowd_excluders"),
    *("beginning_words", "end_words", "package"),
}


@cache
def emit_lexicon() -> dict[str, Any]:
    """Everything that emit.toml says; LexiconError where a part is missing."""
    spec = tomllib.loads(files("pipeline").joinpath("lexicons/emit.toml").read_text(encoding="utf-8"))
    if missing := WANTED - set(spec):
        raise LexiconError(f"{FILE}: missing entries: {', '.join(sorted(missing))}")
    return spec
