"""From an article's text to its sentences: furniture and dateline off, the publication date found."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import TYPE_CHECKING

from pipeline.clean.dateline import find_dateline
from pipeline.clean.model import Cleaned, Dateline, Dropped, SentenceSpan
from pipeline.clean.paragraphs import split_paragraphs
from pipeline.clean.published import best_line
from pipeline.clean.sentences import MAX_SENTENCE, split_sentences
from pipeline.clean.story import find_story
from pipeline.titles import opens_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.clean.model import PublishedMethod, SentenceKind
    from pipeline.clean.story import Story

_GLUE = re.compile(r"\s?-(?=[A-Z“])")
_GLUE_WINDOW = 200  # characters; no headline is longer
_UNFINISHED = re.compile(r"[^.!?…:;,\s][\"'”’)\]]{0,2}$")
_HEADLINE_WORDS = 30
_SUBHEAD_WORDS = 14
_FIRST_LOOKS = 3  # paragraphs at whose head a dateline may stand: a summary or a caption can come before it


def clean(
    text: str,
    *,
    title: str | None = None,
    published_at: datetime | None = None,
    published_method: PublishedMethod | None = None,
) -> Cleaned:
    """The sentences, dateline, publication date and dropped spans of an article's text, offsets into that text.

    `title` is the record's, which the text may begin with. A publication date that is given stays; without one it
    is taken from the text: a line that says published, one that says updated, a date near the top, the dateline.
    """
    story = find_story(text, split_paragraphs(text, title))
    if published_at is None:
        line = best_line(story.lines)
        if line:
            published_at, published_method = line.day, _METHODS[line.label]
    has_headline = _find_headline(text, story, title)
    dateline = _take_dateline(text, story, published_at, first=int(has_headline))
    if published_at is None and dateline and dateline.date:
        published_at, published_method = datetime.combine(dateline.date, time()), "dateline"
    sentences = tuple(_sentences(text, story, has_headline=has_headline))
    return Cleaned(
        sentences=sentences,
        dropped=tuple(sorted(story.dropped)),
        dateline=dateline,
        published_at=published_at,
        published_method=published_method if published_at else None,
    )


_METHODS: dict[str, PublishedMethod] = {
    "published": "text_published",
    "updated": "text_updated",
    "date": "text_date_line",
}


def _find_headline(text: str, story: Story, title: str | None) -> bool:
    """Whether the first paragraph is the headline; one that runs into the story on the same line is cut off from it."""
    if not story.paragraphs:
        return False
    start, end = story.paragraphs[0]
    if title and opens_with(text[start:], title):
        return True
    cut = _glued_headline(text, start, end)
    if cut:
        story.paragraphs[:1] = [(start, cut[0]), (cut[1], end)]
        story.dropped += [Dropped(cut[0], cut[1], "separator")] if text[cut[0] : cut[1]].strip() else []
        return True
    if len(story.paragraphs) == 1 or not _is_heading(text[start:end], _HEADLINE_WORDS):
        return False
    dateline = find_dateline(text, start, end)
    return dateline is None or dateline.end < end


def _glued_headline(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where headline ends and story begins in "Talks Fail-GENEVA — The ..." or "Talks Fail. GENEVA — The ..."."""
    for match in _GLUE.finditer(text, start + 1, min(end, start + _GLUE_WINDOW)):
        if match.group()[0] == " " or find_dateline(text, match.end(), end, sure=True):
            return match.start(), match.end()
    sentences = split_sentences(text, start, min(end, start + 2 * _GLUE_WINDOW))
    if len(sentences) > 1 and sentences[1][0] - start <= _GLUE_WINDOW and not find_dateline(text, start, end):
        dateline = find_dateline(text, sentences[1][0], end, sure=True)
        if dateline:
            return sentences[0][1], sentences[1][0]
    return None


def _take_dateline(text: str, story: Story, published_at: datetime | None, *, first: int) -> Dateline | None:
    """The dateline at the head of the story's first paragraphs, taken off there."""
    for number, (start, end) in enumerate(story.paragraphs[first : first + _FIRST_LOOKS], start=first):
        dateline = find_dateline(text, start, end, published_at=published_at, sure=number > first)
        if dateline:
            story.dropped.append(Dropped(start, dateline.end, "dateline"))
            story.paragraphs[number : number + 1] = [(dateline.end, end)] if dateline.end < end else []
            return dateline
    return None


def _sentences(text: str, story: Story, *, has_headline: bool) -> Iterator[SentenceSpan]:
    """Headlines and headings each as one sentence, the sentences of all other paragraphs."""
    last = len(story.paragraphs) - 1
    for number, (start, end) in enumerate(story.paragraphs):
        kind: SentenceKind = "body"
        if has_headline and number == 0:
            kind = "headline"
        elif 0 < number < last and _is_heading(text[start:end], _SUBHEAD_WORDS):
            kind = "subhead"
        if kind == "body" or end - start > MAX_SENTENCE:
            yield from (SentenceSpan(a, b, kind, number) for a, b in split_sentences(text, start, end))
        else:
            yield SentenceSpan(start, end, kind, number)


def _is_heading(paragraph: str, max_words: int) -> bool:
    """Few words and no full stop at the end."""
    return len(paragraph.split()) <= max_words and _UNFINISHED.search(paragraph) is not None
