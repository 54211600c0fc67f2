"""Linking as a user runs it: articles may come one by one, and an analyst's judgements win on the next run."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from pipeline import cli
from tests.support.corpora import snapshot

if TYPE_CHECKING:
    from pathlib import Path

BAZAAR = "A bomb exploded in the spice bazaar of Herat on Monday, killing nine traders, the governor said."
FUNERALS = "Nine traders were killed on Monday when a bomb exploded in the spice bazaar of Herat."
RISEN = "The bomb that exploded in the spice bazaar of Herat on Monday killed eleven traders, a doctor said."
CLASH = "Taliban fighters clashed with soldiers near Kunduz on Wednesday, and four soldiers were killed."
ARTICLES = [
    ("a", "2021-07-20", "Morning Post", "Herat bazaar hit", BAZAAR),
    ("b", "2021-07-20T18:00:00", "Evening Star", "Grief in Herat", f"{BAZAAR} Shops of the spice bazaar stayed shut."),
    ("c", "2021-07-21", "City Courier", "Herat mourns", FUNERALS),
    ("d", "2021-07-22", "Morning Post", "Herat counts its dead", RISEN),
    ("e", "2021-07-20", "Morning Post", "Teachers want their pay", "Teachers protested in Kabul on Monday over wages."),
    ("f", "2021-07-22", "Evening Star", "Clash near Kunduz", CLASH),
]


def add(raw: Path, article: tuple[str, str, str, str, str]) -> None:
    """Lay one more article into the folder."""
    name, day, source, title, text = article
    raw.mkdir(exist_ok=True)
    record = {"id": name, "published_at": day, "source": source, "title": title, "text": text}
    (raw / f"{name}.jsonl").write_text(json.dumps(record), encoding="utf-8")


def build(*flags: str) -> None:
    assert cli.main(["build", "raw", "--output", "out", "--workers", "1", "--log-level", "error", *flags]) == 0


def release(folder: Path) -> dict[str, bytes]:
    """The files of a release but those that tell of the one before."""
    files = snapshot(folder, "*")
    return {name: files[name] for name in sorted(files) if name not in ("changes.parquet", "datapackage.json")}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_articles_one_by_one_in_any_order_end_as_all_at_once(corpus: Path) -> None:
    for article in ARTICLES:
        add(corpus / "raw", article)
    build()
    (corpus / "out").rename(corpus / "at_once")
    (corpus / "raw").rename(corpus / "all")
    known: set[str] = set()
    for article in random.Random(11).sample(ARTICLES, len(ARTICLES)):
        add(corpus / "raw", article)
        build()
        for row in pq.read_table(corpus / "out" / "changes.parquet").to_pylist():
            # Who follows the changes of each release has the ids of the last one.
            if row["change"] == "added":
                assert row["event_id"] not in known
                known.add(row["event_id"])
            elif row["change"] != "changed":
                known.remove(row["event_id"])
                assert row["change"] == "deleted" or row["into_event_id"]
        assert known == set(pq.read_table(corpus / "out" / "events.parquet")["event_id"].to_pylist())
    assert release(corpus / "out") == release(corpus / "at_once")


def test_ten_papers_on_one_bomb_are_one_event_with_ids_that_stay(corpus: Path) -> None:
    ids = []
    for article in ARTICLES[:4]:
        add(corpus / "raw", article)
        build()
        events = pq.read_table(corpus / "out" / "events.parquet").to_pylist()
        (bomb,) = (event for event in events if event["event_class"] == "ied")
        ids.append(bomb["event_id"])
    assert len(set(ids)) == 1
    assert (bomb["fatalities"], bomb["fatalities_low"], bomb["fatalities_high"]) == (11, 9, 11)
    assert (bomb["n_articles"], bomb["n_copies"], bomb["n_sources"]) == (4, 0, 3)


def test_an_analyst_s_judgement_wins_on_the_next_run(corpus: Path) -> None:
    for article in ARTICLES[:3]:
        add(corpus / "raw", article)
    build()
    links = pq.read_table(corpus / "out" / "links.parquet").to_pylist()
    mentions = {row["mention_id"]: row for row in pq.read_table(corpus / "out" / "mentions.parquet").to_pylist()}
    across = [
        row
        for row in links
        if mentions[row["left_mention_id"]]["article_id"] != mentions[row["right_mention_id"]]["article_id"]
    ]
    assert len(across) >= 2
    lines = [f"split,{row['left_mention_id']},{row['right_mention_id']}" for row in across]
    header = "decision,mention_id,other_mention_id"
    (corpus / "my.csv").write_text("\n".join([header, *lines, "merge,gone:1,gone:2"]), encoding="utf-8")
    (corpus / "pipeline.toml").write_text('[link]\ndecisions = "my.csv"\n', encoding="utf-8")
    build("--rejects", "rejects.csv")
    events = pq.read_table(corpus / "out" / "events.parquet").to_pylist()
    assert sum(event["event_class"] == "ied" for event in events) == 3
    said = {
        row["reasons"]
        for row in pq.read_table(corpus / "out" / "links.parquet").to_pylist()
        if row["verdict"] == "apart"
    }
    assert said == {"overruled by an analyst"}
    rejects = (corpus / "rejects.csv").read_text(encoding="utf-8")
    assert "unknown_mention" in rejects
    assert "my.csv gone:1 gone:2,unknown_mention" in rejects
