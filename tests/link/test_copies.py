"""Copies of one story are one report: word for word, cut or lightly edited; other stories are not, however alike."""

from __future__ import annotations

import random
from datetime import datetime

import pytest

from pipeline.link.copies import copies_of
from pipeline.link.linking import link
from tests.support.mentions import mention, table_of

WORDS = [
    *("river", "market", "convoy", "bridge", "soldiers", "governor"),
    *("village", "harvest", "checkpoint", "mortar", "elders", "column"),
]
DAY = datetime.fromisoformat("2021-07-20T08:00")
LATER = datetime.fromisoformat("2021-07-21T09:30")


def story(seed: int, length: int = 120) -> str:
    """A text of its own."""
    chance = random.Random(seed)
    return " ".join(f"{chance.choice(WORDS)}{chance.randrange(50)}" for _ in range(length))


def edited(text: str) -> str:
    """The text with one word of thirty changed, as an editor does."""
    return " ".join("other" if place % 30 == 7 else word for place, word in enumerate(text.split()))


def found(*articles: tuple[str, datetime | None, str]) -> dict[str, str]:
    return copies_of(lambda: articles)


@pytest.mark.parametrize(
    ("text", "is_copy"),
    [
        pytest.param(story(1), True, id="word for word"),
        pytest.param(story(1).upper().replace(" ", "\n\n"), True, id="in other letters and lines"),
        pytest.param(edited(story(1)), True, id="lightly edited"),
        pytest.param(" ".join(story(1).split()[:70]), True, id="cut"),
        pytest.param(story(1) + " " + story(2, 60), True, id="with a paragraph of its own"),
        pytest.param(" ".join(story(1).split()[:45]), False, id="no more than a third of it"),
        pytest.param(story(1, 30) + " " + story(2), False, id="one paragraph in common"),
        pytest.param(story(2), False, id="another story"),
    ],
)
def test_what_a_copy_is(text: str, is_copy: bool) -> None:  # noqa: FBT001 - a case's value
    assert found(("first", DAY, story(1)), ("second", LATER, text)) == ({"second": "first"} if is_copy else {})


def test_the_earliest_is_the_report_and_the_others_its_carriers() -> None:
    prints = [(f"p{n}", DAY.replace(hour=hour), edited(story(1))) for n, hour in enumerate((11, 9, 17))]
    assert found(*prints) == {"p0": "p1", "p2": "p1"}
    assert found(*prints, ("wire", DAY, story(1))) == dict.fromkeys(("p0", "p1", "p2"), "wire")


def test_briefs_and_reprints_of_other_weeks_are_no_copies() -> None:
    assert found(("a", DAY, story(1, 30)), ("b", LATER, story(1, 30))) == {}
    assert found(("a", DAY, story(1)), ("b", LATER.replace(month=9), story(1))) == {}


def test_undated_articles_are_compared_with_each_other() -> None:
    assert found(("b", None, story(1)), ("a", None, story(1)), ("c", DAY, story(1))) == {"b": "a"}


def test_the_order_of_articles_does_not_matter() -> None:
    articles = [(f"a{n:02d}", DAY.replace(day=1 + n % 20), edited(story(n % 7))) for n in range(40)]
    expected = found(*articles)
    assert len(expected) > 20
    for seed in range(3):
        assert found(*random.Random(seed).sample(articles, len(articles))) == expected


def test_a_story_of_many_prints_is_one_report() -> None:
    prints = [(f"p{n:03d}", DAY, story(1)) for n in range(150)]
    assert found(*prints) == {name: "p000" for name, _, _ in prints[1:]}


def test_copies_count_as_one_article_and_one_source() -> None:
    told = {"place": "Kabul", "day": "2021-07-19"}
    text = "A bomb exploded near the Sarai market in Kabul on Monday, killing 10 shoppers."
    rows = [mention(text, "exploded", "ied", article=name, source=f"Paper {name}", **told) for name in "abcd"]
    (event,) = link(table_of(rows), copies={"b": "a", "c": "a"}).events.to_pylist()
    counts = ("n_mentions", "n_articles", "n_copies", "n_sources", "sources")
    assert [event[name] for name in counts] == [4, 2, 2, 2, "Paper a; Paper d"]


def test_copies_lend_a_toll_no_weight() -> None:
    told = {"place": "Kabul", "day": "2021-07-19"}
    text = "A bomb exploded near the Sarai market in Kabul on Monday."
    tolls = {"a": 12, "b": 12, "c": 10}
    rows = [mention(text, "exploded", "ied", article=name, deaths=n, **told) for name, n in tolls.items()]
    alone, copied = (link(table_of(rows), copies=copies).events.to_pylist()[0] for copies in ({}, {"b": "a"}))
    assert (alone["fatalities"], copied["fatalities"]) == (12, 10)
    assert (copied["fatalities_low"], copied["fatalities_high"]) == (10, 12)
