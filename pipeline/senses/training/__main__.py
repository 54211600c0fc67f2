"""Train the model of senses and put it in its place: `make senses`."""

from __future__ import annotations

import logging
from pathlib import Path

from tokenizers import Tokenizer

from pipeline.classes import classes
from pipeline.senses.card import FOLDER, Card
from pipeline.senses.reader import MAX_PIECES
from pipeline.senses.reading import NOTHING
from pipeline.senses.training.encoder import load_weights, source_model
from pipeline.senses.training.export import export
from pipeline.senses.training.fit import Settings, fit
from pipeline.senses.training.sentences import coded_sentences, digest, examples


def main() -> None:
    """Train on all coded sentences and write the model."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    folder = Path(__file__).resolve().parents[2] / FOLDER
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_PIECES)
    card, source = Card((*classes(), NOTHING), digest()), source_model()
    weights = fit(load_weights(source), [*coded_sentences(), *examples()], card.classes, tokenizer, Settings())
    export(weights, source, folder, card)


if __name__ == "__main__":
    main()
