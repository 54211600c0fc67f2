"""The command `evaluate` on an article whose coding is known: what counts as right, and what stands in the misses."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import cli

if TYPE_CHECKING:
    from pathlib import Path

SENTENCES = (
    "Soldiers clashed with M23 rebels near Goma on Monday, and four people died.",
    "Police arrested the leader of the opposition in Kinshasa on Tuesday.",
    "The Congolese army will send two battalions to Beni next week.",
)
RIGHT: dict[str, Any] = {
    "class": "battle",
    "status": "occurred",
    "actor1": "Military Forces of Democratic Republic of Congo",
    "actor1_country": "COD",
    "actor2": "M23: March 23 Movement",
    "actor2_country": "COD",
    "others": [],
    "location": "Goma",
    "country": "COD",
    "lat": -1.679,
    "lon": 29.222,
    "geo_precision": 2,
    "date_start": "2024-03-04",
    "date_end": "2024-03-04",
    "time_precision": 1,
    "fatalities": 4,
    "sure": True,
    "mentions": [{"quote": SENTENCES[0], "trigger": "clashed"}],
}


def coded(tmp_path: Path, *events: dict[str, Any], **fields: object) -> str:
    """A file of one coded article with these events."""
    article = {
        "doc_id": "a",
        "published_at": "2024-03-06",
        "source": "Wire",
        "title": None,
        "text": " ".join(SENTENCES),
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(article | {"events": events} | fields) + "\n", encoding="utf-8")
    return str(path)


def figures(said: str) -> dict[str, list[str]]:
    """The lines of the report by their first word or words."""
    return {line[:26].strip(): line[26:].split() for line in said.splitlines() if line[:26].strip()}


def misses(gold: str, tmp_path: Path) -> list[dict[str, str]]:
    target = tmp_path / "misses.csv"
    assert cli.main(["evaluate", gold, "--output", str(target)]) == 0
    with target.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_row_that_is_coded_as_a_person_did_is_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evaluate", coded(tmp_path, RIGHT)]) == 0
    told = figures(capsys.readouterr().out)
    assert told["events"] == ["1", "3", "1", "0.333", "1.000", "0.500"]
    assert told["whole rows"][0] == "1"
    assert {
        name: told[name][2] for name in ("status", "day", "place", "actor1", "actor2", "fatalities")
    } == dict.fromkeys(("status", "day", "place", "actor1", "actor2", "fatalities"), "1.000")


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("class", {"class": "territory_state_gain"}),
        ("status", {"status": "planned"}),
        ("day", {"date_start": "2024-03-01", "date_end": "2024-03-01"}),
        ("place", {"lat": -4.3}),
        ("country", {"country": "RWA"}),
        ("actor1", {"actor1": "Military Forces of Rwanda", "actor2": None}),
        ("fatalities", {"fatalities": None}),
    ],
)
def test_a_column_that_differs_is_a_miss_with_both_values(tmp_path: Path, column: str, change: dict[str, Any]) -> None:
    rows = misses(coded(tmp_path, RIGHT | change), tmp_path)
    (found,) = [row for row in rows if row["miss"] == "differs"]
    assert found["column"] == column
    assert found["coded_by_hand"] != found["found"]
    assert found["event_id"]
    assert found["rule_id"] == "battle.verb"


def test_one_entry_of_the_registry_is_one_actor_whatever_its_name(tmp_path: Path) -> None:
    renamed = RIGHT | {
        "actor1": "Military Forces of the Democratic Republic of Congo (2001-2019)",
        "actor2": "March 23 Movement",
    }
    assert [row["miss"] for row in misses(coded(tmp_path, renamed), tmp_path)] == ["extra", "extra"]


def test_what_is_not_asked_is_not_judged(tmp_path: Path) -> None:
    left_open = {
        "date_start": None,
        "date_end": None,
        "time_precision": None,
        "lat": None,
        "country": None,
        "actor2": None,
    }
    assert [row["miss"] for row in misses(coded(tmp_path, RIGHT | left_open), tmp_path)] == ["extra", "extra"]


def test_an_event_is_missed_where_no_mention_of_its_family_stands_in_its_sentence(tmp_path: Path) -> None:
    elsewhere = RIGHT | {"mentions": [{"quote": SENTENCES[1], "trigger": "arrested"}]}
    rows = misses(coded(tmp_path, elsewhere), tmp_path)
    assert [(row["miss"], row["event_class"]) for row in rows][:1] == [("missed", "battle")]


def test_unsure_events_and_speech_acts_cost_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    soft = [
        RIGHT | {"sure": False},
        RIGHT | {"class": "arrest", "sure": False, "mentions": [{"quote": SENTENCES[1], "trigger": "arrested"}]},
        RIGHT | {"class": "statement", "mentions": [{"quote": SENTENCES[2], "trigger": "send two battalions"}]},
    ]
    assert cli.main(["evaluate", coded(tmp_path, *soft)]) == 0
    assert figures(capsys.readouterr().out)["events"][:3] == ["0", "0", "0"]


@pytest.mark.parametrize(
    ("event", "fields", "message"),
    [
        ({"class": "raid"}, {}, "no class 'raid'"),
        ({"status": "done"}, {}, "status 'done' is not one of"),
        ({"mentions": [{"quote": "Nobody came.", "trigger": "came"}]}, {}, "the quote does not stand in the text"),
        (
            {"mentions": [{"quote": SENTENCES[0], "trigger": "fled"}]},
            {},
            "the trigger 'fled' does not stand in its quote",
        ),
        ({"mentions": []}, {}, "has no mentions"),
        ({"date_start": "4 March"}, {}, "4 March"),
        ({}, {"text": ""}, "no_text"),
    ],
)
def test_a_fault_names_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], event: dict[str, Any], fields: dict[str, Any], message: str
) -> None:
    assert cli.main(["evaluate", coded(tmp_path, RIGHT | event, **fields)]) == 2
    said = capsys.readouterr().err
    assert "gold.jsonl line 1" in said
    assert message in said


def test_a_field_that_is_missing_and_an_article_that_comes_twice_are_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"doc_id": "a"}\n', encoding="utf-8")
    assert cli.main(["evaluate", str(gold)]) == 2
    assert "lacks the field 'title'" in capsys.readouterr().err
    line = (tmp_path / coded(tmp_path, RIGHT)).read_text(encoding="utf-8")
    gold.write_text(line * 2, encoding="utf-8")
    assert cli.main(["evaluate", str(tmp_path)]) == 2
    assert "this article was there before" in capsys.readouterr().err
    assert cli.main(["evaluate", str(tmp_path / "none")]) == 2
    assert "no coded articles" in capsys.readouterr().err


def test_floors_are_raised_but_not_lowered_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    floors = ["--floors", str(tmp_path / "floors.json")]
    good, worse = coded(tmp_path, RIGHT), RIGHT | {"status": "planned"}
    assert cli.main(["evaluate", good, *floors, "--raise-floors"]) == 0
    assert cli.main(["evaluate", good, *floors]) == 0
    kept = (tmp_path / "floors.json").read_bytes()
    bad = coded(tmp_path, worse)
    assert cli.main(["evaluate", bad, *floors]) == 2
    assert "other coded articles" in capsys.readouterr().err
    assert cli.main(["evaluate", bad, *floors, "--raise-floors"]) == 1
    assert "rows 0.0 < 0.5, status 0.0 < 1.0; --lower-floors" in capsys.readouterr().err
    assert (tmp_path / "floors.json").read_bytes() == kept
    assert cli.main(["evaluate", bad, *floors, "--lower-floors"]) == 0
    assert cli.main(["evaluate", bad, *floors]) == 0
