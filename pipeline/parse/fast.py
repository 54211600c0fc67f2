"""The model's arithmetic made faster; what it says stays the same, and never depends on what else is in the batch."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from thinc.api import Model, NumpyOps
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.tokens import Doc

Array: TypeAlias = NDArray[Any]

ROWS = 256
"""Rows of a product of matrices: always as many, so that a row's result does not depend on the rows beside it."""

WORDS = 50_000
"""Word types of which the embedding is kept; beyond them it starts anew, so that memory stays flat."""


_LAYER = r"residual\(expand_window>>maxout>>layernorm>>dropout\)"
ENCODER = rf"with_array\({_LAYER}(>>{_LAYER})*\)"


class BlockOps(NumpyOps):  # type: ignore[misc] # compiled, without types
    """thinc's operations, products of matrices by numpy's BLAS: three times as fast as the one that thinc brings."""

    def gemm(
        self, x: Array, y: Array, *, out: Array | None = None, trans1: bool = False, trans2: bool = False
    ) -> Array:
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


MIX = np.random.default_rng(0).integers(2**63, size=16, dtype=np.uint64) * 2 + 1
"""Odd factors that make one number of what an embedding reads of a word; the parts are hashes of 64 bits already."""


@dataclass(slots=True)
class EmbeddedWords:
    """The vectors of the word types seen, by all that the embedding reads of a token: it sees no neighbours."""

    layers: Callable[[list[Array]], list[Array]]
    vectors: Array
    rows: dict[int, int] = field(default_factory=dict)

    def look_up(self, keys: Array) -> Array:
        """The vectors of tokens, one for each row of keys."""
        names = (keys * MIX[: keys.shape[1]]).sum(axis=1, dtype=np.uint64).tolist()
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
    """Give a loaded model faster arithmetic, on one core to a process."""
    threadpool_limits(1, user_api="blas")
    operations = BlockOps()
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        nodes = list(model.walk()) if isinstance(model, Model) else []
        for node in nodes:
            node.ops = operations
        for node in nodes:
            node.layers[:] = [_faster(layer) for layer in node.layers]


def _faster(layer: Model[Any, Any]) -> Model[Any, Any]:
    """The layer, or what gives the same in less time."""
    if _is_embedding(layer):
        return _kept(layer)
    return Encoder.of(layer) or layer


@dataclass(frozen=True, slots=True)
class Encoder:
    """spaCy's MaxoutWindowEncoder with windows of one word to each side: residual layers, each a product and a norm.

    layers holds for each the weights, of shape (three words, pieces), their bias, and the scale and shift of the norm.
    """

    layers: tuple[tuple[Array, Array, Array, Array], ...]
    pieces: int

    @classmethod
    def of(cls, node: Model[Any, Any]) -> Model[Any, Any] | None:
        """A layer that does what the node does; None where the node is another one."""
        if not re.fullmatch(ENCODER, node.name):
            return None
        parts: list[dict[str, Any]] = [
            {part.name: part for part in residual.walk()} for residual in node.layers[0].layers
        ]
        if any(named["expand_window"].attrs["window_size"] != 1 for named in parts):
            return None
        layers = []
        for named in parts:
            maxout, norm = named["maxout"], named["layernorm"]
            weights, bias = maxout.get_param("W"), maxout.get_param("b")
            flat = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, weights.shape[2]).T)
            layers.append((flat, bias.T.ravel().copy(), norm.get_param("G"), norm.get_param("b")))
        encoder = cls(tuple(layers), maxout.get_dim("nP"))

        def forward(_model: Model[Any, Any], sequences: list[Any], is_train: bool) -> tuple[list[Any], Any]:  # noqa: ARG001, FBT001
            return encoder.encode(sequences), _no_training

        return Model("window_encoder", forward, dims={"nO": maxout.get_dim("nO")})

    def encode(self, sequences: list[Array]) -> list[Array]:
        """The vectors of each sequence, which sees no other one: between them are as many empty rows as layers."""
        width, gap = sequences[0].shape[1], len(self.layers)
        starts = 1 + gap + np.cumsum([0, *(len(sequence) + gap for sequence in sequences)])
        blocks = -(-int(starts[-1]) // ROWS)
        rows = np.zeros((blocks * ROWS + 2, width), dtype=np.float32)
        for start, sequence in zip(starts[:-1], sequences, strict=True):
            rows[start : start + len(sequence)] = sequence
        for layer in self.layers:
            rows = self._layer(rows, blocks, *layer)
        return [rows[start : start + len(sequence)] for start, sequence in zip(starts[:-1], sequences, strict=True)]

    def _layer(self, rows: Array, blocks: int, weights: Array, bias: Array, scale: Array, shift: Array) -> Array:
        width = rows.shape[1]
        windows = np.lib.stride_tricks.as_strided(
            rows, (blocks * ROWS, 3 * width), (rows.strides[0], rows.strides[1]), writeable=False
        )
        made = np.zeros_like(rows)
        for start in range(0, blocks * ROWS, ROWS):
            product = np.dot(windows[start : start + ROWS], weights)
            product += bias
            best = np.maximum(product[:, :width], product[:, width : 2 * width])
            for piece in range(2, self.pieces):
                np.maximum(best, product[:, piece * width : (piece + 1) * width], out=best)
            best -= best.mean(axis=1, keepdims=True)
            spread = np.einsum("ij,ij->i", best, best) / width + np.float32(1e-8)
            best *= (spread ** np.float32(-0.5))[:, None]
            best *= scale
            best += shift
            np.add(best, rows[start + 1 : start + 1 + ROWS], out=made[start + 1 : start + 1 + ROWS])
        return made


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


def _predict_all(layers: list[Model[Any, Any]]) -> Callable[[list[Array]], list[Array]]:
    def predict(value: list[Array]) -> list[Array]:
        for layer in layers:
            value = layer.predict(value)
        return value

    return predict


def _no_training(_gradient: list[Array]) -> list[Doc]:
    raise NotImplementedError("the model is loaded for parsing only")
