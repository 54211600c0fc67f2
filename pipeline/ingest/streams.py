"""Bytes from files in constant memory: gzip undone within limits, lines of bounded length, text of any encoding."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Protocol

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.ingest.records import Reason
    from pipeline.ingest.settings import IngestSettings

_GZIP = b"\x1f\x8b"
_FREE = 16 * 1024**2  # bytes that may unpack at any ratio: small files of one repeated line are harmless
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")


class BrokenInputError(Exception):
    """A stream that cannot be read on; `reason` is the reject's."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason


class Readable(Protocol):
    """What the readers need of a stream."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; none at the end."""
        ...

    def readline(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes, to the end of the line at most."""
        ...


class _Unpacked(io.RawIOBase):
    """The unpacked bytes of a gzip file; BrokenInputError when it is broken or unpacks beyond the limits."""

    def __init__(self, packed: BinaryIO, settings: IngestSettings) -> None:
        self._packed = packed
        self._plain = gzip.GzipFile(fileobj=packed)
        self._settings = settings
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer is not yet sized
        try:
            data = self._plain.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise BrokenInputError("broken_gzip", f"after {self._count} bytes: {error}") from error
        self._count += len(data)
        allowed = min(self._settings.max_unpacked_bytes, _FREE + self._settings.max_unpack_ratio * self._packed.tell())
        if self._count > allowed:
            raise BrokenInputError("unpacks_beyond_limit", f"{self._packed.tell()} bytes unpack to more than {allowed}")
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def open_input(path: Path, settings: IngestSettings) -> Iterator[io.BufferedReader]:
    """The file's bytes, gzip undone whatever the file's name; PipelineError when it cannot be opened or read."""
    try:
        with path.open("rb") as packed:
            if packed.peek(2)[:2] == _GZIP:
                yield io.BufferedReader(_Unpacked(packed, settings), 1 << 16)
            else:
                yield packed
    except OSError as error:
        raise PipelineError(
            f"{path}: cannot be read: {error.strerror or error}; check the file and its rights"
        ) from error


def read_whole(stream: Readable, settings: IngestSettings) -> bytes:
    """All bytes of a file, page or feed that is read at once; BrokenInputError "too_long" beyond the limit."""
    data = stream.read(settings.max_file_bytes + 1)
    if len(data) > settings.max_file_bytes:
        raise BrokenInputError("too_long", f"more than {settings.max_file_bytes} bytes")
    return data


def byte_lines(stream: Readable, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Each line's number, from 1, and its bytes with the line end; None for a line longer than the limit."""
    number = 0
    while line := stream.readline(limit):
        number += 1
        if len(line) == limit and not line.endswith(b"\n"):
            while (rest := stream.readline(limit)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line


def utf8_stream(stream: io.BufferedReader) -> Readable:
    """The stream as UTF-8 when its byte-order mark says UTF-16 or UTF-32; the same stream otherwise."""
    head = stream.peek(4)[:4]
    encoding = next((name for bom, name in _BOMS if head.startswith(bom)), None)
    if encoding is None:
        return stream
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    return io.BufferedReader(_Encoded(text), 1 << 16)


class _Encoded(io.RawIOBase):
    """A text stream's UTF-8 bytes."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # as above
        self._rest = self._rest or self._text.read(1 << 14).encode("utf-8", "replace")
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text of some bytes: by byte-order mark, the declared encoding, UTF-8, UTF-16, or as charset-normalizer finds.

    Never fails: what no encoding explains becomes U+FFFD, which `looks_binary` counts.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace")
    for name in (declared, "utf-8", _wide(data)):
        text = _strictly(data, name)
        if text is not None:
            return text
    return _detected(data)


def looks_binary(text: str) -> bool:
    """Whether more than a fiftieth of a text's beginning is control characters or undecodable."""
    head = text[:20_000]
    return len(_CONTROL.findall(head)) * 50 > len(head)


def _strictly(data: bytes, encoding: str | None) -> str | None:
    # The web's standard reads Latin-1 and ASCII labels as windows-1252.
    if encoding and encoding.lower().replace("_", "-") in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"):
        encoding = "windows-1252"
    try:
        return data.decode(encoding) if encoding else None
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of English is then zero."""
    head = data[:2000]
    if len(head) < 4 or head.count(0) * 5 < len(head) * 2:
        return None
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _detected(data: bytes) -> str:
    """English in an eight-bit encoding is nearly always windows-1252; the detector decides where that cannot be."""
    western = _strictly(data, "windows-1252")
    if western is not None and not looks_binary(western):
        return western
    from charset_normalizer import from_bytes  # noqa: PLC0415 (a tenth of a second, rarely needed)

    best = from_bytes(data[: 1 << 18]).best()
    return data.decode(best.encoding if best else "utf-8", "replace")
