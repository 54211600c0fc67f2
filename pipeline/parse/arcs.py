"""Trees as the model's own parser builds them, its greedy steps taken for many sentences at once.

The system of moves is spaCy's arc-eager one (Honnibal and Johnson 2015); a sentence is one tree: it is never broken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.pipeline._parser_internals.nonproj import deprojectivize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.pipeline.transition_parser import Parser as TransitionParser
    from spacy.tokens import Doc

    from pipeline.parse.fast import Array

FEATURES = 8
"""What a step looks at: two words of the buffer, three of the stack, and the outermost children of the first ones."""

SHIFT, REDUCE, LEFT, RIGHT = "SDLR"


@dataclass(frozen=True, slots=True)
class Arcs:
    """The parser's layers, and of each of its moves the kind (a number of "SDLR") and the label that it gives."""

    layers: tuple[Any, Any, Any]
    kinds: Array
    labels: Array
    root: int

    @classmethod
    def of(cls, parser: TransitionParser) -> Arcs | None:
        """The parser of a loaded model; None where it is built otherwise than those of spaCy's models."""
        layers = tuple(getattr(getattr(parser, "model", None), "layers", ()))
        if len(layers) != 3 or layers[1].name != "precomputable_affine" or parser.cfg.get("beam_width") != 1:
            return None
        if layers[1].get_dim("nF") != FEATURES or layers[1].get_dim("nP") != 2 or not parser.model.attrs["has_upper"]:
            return None
        moves = [parser.moves.class_name(at).partition("-")[::2] for at in range(parser.moves.n_moves)]
        if any(label == "subtok" for _, label in moves):
            return None
        add = parser.vocab.strings.add
        kinds = np.array(["SDLRB".index(kind) for kind, _ in moves])
        labels = np.array([add(label) if label else 0 for _, label in moves], dtype=np.uint64)
        return cls(layers, kinds, labels, add("ROOT"))

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Give each sentence its tree."""
        docs = [doc for doc in docs if len(doc)]
        if not docs:
            return
        states = States.of([len(doc) for doc in docs])
        tok2vec, lower, upper = self.layers
        vectors = lower.predict(tok2vec.predict(docs))
        while len(states.going):
            scores = upper.predict(hidden(vectors, states.context(), lower.get_param("b")))
            move = np.where(states.allowed()[:, self.kinds], scores, -np.inf).argmax(axis=-1)
            states.take(self.kinds[move], self.labels[move])
        for at, doc in enumerate(docs):
            heads, labels = states.heads[at, : len(doc)], states.labels[at, : len(doc)]
            up = np.where(heads < 0, 0, heads - np.arange(len(doc)))
            labels = np.where(heads < 0, np.uint64(self.root), labels)
            values: Any = np.stack((up.view(np.uint64), labels), axis=1)
            doc.from_array(["HEAD", "DEP"], values)
            deprojectivize(doc)


def hidden(vectors: Array, rows: Array, bias: Array) -> Array:
    """The hidden layer of a step: the sum of the vectors of what it looks at (rows, by feature), and the larger half.

    vectors: (words, features, units, two pieces).
    """
    _, features, units, pieces = vectors.shape
    flat = vectors.reshape(-1, units * pieces)
    seen = flat.take(rows[0] * features, axis=0)
    for feature in range(1, features):
        seen += flat.take(rows[feature] * features + feature, axis=0)
    seen += bias.ravel()
    best: Array = np.maximum(seen[:, ::pieces], seen[:, 1::pieces])
    return best


@dataclass(slots=True)
class States:
    """Where the parser stands in each of many sentences; words are counted within a sentence, -1 is none.

    going are the sentences that have not ended; top and first, filled in by context(), their words on top of the
    stack and first in the buffer. returned holds the words that were put back to the front of the buffer.
    """

    lengths: Array
    offsets: Array
    heads: Array
    labels: Array
    going: Array
    stack: Array
    depth: Array
    returned: Array
    n_returned: Array
    next: Array
    was_returned: Array
    left: Array
    right: Array
    right_before: Array
    top: Array
    first: Array

    @classmethod
    def of(cls, lengths: Sequence[int]) -> States:
        """All at the start, nothing on the stack."""
        n, size, long = len(lengths), max(lengths) + 1, np.array(lengths)

        def none() -> Array:
            return np.full((n, size), -1)

        def zero() -> Array:
            return np.zeros(n, dtype=int)

        return cls(
            lengths=long,
            offsets=1 + np.cumsum(long) - long,  # row 0 of the vectors stands for no word
            heads=none(),
            labels=np.zeros((n, size), dtype=np.uint64),
            going=np.arange(n),
            stack=none(),
            depth=zero(),
            returned=none(),
            n_returned=zero(),
            next=zero(),
            was_returned=np.zeros((n, size), dtype=bool),
            left=none(),
            right=none(),
            right_before=none(),
            top=zero(),
            first=zero(),
        )

    def context(self) -> Array:
        """The rows of vectors that a step looks at, by feature and sentence."""
        at, depth, back = self.going, self.depth[self.going], self.n_returned[self.going]
        # Index -1 is the last column, which no word has: it holds -1 in all tables.
        self.top, second, third = (self.stack[at, np.maximum(depth - n - 1, -1)] for n in range(3))
        ahead = np.stack([self.next[at], self.next[at] + 1 - np.minimum(back, 1)])
        ahead[ahead >= self.lengths[at]] = -1
        self.first = np.where(back > 0, self.returned[at, back - 1], ahead[0])
        following = np.where(back > 1, self.returned[at, back - 2], ahead[1])
        children = self.left[at, self.first], self.left[at, self.top], self.right[at, self.top]
        words = np.stack([self.first, following, self.top, second, third, *children])
        return np.where(words < 0, 0, words + self.offsets[at])

    def allowed(self) -> Array:
        """Which kinds of moves are open to each sentence: shift, reduce, left, right, and never a break."""
        at, depth = self.going, self.depth[self.going]
        ahead = self.lengths[at] - self.next[at] + self.n_returned[at]
        arc = (depth > 0) & (ahead > 0) & (self.first != 0)
        shift = (depth == 0) | ((ahead > 1) & (self.first != 0) & ~self.was_returned[at, self.first])
        reduce = (depth > 0) & ((ahead == 0) | (depth > 1) | (self.first == 0))
        return np.stack([shift, reduce, arc, arc, np.zeros_like(arc)], axis=1)

    def take(self, kinds: Array, labels: Array) -> None:
        """Take one step in each sentence."""
        at, top, first = self.going, self.top, self.first
        self._attach(kinds == 2, top, first, labels)
        self._attach(kinds == 3, first, top, labels)
        pushed, reduced = (kinds == 0) | (kinds == 3), kinds == 1
        back = reduced & (self.heads[at, top] < 0) & (self.depth[at] > 1)
        self._return(at[back], top[back])
        self.was_returned[at[kinds == 2], first[kinds == 2]] = False
        self.depth[at[reduced | (kinds == 2)]] -= 1
        self._push(at[pushed], first[pushed])
        self.going = at[(self.depth[at] > 0) | (self.next[at] < self.lengths[at]) | (self.n_returned[at] > 0)]

    def _attach(self, chosen: Array, child: Array, head: Array, labels: Array) -> None:
        at, child, head = self.going[chosen], child[chosen], head[chosen]
        before = self.heads[at, child]
        lost = before >= 0  # an arc to the right, the last one of its head
        self.right[at[lost], before[lost]] = self.right_before[at[lost], child[lost]]
        to_left = head > child
        self.left[at[to_left], head[to_left]] = child[to_left]
        to_right = ~to_left
        self.right_before[at[to_right], child[to_right]] = self.right[at[to_right], head[to_right]]
        self.right[at[to_right], head[to_right]] = child[to_right]
        self.heads[at, child] = head
        self.labels[at, child] = labels[chosen]

    def _return(self, at: Array, word: Array) -> None:
        self.was_returned[at, word] = True
        self.returned[at, self.n_returned[at]] = word
        self.n_returned[at] += 1

    def _push(self, at: Array, word: Array) -> None:
        fresh = self.n_returned[at] == 0
        self.next[at[fresh]] += 1
        self.n_returned[at[~fresh]] -= 1
        self.stack[at, self.depth[at]] = word
        self.depth[at] += 1
