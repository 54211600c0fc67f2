"""The trained model: run over sentences one by one, so that a reading never depends on what else is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np

from pipeline.senses.card import FOLDER, model_card
from pipeline.senses.reading import NOTHING, Reading, Sense

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MAX_PIECES = 96
"""Word pieces that are read of a sentence, as in training; what follows is seldom its news."""
LEAST = 20
"""Per mille under which a class is left out of a reading."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A loaded model: `classes` names its outputs in order, NOTHING among them."""

    session: InferenceSession
    tokenizer: Tokenizer
    classes: tuple[str, ...]

    def read(self, texts: Iterable[str]) -> Iterator[Reading]:
        """The reading of each text, in order."""
        for text in texts:
            yield self._read(text)

    def _read(self, text: str) -> Reading:
        pieces = self.tokenizer.encode(text)
        words = [at for at, (start, end) in enumerate(pieces.offsets) if text[start:end].isalpha()]
        if not words:
            return Reading({NOTHING: Sense(1000, 0)})
        ids = np.array([pieces.ids], dtype=np.int64)
        (logits,) = self.session.run(["main"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        weights = _per_mille(logits[0].mean(axis=0))
        best = logits[0][words].argmax(axis=0)
        likely = [at for at in np.argsort(-weights, kind="stable") if weights[at] >= LEAST]
        starts = [pieces.offsets[words[best[at]]][0] for at in likely]
        return Reading(
            {self.classes[at]: Sense(int(weights[at]), start) for at, start in zip(likely, starts, strict=True)}
        )


def _per_mille(logits: NDArray[np.float32]) -> NDArray[np.int64]:
    """Probabilities by the logits of classes that exclude each other."""
    powers: NDArray[np.float64] = np.exp(logits.astype(np.float64) - logits.max())
    weights: NDArray[np.int64] = np.rint(1000 * powers / powers.sum()).astype(np.int64)
    return weights


@cache
def load_reader() -> Reader:
    """The model that ships with the package, on one thread."""
    import onnxruntime  # noqa: PLC0415 - heavy: only the stage that parses pays for it
    from tokenizers import Tokenizer  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    with as_file(files("pipeline").joinpath(FOLDER)) as folder:
        session = onnxruntime.InferenceSession(folder / "senses.onnx", options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_PIECES)
    return Reader(session, tokenizer, model_card().classes)
