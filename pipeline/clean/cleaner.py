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

if TYPE_CHECKING:
    from pipeline.clean.model import PublishedMethod, SentenceKind
    from pipeline.clean.story import Story

_GLUED = re.compile(r"(?P<head>[^\n]{15,180}?)(?:\s?-(?=[A-Z][A-Z.]{2,}[^\n]{0,40}\s?[—–]| ?\w)|\s-(?=[A-Z“]))")
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
    has_headline = _split_headline(text, story, title)
    dateline = _take_dateline(text, story, has_headline, published_at)
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
