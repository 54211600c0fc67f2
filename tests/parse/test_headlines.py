"""Headlines are parsed as sentences, and their tokens stand where the headline has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract import extract_article
from pipeline.parse import from_row
from pipeline.parse.headlines import Retold, Shift, retold, with_dashes
from pipeline.parse.model import decapitalised
from tests.support.parses import parser, read_cases

CASES = read_cases(Path(__file__).with_name("headlines.csv"))
FLOOR = 108


@pytest.mark.parametrize(
    ("headline", "sentence"),
    [
        ("Army retakes Palmyra", "Army retook Palmyra"),
        ("Rioters torch police station in Dhaka", "Rioters torched police station in Dhaka"),
        ("Car bomb rocks Mogadishu", "Car bomb rocked Mogadishu"),
        ("Peace talks resume in Doha", "Peace talks resumed in Doha"),
        ("Gunmen ambush convoy in Mali, kill 12 soldiers", "Gunmen ambushed convoy in Mali, killed 12 soldiers"),
        ("Denmark to send jets to Ukraine", "Denmark will send jets to Ukraine"),
        ("Kim vows to send troops", "Kim vowed to send troops"),
        ("Mali expels French ambassador", "Mali expelled French ambassador"),
        ("Iraqi forces recapture Ramadi", "Iraqi forces recaptured Ramadi"),
        ("Five killed in Kabul blast", "Five killed in Kabul blast"),
        ("Air strikes hit Sanaa", "Air strikes hit Sanaa"),
        ("50 rebels surrender in Colombia", "50 rebels surrendered in Colombia"),
        ("Protests in Lebanon over fuel prices", "Protests in Lebanon over fuel prices"),
        ("Fighting has killed 12 in Gao", "Fighting has killed 12 in Gao"),
        ("Army, rebels trade fire in Goma", "Army, rebels traded fire in Goma"),
        ("Rebels, army clash near Goma", "Rebels, army clashed near Goma"),
        ("Teachers' march halts traffic in Oaxaca", "Teachers' march halted traffic in Oaxaca"),
        ("Bomb kills 12, wounds 30 in Kabul", "Bomb killed 12, wounded 30 in Kabul"),
    ],
)
def test_the_verb_of_a_headline_is_told_in_the_past(headline: str, sentence: str) -> None:
    assert retold(headline).text == sentence


def test_a_headline_knows_its_own_words() -> None:
    told = Retold("Army retook Palmyra", (Shift(5, 11, 5, 12),))
    assert [told.own(0, 4), told.own(5, 11), told.own(12, 19)] == [(0, 4), (5, 12), (13, 20)]


def test_headlines_tell_events_in_their_own_words() -> None:
    headlines = [case["headline"] for case in CASES]
    rows = parser().parse(headlines, range(len(headlines)))
    found = []
    for headline, row in zip(headlines, rows, strict=True):
        sentence = from_row({**row, "sentence_start": 0}, headline, kind="headline")
        mentions = extract_article("a", "d", [sentence])
        assert all(headline[m["trigger_start"] : m["trigger_end"]] == m["trigger_text"] for m in mentions)
        found.append({m["event_class"] for m in mentions})
    assert sum(case["class"] in names for case, names in zip(CASES, found, strict=True)) >= FLOOR


def test_running_text_is_not_told_otherwise() -> None:
    (row,) = parser().parse(["Rebels attack army base in Ghazni"])
    assert row["token_ends"][1] == len("Rebels attack")
    assert decapitalised("Rebels attack army base") == "Rebels attack army base"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Two jets - both new - hit Hama.", "Two jets -- both new -- hit Hama."),
        ("The town—held by rebels—fell.", "The town -- held by rebels -- fell."),
        ("The Iran-Iraq war cost 10–12 men.", "The Iran-Iraq war cost 10–12 men."),
        ("- Rebels took Goma.", "- Rebels took Goma."),
    ],
)
def test_dashes_are_told_as_the_parser_learnt_them(sentence: str, told: str) -> None:
    found = with_dashes(sentence)
    assert found.text == told
    words = [sentence[slice(*found.own(at, at + len("fell")))] for at in [told.find("fell")] if at >= 0]
    assert words in ([], ["fell"])
