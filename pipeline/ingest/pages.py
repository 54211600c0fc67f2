"""Articles from web pages: HTML files and the HTML responses of WARC archives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from pipeline.ingest.drafts import Draft, finish, reject
from pipeline.ingest.streams import BrokenInputError, decode, read_whole

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from fastwarc.warc import WarcRecord

    from pipeline.ingest.records import Record, Reject
    from pipeline.ingest.settings import IngestSettings

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_TAGS = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "dt",
        "dd",
        "option",
    ]
)
_MAX_DEPTH = 400  # open elements; deeper trees overflow the C stack of what walks them, real pages stay below 100
_MAX_TAGS = 200_000
_HTML_TYPES = ("text/html", "application/xhtml+xml")


def read_html(stream: io.BufferedReader, name: str, settings: IngestSettings) -> Iterator[Record | Reject]:
    """The one article of a page, or why it holds none."""
    yield page_article(read_whole(stream, settings), name, name, settings)


def read_warc(stream: io.BufferedReader, name: str, settings: IngestSettings) -> Iterator[Record | Reject]:
    """One Record or Reject for each HTML response of an archive; its other records are passed over."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415 (wanted only here)

    where = f"{name}#0"
    try:
        for record in ArchiveIterator(cast("BinaryIO", _Forward(stream)), parse_http=True, auto_decode="all"):
            where = f"{name}#{record.stream_pos}"
            html = (record.http_content_type or "").lower() in _HTML_TYPES
            if not record.headers.get("WARC-Type"):
                yield reject(where, "broken_warc_record", "no WARC-Type in the record's header")
            elif record.record_type == WarcRecordType.response and html:
                yield _response(record, where, name, settings)
    except (OSError, ValueError, RuntimeError) as error:
        yield reject(where, "broken_warc_record", f"after this record: {error}")


class _Forward:
    """A stream that is only read on: fastwarc panics when one says it can seek and then cannot."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._at = 0

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes."""
        data = self._stream.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        """How many bytes were read."""
        return self._at


def page_article(
    data: bytes, where: str, name: str, settings: IngestSettings, *, url: str | None = None, charset: str | None = None
) -> Record | Reject:
    """The article of an HTML page: body and title as trafilatura finds them, date as htmldate does."""
    declared = charset or next((m.decode("ascii", "replace") for m in _META_CHARSET.findall(data[:4096])), None)
    html = decode(data, declared=declared).replace("\0", "")
    if _too_deep(html):
        return reject(
            where, "not_article", f"more than {_MAX_DEPTH} nested elements or {_MAX_TAGS} tags", document_id=url
        )
    found = _extract(html, url, settings)
    words = len(str(found.text or "").split()) if found else 0
    if words < settings.min_article_words:
        return reject(where, "not_article", f"{words} words of running text", document_id=url)
    draft = Draft(
        where=where,
        input_path=name,
        raw=data,
        text=found.text,
        id=url or where,
        title=found.title,
        published_at=_published(html, url),
        published_method="html_meta",
        url=url or found.url,
        source=found.sitename or found.hostname,
    )
    return finish(draft, settings)


def _response(record: WarcRecord, where: str, name: str, settings: IngestSettings) -> Record | Reject:
    url = record.headers.get("WARC-Target-URI")
    try:
        data = read_whole(record.reader, settings)
    except BrokenInputError as error:
        return reject(where, error.reason, str(error), document_id=url)
    except (OSError, ValueError, RuntimeError) as error:
        return reject(where, "broken_warc_record", str(error), document_id=url)
    encoded = any(record.http_headers.get(name) for name in ("Content-Encoding", "Transfer-Encoding"))
    if not encoded and len(data) < record.content_length:
        detail = f"cut off after {len(data)} of {record.content_length} bytes"
        return reject(where, "broken_warc_record", detail, document_id=url)
    return page_article(data, where, name, settings, url=url, charset=record.http_charset)


def _extract(html: str, url: str | None, settings: IngestSettings) -> Any:  # noqa: ANN401 (trafilatura is not typed)
    """The document that trafilatura finds, None when the page holds no running text."""
    import trafilatura  # noqa: PLC0415 (half a second, wanted only here)

    return trafilatura.bare_extraction(
        html,
        url=url,
        fast=settings.html_mode == "fast",
        favor_precision=settings.html_mode != "recall",
        favor_recall=settings.html_mode == "recall",
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )


def _published(html: str, url: str | None) -> str | None:
    """The page's first publication date, year-month-day, by its own mark-up."""
    import htmldate  # noqa: PLC0415 (wanted only here)

    found = htmldate.find_date(html, original_date=True, extensive_search=False, url=url)
    return str(found) if found else None


def _too_deep(html: str) -> bool:
    """Whether elements nest too deeply or are too many; elements whose end tag may be left out are not counted."""
    depth = 0
    for count, match in enumerate(_TAGS.finditer(html)):
        if match[2].lower() not in _VOID:
            depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > _MAX_DEPTH or count > _MAX_TAGS:
            return True
    return False
