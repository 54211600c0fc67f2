"""What is done faster says what the model says, and no sentence's parse depends on those beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import spacy

from pipeline.parse.fast import BlockOps, EmbeddedWords
from pipeline.parse.model import as_told, keep_whole
from tests.support.parses import MODEL, parser

if TYPE_CHECKING:
    from spacy.tokens import Doc

GOLD = Path(__file__).parents[1] / "gold"
ODD = [
    "",
    " ",
    "Let's go, you gonna do it y'all, there is no one; I ain't gotta.",
    "Rebels  fled\n\nacross the border.",
    "Why?",
    "said" * 40,
]


def sentences() -> list[str]:
    """A few sentences of each sample, and odd ones."""
    lines = [line for file in sorted(GOLD.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    return [*ODD, *(part for line in lines for part in json.loads(line)["text"].split(". ")[:4])]


def as_spacy_says(texts: list[str]) -> list[dict[str, Any]]:
    nlp = spacy.load(MODEL)
    keep_whole(nlp)

    def prepared(text: str) -> Doc:
        doc = nlp.make_doc(as_told(text, is_headline=False).text)
        for token in doc:
            token.is_sent_start = token.i == 0
        return doc

    owns = [as_told(text, is_headline=False).own for text in texts]
    return [
        {
            "token_starts": [own(t.idx, t.idx + len(t.text))[0] for t in doc],
            "token_ends": [own(t.idx, t.idx + len(t.text))[1] for t in doc],
            "lemmas": [t.lemma_.lower() for t in doc],
            "pos": [t.pos_ for t in doc],
            "xpos": [t.tag_ for t in doc],
            "deps": [t.dep_ for t in doc],
            "heads": [t.head.i for t in doc],
            "entities": [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "" for t in doc],
        }
        for doc, own in zip(nlp.pipe(map(prepared, texts)), owns, strict=True)
    ]


def test_parses_are_those_of_the_model() -> None:
    texts = sentences()
    found = parser().parse(texts)
    assert all((parser().arcs, parser().words, parser().entities))
    assert found == as_spacy_says(texts)


def test_a_parse_is_the_same_alone_and_among_others() -> None:
    texts = sentences()[:40]
    together = parser().parse(texts)
    assert [parser().parse([text])[0] for text in texts] == together
    assert parser().parse(texts[::-1])[::-1] == together


@pytest.mark.parametrize("rows", [1, 3, 255, 256, 257, 600])
def test_a_row_of_a_product_does_not_depend_on_the_others(rows: int) -> None:
    left, right = np.random.default_rng(1).random((2, 600, 96), dtype=np.float32)
    whole = BlockOps().gemm(left, right, trans2=True)
    assert np.array_equal(BlockOps().gemm(left[-rows:], right, trans2=True), whole[-rows:])
    assert np.allclose(whole, left @ right.T, rtol=1e-4)


@pytest.mark.parametrize("columns", [70, 288, 600])
def test_a_row_comes_out_the_same_wherever_it_stands(columns: int) -> None:
    draw = np.random.default_rng(2)
    rows = draw.random((1, 96), dtype=np.float32).repeat(600, axis=0)
    product = BlockOps().gemm(rows, draw.random((96, columns), dtype=np.float32))
    assert (product == product[0]).all()


def test_kept_vectors_are_those_of_the_layers_also_when_the_store_is_full() -> None:
    calls: list[int] = []

    def layers(keys: list[Any]) -> list[Any]:
        calls.append(len(keys[0]))
        return [keys[0][:, :1].astype(np.float32)]

    words = EmbeddedWords(layers, np.zeros((4, 1), dtype=np.float32))
    for numbers in ([1, 2, 1], [2, 1], [3, 4, 5], [5, 6, 7, 8, 9, 5]):
        keys = np.array([[number, 0] for number in numbers], dtype=np.uint64)
        vectors, types = words.look_up(keys)
        assert vectors[types].ravel().tolist() == numbers
    assert calls == [2, 3, 5]
