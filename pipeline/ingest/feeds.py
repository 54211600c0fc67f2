"""Articles from RSS and Atom files, an entry each."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

from pipeline.ingest.drafts import Draft, finish, reject
from pipeline.ingest.streams import read_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.records import Record, Reject
    from pipeline.ingest.settings import IngestSettings

_TAG = re.compile(rb"<(/?)[a-zA-Z][^<>]{0,2000}?(/?)>")
_MAX_DEPTH = 100


def read_feed(stream: io.BufferedReader, name: str, settings: IngestSettings) -> Iterator[Record | Reject]:
    """One Record or Reject for each entry: its full content, else its summary."""
    import feedparser  # noqa: PLC0415 (a fifth of a second, wanted only here)

    data = read_whole(stream, settings)
    if _too_deep(data):
        yield reject(name, "broken_feed", f"more than {_MAX_DEPTH} nested elements")
        return
    # Given as a stream: feedparser would open a string that looks like a path or an address.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=True, resolve_relative_uris=False)
    if not feed.entries:
        yield reject(name, "broken_feed", str(feed.get("bozo_exception") or "no entry in it"))
    for number, entry in enumerate(feed.entries, start=1):
        yield finish(_draft(entry, feed.feed.get("title"), f"{name}#{number}", name), settings)


def _too_deep(data: bytes) -> bool:
    """Whether elements nest more deeply than any feed's, which takes feedparser quadratic time."""
    depth = 0
    for match in _TAG.finditer(data):
        depth += 0 if match[2] else -1 if match[1] else 1
        if depth > _MAX_DEPTH:
            return True
    return False


def _draft(entry: Any, source: object, where: str, name: str) -> Draft:  # noqa: ANN401 (feedparser is not typed)
    content = [part.get("value") for part in entry.get("content", [])]
    text = next((value for value in [*content, entry.get("summary")] if value), None)
    link = entry.get("link")
    published = entry.get("published") or entry.get("updated")
    return Draft(
        where=where,
        input_path=name,
        raw=json.dumps([entry.get("id"), link, entry.get("title"), published, text], default=str).encode(),
        text=text,
        id=entry.get("id") or link,
        title=entry.get("title"),
        published_at=published,
        published_method="feed",
        url=link,
        source=source,
    )
