"""Where a text begins with its own title: what ingest does not put before it, and clean cuts off as the headline."""

from __future__ import annotations


def opens_with(text: str, title: str) -> bool:
    """True for a text that begins with the title as a piece of its own, and not with a sentence of the same words."""
    behind = text[len(title) :]
    if text[: len(title)].casefold() != title.casefold() or behind[:1].isalnum():
        return False
    return not behind.startswith(",") and (behind[:1] not in " \xa0" or not behind.lstrip(" \xa0")[:1].islower())
