"""The whole build over inputs broken in every way: never a traceback, everything out or rejected with a reason."""

from __future__ import annotations

import gzip
import json
import random
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from pipeline import cli

if TYPE_CHECKING:
    from pathlib import Path

STORY = "Gunmen attacked a village near Djibo on Tuesday, killing four farmers, residents said. "
RECORD = {"id": "a", "title": "Attack near Djibo", "text": STORY * 3, "published_at": "2022-03-09"}


def line(**changes: object) -> str:
    return json.dumps({**RECORD, **changes})


def mutated(seed: int) -> bytes:
    """A good JSON Lines file with some of its bytes changed, cut or doubled; the same for the same seed."""
    rng = random.Random(seed)
    data = bytearray("\n".join(line(id=str(n), text=f"{STORY}{n} men fled. " * 4) for n in range(4)).encode())
    for _ in range(rng.randrange(1, 12)):
        at = rng.randrange(len(data))
        change = rng.choice(("flip", "cut", "double"))
        if change == "flip":
            data[at] = rng.randrange(256)
        elif change == "cut":
            del data[at : at + rng.randrange(40)]
        else:
            data[at:at] = data[at : at + 30]
    return bytes(data)


NASTY: dict[str, bytes] = {
    "empty.jsonl": b"",
    "empty.txt": b"",
    "bytes.txt": bytes(range(256)) * 40,
    "bytes.parquet": bytes(range(256)),
    "cut.jsonl.gz": gzip.compress((line() + "\n").encode() * 50, mtime=0)[:90],
    "cut.warc.gz": gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n", mtime=0)[:30],
    "deep.html": b"<html><body>" + b"<div>" * 20_000 + STORY.encode() * 10,
    "controls.jsonl": line(text=f"{STORY}\x00\x07\x1b[31m\u200f\u202e{STORY}\ud7ff").encode(),
    "bidi.txt": ("\u202b\u200f" + STORY).encode() * 20,
    "long_sentence.jsonl": line(text="Rebels attacked " + "and burned " * 45_000).encode(),
    "million_digits.jsonl": line(text=f"{STORY}Soldiers killed {'9' * 1_000_000} rebels in Gao.").encode(),
    "surrogate.jsonl": b'{"id": "s", "text": "' + STORY.encode() * 3 + b'\\ud800 attacked Gao."}',
    "dates.jsonl": "\n".join(line(id=d, published_at=d) for d in ("0000-00-00", "9999-99-99", "1e400", "")).encode(),
    "types.jsonl": "\n".join((line(text=["a"]), line(title={"a": 1}), "[]", "null", "3")).encode(),
    "quotes.csv": b'id,text\n1,"' + STORY.encode() * 3 + b"\n2,unclosed\n",
    "feed.rss": b"<rss><channel><item><title>x" + STORY.encode() * 5,
    **{f"mutated{seed}.jsonl": mutated(seed) for seed in range(12)},
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of one build over all nasty inputs, with a good article among them."""
    folder = tmp_path_factory.mktemp("nasty")
    (folder / "in").mkdir()
    for name, data in NASTY.items():
        (folder / "in" / name).write_bytes(data)
    (folder / "in" / "good.jsonl").write_text(line(id="good"), encoding="utf-8")
    arguments = ["build", str(folder / "in"), "--output", str(folder / "out"), "--workers", "1"]
    assert cli.main([*arguments, "--rejects", str(folder / "rejects.jsonl")]) == 0
    return folder


def test_the_good_article_comes_through(built: Path) -> None:
    mentions = pd.read_parquet(built / "out/mentions.parquet")
    told = mentions[(mentions.document_id == "good") & (mentions.event_class == "attack_civilians")]
    assert set(told.location) >= {"Djibo"} or set(told.place_text) & {"Djibo", "near Djibo"}


def test_every_stage_adds_up_and_none_crashed(built: Path) -> None:
    for path in (built / "out").rglob("*.run.json"):
        counts = json.loads(path.read_text(encoding="utf-8"))["counts"]
        held = [*counts["rejected"].values(), *counts["skipped"].values()]
        assert counts["read"] == counts["passed"] + sum(held), path
        assert "crashed" not in counts["rejected"], path


def test_rejects_have_reasons(built: Path) -> None:
    rows = [json.loads(row) for row in (built / "rejects.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {"broken_json", "broken_gzip", "not_text", "no_text"} <= {row["reason"] for row in rows}
    assert all(row["item"] and row["stage"] for row in rows)
