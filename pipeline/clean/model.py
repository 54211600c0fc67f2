"""What cleaning hands on: sentences, dateline, publication date and what was left out, all as spans of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from datetime import date, datetime

PublishedMethod = Literal["record", "html_meta", "feed", "text_published", "text_updated", "text_date_line", "dateline"]
"""Where the date was found: by ingest; in a line saying published, updated or only a date; in the dateline."""

SentenceKind = Literal["headline", "subhead", "body"]

DropReason = Literal[
    "advertisement",
    "byline",
    "caption",
    "comments",
    "contact",
    "cookie_notice",
    "copyright",
    "credit",
    "dateline",
    "newsletter",
    "publication_line",
    "related",
    "reporting_credit",
    "section",
    "separator",
    "share",
    "slug",
    "teaser",
]
DROP_REASONS: tuple[str, ...] = get_args(DropReason)
PUBLISHED_METHODS: tuple[str, ...] = get_args(PublishedMethod)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """A dateline's span and, where it has them, the spans of its place and date, and its agency.

    `date` is None when the line has no date, or one without a year in an article without a publication date.
    """

    start: int
    end: int
    place_start: int | None = None
    place_end: int | None = None
    date_start: int | None = None
    date_end: int | None = None
    date: date | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class SentenceSpan:
    """One sentence: offsets into the article's text, what it is, and the number of its paragraph from 0."""

    start: int
    end: int
    kind: SentenceKind
    paragraph: int


@dataclass(frozen=True, slots=True, order=True)
class Dropped:
    """A span that is no part of the story, and why."""

    start: int
    end: int
    reason: DropReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A cleaned article. Every character of its text is in a sentence, in a dropped span, or white space."""

    sentences: tuple[SentenceSpan, ...]
    dropped: tuple[Dropped, ...]
    dateline: Dateline | None
    published_at: datetime | None
    published_method: PublishedMethod | None
