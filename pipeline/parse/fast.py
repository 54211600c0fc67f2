"""The model's arithmetic made faster; what it says stays the same, and never depends on what else is in the batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import Model, NumpyOps
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.tokens import Doc

ROWS = 256
"""Rows of a product of matrices: always as many, so that a row's result does not depend on the rows beside it."""

WORDS = 50_000
"""Word types of which the embedding is kept; beyond them it starts anew, so that memory stays flat."""


class BlockOps(NumpyOps):
    """thinc's operations, products of matrices by numpy's BLAS: three times as fast as the one that thinc brings."""

    def gemm(
        self, x: Any, y: Any, *, out: Any = None, trans1: bool = False, trans2: bool = False
    ) -> Any:  # typed as the method that it replaces
        """The product, in blocks of ROWS rows, the last filled up with zeros."""
        left, right = x.T if trans1 else x, y.T if trans2 else y
        product = self.alloc2f(len(left), right.shape[1], zeros=False) if out is None else out
        whole = len(left) - len(left) % ROWS
        for start in range(0, whole, ROWS):
            np.dot(left[start : start + ROWS], right, out=product[start : start + ROWS])
        if whole < len(left):
            block = np.zeros((ROWS, left.shape[1]), dtype=left.dtype)
            block[: len(left) - whole] = left[whole:]
            product[whole:] = np.dot(block, right)[: len(left) - whole]
        return product


@dataclass(slots=True)
class EmbeddedWords:
    """The vectors of the word types seen, by all that the embedding reads of a token: it sees no neighbours."""

    layers: Callable[[list[Any]], list[Any]]
    vectors: Any
    rows: dict[bytes, int] = field(default_factory=dict)

    def look_up(self, keys: Any) -> Any:
        """The vectors of tokens, one for each row of keys."""
        names = keys.view(f"V{keys.itemsize * keys.shape[1]}").ravel().tolist()
        new = {name: at for at, name in enumerate(names) if name not in self.rows}
        if len(self.rows) + len(new) > len(self.vectors):
            self.rows.clear()
            new = {name: at for at, name in enumerate(names)}
        if new:
            known = len(self.rows)
            (vectors,) = self.layers([keys[list(new.values())]])
            if known + len(new) > len(self.vectors):  # one batch of more types than are kept
                return vectors[[list(new).index(name) for name in names]]
            self.vectors[known : known + len(new)] = vectors
            self.rows.update(zip(new, range(known, known + len(new)), strict=True))
        return self.vectors[[self.rows[name] for name in names]]


def speed_up(nlp: Language) -> None:
    """Give a loaded model the faster products, one core to a process, and embeddings that are kept by word type."""
    threadpool_limits(1, user_api="blas")
    operations = BlockOps()
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if not isinstance(model, Model):
            continue
        nodes = list(model.walk())
        for node in nodes:
            node.ops = operations
        for node in nodes:
            for at, layer in enumerate(node.layers):
                if _is_embedding(layer):
                    node.layers[at] = _kept(layer)


def _is_embedding(layer: Model[Any, Any]) -> bool:
    """True for spaCy's MultiHashEmbed without static vectors: a chain that begins with the extraction of features."""
    return bool(layer.layers) and layer.layers[0].name == "extract_features"


def _kept(embedding: Model[Any, Any]) -> Model[Any, Any]:
    features, *rest = embedding.layers
    columns = features.attrs["columns"]
    vectors = np.zeros((WORDS, embedding.get_dim("nO")), dtype=np.float32)
    words = EmbeddedWords(_predict_all(rest), vectors)

    def forward(_model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[Any], Any]:  # noqa: ARG001, FBT001
        keys = [doc.to_array(columns).reshape(len(doc), len(columns)) for doc in docs]
        found = words.look_up(np.concatenate(keys))
        ends = np.cumsum([len(of_doc) for of_doc in keys])[:-1]
        return np.split(found, ends), _no_training

    return Model("kept_embedding", forward, dims={"nO": embedding.get_dim("nO")})


def _predict_all(layers: list[Model[Any, Any]]) -> Callable[[list[Any]], list[Any]]:
    def predict(value: Any) -> Any:
        for layer in layers:
            value = layer.predict(value)
        return value

    return predict


def _no_training(_gradient: Any) -> Any:
    raise NotImplementedError("the model is loaded for parsing only")
