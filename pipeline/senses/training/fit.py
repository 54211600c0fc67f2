"""The encoder and its two heads are trained together on coded sentences."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from pipeline.senses.reader import MAX_PIECES
from pipeline.senses.training.encoder import encode, pooled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from pipeline.senses.training.encoder import Weights
    from pipeline.senses.training.sentences import Coded

LOG = logging.getLogger(__name__)
WIDTH = 384
LENGTHS = (24, 32, 48, 64, MAX_PIECES)
"""Sentences are padded to one of these, so that few shapes are compiled."""
HIDDEN = -1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Parameters of training."""

    epochs: int = 5
    batch: int = 32
    rate: float = 2e-4
    """Highest learning rate of the encoder; that of the heads is ten times as high."""
    smoothing: float = 0.05
    """Share of the main class's weight that is spread over all."""
    told_weight: float = 1.0
    """Weight of the loss of all that is told, which a head apart learns, besides that of what is the news."""
    drop: float = 0.1
    seed: int = 0


class Batch(NamedTuple):
    """Padded word pieces, [batch, pieces]; main class and all classes told, [batch, classes]; weights of rows."""

    ids: NDArray[np.int32]
    mask: NDArray[np.float32]
    main: NDArray[np.float32]
    told: NDArray[np.float32]
    weight: NDArray[np.float32]


def fit(
    encoder: Weights, sentences: Sequence[Coded], classes: Sequence[str], tokenizer: Tokenizer, settings: Settings
) -> Weights:
    """The weights of the encoder and of the heads main and told, trained on the sentences."""
    weights: Weights = {"encoder": encoder, "heads": _new_heads(len(classes), settings.seed)}
    optimizer = _optimizer(weights, settings, steps=settings.epochs * (len(sentences) // settings.batch + 1))
    state = optimizer.init(weights)

    def take_step(
        weights: Weights, state: optax.OptState, batch: Batch, key: jax.Array
    ) -> tuple[Weights, optax.OptState, jax.Array]:
        loss, slopes = jax.value_and_grad(_loss)(weights, batch, key, settings)
        changes, state = optimizer.update(slopes, state, weights)
        return optax.apply_updates(weights, changes), state, loss

    step = jax.jit(take_step)
    chance, key = random.Random(settings.seed), jax.random.PRNGKey(settings.seed + 1)  # noqa: S311 - an order
    for epoch in range(settings.epochs):
        losses = []
        for batch in batches(sentences, classes, tokenizer, size=settings.batch, chance=chance):
            key, own = jax.random.split(key)
            weights, state, loss = step(weights, state, batch, own)
            losses.append(float(loss))
        LOG.info("senses: epoch %d, loss %.3f", epoch + 1, sum(losses) / len(losses))
    return weights


def logits(weights: Weights, batch: Batch, key: jax.Array | None, *, drop: float) -> tuple[jax.Array, jax.Array]:
    """Of the sentence's news, [batch, classes]; and of being told, by word piece, [batch, pieces, classes]."""
    states = encode(weights["encoder"], batch.ids, batch.mask, key, drop=drop)
    heads = weights["heads"]
    main = pooled(states, batch.mask) @ heads["main.weight"] + heads["main.bias"]
    return main, states @ heads["told.weight"] + heads["told.bias"]


def batches(
    sentences: Sequence[Coded], classes: Sequence[str], tokenizer: Tokenizer, *, size: int, chance: random.Random
) -> Iterator[Batch]:
    """All sentences in a new order, those of like length together."""
    order = chance.sample(range(len(sentences)), len(sentences))
    pieces = [encoding.ids for encoding in tokenizer.encode_batch([sentence.text for sentence in sentences])]
    parts = [order[at : at + 20 * size] for at in range(0, len(order), 20 * size)]
    alike = [sorted(part, key=lambda at: len(pieces[at])) for part in parts]
    groups = [part[at : at + size] for part in alike for at in range(0, len(part), size)]
    for group in chance.sample(groups, len(groups)):
        yield _batch([sentences[at] for at in group], [pieces[at] for at in group], classes, size)


def _batch(group: Sequence[Coded], pieces: Sequence[Sequence[int]], classes: Sequence[str], size: int) -> Batch:
    longest = max(map(len, pieces))
    shape = (size, next(length for length in LENGTHS if length >= longest))
    batch = Batch(
        ids=np.zeros(shape, np.int32),
        mask=np.zeros(shape, np.float32),
        main=np.zeros((size, len(classes)), np.float32),
        told=np.zeros((size, len(classes)), np.float32),
        weight=(np.arange(size) < len(group)).astype(np.float32),
    )
    batch.mask[:, 0] = 1  # rows that fill up the batch have a mean, too
    for row, (sentence, own) in enumerate(zip(group, pieces, strict=True)):
        batch.ids[row, : len(own)] = own
        batch.mask[row, : len(own)] = 1
        batch.main[row, classes.index(sentence.main)] = 1
        batch.told[row, [classes.index(name) for name in (sentence.main, *sentence.also)]] = 1
    return batch


def _loss(weights: Weights, batch: Batch, key: jax.Array, settings: Settings) -> jax.Array:
    main, by_piece = logits(weights, batch, key, drop=settings.drop)
    wanted = optax.smooth_labels(batch.main, settings.smoothing)
    told = jax.nn.logsumexp(jnp.where(_inner(batch.mask)[..., None], by_piece, HIDDEN), axis=1)
    besides = optax.sigmoid_binary_cross_entropy(told, batch.told).sum(-1)
    losses = optax.softmax_cross_entropy(main, wanted) + settings.told_weight * besides
    return (losses * batch.weight).sum() / batch.weight.sum()


def _inner(mask: jax.Array) -> jax.Array:
    """The pieces between the sentence's first and last, which only mark its ends."""
    before, after = jnp.cumsum(mask, 1), jnp.cumsum(mask[:, ::-1], 1)[:, ::-1]
    return (mask > 0) & (before > 1) & (after > 1)


def _new_heads(classes: int, seed: int) -> Weights:
    drawn = jax.random.normal(jax.random.PRNGKey(seed), (2, WIDTH, classes)) * 0.02
    return {
        "main.weight": drawn[0],
        "main.bias": jnp.zeros(classes),
        "told.weight": drawn[1],
        "told.bias": jnp.full(classes, -6.0),
    }


def _optimizer(weights: Weights, settings: Settings, *, steps: int) -> optax.GradientTransformation:
    """AdamW with a warm-up and a cosine's way down, the heads faster than the encoder; what words mean stays."""
    rates = {"encoder": settings.rate, "heads": 10 * settings.rate}
    plans = {name: optax.warmup_cosine_decay_schedule(0, rate, steps // 10, steps) for name, rate in rates.items()}
    ways = {name: optax.adamw(plan, weight_decay=0.01) for name, plan in plans.items()}
    parts = {
        "encoder": {name: "words" if name.startswith("embeddings") else "encoder" for name in weights["encoder"]},
        "heads": dict.fromkeys(weights["heads"], "heads"),
    }
    by_part = optax.multi_transform({**ways, "words": optax.set_to_zero()}, parts)
    return optax.chain(optax.clip_by_global_norm(1.0), by_part)
