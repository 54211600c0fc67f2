"""Writes the binary samples of data/raw from their readable sources in tests/samples_src, the same bytes every time.

usage: python tests/tools/make_samples.py [FOLDER]     (FOLDER: where to write, data/raw unless told)
"""

from __future__ import annotations

import io
import json
import sys
import uuid
import zlib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "tests" / "samples_src"


def make_all(folder: Path) -> list[Path]:
    """The three files written into `folder`."""
    files = {
        "isthmus_daily.jsonl.gz": gzipped((SOURCES / "isthmus_daily.jsonl").read_bytes()),
        "harbour_post.parquet": parquet(SOURCES / "harbour_post.jsonl"),
        "sahel_pages.warc.gz": warc(SOURCES / "warc"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def gzipped(content: bytes) -> bytes:
    """The content as a gzip member without time or name; zlib writes the header, as gzip's differs between Pythons."""
    return zlib.compress(content, 9, wbits=31)


def parquet(source: Path) -> bytes:
    """The rows of a JSON Lines file as Parquet, publication dates as timestamps."""
    import pyarrow as pa  # noqa: PLC0415 (a second, and only this sample wants it)
    import pyarrow.parquet as pq  # noqa: PLC0415

    table = pa.Table.from_pylist(read_jsonl(source))
    column = table.schema.get_field_index("published_at")
    dates = table.column(column).cast(pa.date32()).cast(pa.timestamp("us"))
    buffer = io.BytesIO()
    pq.write_table(table.set_column(column, "published_at", dates), buffer)
    return buffer.getvalue()


def warc(folder: Path) -> bytes:
    """A record for each line of the folder's records.jsonl, each its own gzip member as the WARC standard asks."""
    return b"".join(
        gzipped(response(row, (folder / row["file"]).read_bytes())) for row in read_jsonl(folder / "records.jsonl")
    )


def response(row: dict[str, Any], body: bytes) -> bytes:
    """One WARC/1.1 response record; its id follows from the address and the time."""
    http = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {row['content_type']}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    )
    headers = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, row['url'] + row['fetched_at'])}>",
        "WARC-Date": row["fetched_at"],
        "WARC-Target-URI": row["url"],
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(http)),
    }
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
    return head.encode() + http + b"\r\n\r\n"


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    make_all(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data" / "raw")
