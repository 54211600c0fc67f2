"""Who an article says did it without saying it of the deed: the group that claimed it, or that is blamed for it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.normalise.actors import Actor, resolve
from pipeline.normalise.actors.model import ARMED_TYPES
from pipeline.normalise.actors.registry import armed_groups, mentions
from pipeline.normalise.parties import defaults_table

if TYPE_CHECKING:
    from collections.abc import Sequence


REACH = 70  # characters between a group and the words that tie a deed to it


def claimant(text: str, countries: Sequence[str]) -> Actor | None:
    """The one armed group that an article says claimed an attack or is held to have done it; None for several.

    What its name means is decided by the countries (ISO3) that the article names.
    """
    spans = [(at, _end(text, at)) for at, _ in armed_groups(text)]
    tied = [resolve(text[start:end], countries=countries) for start, end in spans if _is_tied(text, start, end)]
    groups = {actor.name: actor for actor in tied if actor and actor.acled_type in ARMED_TYPES}
    return next(iter(groups.values())) if len(groups) == 1 else None


def _end(text: str, start: int) -> int:
    return next((stop for first, stop, _ in mentions(text[start : start + REACH]) if first == 0), 0) + start


def _is_tied(text: str, start: int, end: int) -> bool:
    """True where a group claims right behind its name, or stands right behind words that blame it."""
    before, behind = text[max(0, start - REACH) : start], text[end : end + REACH]
    return bool(_words("claims").match(behind) or _words("blames").search(before))


@cache
def _words(name: str) -> re.Pattern[str]:
    """The words of lexicons/events/defaults.toml that tie a deed to a group, behind its name or before it."""
    told = "|".join(defaults_table()["responsible"][name])
    near = r"[^.!?\n]{0,40}?"
    pattern = rf"{near}\b(?:{told})\b" if name == "claims" else rf"\b(?:{told})\b{near}$"
    return re.compile(pattern, re.IGNORECASE)
