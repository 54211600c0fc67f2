"""The publication date that a text itself states: in a line of its own, or in the dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from pipeline.clean.lexicon import load_toml
from pipeline.ingest.published import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

Label = Literal["published", "updated", "date"]

_MAX_CHARS = 160
_MAX_NAME = 8  # words of a paper's name between label and date
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class PublicationLine:
    """A line that says when a page came out: by which label, the day if it has one, whether it names the paper."""

    label: Label
    day: datetime | None
    names_paper: bool


def publication_line(paragraph: str) -> PublicationLine | None:
    """What a paragraph says about publication when it says nothing else; None for any other paragraph."""
    if len(paragraph) > _MAX_CHARS or not any(map(str.isdigit, paragraph)):
        return None
    label, rest = _label(paragraph)
    dates = list(find_dates(rest))
    if not dates and not label:
        return None
    words = _words(_without(rest, dates))
    named = bool(label == "published" and dates and 0 < len(words) <= _MAX_NAME and _names_paper(rest, dates[0][:2]))
    if words and not named:
        return None
    return PublicationLine(label or "date", dates[0][2] if dates else None, named)


def best_line(lines: Iterable[tuple[int, PublicationLine]]) -> PublicationLine | None:
    """The line to trust of (paragraph number, line): one saying published, then updated, then a date near the top."""
    dated = [(number, line) for number, line in lines if line.day]
    for label in ("published", "updated"):
        found = next((line for _, line in dated if line.label == label), None)
        if found:
            return found
    return next((line for number, line in dated if number < 5), None)  # a date far down belongs to something else


def _label(paragraph: str) -> tuple[Label | None, str]:
    """The label that a paragraph begins with, and the rest."""
    for label, expression in _labels().items():
        match = expression.match(paragraph)
        if match:
            return ("published" if label == "published" else "updated"), paragraph[match.end() :]
    return None, paragraph


def _names_paper(rest: str, date: tuple[int, int]) -> bool:
    """Whether it goes on as "in NEWSPAPER, DATE" with nothing behind the date."""
    return rest.lower().startswith(("in ", "by ")) and rest[:1].islower() and not rest[date[1] :].strip(" .")


def _without(rest: str, dates: list[tuple[int, int, datetime]]) -> str:
    for start, end, _ in reversed(dates):
        rest = f"{rest[:start]} {rest[end:]}"
    return rest


def _words(rest: str) -> list[str]:
    """The words that a line of publication does not have."""
    table = _table()
    known = {
        *table["beside"],
        *(word for name in ("published", "updated") for label in table[name] for word in label.split()),
    }
    return [word for word in _WORD.findall(rest.lower()) if word not in known]


@cache
def _labels() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"(?:{'|'.join(sorted(_table()[name], key=len, reverse=True))})\b[\s:|–—-]*", re.IGNORECASE)
        for name in ("published", "updated")
    }


@cache
def _table() -> dict[str, Any]:
    return load_toml("publication.toml")
