"""The gate lets every sentence pass that a frame could fit, holds back what none could, and costs no event."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.clean import clean
from pipeline.event_lexicon import Condition, Frame, cue, frames, noun_forms, noun_kinds, verb_forms
from pipeline.extract import article_topic, extract_article
from pipeline.extract.possible import Words, possible
from pipeline.extract.topics import WHOLE
from pipeline.ingest.records import compose_text
from pipeline.normalise.actors.agents import agents
from pipeline.parse.gate import has_trigger, passing
from tests.support.parses import parse_all, parsed, parser

GOLD = Path(__file__).parents[1] / "gold"


@pytest.mark.parametrize("frame", frames(), ids=lambda frame: frame.id)
def test_every_form_of_every_trigger_is_one(frame: Frame) -> None:
    for verb in frame.verbs:
        first, *rest = verb.split()
        for form in verb_forms(first) if verb not in cue("trigger", "everywhere") else ():
            assert has_trigger(f"They {' '.join([form, *rest])} it."), (verb, form)
    for noun in frame.nouns:
        *before, last = noun.split()
        for form in noun_forms(last):
            assert has_trigger(f"The {' '.join([*before, form])}.".upper()), (noun, form)


@pytest.mark.parametrize("frame", frames(), ids=lambda frame: frame.id)
def test_a_sentence_that_fits_a_frame_passes_for_it(frame: Frame) -> None:
    assert frame in possible(frame.fires).triggers.frames()
    assert passing([frame.fires]) == [True]


def test_every_form_that_the_model_knows_of_a_lexicon_word_is_known() -> None:
    asked = {kind[1:] for frame in frames() for condition in conditions(frame) for kind in condition[1] if "=" in kind}
    phrases = [phrase for frame in frames() for phrase in (*frame.verbs, *frame.nouns)]
    words = {word for phrase in (*phrases, *asked, *noun_kinds(), *agents()) for word in phrase.split()}
    lemmatizer: Any = parser().nlp.get_pipe("lemmatizer")
    tables = lemmatizer.lookups.get_table("lemma_exc").values()
    known = [(form, lemma) for table in tables for form, found in table.items() for lemma in set(found) & words]
    assert [(form, lemma) for form, lemma in known if lemma not in Words.of(form).lemmas] == []


def conditions(frame: Frame) -> list[Condition]:
    return [*frame.need, *(condition for option in frame.any_of for condition in option)]


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "...",
        "The weather was mild and the bakery smelt of bread.",
        "Yesterday, again!",
        "A braided loaf was on the table.",
        "China said that it would wait.",  # no "unless"
    ],
)
def test_a_sentence_that_no_frame_could_fit_does_not_pass(sentence: str) -> None:
    assert passing([sentence]) == [False]


def test_what_a_pronoun_may_stand_for_passes_with_it() -> None:
    before = "China said that it would wait."
    assert passing([before, "Jets bombed its capital."]) == [True, True]
    assert passing([before, "Jets bombed the capital."]) == [False, True]


def test_a_toll_passes_behind_violence_only() -> None:
    toll, violence = "Nine died.", "Jets bombed the town of Gao."
    assert passing(["A bomb was found.", toll, violence])[2]
    assert passing(["The choir sang.", toll, violence]) == [False, False, True]
    assert passing([toll, violence]) == [True, True]  # the headline
    assert passing([violence, toll]) == [True, True]


def test_of_an_article_about_sport_nothing_passes() -> None:
    told = [
        "The striker scored twice in the second half.",
        "The team won the match 3-1.",
        "The army attacked the town.",
    ]
    assert article_topic(told[:2]) in WHOLE
    assert not any(passing(told[:2]))


def test_the_gate_costs_no_event_of_the_samples() -> None:
    """Parsing everything gives the mentions that parsing only what passes gives; pronouns may find other parties."""
    articles = []
    for file in sorted(GOLD.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            text = compose_text(record["title"], record["text"])
            spans = clean(text, title=record["title"]).sentences
            articles.append([(text[span.start : span.end], span) for span in spans])
    parse_all([text for sentences in articles for text, _ in sentences])
    for sentences in articles:
        everything = [parsed(text, start=span.start, kind=span.kind) for text, span in sentences]
        texts = [text for text, _ in sentences]
        triggered = [sentence for sentence in everything if has_trigger(sentence.text)]
        let_through = [sentence for sentence, passes in zip(everything, passing(texts), strict=True) if passes]
        if article_topic(texts) in WHOLE:
            assert not let_through
            continue
        assert extract_article("a", "d", let_through) == extract_article("a", "d", triggered)
        all_told, told = (
            [(row["mention_id"], row["event_status"], row["deaths_low"]) for row in extract_article("a", "d", parses)]
            for parses in (everything, let_through)
        )
        assert all_told == told
