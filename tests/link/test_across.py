"""Ten papers on one happening are one event; the order of the rows does not matter; the analyst has the last word."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from pipeline.link.decisions import Decision
from pipeline.link.linking import link
from tests.support.mentions import mention, table_of

WIRE = "A bomb exploded near the Sarai market in Kabul on Monday, killing 10 shoppers."


def reports() -> list[dict[str, Any]]:
    """Three papers on a bomb in Kabul, one on a bomb in Herat."""
    kabul: dict[str, Any] = {"place": "Kabul", "day": "2021-07-19"}
    return [
        mention(WIRE, "exploded", "ied", article="a", deaths=10, source="Morning Post", **kabul),
        mention(
            "The blast at the Sarai market killed 10, doctors in Kabul said.",
            "blast",
            "ied",
            article="b",
            deaths=10,
            **kabul,
        ),
        mention(
            "Kabul buried those killed when a bomb hit Sarai market on Monday.", "bomb hit", "ied", article="c", **kabul
        ),
        mention(
            "A bomb in Herat on Monday killed three.",
            "bomb",
            "ied",
            article="d",
            place="Herat",
            day="2021-07-19",
            deaths=3,
        ),
    ]


def events_of(rows: list[dict[str, Any]], *decisions: Decision) -> set[frozenset[str]]:
    """The articles of each event."""
    groups: dict[str, set[str]] = {}
    for row in link(table_of(rows), decisions=decisions).mentions.to_pylist():
        groups.setdefault(row["event_id"], set()).add(row["article_id"])
    return {frozenset(articles) for articles in groups.values()}


def test_reports_of_one_bombing_are_one_event() -> None:
    assert events_of(reports()) == {frozenset("abc"), frozenset("d")}


def test_the_order_of_the_rows_does_not_matter() -> None:
    expected = link(table_of(reports()))
    for seed in range(5):
        rows = reports()
        random.Random(seed).shuffle(rows)
        linked = link(table_of(rows))
        assert (linked.events, linked.mentions, linked.links) == (expected.events, expected.mentions, expected.links)


def test_an_event_keeps_its_id_when_later_reports_join() -> None:
    first, *rest = reports()
    later = [row | {"published_at": row["published_at"].replace(day=23)} for row in rest]
    alone = link(table_of([first])).events.to_pylist()[0]["event_id"]
    assert alone in {row["event_id"] for row in link(table_of([first, *later])).events.to_pylist()}


def test_reports_of_other_days_stay_apart() -> None:
    monday, june = (
        reports()[0],
        mention(
            WIRE.replace("Monday", "2 June"), "exploded", "ied", article="x", place="Kabul", day="2021-06-02", deaths=10
        ),
    )
    assert len(events_of([monday, june])) == 2


def test_a_later_print_of_a_story_is_the_same_event() -> None:
    september: dict[str, Any] = {"article": "x", "place": "Kabul", "deaths": 10, "day": "2021-09-20"}
    later = mention(
        WIRE, "exploded", "ied", date_text="Monday", published_at=datetime.fromisoformat("2021-09-21"), **september
    )
    assert events_of([reports()[0] | {"date_text": "Monday"}, later]) == {frozenset("ax")}
    assert len(events_of([reports()[0], later | {"date_text": "September 20"}])) == 2


def test_reports_without_any_day_need_more_in_common() -> None:
    told: dict[str, Any] = {"place": "Kabul", "published_at": None, "actor1": "Taliban"}
    texts = ["A bomb hit a van in Kabul.", "A bomb went off in Kabul."]
    undated = [mention(text, "bomb", "ied", article=name, **told) for text, name in zip(texts, "xy", strict=True)]
    assert len(events_of(undated)) == 2
    assert len(events_of([row | {"published_at": datetime.fromisoformat("2021-07-21")} for row in undated])) == 1


def test_a_toll_that_grows_is_no_other_event() -> None:
    ten, *_ = reports()
    twelve = ten | {"article_id": "x", "mention_id": "x", "fatalities": 12, "fatalities_low": 12}
    assert len(events_of([ten, twelve | {"fatalities_high": 12}])) == 1


def test_one_wrong_day_among_many_reports_keeps_nothing_apart() -> None:
    many = [mention(WIRE, "exploded", "ied", article=name, place="Kabul", day="2021-07-19") for name in "abc"]
    wrong = mention(WIRE, "exploded", "ied", article="d", place="Kabul", day="2021-07-17")
    vague = mention(WIRE, "exploded", "ied", article="e", place="Kabul")
    groups = events_of([*many, wrong, vague])
    assert {frozenset("abce"), frozenset("d")} == groups


def test_every_judgement_has_a_score_and_reasons() -> None:
    links = link(table_of(reports())).links.to_pylist()
    linked = [row for row in links if row["verdict"] == "linked"]
    assert len(linked) >= 2
    assert all(row["link_score"] > 0 for row in linked)
    assert any("same place (Kabul)" in row["reasons"] and "Sarai" in row["reasons"] for row in linked)


def test_a_chain_does_not_merge_what_contradicts() -> None:
    vague = mention("A bomb at the Sarai market killed shoppers.", "bomb", "ied", article="v", day="2021-07-19")
    kabul = mention(
        "A bomb at the Sarai market killed shoppers in Kabul.",
        "bomb",
        "ied",
        article="k",
        day="2021-07-19",
        place="Kabul",
    )
    herat = mention(
        "A bomb at the Sarai market killed shoppers in Herat.",
        "bomb",
        "ied",
        article="h",
        day="2021-07-19",
        place="Herat",
    )
    groups = events_of([vague, kabul, herat])
    assert not any({"k", "h"} <= group for group in groups)


def pair(decision: str, left: str, right: str) -> Decision:
    return Decision(decision=decision, mention_id=left, other_mention_id=right)


def test_an_analyst_splits_and_merges() -> None:
    rows = reports()
    ids = [row["mention_id"] for row in rows]
    assert frozenset("b") in events_of(rows, pair("split", ids[0], ids[1]), pair("split", ids[1], ids[2]))
    assert events_of(rows, pair("merge", ids[0], ids[3])) == {frozenset("abcd")}


def test_the_last_decision_on_a_pair_holds() -> None:
    rows = reports()
    left, *_, right = (row["mention_id"] for row in rows)
    merged = pair("merge", left, right)
    assert events_of(rows, merged, pair("split", right, left)) == events_of(rows)
    assert events_of(rows, merged, pair("reopen", left, right)) == events_of(rows)


def test_crowded_blocks_find_the_same_event_among_many_of_that_week() -> None:
    noise = [
        mention(
            f"A bomb hit convoy number {n} in Herat.",
            "bomb",
            "ied",
            article=f"n{n:03d}",
            place="Herat",
            day=f"2021-07-{1 + n % 28:02d}",
            deaths=n + 20,
        )
        for n in range(150)
    ]
    assert frozenset("abc") in events_of([*reports()[:3], *noise])


def bombs() -> list[dict[str, Any]]:
    """Six reports of three bombs in one city on one day: what tells them apart is numbers, targets and words."""
    unknown = "Unidentified Armed Group (Afghanistan)"
    told: dict[str, Any] = {"place": "Kabul", "day": "2021-07-19", "actor1": unknown}
    civilians, police = "Civilians (Afghanistan)", "Military Forces of Afghanistan (2021-)"
    cart = "A bomb hidden in a cart went off among shoppers in the Afghan capital, killing ten people."
    market: dict[str, Any] = {"deaths": 10, "actor2": civilians, **told}
    return [
        mention(WIRE, "exploded", "ied", article="a1", title="Bomb kills 10 at market", **market),
        mention(
            "The blast at the Sarai market killed 10.", "blast", "ied", article="a2", title="Ten die in blast", **market
        ),
        mention(cart, "bomb", "ied", article="a3", title="Deadly bombing in Afghan capital", **market),
        mention("A roadside bomb hit a police van, hurting four.", "bomb", "ied", article="b1", actor2=police, **told),
        mention("Four policemen in a van were hurt by a mine.", "mine", "ied", article="b2", actor2=police, **told),
        mention("A magnetic bomb killed a prosecutor in his car.", "bomb", "ied", article="c1", deaths=1, **told),
    ]


def test_bombs_of_one_day_in_one_city_stay_apart() -> None:
    assert events_of(bombs()) == {frozenset(["a1", "a2", "a3"]), frozenset(["b1", "b2"]), frozenset(["c1"])}


def test_no_mentions_make_no_events() -> None:
    linked = link(table_of([]))
    assert (linked.events.num_rows, linked.mentions.num_rows, linked.links.num_rows) == (0, 0, 0)
