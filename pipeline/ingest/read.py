"""One input file, whatever its format, as a stream of Records and Rejects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest.drafts import Draft, finish, reject
from pipeline.ingest.feeds import read_feed
from pipeline.ingest.pages import read_html, read_warc
from pipeline.ingest.rows import read_csv, read_jsonl, read_parquet
from pipeline.ingest.streams import BrokenInputError, decode, open_input, read_whole

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.ingest.records import Record, Reject
    from pipeline.ingest.settings import IngestSettings

_BY_SUFFIX = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".warc": "warc",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
}
# What a file of another name begins with; JSON on one line each, or it is no JSON Lines.
_BY_CONTENT = (
    (b"PAR1", "parquet"),
    (b"WARC/", "warc"),
    (b'{"', "jsonl"),
    (b"<?xml", "feed"),
    (b"<rss", "feed"),
    (b"<feed", "feed"),
    (b"<!doctype html", "html"),
    (b"<html", "html"),
)
_STREAMS = {"jsonl": read_jsonl, "csv": read_csv, "html": read_html, "warc": read_warc, "feed": read_feed}


def read_inputs(path: Path, *, settings: IngestSettings, name: str | None = None) -> Iterator[Record | Reject]:
    """Each article of a file as a Record, everything else of it as a Reject with its reason; in the file's order.

    The format is that of the file's suffix (after `.gz`), else of its first bytes. Rows, lines and archives are
    streamed: a file of any length takes the memory of its longest article. `name` stands for the path in ids and
    logs. PipelineError when the file cannot be opened.
    """
    name = name or path.as_posix()
    try:
        with open_input(path, settings) as stream:
            kind = _kind(path, stream)
            if kind == "parquet":
                yield from read_parquet(path, name, settings)
            elif kind == "text":
                yield _text_file(stream, name, settings)
            elif kind:
                yield from _STREAMS[kind](stream, name, settings)
            else:
                yield reject(name, "unsupported_format", f"begins with {stream.peek(16)[:16]!r}")
    except BrokenInputError as error:
        yield reject(name, error.reason, str(error))


def _kind(path: Path, stream: io.BufferedReader) -> str | None:
    """The format, None for one that is not read; a file without suffix is text unless it begins like another."""
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    suffix = suffixes[-1] if suffixes else ""
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    head = stream.peek(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:64]
    sniffed = next((kind for start, kind in _BY_CONTENT if head.lower().startswith(start.lower())), None)
    return sniffed or (None if suffix else "text")


def _text_file(stream: io.BufferedReader, name: str, settings: IngestSettings) -> Record | Reject:
    data = read_whole(stream, settings)
    if not data.strip():
        return reject(name, "no_text", "the file is empty")
    return finish(Draft(where=name, input_path=name, raw=data, text=decode(data)), settings)
