"""Readers: every format gives the same article, and everything else is rejected with its reason."""

import gzip
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import PipelineError
from pipeline.ingest import IngestSettings, Record, Reject, read_inputs

TITLE = "Nine soldiers killed"

Reader = Callable[..., list[Any]]


def page(body: str, title: str = TITLE, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title><meta charset='utf-8'>{head}</head>"
        "<body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1><p>{body}</p><p>{body.replace('Tuesday', 'Wednesday')}</p></article></body></html>"
    )


def warc(*payloads: bytes, kind: str = "text/html") -> bytes:
    records = []
    for number, payload in enumerate(payloads):
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(payload)}\r\n\r\n".encode() + payload
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\n"
            f"WARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Target-URI: https://example.org/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        records.append(head.encode() + http + b"\r\n\r\n")
    return b"".join(records)


def reasons(found: list[Record | Reject]) -> list[str]:
    return [item.reason if isinstance(item, Reject) else "article" for item in found]


def test_the_same_article_has_the_same_id_in_every_format(read: Reader, body: str) -> None:
    row = {"id": "a1", "title": TITLE, "text": body, "date": "2021-07-21", "source": "Example"}
    line = json.dumps(row)
    table = f'id,title,text,date,source\na1,{TITLE},"{body}","July 21, 2021",Example\n'
    buffer = io.BytesIO()
    pq.write_table(pa.table({key: [value] for key, value in row.items()}), buffer)
    found = [
        *read("a.jsonl", line),
        *read("a.jsonl.gz", gzip.compress(line.encode())),
        *read("a.csv", table),
        *read(
            "a.tsv",
            table.replace(f'"{body}"', body.replace(",", ""))
            .replace(",", "\t")
            .replace('"July 21\t 2021"', "2021-07-21"),
        ),
        *read("utf16.csv", table.encode("utf-16")),
        *read("a.parquet", buffer.getvalue()),
        *read("unnamed", line),
    ]
    assert all(isinstance(item, Record) for item in found)
    assert len({item.article_id for item in found if "," in item.text}) == 1
    first = found[0]
    assert (first.document_id, first.title, first.source, first.input_path) == ("a1", TITLE, "Example", "a.jsonl")
    assert first.text == f"{TITLE}\n\n{body}"
    assert (first.published_at, first.published_method) == (datetime.fromisoformat("2021-07-21"), "record")


def test_a_text_that_begins_with_its_title_is_not_given_it_twice(read: Reader, body: str) -> None:
    (found,) = read("a.jsonl", json.dumps({"title": TITLE, "text": f"{TITLE.upper()}. {body}"}))
    assert found.text == f"{TITLE.upper()}. {body}"
    assert found.document_id == "a.jsonl#1"


def test_named_fields_and_fields_in_objects(read: Reader, body: str) -> None:
    settings = IngestSettings.from_mapping({"fields": {"text": ["Volltext"], "title": "kopf.zeile"}})
    line = json.dumps({"VOLLTEXT": body, "Kopf": {"zeile": TITLE}, "source": {"name": "Example"}})
    (found,) = read("a.jsonl", line, fields=settings.fields)
    assert (found.title, found.source) == (TITLE, "Example")


def test_lines_are_read_on_after_a_broken_one(read: Reader, body: str) -> None:
    good = json.dumps({"text": body})
    lines = [
        good,
        "{broken",
        "",
        "[1]",
        '{"text": 5}',
        '{"text": ""}',
        "[" * 100_000,
        '{"n": ' + "1" * 5000 + "}",
        good,
    ]
    assert reasons(read("a.jsonl", "\n".join(lines))) == [
        "article", "broken_json", "broken_json", "no_text", "no_text", "broken_json", "broken_json", "article",
    ]  # fmt: skip


def test_rows_are_read_on_after_a_broken_one(read: Reader, body: str) -> None:
    table = f'text;id\n"{body}";1\n"{body}";2;3;4\n;5\n"{body}";6'
    found = read("a.csv", table)
    assert reasons(found) == ["article", "broken_row", "no_text", "article"]
    assert found[3].document_id == "6"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_plain_text_of_any_encoding(read: Reader, body: str, encoding: str) -> None:
    text = f"{body} “It’s over”, he said in the café."
    (found,) = read("a.txt", text.encode(encoding))
    assert found.text == text
    assert (found.document_id, found.title, found.published_at) == ("a.txt", None, None)


def test_a_page_gives_body_title_date_and_address(read: Reader, body: str) -> None:
    head = '<meta property="article:published_time" content="2021-07-21T08:00:00Z">'
    (found,) = read("a.html", page(body, head=head))
    assert (found.title, found.published_at, found.published_method) == (
        TITLE,
        datetime.fromisoformat("2021-07-21"),
        "html_meta",
    )
    assert body in found.text
    assert "Home" not in found.text


def test_every_html_response_of_an_archive_is_read(read: Reader, body: str) -> None:
    archive = warc(page(body).encode(), page("Login").encode(), page(body.replace("nine", "ten")).encode())
    for content in (archive, gzip.compress(archive)):
        found = read("a.warc.gz", content)
        assert reasons(found) == ["article", "not_article", "article"]
        assert found[0].url == found[0].document_id == "https://example.org/0"
        assert found[0].published_at is None  # the day of the crawl is not the day of publication
    assert read("b.warc", warc(b"%PDF", kind="application/pdf")) == []


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_feeds(read: Reader, body: str, kind: str) -> None:
    entry = f"<title>{TITLE}</title><link>https://example.org/1</link>"
    feeds = {
        "rss": f'<rss version="2.0"><channel><title>Example</title><item>{entry}'
        f"<guid>g1</guid><pubDate>Wed, 21 Jul 2021 23:00:00 +0500</pubDate>"
        f"<description>&lt;p&gt;{body}&lt;/p&gt;</description></item></channel></rss>",
        "atom": f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Example</title>'
        f"<entry>{entry}<id>g1</id>"
        f"<published>2021-07-21T23:00:00+05:00</published><content type='html'>"
        f"&lt;p&gt;{body}&lt;/p&gt;</content></entry></feed>",
    }
    (found,) = read(f"a.{kind}", feeds[kind])
    assert (found.document_id, found.source, found.text) == ("g1", "Example", f"{TITLE}\n\n{body}")
    assert (found.published_at, found.published_method) == (datetime.fromisoformat("2021-07-21 23:00"), "feed")


FRENCH = (
    "Les rebelles ont attaqué un poste de l'armée mardi près de la ville de Ménaka et tué neuf soldats, selon l'armée."
)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "no_text"),
        ("a.txt", b"  \n", "no_text"),
        ("a.txt", b"12 34 -- 56", "no_text"),
        ("a.txt", bytes(range(256)) * 20, "not_text"),
        ("a.txt", FRENCH, "not_english"),
        ("a.txt", "The army left the town. " * 60_000, "too_long"),
        ("a.jsonl", '{"text": "' + "x" * 13_000_000 + '"}', "too_long"),
        ("a.html", "<html><body><p>Page not found</p></body></html>", "not_article"),
        ("a.html", "<div>" * 50_000, "not_article"),
        ("a.xml", "<catalogue><book/></catalogue>", "broken_feed"),
        ("a.parquet", b"PAR1 and no more", "broken_parquet"),
        ("a.warc", b"WARC/1.0\r\nContent-Length: nonsense\r\n\r\n", "broken_warc_record"),
        ("a.pdf", b"%PDF-1.7 binary", "unsupported_format"),
        ("a.jsonl.gz", b"\x1f\x8b\x08\x00broken", "broken_gzip"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "' + b"x" * 1000)[:-12], "broken_gzip"),
        ("a.txt.gz", gzip.compress(b"\0" * 40_000_000), "unpacks_beyond_limit"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 25 else "",
)
def test_what_is_no_article_is_rejected_with_its_reason(
    read: Reader, name: str, content: bytes | str, reason: str
) -> None:
    assert reason in reasons(read(name, content))


def test_a_short_headline_of_foreign_names_counts_as_english(read: Reader) -> None:
    (found,) = read("a.txt", "Al-Shabaab bombs Lido beach, Mogadishu")
    assert isinstance(found, Record)


def test_a_file_that_cannot_be_opened_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="cannot be read"):
        list(read_inputs(tmp_path / "missing.txt", settings=IngestSettings()))
