"""Entities as the model's own recogniser finds them, its greedy steps taken for many sentences at once.

spaCy asks for every token, one by one, which of all moves are allowed; that costs more than the network does.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.parse.arcs import hidden

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.pipeline.transition_parser import Parser as TransitionParser
    from spacy.tokens import Doc

    from pipeline.parse.fast import Array

FEATURES = 3
"""What a step looks at: the token, the first one of the entity that it may belong to, and the one before."""


@dataclass(frozen=True, slots=True)
class Entities:
    """The recogniser's layers and its moves: the name that each gives a token, the state after it, where it is allowed.

    States are 0 outside of entities, else one for each label. allowed holds a row of moves for each state, and then
    again for each as the state before a last token, where every entity must end.
    """

    layers: tuple[Any, Any, Any]
    names: tuple[str, ...]
    after: Array
    begins: Array
    allowed: Array

    @classmethod
    def of(cls, ner: TransitionParser) -> Entities | None:
        """The recogniser of a loaded model; None where it is built otherwise than those of spaCy's models."""
        layers = tuple(getattr(getattr(ner, "model", None), "layers", ()))
        if len(layers) != 3 or layers[1].name != "precomputable_affine" or ner.cfg.get("beam_width") != 1:
            return None
        if layers[1].get_dim("nF") != FEATURES or layers[1].get_dim("nP") != 2 or not ner.model.attrs["has_upper"]:
            return None
        classes = (ner.moves.get_class_name(at) for at in range(ner.moves.n_moves))
        moves = [(name[0], name[2:]) for name in classes]
        labels = sorted({label for _, label in moves if label})
        after = [1 + labels.index(label) if kind in "BI" else 0 for kind, label in moves]
        allowed = [
            [_is_allowed(kind, label, inside, last=last) for kind, label in moves]
            for last in (False, True)
            for inside in ("", *labels)
        ]
        names = tuple({"O": "", "U": "B-", "L": "I-"}.get(kind, f"{kind}-") + label for kind, label in moves)
        begins = np.array([kind in "BU" for kind, _ in moves])
        return cls(layers, names, np.array(after), begins, np.array(allowed))

    def find(self, docs: Sequence[Doc]) -> list[list[str]]:
        """The entity of each token of each sentence: "B-GPE", "I-GPE", "" outside; each sentence is one tree."""
        if not any(len(doc) for doc in docs):
            return [[] for _ in docs]
        lengths = np.array([len(doc) for doc in docs])
        order = np.argsort(-lengths, kind="stable")
        moves = self._walk([docs[at] for at in order], lengths[order])
        names = [self.names[move] for move in moves]
        ends = np.cumsum(lengths[order]).tolist()
        found = {at: names[start:end] for at, (start, end) in zip(order.tolist(), pairwise([0, *ends]), strict=True)}
        return [found[at] for at in range(len(docs))]

    def _walk(self, docs: Sequence[Doc], lengths: Array) -> list[int]:
        """The move of every token in the order of docs, of which the longest come first."""
        tok2vec, lower, upper = self.layers
        vectors = lower.predict(tok2vec.predict(docs))  # its row 0 stands for no token
        spaces = np.concatenate([[False], *(doc.to_array(["IS_SPACE"]) for doc in docs)]).astype(bool)
        rows = 1 + np.cumsum(lengths) - lengths
        state, first = np.zeros(len(docs), dtype=int), np.zeros(len(docs), dtype=int)
        taken = np.zeros(len(vectors), dtype=int)
        for step in range(lengths[0]):
            going = np.searchsorted(-lengths, -step)  # the others have ended
            at, inside = rows[:going] + step, state[:going]
            first[:going] = np.where(inside, first[:going], 0)
            seen = np.stack([at, first[:going], np.where(inside, at - 1, 0)])
            scores = upper.predict(hidden(vectors, seen, lower.get_param("b")))
            last = lengths[:going] == step + 1
            allowed = self.allowed[inside + last * (len(self.allowed) // 2)] & ~(spaces[at, None] & self.begins)
            move = np.where(allowed, scores, -np.inf).argmax(axis=-1)
            taken[at] = move
            first[:going] = np.where(inside, first[:going], at)
            state[:going] = self.after[move]
        return [int(move) for move in taken[1:]]


def _is_allowed(kind: str, label: str, inside: str, *, last: bool) -> bool:
    """True for a move that is open to a token: none begins inside an entity, none of another label goes on there."""
    if kind == "O":
        return not inside
    if kind == "U":
        return not inside and bool(label)
    if kind == "B":
        return not inside and not last
    return inside == label and bool(label) and (kind == "L" or not last)
