"""The command `diff`: what changed between two releases, by event and by column."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import cli
from pipeline.emit.release import emit
from pipeline.link.linking import link
from pipeline.runner.parts import held
from tests.support.mentions import mention, table_of

if TYPE_CHECKING:
    from pathlib import Path

KABUL = mention("Rebels clashed with soldiers.", "clashed", "battle", place="Kabul", day="2021-07-20", article="k")
DOHA = mention("Envoys held talks in Doha.", "talks", "talks", place="Doha", day="2021-07-19", article="d")
GOMA = mention("Crowds marched in Goma.", "marched", "protest_peaceful", place="Goma", day="2021-07-18", article="g")
TOLL = {"fatalities": 2, "fatalities_low": 2, "fatalities_high": 2}


def release(folder: Path, *rows: dict[str, Any]) -> str:
    given = link(table_of(list(rows)))
    emit(held(given.events), held(given.mentions), held(given.links), folder, version="1.2")
    return str(folder)


@pytest.fixture
def releases(tmp_path: Path) -> tuple[str, str]:
    """In the new one the clash has a toll and another country, the talks are gone, a march has come."""
    new = KABUL | TOLL | {"country_iso3": "PAK", "location": "=Kabul"}
    return release(tmp_path / "old", KABUL, DOHA), release(tmp_path / "new", new, GOMA)


def test_changes_are_counted_by_kind_and_column(releases: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", *releases]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[:6] == [
        ["events"],
        *([kind, str(n)] for kind, n in (("added", 1), ("changed", 1), ("merged", 0), ("split", 0), ("deleted", 1))),
    ]
    assert lines[6] == ["changed", "values", "by", "column"]
    assert [name for name, _ in lines[7:]] == [
        *("location", "country", "country_iso3", "fatalities", "fatalities_low", "fatalities_high", "notes")
    ]


def test_every_changed_value_is_a_row_of_the_csv(releases: tuple[str, str], tmp_path: Path) -> None:
    assert cli.main(["diff", *releases, "--output", str(tmp_path / "diff.csv")]) == 0
    rows = list(csv.DictReader((tmp_path / "diff.csv").read_text(encoding="utf-8").splitlines()))
    assert sorted(row["change"] for row in rows if row["change"] != "changed") == ["added", "deleted"]
    values = {row["column"]: (row["old"], row["new"]) for row in rows if row["change"] == "changed"}
    assert values["country_iso3"] == ("AFG", "PAK")
    assert values["fatalities"] == ("", "2")
    assert values["location"] == ("Kabul", "'=Kabul")  # no spreadsheet runs it


def test_equal_releases_differ_in_nothing(
    releases: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "diff.csv"
    assert cli.main(["diff", releases[0], f"{releases[0]}/events.parquet", "--output", str(target)]) == 0
    assert target.read_text(encoding="utf-8") == "event_id,change,into_event_id,column,old,new\n"
    assert [line.split()[-1] for line in capsys.readouterr().out.splitlines()[1:6]] == ["0"] * 5


def test_limit_ends_the_csv_early(releases: tuple[str, str], tmp_path: Path) -> None:
    assert cli.main(["diff", *releases, "--limit", "3", "-o", str(tmp_path / "diff.csv")]) == 0
    assert len((tmp_path / "diff.csv").read_text(encoding="utf-8").splitlines()) == 4


@pytest.mark.parametrize(
    ("flags", "complaint"),
    [
        (["--output", "diff.txt"], "must end in .csv"),
        ([], "no release, events.parquet and mentions.parquet not there"),
    ],
)
def test_usage_errors_say_what_to_give(
    releases: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], flags: list[str], complaint: str
) -> None:
    other = releases[1] if flags else str(tmp_path)
    assert cli.main(["diff", releases[0], other, *flags]) == 2
    assert complaint in capsys.readouterr().err
