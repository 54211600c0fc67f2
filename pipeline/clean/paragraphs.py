"""Paragraphs of a text: blank lines divide them, single line ends too unless the text was wrapped there."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.titles import opens_with

_LINE = re.compile(r"[^\n]+")
_WIDEST = 140  # characters; no text is wrapped at more
_STOPS = (".", "!", "?", "…", ":", ";", "”", '"', "''")
_BULLETS = ("•", "*", "·", "▪", "■", "-", "–", "—")


def split_paragraphs(text: str, title: str | None = None) -> list[tuple[int, int]]:
    """The spans of the paragraphs edges trimmed; a title that the text begins with is the first."""
    lines = _lines(text)
    width = _wrap_width(text, lines)
    paragraphs: list[tuple[int, int]] = []
    for start, end in _split_title(text, lines, title):
        if paragraphs and _runs_on(text, paragraphs[-1], (start, end), width):
            paragraphs[-1] = (paragraphs[-1][0], end)
        else:
            paragraphs.append((start, end))
    return paragraphs


def _lines(text: str) -> list[tuple[int, int]]:
    """The spans of all lines that hold more than white space."""
    spans = []
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            spans.append((start, start + len(stripped)))
    return spans


def _split_title(text: str, lines: list[tuple[int, int]], title: str | None) -> list[tuple[int, int]]:
    """The lines, the first cut in two behind the title when the text begins with it on the same line."""
    if not lines or not title:
        return lines
    start, end = lines[0]
    if opens_with(text[start:], title):
        behind = start + len(title)
        while behind < end and text[behind] in " .\xa0":
            behind += 1
        return [(start, behind), (behind, end), *lines[1:]] if behind < end else lines
    return lines


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int:
    """The length of the longest line that visibly runs on in the next one; 0 for a text that was not wrapped."""
    lengths = [
        end - start
        for (start, end), (following, _) in pairwise(lines)
        if end - start <= _WIDEST and text[following].islower() and text.find("\n", end, following) >= 0
    ]
    return max(lengths) if len(lengths) > 1 else 0


def _runs_on(text: str, before: tuple[int, int], line: tuple[int, int], width: int) -> bool:
    """Whether a line goes on with the paragraph before it: no blank line between, and a word torn or a line full."""
    between = text[before[1] : line[0]]
    if between.count("\n") != 1 or text[line[0]] in _BULLETS:
        return False
    if text[line[0]].islower() and not text.endswith(_STOPS, before[0], before[1]):
        return True
    if not width:
        return False
    last_line = before[1] - max(before[0], text.rfind("\n", before[0], before[1]) + 1)
    first_word = text[line[0] : line[1]].split(maxsplit=1)[0]
    return last_line <= _WIDEST and last_line + 1 + len(first_word) > width
