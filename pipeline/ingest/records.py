"""What ingest hands on: a `Record` for each article, a `Reject` with a reason for everything else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from pipeline.titles import opens_with

if TYPE_CHECKING:
    from datetime import datetime

PublishedMethod = Literal["record", "html_meta", "feed"]
"""Where ingest found a publication date: a field of the record, the page's own mark-up, the feed's entry."""

Reason = Literal[
    "broken_feed",
    "broken_gzip",
    "broken_json",
    "broken_parquet",
    "broken_row",
    "broken_warc_record",
    "not_article",
    "not_english",
    "not_text",
    "no_text",
    "too_long",
    "unpacks_beyond_limit",
    "unsupported_format",
]
REASONS: tuple[str, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One article, mended and dated.

    `text` is title, blank line, body when the body does not begin with the title itself, else the body; all later
    offsets are code points into it. `published_at` is the wall-clock time where it was published, and
    `utc_offset` how many minutes that is ahead of UTC, where the input says so.
    """

    document_id: str
    article_id: str
    source: str | None
    url: str | None
    title: str | None
    text: str
    published_at: datetime | None
    utc_offset: int | None
    published_method: PublishedMethod | None
    language: str
    raw_sha256: str
    input_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """One input that did not become an article: where it stands, why, and the value or message that says so."""

    document_id: str
    where: str
    reason: Reason
    detail: str


def compose_text(title: str | None, body: str) -> str:
    """Title, blank line and body; the body alone when it begins with the title or there is none."""
    if not title or opens_with(body, title):
        return body
    return f"{title}\n\n{body}"


def article_id(
    *, title: str | None, text: str, published_at: datetime | None, source: str | None, own_id: str | None = None
) -> str:
    """Twenty hex digits of the hash of an article's content: the same content has the same id whatever its file.

    own_id is the id that its record gives it, if any: records that their owner tells apart stay apart.
    """
    published = published_at.isoformat() if published_at else None
    content = [title, text, published, (source or "").casefold() or None, *([own_id] if own_id else [])]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode("ascii")).hexdigest()[:20]
