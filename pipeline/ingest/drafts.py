"""From what a reader found to a Record or a Reject: one place for mending, checks, dates and ids."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.ingest.language import other_language
from pipeline.ingest.mend import mend, mend_line, strip_markup
from pipeline.ingest.published import parse_published, stated_offset
from pipeline.ingest.records import Record, Reject, article_id, compose_text
from pipeline.ingest.streams import looks_binary

if TYPE_CHECKING:
    from pipeline.ingest.records import PublishedMethod, Reason
    from pipeline.ingest.settings import IngestSettings

_MAX_ID = 500  # characters; longer ids, titles and addresses are broken input
_MAX_TITLE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One article as a reader found it, values still of any type; `where` is file and row, line or offset."""

    where: str
    input_path: str
    raw: bytes
    text: object
    id: object = None
    title: object = None
    published_at: object = None
    published_method: PublishedMethod = "record"
    url: object = None
    source: object = None


def finish(draft: Draft, settings: IngestSettings) -> Record | Reject:
    """The article, mended, dated and with its id; a Reject when it has no text, too much, or is not English text."""
    own_id = _label(draft.id, _MAX_ID)
    document_id = own_id or draft.where
    if not isinstance(draft.text, str):
        return reject(draft.where, "no_text", f"the text is {_kind(draft.text)}", document_id=document_id)
    if len(draft.text) > settings.max_text_chars:
        return reject(draft.where, "too_long", f"{len(draft.text)} characters", document_id=document_id)
    if looks_binary(draft.text):
        return reject(draft.where, "not_text", "control or undecodable characters", document_id=document_id)
    body = mend(strip_markup(draft.text))
    if not any(map(str.isalpha, body)):
        return reject(draft.where, "no_text", "no letter in the text", document_id=document_id)
    if settings.check_language and (language := other_language(body)):
        return reject(draft.where, "not_english", f"the text looks like {language!r}", document_id=document_id)
    return _record(draft, own_id, body, settings)


def reject(where: str, reason: Reason, detail: str, *, document_id: str | None = None) -> Reject:
    """A Reject whose detail is one line of at most 200 characters."""
    return Reject(document_id=document_id or where, where=where, reason=reason, detail=" ".join(detail.split())[:200])


def _record(draft: Draft, own_id: str | None, body: str, settings: IngestSettings) -> Record:
    title, source = _label(draft.title, _MAX_TITLE), _label(draft.source, _MAX_ID)
    text = compose_text(title, body)
    published = parse_published(draft.published_at, day_first=settings.reads_day_first(source))
    return Record(
        document_id=own_id or draft.where,
        article_id=article_id(title=title, text=text, published_at=published, source=source, own_id=own_id),
        source=source,
        url=_label(draft.url, 4 * _MAX_ID),
        title=title,
        text=text,
        published_at=published,
        utc_offset=stated_offset(draft.published_at) if published else None,
        published_method=draft.published_method if published else None,
        language=settings.language,
        raw_sha256=hashlib.sha256(draft.raw).hexdigest(),
        input_path=draft.input_path,
    )


def _label(value: object, limit: int) -> str | None:
    """A short text or number as one mended line; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else None  # Python refuses to print very long numbers
    return (mend_line(value[:limit]) or "")[:limit] or None


def _kind(value: object) -> str:
    return "missing or empty" if value is None else f"of type {type(value).__name__}"
