"""The commands for plain documents: a line per finding; a line that is no document is held back with its reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipeline import cli
from pipeline.normalise import dates, places

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def run(tmp_path: Path, lines: list[object], *flags: str, command: str = "dates") -> list[dict[str, Any]]:
    documents = tmp_path / "docs.jsonl"
    documents.write_bytes(b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines))
    assert cli.main([command, str(documents), "--output", str(tmp_path / "out.jsonl"), "--workers", "1", *flags]) == 0
    return read(tmp_path / "out.jsonl")


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def document(number: int, text: str = "It happened on 3 May 2021.") -> dict[str, Any]:
    return {"doc_id": f"d{number}", "text": text, "published_at": "2021-05-07"}


def test_lines_come_in_the_order_of_the_documents(tmp_path: Path) -> None:
    found = run(tmp_path, [document(number) for number in range(70)])
    assert [line["doc_id"] for line in found] == [f"d{number}" for number in range(70)]
    assert (found[0]["text"], found[0]["value"]) == ("3 May 2021", "2021-05-03")
    assert not (tmp_path / "out.rejects.jsonl").exists()


def test_two_workers_give_the_same_bytes(tmp_path: Path) -> None:
    documents: list[object] = [document(number) for number in range(70)]
    run(tmp_path, documents)
    one = (tmp_path / "out.jsonl").read_bytes()
    run(tmp_path, documents, "--workers", "2")
    assert (tmp_path / "out.jsonl").read_bytes() == one


def test_lines_that_are_no_documents_are_held_back(tmp_path: Path) -> None:
    found = run(tmp_path, [b"{", b"\xff\xfe", b"[1]", {"doc_id": "x"}, b"[" * 100_000, document(1)])
    assert [line["doc_id"] for line in found] == ["d1"]
    rejects = read(tmp_path / "out.rejects.jsonl")
    assert [row["reason"] for row in rejects] == ["broken_json", "broken_json", "broken_json", "no_text", "broken_json"]
    assert rejects[3]["item"].endswith("docs.jsonl:4")


def test_a_document_that_crashes_the_annotator_is_held_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = dates.annotate_lines

    def fragile(document: dict[str, Any]) -> list[dict[str, Any]]:
        if document["doc_id"] == "d1":
            raise ZeroDivisionError("division by zero")
        return real(document)

    monkeypatch.setattr(dates, "annotate_lines", fragile)
    found = run(tmp_path, [document(0), document(1), document(2)], "--rejects", str(tmp_path / "r.csv"))
    assert [line["doc_id"] for line in found] == ["d0", "d2"]
    assert "crashed,ZeroDivisionError: division by zero" in (tmp_path / "r.csv").read_text()


def test_limit(tmp_path: Path) -> None:
    assert len(run(tmp_path, [document(number) for number in range(5)], "--limit", "2")) == 2


def test_more_rejects_than_allowed_is_code_4(tmp_path: Path) -> None:
    (tmp_path / "strict.toml").write_text("[run]\nmax_rejects = 0.1\n")
    (tmp_path / "docs.jsonl").write_text("{\n")
    flags = ["--config", str(tmp_path / "strict.toml")]
    assert cli.main(["dates", str(tmp_path / "docs.jsonl"), "--output", str(tmp_path / "out.jsonl"), *flags]) == 4


def test_a_lone_surrogate_survives_as_an_escape(tmp_path: Path) -> None:
    found = run(tmp_path, [{"doc_id": "\ud800", "text": "It happened on 3 May 2021 \ud800."}])
    assert [line["doc_id"] for line in found] == ["\ud800"]


def test_given_spans_go_to_the_annotator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def echo(document: dict[str, Any], spans: list[tuple[int, int]]) -> list[dict[str, Any]]:
        return [{"doc_id": document["doc_id"], "start": start, "end": end} for start, end in spans]

    monkeypatch.setattr(places, "annotate_document", echo)
    spans = [
        {"doc_id": "d1", "start": 3, "end": 6},
        {"doc_id": "d1", "start": 0, "end": 2},
        {"doc_id": "d0", "start": 5, "end": 5},
        {"doc_id": "d9", "start": 5, "end": 6},
    ]
    (tmp_path / "spans.jsonl").write_text("\n".join(map(json.dumps, spans)))
    found = run(tmp_path, [document(0), document(1)], "--spans", str(tmp_path / "spans.jsonl"), command="places")
    assert [(line["doc_id"], line["start"]) for line in found] == [("d1", 3), ("d1", 0)]
    assert [row["reason"] for row in read(tmp_path / "out.rejects.jsonl")] == ["broken_span", "no_document"]
