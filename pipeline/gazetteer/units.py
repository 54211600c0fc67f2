"""A unit's name without the word for its kind ("Aleppo Governorate" -> "Aleppo")."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def builder_words() -> dict[str, list[str]]:
    """Return the word lists that the builder reads: lexicons/places/builder.toml."""
    return tomllib.loads(files("pipeline").joinpath("lexicons/places/builder.toml").read_text(encoding="utf-8"))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a kind's word after and before a name."""
    table = builder_words()
    after, before = (
        "|".join(sorted(map(re.escape, table[side]), key=len, reverse=True)) for side in ("after", "before")
    )
    return (
        re.compile(rf"^(.{{2,}}?)[\s-]+(?:{after})$", re.IGNORECASE),
        re.compile(rf"^(?:{before})[ ](?:de |of |l’|d’)?(.{{2,}})$", re.IGNORECASE),
    )


def short_name(name: str, code: str) -> str:
    """Return a unit's name without its generic word, "" when it has none.

    American counties and Louisiana's parishes are never called without it, so they have no short name.
    """
    if code.startswith("US.") and code.count(".") == 2:
        return ""
    return next((match.group(1) for pattern in _patterns() if (match := pattern.match(name))), "")
