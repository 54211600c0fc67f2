"""Short names that an article explains itself: "the Union of Forces for Change (UFC)"."""

from __future__ import annotations

import re
from functools import lru_cache

SHORT = re.compile(r" \(([A-Z][A-Za-z/&-]{1,9})\)")
# The words of a name, and those that it may have inside.
NAME = re.compile(r"(?:[A-Z][\w'’.-]*)(?: (?:of|for|the|and|to|in|on|de|du|des|la|le|el|al|y|e|et|[A-Z][\w'’.-]*))*$")


@lru_cache(maxsize=1)  # of the article at hand
def short_names(text: str) -> dict[str, str]:
    """Long names by the short ones that stand in brackets behind them; none for a bracket behind other words."""
    found: dict[str, str] = {}
    for short in SHORT.finditer(text):
        name = NAME.search(text, max(0, short.start() - 90), short.start())
        long = _fitting(name.group(), short.group(1)) if name else ""
        if " " in long:
            found.setdefault(short.group(1), long)
    return found


def _fitting(name: str, short: str) -> str:
    """The end of a name whose initials are those of a short one, else all of it: "Rebels of the | Union of ..."."""
    words = name.split()
    for at in range(len(words)):
        initials = [word[0] for word in words[at:]]
        capitals = [letter for letter in initials if letter.isupper()]
        wanted = [letter.upper() for letter in short if letter.isalpha()]
        if words[at][0].isupper() and wanted in (capitals, [letter.upper() for letter in initials]):
            return " ".join(words[at:])
    return name
