"""Words for the tables and facts for the data package, read once from lexicons/emit.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Collection

WANTED = {
    *("crowd_quantities", "crowd_openers", "crowd_nouns", "crowd_excluders"),
    *("beginning_words", "end_words", "package"),
}


@cache
def emit_lexicon() -> dict[str, Any]:
    """Everything that emit.toml says; LexiconError where a part is missing."""
    return read_lexicon("emit", WANTED)


def read_lexicon(name: str, wanted: Collection[str]) -> dict[str, Any]:
    """The contents of lexicons/NAME.toml; LexiconError where it lacks one of the wanted parts."""
    spec = tomllib.loads(files("pipeline").joinpath(f"lexicons/{name}.toml").read_text(encoding="utf-8"))
    if missing := sorted(set(wanted) - set(spec)):
        raise LexiconError(f"pipeline/lexicons/{name}.toml: missing entries: {', '.join(missing)}")
    return spec
