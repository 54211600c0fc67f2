"""An edit of a frame concerns every article in which the frame could come into play, and no other."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.event_lexicon import Frame, forms_of, frames, hyphenated, lemmas, triggers
from pipeline.extract.frames import find
from pipeline.extract.kinds import Kinds
from pipeline.parse import concern
from pipeline.parse.concern import frames_concerning, words_of
from pipeline.parse.gate import PART, Words, possible_frames, possible_lemmas
from tests.support.parses import parsed

GOLD = Path(__file__).parents[1] / "gold"
TEXTS = [json.loads(line)["text"] for path in sorted(GOLD.glob("*.jsonl")) for line in path.open(encoding="utf-8")]


def seen_by_the_gate(text: str) -> set[str]:
    words = set(PART.findall(text.lower()))
    return words.union(*map(possible_lemmas, words))


@pytest.mark.parametrize("frame", frames(), ids=lambda frame: frame.id)
def test_every_frame_that_fits_a_sentence_concerns_its_tokens(frame: Frame) -> None:
    sentence = parsed(frame.fires)
    said = {word for token in sentence.tokens for word in (token.lower, token.lemma)}
    hits = find(sentence, Kinds(sentence))
    assert hits
    assert all(not said.isdisjoint(words_of(hit.frame)) for hit in hits)


def test_whatever_frame_the_gate_may_find_concerns_the_text() -> None:
    for text in TEXTS:
        said = seen_by_the_gate(text)
        assert all(not said.isdisjoint(words_of(frame)) for frame in possible_frames(Words.of(text)))


def test_all_words_that_frames_are_looked_up_by_are_some_frames_own() -> None:
    own = frozenset[str]().union(*map(words_of, frames()))
    of_frames = {part for frame in frames() for phrase in (*frame.verbs, *frame.nouns) for part in phrase.split()}
    assert frozenset[str]().union(*map(forms_of, frames())) <= own
    verbs = {phrase.split()[0] for frame in frames() for phrase in frame.verbs}
    framed = {
        form for form, verb in lemmas()[0].items() if verb in verbs
    }  # others are of forms.toml, which concerns all
    assert triggers().verbs.keys() | triggers().nouns.keys() | framed <= own
    assert {word.partition("-")[0] for word in hyphenated() & of_frames} <= own


def test_only_the_frames_that_share_a_word_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(all_frames: tuple[Frame, ...], *words: str) -> str:
        monkeypatch.setattr(concern, "frames", lambda: all_frames)
        concern._frames_by_word.cache_clear()
        concern._digests.cache_clear()
        return frames_concerning(frozenset(words))

    real = frames()
    shell = next(frame for frame in real if frame.id == "shell.verb")
    edited = tuple(replace(frame, event_class="battle") if frame is shell else frame for frame in real)
    reworded = tuple(replace(frame, fires="Changed.", quiet="") for frame in real)
    try:
        assert told(real, "the", "teapot") == ""
        assert told(real, "shelled") == told(reworded, "shelled") != told(edited, "shelled")
        assert told(real, "marched") == told(edited, "marched") != ""
    finally:
        monkeypatch.undo()
        concern._frames_by_word.cache_clear()
        concern._digests.cache_clear()
