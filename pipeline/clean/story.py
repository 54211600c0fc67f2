"""Which paragraphs are story: furniture taken out, and everything behind the story's end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from pipeline.clean.furniture import cut_edges, furniture
from pipeline.clean.model import Dropped
from pipeline.clean.published import PublicationLine, publication_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.clean.furniture import Closes

_PROSE_END = re.compile(r"(?<!\.)[.!?][\"'”’)\]]{0,3}$")
_PROSE_WORDS = 12  # of a full sentence; headlines and teasers seldom have both its length and its full stop
_LONG_WORDS = 30
_STORY_WORDS = 50  # that must stand before a story can have ended


@dataclass(slots=True)
class Story:
    """The spans of a story's paragraphs, what was dropped, and the lines about publication with their number."""

    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    lines: list[tuple[int, PublicationLine]] = field(default_factory=list)


def find_story(text: str, paragraphs: Sequence[tuple[int, int]]) -> Story:
    """The story among a text's paragraphs; the first rule that takes a paragraph gives the reason."""
    story = Story()
    closings: list[tuple[int, Closes]] = []
    for number, (start, end) in enumerate(paragraphs):
        paragraph = text[start:end].replace("\n", " ")
        line = publication_line(paragraph)
        rule = None if line else furniture(paragraph)
        if line:
            story.lines.append((number, line))
            story.dropped.append(Dropped(start, end, "publication_line"))
            if line.names_paper:
                closings.append((number, "sure"))
        elif rule:
            story.dropped.append(Dropped(start, end, rule.reason))
            closings.append((number, rule.closes))
        else:
            _keep(story, paragraph, start)
    last = _last_paragraph(text, paragraphs, story, closings)
    return _closed(story, paragraphs, last) if last is not None else story


def _keep(story: Story, paragraph: str, start: int) -> None:
    """Keep a paragraph without the furniture at its edges."""
    low, high, head, tail = cut_edges(paragraph)
    if head:
        story.dropped.append(Dropped(start, start + low, head))
    if tail:
        story.dropped.append(Dropped(start + high, start + len(paragraph), tail))
    if paragraph[low:high].strip():
        story.paragraphs.append((start + low, start + high))


def _last_paragraph(
    text: str, paragraphs: Sequence[tuple[int, int]], story: Story, closings: Sequence[tuple[int, Closes]]
) -> int | None:
    """The number of the first paragraph at which the story has surely ended, None when it goes to the text's end."""
    if not any(closes != "no" for _, closes in closings):
        return None
    kept = dict(story.paragraphs)
    words = [_prose_words(text[start : kept[start]]) if start in kept else 0 for start, _ in paragraphs]
    before = [0, *accumulate(words)]
    following = _Following(words)
    for number, closes in closings:
        shorter = before[number] >= before[-1] - before[number]
        if before[number] >= _STORY_WORDS and (
            (closes == "sure" and shorter) or (closes == "teasers" and shorter and following.are_teasers(number + 1))
        ):
            return number
    return None


class _Following:
    """Counts over the paragraphs from a number on, so that each question takes constant time."""

    def __init__(self, words: Sequence[int]) -> None:
        runs = [a >= _LONG_WORDS and b >= _LONG_WORDS for a, b in pairwise(words)] + [False]
        self._prose = list(_from_behind(int(count > 0) for count in reversed(words)))
        self._runs = list(_from_behind(int(run) for run in reversed(runs)))
        self._count = len(words)

    def are_teasers(self, number: int) -> bool:
        """At most half of the paragraphs are full sentences, and no two long ones follow each other."""
        if number >= self._count:
            return True
        return self._runs[number] == 0 and 2 * self._prose[number] <= self._count - number


def _from_behind(counts: Iterator[int]) -> Iterator[int]:
    return reversed(list(accumulate(counts)))


def _closed(story: Story, paragraphs: Sequence[tuple[int, int]], last: int) -> Story:
    """The story up to a paragraph; what it kept behind that is dropped as teasers."""
    end = paragraphs[last][1]
    behind = [(a, b) for a, b in story.paragraphs if a >= end]
    return Story(
        paragraphs=[(a, b) for a, b in story.paragraphs if a < end],
        dropped=sorted([*story.dropped, *(Dropped(a, b, "teaser") for a, b in behind)]),
        lines=[(number, line) for number, line in story.lines if number <= last],
    )


def _prose_words(paragraph: str) -> int:
    """The words of a paragraph of full sentences; 0 for headings, list items and what is cut off."""
    count = len(paragraph.split())
    return count if count >= _PROSE_WORDS and _PROSE_END.search(paragraph[-8:]) else 0
