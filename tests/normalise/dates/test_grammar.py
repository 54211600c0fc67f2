"""Every rule of the grammar reads its own example as a whole; broken lexicons name the entry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import LexiconError
from pipeline.normalise.dates import annotate, lexicon
from pipeline.normalise.dates.annotate import READERS
from pipeline.normalise.dates.grammar import parse
from pipeline.normalise.dates.tokens import tokenise

if TYPE_CHECKING:
    from pipeline.normalise.dates.lexicon import Rule

RULES = [rule for layer in lexicon.load().layers for rule in layer]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.example], ids=lambda rule: rule.name)
def test_example_is_one_node(rule: Rule) -> None:
    letters = tokenise(rule.example, lexicon.load()).classes[:-1]
    nodes = parse(letters)
    assert [(node.start, node.end) for node in nodes] == [(0, len(letters))]
    assert nodes[0].rule.reader == rule.reader


def test_names_are_unique() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("word", "nodes"), [("may", 0), ("May", 1), ("MARCH", 1), ("march", 0), ("august", 0)])
def test_a_capital_makes_the_month(word: str, nodes: int) -> None:
    assert len(parse(tokenise(word, lexicon.load()).classes[:-1])) == nodes


def test_money_and_percentages_are_one_dull_token() -> None:
    tokens = tokenise("$1,979 or 1979% of 3.12", lexicon.load())
    assert [word for word, letter in zip(tokens.words, tokens.classes, strict=True) if letter == "."][:2] == [
        "$1,979",
        "1979%",
    ]


def test_an_unknown_tag_names_the_rule() -> None:
    entry = {"name": "odd", "layer": 0, "pattern": "NOSUCHTAG", "reader": "year", "node": "year", "example": "x"}
    with pytest.raises(LexiconError, match=r"odd.*NOSUCHTAG"):
        lexicon.make_rule(entry, {}, {})


def test_a_missing_file_is_named() -> None:
    with pytest.raises(LexiconError, match=r"nosuch\.toml"):
        lexicon.read_toml("nosuch.toml")


def test_every_rule_has_its_reader() -> None:
    assert {rule.reader for rule in RULES} <= set(READERS)


@pytest.mark.parametrize("example", [entry["example"] for entry in lexicon.read_toml("holidays.toml")["holiday"]])
def test_every_holiday_resolves(example: str) -> None:
    assert annotate(example, published=date(2021, 7, 21))[0].method == "holiday_calendar"
