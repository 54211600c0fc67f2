"""How the model of senses is made: `make senses`. Needs the extra `senses` (jax, optax, onnx and the source model)."""
