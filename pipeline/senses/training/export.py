"""The trained weights go back into the source model's graph, with the heads on top, and are stored as bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from pipeline.senses.training.encoder import Names

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.senses.card import Card
    from pipeline.senses.training.encoder import Weights

STATES = "onnx::Shape_422"
"""Output of the source's graph: the states of the word pieces."""


def export(weights: Weights, source: onnx.ModelProto, folder: Path, card: Card) -> None:
    """Write the model's card and senses.onnx: inputs input_ids and attention_mask, output main, logits by word piece.

    The mean of the pieces' logits is the sentence's.

    Weights are 8-bit integers that keep to seven bits, so that every processor sums them alike.
    """
    names = Names.of(source).by_weight
    initial = {names[name]: np.asarray(value) for name, value in weights["encoder"].items()}
    heads = {name: np.asarray(weights["heads"][name]) for name in ("main.weight", "main.bias")}
    graph = source.graph
    kept = [numpy_helper.from_array(initial.get(w.name, numpy_helper.to_array(w)), w.name) for w in graph.initializer]
    kept += [numpy_helper.from_array(value, name) for name, value in heads.items()]
    del graph.initializer[:], graph.output[:]
    graph.initializer.extend(kept)
    graph.node.append(helper.make_node("MatMul", [STATES, "main.weight"], ["product"]))
    graph.node.append(helper.make_node("Add", ["product", "main.bias"], ["main"]))
    shape = ["batch", "pieces", len(card.classes)]
    graph.output.append(helper.make_tensor_value_info("main", TensorProto.FLOAT, shape))
    plain, target = folder / "plain.onnx", folder / "senses.onnx"
    onnx.save(source, plain)
    quantize_dynamic(plain, target, weight_type=QuantType.QInt8, reduce_range=True)
    plain.unlink()
    card.write(folder)
