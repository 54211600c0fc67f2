"""The command `actors`: whom a corpus names, the most frequent first."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import cli
from pipeline.actor_census import HEADER
from pipeline.schema import arrow_schema
from tests.support.mentions import mention

if TYPE_CHECKING:
    from pathlib import Path


def told(article: str, actor1: str, method: str) -> dict[str, object]:
    row = mention(f"{actor1} attacked Kabul.", "attacked", "battle", article=article)
    return row | {"actor1": actor1, "actor1_method": method, "actor1_type": "Political militia", "actor2": None}


@pytest.fixture
def release(tmp_path: Path) -> Path:
    rows = [
        told("a", "Lions of Herat", "unknown_name"),
        told("b", "Lions of Herat", "name_role"),
        told("a", "Taliban", "registry"),
        told("b", "Black Banner", "unknown_name"),
        told("a", "Unidentified Armed Group (Afghanistan)", "default"),
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema("mentions")), tmp_path / "mentions.parquet")
    return tmp_path


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_unknown_names_come_the_most_frequent_first(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["actors", "--unknown", str(release)]) == 0
    first, second = read(capsys.readouterr().out)
    assert (first["name"], first["n_mentions"], first["n_articles"]) == ("Lions of Herat", "2", "2")
    assert (first["methods"], first["example"]) == ("name_role|unknown_name", "Lions of Herat attacked Kabul.")
    assert second["name"] == "Black Banner"


def test_without_the_flag_all_but_acled_s_unidentified_are_listed(release: Path, tmp_path: Path) -> None:
    target = tmp_path / "actors.csv"
    assert cli.main(["actors", str(release), "--output", str(target)]) == 0
    rows = read(target.read_text(encoding="utf-8"))
    assert tuple(rows[0]) == HEADER
    assert [row["name"] for row in rows] == ["Lions of Herat", "Black Banner", "Taliban"]


def test_limit_keeps_the_first(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["actors", str(release / "mentions.parquet"), "--limit", "1"]) == 0
    assert len(read(capsys.readouterr().out)) == 1


def test_what_holds_no_mentions_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["actors", str(tmp_path)]) == 2
    assert "no mentions table" in capsys.readouterr().err
    pq.write_table(pa.table({"article_id": ["a"]}), tmp_path / "mentions.parquet")
    assert cli.main(["actors", str(tmp_path)]) == 2
    assert "lacks actor1" in capsys.readouterr().err
