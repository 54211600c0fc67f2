"""Every rule of furniture.toml takes its examples and leaves alone what it says it keeps."""

import pytest

from pipeline.clean.furniture import Rule, cut_edges, furniture, rules, takes
from pipeline.clean.lexicon import dateline_words, sentence_words
from pipeline.errors import LexiconError

EXAMPLES = [(rule, example) for rule in rules() for example in rule.examples]
KEEPS = [text for rule in rules() for text in rule.keeps]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[example[:40] for _, example in EXAMPLES])
def test_rules_take_their_examples(rule: Rule, example: str) -> None:
    if rule.where == "tail":
        paragraph = f"The envoy left the town. {example}"
        assert paragraph[: cut_edges(paragraph)[1]].strip() == "The envoy left the town."
    else:
        assert takes(rule, example)


@pytest.mark.parametrize("text", KEEPS)
def test_story_is_kept_by_all_rules(text: str) -> None:
    assert furniture(text) is None
    assert cut_edges(text)[:2] == (0, len(text))


def test_word_lists_load() -> None:
    assert "Gen" in sentence_words().titles
    assert "KABUL" in dateline_words().alone


def test_a_broken_rule_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {"rule": [{"reason": "share", "where": "nowhere", "phrases": ["x"]}]}
    monkeypatch.setattr("pipeline.clean.furniture.load_toml", lambda _: broken)
    with pytest.raises(LexiconError, match=r"rule 1 \(share\): where must be one of"):
        rules.__wrapped__()
