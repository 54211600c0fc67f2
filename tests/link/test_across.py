"""Ten papers on one happening are one event; the order of the rows does not matter; the analyst has the last word."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

import pytest

from pipeline.errors import UsageError
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


# -- what speaks for one happening across articles


def accusation(article: str, sentence: str, **given: Any) -> dict[str, Any]:
    return mention(sentence, "accused", "accusation", article=article, **given)


def test_a_statement_s_place_keeps_no_two_apart_but_its_speaker_does() -> None:
    kabul: dict[str, Any] = {"actor1": "Government of Afghanistan (2021-)", "day": "2021-07-20"}
    one = accusation("a", "Kabul accused traders of smuggling flour.", place="Kabul", **kabul)
    two = accusation("b", "Officials in Doha heard how Kabul accused flour smugglers.", place="Doha", **kabul)
    other = accusation("c", "The Taliban accused traders of smuggling flour.", day="2021-07-20", actor1="Taliban")
    assert events_of([one, two, other]) == {frozenset("ab"), frozenset("c")}


def test_the_same_quotation_is_the_same_event() -> None:
    quote = '"We shall never open the northern gate to them again,"'
    rows = [
        mention(f"{quote} the envoy warned in Doha.", "warned", "threat", article="a", place="Doha"),
        mention(f"Late at night an envoy warned: {quote} and left.", "warned", "threat", article="b"),
        mention("A minister warned the herders of a cold spring.", "warned", "threat", article="c"),
    ]
    assert frozenset("ab") in events_of(rows)


def test_who_is_quoted_is_no_quotation() -> None:
    said = "said Omar Daud of the Herat Observatory for the Rights of All"
    rows = [
        mention(f'"A mine lay there," {said}.', "mine", "ied", article="a", place="Herat", day="2021-07-19"),
        mention(f'We saw a mine," {said}.', "mine", "ied", article="b", day="2021-07-12"),
    ]
    assert all("quotation" not in row["reasons"] for row in link(table_of(rows)).links.to_pylist())
    assert len(events_of(rows)) == 2


def clash(article: str, published: str, words: str, **given: Any) -> dict[str, Any]:
    """A clash in Kabul in an article of a day that tells no other."""
    text = f"Gunmen clashed with soldiers, {words}."
    told = {"day": published, "date_method": "published", "published_at": datetime.fromisoformat(published)}
    return mention(text, "clashed", "battle", article=article, **(told | {"place": "Kabul"} | given))


def test_clashes_of_a_week_in_one_town_need_more_than_the_town() -> None:
    sides: dict[str, Any] = {"actor1": "Taliban", "actor2": "Military Forces of Afghanistan (2021-)"}
    rows = [
        clash("a", "2021-07-20", "burning a depot by the canal", **sides),
        clash("b", "2021-07-26", "ringing a silo full of maize", **sides),
    ]
    assert events_of(rows) == {frozenset("a"), frozenset("b")}
    (judged,) = link(table_of(rows)).links.to_pylist()
    assert judged["verdict"] == "ambiguous"
    assert "perhaps 6 days apart" in judged["reasons"]


def test_articles_that_are_alike_tell_one_happening_where_they_are_of_one_day() -> None:
    title = "Canal depot burns: gunmen and guards trade fire through the night"
    unknown = "Unidentified Armed Group (Afghanistan)"
    rows = [
        clash("a", "2021-07-20", "witnesses of the fire said", title=title, place="Afghanistan"),
        clash("b", "2021-07-21", "a clerk of the depot said", title=title, place="Afghanistan", actor1=unknown),
    ]
    later = rows[1] | {"published_at": datetime.fromisoformat("2021-07-29")}
    soon, late = (link(table_of([rows[0], row])).links.to_pylist()[0] for row in (rows[1], later))
    assert "articles alike" in soon["reasons"]
    assert "articles alike" not in late["reasons"]
    assert soon["link_score"] > late["link_score"] + 1


def test_gunmen_may_be_whom_another_report_names() -> None:
    unknown = "Unidentified Armed Group (Afghanistan)"
    rows = reports()[:2]
    for row, name in zip(rows, (unknown, "Military Forces of Russia (2000-)"), strict=True):
        row |= {"actor1": name, "actor1_type": "Rebel group", "actor1_method": "registry"}
    assert events_of(rows) == {frozenset("ab")}


def test_a_denial_in_another_article_is_remarked_on_the_claim() -> None:
    told: dict[str, Any] = {"place": "Herat", "day": "2021-07-19", "actor1": "Taliban"}
    claim = mention("The Taliban shelled the Herat clinic.", "shelled", "shelling", article="a", **told)
    denial = mention("They never shelled the Herat clinic.", "shelled", "shelling", article="b", **told)
    events = link(table_of([claim, denial | {"event_status": "negated"}])).events.to_pylist()
    assert {event["event_status"]: event["notes"] for event in events} == {
        "occurred": "A report denies it.",
        "negated": "",
    }
    late = denial | {"event_status": "negated", "published_at": datetime.fromisoformat("2021-11-21")}
    assert {event["notes"] for event in link(table_of([claim, late])).events.to_pylist()} == {""}


@pytest.mark.parametrize(("published", "n_events"), [("2021-07-25", 1), ("2021-07-01", 2)])
def test_what_was_announced_for_a_month_occurs_in_a_later_report(published: str, n_events: int) -> None:
    drill: dict[str, Any] = {"place": "Kabul", "actor1": "Military Forces of Afghanistan (2021-)"}
    first, last, fifth = (datetime.fromisoformat(f"2021-07-{day}") for day in ("01", "31", "05"))
    month = {"date_start": first, "date_end": last, "time_precision": 3, "date_method": "near"}
    plan = mention("Drills near Kabul will begin in July.", "Drills", "exercise_joint", article="a", **drill)
    plan |= {"event_status": "planned", "published_at": fifth, **month}
    held = mention("Drills near Kabul began.", "Drills", "exercise_joint", article="b", day="2021-07-20", **drill)
    events = link(table_of([plan, held | {"published_at": datetime.fromisoformat(published)}])).events.to_pylist()
    assert len(events) == n_events
    if n_events == 1:
        assert events[0]["event_status"] == "occurred"
        assert (events[0]["date_start"], events[0]["time_precision"]) == (datetime.fromisoformat("2021-07-20"), 1)


def test_overrules_stand_in_the_links_and_win_over_chains() -> None:
    rows = reports()
    a, b, c, d = (row["mention_id"] for row in rows)
    decisions = pair("merge", a, d), pair("split", b, c)
    told = link(table_of(rows), decisions=decisions)
    said = {
        (row["left_mention_id"], row["right_mention_id"]): (row["verdict"], row["reasons"])
        for row in told.links.to_pylist()
    }
    assert said[a, d] == ("linked", "overruled by an analyst")
    assert said[b, c] == ("apart", "overruled by an analyst")
    assert not any({"b", "c"} <= group for group in events_of(rows, *decisions))


def test_overrules_that_contradict_each_other_are_named() -> None:
    a, b, c, _ = (row["mention_id"] for row in reports())
    with pytest.raises(UsageError, match=f"{a} and {c} are to be apart, but others link them"):
        link(table_of(reports()), decisions=[pair("merge", a, b), pair("merge", b, c), pair("split", a, c)])
