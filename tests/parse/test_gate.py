"""The gate lets every trigger pass, holds back what has none, and costs no event."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.clean import clean
from pipeline.event_lexicon import Frame, cue, frames, noun_forms, trigger_forms, verb_forms
from pipeline.extract import extract_article
from pipeline.ingest.records import compose_text
from pipeline.parse import Gate
from tests.support.parses import parse_all, parsed

GOLD = Path(__file__).parents[1] / "gold"
GATE = Gate.from_forms(trigger_forms())


@pytest.mark.parametrize("frame", frames(), ids=lambda frame: frame.id)
def test_every_form_of_every_trigger_passes(frame: Frame) -> None:
    assert GATE.passes(frame.fires)
    for verb in frame.verbs:
        first, *rest = verb.split()
        for form in verb_forms(first) if verb not in cue("trigger", "everywhere") else ():
            assert GATE.passes(f"They {' '.join([form, *rest])} it."), (verb, form)
    for noun in frame.nouns:
        *before, last = noun.split()
        for form in noun_forms(last):
            assert GATE.passes(f"The {' '.join([*before, form])}.".upper()), (noun, form)


@pytest.mark.parametrize(
    "sentence", ["", "...", "The weather was mild and the bakery smelt of bread.", "Yesterday, again!"]
)
def test_a_sentence_without_triggers_does_not_pass(sentence: str) -> None:
    assert not GATE.passes(sentence)


def test_a_trigger_passes_only_as_a_whole_word_in_any_case() -> None:
    gate = Gate.from_forms(["Raid"])
    assert gate.passes("RAID!")
    assert gate.passes("a night-raid")
    assert not gate.passes("braided")


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
        passing = [sentence for sentence in everything if GATE.passes(sentence.text)]
        all_told, told = (
            [(row["mention_id"], row["event_status"], row["deaths_low"]) for row in extract_article("a", "d", parses)]
            for parses in (everything, passing)
        )
        assert all_told == told
