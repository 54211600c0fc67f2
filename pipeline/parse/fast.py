"""The model's arithmetic made faster; what it says stays the same, and never depends on what else is in the batch."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
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
"""Rows of a product of matrices made at once: always as many, so that no row's result depends on the others."""
FEWER = (ROWS, 8, 4, 1)
"""The same, where a machine's BLAS rounds a row by its place among so many: the first of these at which it does not."""

WORDS = 50_000
"""Word types of which the embedding is kept; beyond them it starts anew, so that memory stays flat."""


_LAYER = r"residual\(expand_window>>maxout>>layernorm>>dropout\)"
ENCODER = rf"with_array\({_LAYER}(>>{_LAYER})*\)"


class BlockOps(NumpyOps):  # type: ignore[misc] # compiled, without types
    """thinc's operations, products of matrices by numpy's BLAS: three times as fast as the one that thinc brings."""

    def gemm(
        self, x: Array, y: Array, *, out: Array | None = None, trans1: bool = False, trans2: bool = False
    ) -> Array:
        """The product, in blocks of equal numbers of rows, the last filled up with zeros."""
        left, right = x.T if trans1 else x, np.ascontiguousarray(y.T if trans2 else y)
        product = self.alloc2f(len(left), right.shape[1], zeros=False) if out is None else out
        rows = rows_alike(*right.shape)
        whole = len(left) - len(left) % rows
        np.matmul(_blocks(left[:whole], rows), right, out=_blocks(product[:whole], rows))
        if whole < len(left):
            block = np.zeros((rows, left.shape[1]), dtype=left.dtype)
            block[: len(left) - whole] = left[whole:]
            product[whole:] = np.matmul(block, right)[: len(left) - whole]
        return product


def _blocks(matrix: Array, rows: int) -> Array:
    return matrix.reshape(-1, rows, matrix.shape[1])


@cache
def rows_alike(width: int, columns: int) -> int:
    """How many rows of a product are made at once: BLAS rounds a row by its place in a block, on some machines."""
    draw = np.random.default_rng(0)
    row, right = draw.random((1, width), dtype=np.float32), draw.random((width, columns), dtype=np.float32)
    products = ((rows, np.matmul(row.repeat(rows, axis=0), right)) for rows in FEWER)
    return next(rows for rows, product in products if (product == product[0]).all())


MIX = np.random.default_rng(0).integers(2**63, size=16, dtype=np.uint64) * 2 + 1
"""Odd factors that make one number of what an embedding reads of a word; the parts are hashes of 64 bits already."""


@dataclass(slots=True)
class EmbeddedWords:
    """The vectors of the word types seen, by all that the embedding reads of a token: it sees no neighbours."""

    layers: Callable[[list[Array]], list[Array]]
    vectors: Array
    rows: dict[int, int] = field(default_factory=dict)

    def look_up(self, keys: Array) -> tuple[Array, Array]:
        """The vectors of the types that some tokens have, and the number of its type for each token, a row of keys."""
        names = (keys * MIX[: keys.shape[1]]).sum(axis=1, dtype=np.uint64)
        types, first, numbers = np.unique(names, return_index=True, return_inverse=True)
        return self._of_types(types.tolist(), keys[first]), numbers

    def _of_types(self, names: list[int], keys: Array) -> Array:
        new = [at for at, name in enumerate(names) if name not in self.rows]
        if len(self.rows) + len(new) > len(self.vectors):
            self.rows.clear()
            new = list(range(len(names)))
        if new:
            known = len(self.rows)
            (vectors,) = self.layers([keys[new]])
            if len(new) > len(self.vectors):  # one batch of more types than are kept
                return vectors
            self.vectors[known : known + len(new)] = vectors
            self.rows.update((names[at], known + row) for row, at in enumerate(new))
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
            node.layers[:] = _faster(node.layers)


def _faster(layers: list[Model[Any, Any]]) -> list[Model[Any, Any]]:
    """Layers, or what gives the same in less time: one for an embedding and the encoder that follows it."""
    encoder = Encoder.of(layers[1]) if len(layers) > 1 and _is_embedding(layers[0]) else None
    return [_words_in_context(layers[0], encoder), *layers[2:]] if encoder else layers


Layer: TypeAlias = tuple[Array, Array, Array, Array]
"""Weights, of shape (three words, pieces), their bias, and the scale and shift of the norm."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """spaCy's MaxoutWindowEncoder with windows of one word to each side: residual layers, each a product and a norm."""

    layers: tuple[Layer, ...]
    pieces: int
    operations: BlockOps

    @classmethod
    def of(cls, node: Model[Any, Any]) -> Encoder | None:
        """What does as the node does; None where the node is another one."""
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
        return cls(tuple(layers), maxout.get_dim("nP"), BlockOps())

    def encode(self, words: Array, sequences: list[Array]) -> list[Array]:
        """The vectors of sequences of words, given by their numbers, each of which sees no other sequence.

        Between them are as many empty rows as layers, which the layers fill: a layer is made where the ones after it
        look, as many rows to each side as they are. The words' own vectors stand in the rows of words.
        """
        gap, lengths = len(self.layers), np.array([len(sequence) for sequence in sequences])
        starts = 1 + gap + np.cumsum(lengths + gap) - lengths - gap
        blocks = -(-int(starts[-1] + lengths[-1] + gap) // ROWS)
        numbers = np.full(blocks * ROWS + 2, len(words))
        for start, sequence in zip(starts, sequences, strict=True):
            numbers[start : start + len(sequence)] = sequence
        first, *others = self.layers
        rows = self._first(np.concatenate((words, np.zeros_like(words[:1]))), numbers, first)
        for after, layer in reversed(list(enumerate(reversed(others)))):
            seen = lengths + 2 * after
            ends = np.cumsum(seen)
            places = np.arange(ends[-1]) + np.repeat(starts - after - ends + seen, seen)
            rows, starts = self._layer(rows, layer, places), ends - seen + after
        return [rows[start : start + length] for start, length in zip(starts, lengths, strict=True)]

    def _first(self, words: Array, numbers: Array, layer: Layer) -> Array:
        """The first layer: its product is made once for each word as left, middle and right one, and then added up."""
        width = words.shape[1]
        sides = [self.operations.gemm(words, layer[0][n * width : (n + 1) * width]) for n in range(3)]
        rows = words[numbers]
        made = np.zeros_like(rows)
        for start in range(0, len(rows) - 2, ROWS):
            left, middle, right = (numbers[start + n : start + n + ROWS] for n in range(3))
            product = sides[0][left]
            product += sides[1][middle]
            product += sides[2][right]
            self._finish(product, rows[start + 1 : start + 1 + ROWS], made[start + 1 : start + 1 + ROWS], layer)
        return made

    def _layer(self, rows: Array, layer: Layer, places: Array) -> Array:
        """What a layer makes of some rows, each with the one before and the one after it."""
        width = rows.shape[1]
        windows = np.lib.stride_tricks.as_strided(
            rows, (len(rows) - 2, 3 * width), (rows.strides[0], rows.strides[1]), writeable=False
        )
        places = np.concatenate((places, np.ones(-len(places) % ROWS, dtype=places.dtype)))
        made = np.empty((len(places), width), dtype=rows.dtype)
        for start in range(0, len(places), ROWS):
            here = places[start : start + ROWS]
            product = self.operations.gemm(windows[here - 1], layer[0])
            self._finish(product, rows[here], made[start : start + ROWS], layer)
        return made

    def _finish(self, product: Array, rows: Array, made: Array, layer: Layer) -> None:
        """Put into made what a layer makes of the product of a block, and the rows that it is made of."""
        width = rows.shape[1]
        _, bias, scale, shift = layer
        product += bias
        best = np.maximum(product[:, :width], product[:, width : 2 * width])
        for piece in range(2, self.pieces):
            np.maximum(best, product[:, piece * width : (piece + 1) * width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", best, best) / width + np.float32(1e-8)
        best *= (spread ** np.float32(-0.5))[:, None]
        best *= scale
        best += shift
        np.add(best, rows, out=made)


def _is_embedding(layer: Model[Any, Any]) -> bool:
    """True for spaCy's MultiHashEmbed without static vectors: a chain that begins with the extraction of features."""
    return bool(layer.layers) and layer.layers[0].name == "extract_features"


def _words_in_context(embedding: Model[Any, Any], encoder: Encoder) -> Model[Any, Any]:
    features, *rest = embedding.layers
    columns = features.attrs["columns"]
    vectors = np.zeros((WORDS, embedding.get_dim("nO")), dtype=np.float32)
    words = EmbeddedWords(_predict_all(rest), vectors)

    def forward(_model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[Any], Any]:  # noqa: ARG001, FBT001
        keys = [doc.to_array(columns).reshape(len(doc), len(columns)) for doc in docs]
        found, numbers = words.look_up(np.concatenate(keys))
        ends = np.cumsum([len(of_doc) for of_doc in keys])[:-1]
        return encoder.encode(found, np.split(numbers, ends)), _no_training

    return Model("words_in_context", forward, dims={"nO": embedding.get_dim("nO")})


def _predict_all(layers: list[Model[Any, Any]]) -> Callable[[list[Array]], list[Array]]:
    def predict(value: list[Array]) -> list[Array]:
        for layer in layers:
            value = layer.predict(value)
        return value

    return predict


def _no_training(_gradient: list[Array]) -> list[Doc]:
    raise NotImplementedError("the model is loaded for parsing only")
