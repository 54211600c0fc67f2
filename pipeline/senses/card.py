"""What the shipped model knows: the classes of its outputs, and the sentences that it was trained on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "senses/model"


@dataclass(frozen=True, slots=True)
class Card:
    """classes: what the outputs stand for, in order; trained_on: SHA-256 of the coded sentences."""

    classes: tuple[str, ...]
    trained_on: str

    def write(self, folder: Path) -> None:
        """Write card.json into the model's folder."""
        (folder / "card.json").write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")


@cache
def model_card() -> Card:
    """The card of the model that ships with the package."""
    text = files("pipeline").joinpath(FOLDER, "card.json").read_text(encoding="utf-8")
    content = json.loads(text)
    return Card(tuple(content["classes"]), content["trained_on"])
