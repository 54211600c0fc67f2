"""Whatever bytes a file holds, readers give Records and Rejects and never raise."""

import gzip
import io
import json
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ingest import REASONS, IngestSettings, Record, Reject, parse_published, read_inputs
from pipeline.ingest.mend import mend, strip_markup

NAMES = [
    "f.jsonl",
    "f.csv",
    "f.tsv",
    "f.txt",
    "f.html",
    "f.warc",
    "f.rss",
    "f.xml",
    "f.parquet",
    "f.gz",
    "f",
    "f.unknown",
]
TEXT = "Rebels attacked an army post outside the town on Tuesday and killed nine soldiers, the army said. " * 3
FUZZ = settings(deadline=None, max_examples=40, derandomize=True, suppress_health_check=list(HealthCheck))


def parquet() -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table({"text": [TEXT] * 3, "date": [20210721] * 3}), buffer)
    return buffer.getvalue()


def warc(page: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://e.org/\r\nContent-Type: application/http\r\n"
    return head + b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(http), http)


PAGE = f"<html><head><title>Nine killed</title></head><body><article><p>{TEXT}</p></article></body></html>".encode()
SEEDS = {
    "f.jsonl": b"\n".join([json.dumps({"title": "Nine killed", "text": TEXT, "date": "2021-07-21"}).encode()] * 3),
    "f.csv": f'id,text\n1,"{TEXT}"\n2,"{TEXT}"\n'.encode(),
    "f.txt": TEXT.encode(),
    "f.html": PAGE,
    "f.warc": warc(PAGE) * 2,
    "f.rss": f"<rss><channel><item><title>x</title><description>{TEXT}</description></item></channel></rss>".encode(),
    "f.parquet": parquet(),
}


def read(folder: Path, name: str, content: bytes) -> list[Record | Reject]:
    """All that comes of some bytes; asserts that nothing but Records and Rejects does."""
    path = folder / name
    path.write_bytes(content)
    found = list(read_inputs(path, settings=IngestSettings(), name=name))
    for item in found:
        if isinstance(item, Record):
            item.text.encode("utf-8")
            assert item.text.strip()
        else:
            assert item.reason in REASONS
            assert item.detail
    return found


@pytest.mark.parametrize("name", NAMES)
@given(content=st.binary(max_size=600))
@FUZZ
def test_random_bytes(tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes) -> None:
    read(tmp_path_factory.getbasetemp(), name, content)


@pytest.mark.parametrize("name", SEEDS)
def test_damaged_files(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    for _ in range(25):
        content = bytearray(SEEDS[name])
        for _ in range(chance.randrange(1, 12)):
            at = chance.randrange(len(content))
            damage = chance.choice(
                [b"", b"\0", b"\xff\xfe", b"\x1f\x8b", b'"', b"<", b"\n", bytes([chance.randrange(256)]) * 9]
            )
            content[at : at + chance.randrange(9)] = damage
        read(tmp_path, name, bytes(content))


@pytest.mark.parametrize("name", SEEDS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_files_and_archives_cut_off(tmp_path: Path, name: str, share: float) -> None:
    content = SEEDS[name]
    read(tmp_path, name, content[: int(share * len(content))])
    if name != "f.parquet":
        packed = gzip.compress(content)
        found = read(tmp_path, f"{name}.gz", packed[: int(share * len(packed))])
        assert any(getattr(item, "reason", None) in ("broken_gzip", "broken_warc_record") for item in found)


HARD = {
    "deep tags": "<div>" * 100_000,
    "deep lists": "<ul><li>" * 100_000,
    "deep paragraphs": "<p><td><dd>" * 60_000,
    "deep quotation": "<blockquote>" * 390 + TEXT + "</blockquote>" * 390,
    "one long tag": "<a " + "x='" * 200_000,
    "one long comment": "<!--" + "-" * 500_000,
    "entities": "&lt;" * 100_000,
    "entity bomb": '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><item><title>&c;</title></item></channel></rss>',
    "outside entity": '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    "<rss><channel><item><title>&a;</title></item></channel></rss>",
    "long sentence": "word " * 100_000,
    "long word": "x" * 500_000,
    "million digits": "9" * 1_000_000,
    "direction marks": ("\u202e\u200f\u2066" + TEXT) * 50,
    "control characters": "\x01\x02\x1b[31m" + TEXT,
    "surrogates": json.dumps({"text": "\ud800" + TEXT, "title": "\udfff"}),
    "numbers": json.dumps({"text": TEXT, "date": 1e308, "id": 10**40, "title": 5, "url": [1], "source": {"a": 1}}),
    "a path": json.dumps({"text": "../../etc/passwd", "id": "../../../etc/passwd", "url": "file:///etc/passwd"}),
    "blank lines": "\n" * 500_000,
    "quotes": '"' * 200_001,
    "mojibake": "Ã¢â‚¬â„¢" * 20_000,
}


@pytest.mark.parametrize("name", ["f.txt", "f.jsonl", "f.csv", "f.html", "f.rss"])
@pytest.mark.parametrize("kind", HARD)
def test_hard_inputs(tmp_path: Path, name: str, kind: str) -> None:
    found = read(tmp_path, name, HARD[kind].encode("utf-8", "surrogatepass"))
    assert not any("root:" in item.text for item in found if isinstance(item, Record))


@given(st.text(max_size=300))
@FUZZ
def test_mended_text_is_clean_and_stays_so(text: str) -> None:
    mended = mend(text)
    assert mended == mend(mended)
    assert not any(ord(c) < 32 and c != "\n" for c in mended)
    mended.encode("utf-8")
    strip_markup(text)


@given(
    st.one_of(
        st.text(max_size=60), st.integers(), st.floats(), st.from_regex(r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}.{0,9}")
    )
)
@FUZZ
def test_any_value_is_a_date_or_none(value: object) -> None:
    found = parse_published(value)
    assert found is None or found.tzinfo is None
