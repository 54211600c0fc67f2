"""Imports that coding one text does without: they take two fifths of the time that `try` would need with them."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

REFUSED = "pandas"  # pyarrow imports it, if it can, to see whether a list is one of its frames
REPLACED = ("spacy.cli", "spacy.cli.info")  # spaCy's command line: clients for downloads, templates of projects


class _Refuse(MetaPathFinder):
    """Says of one package that it is not there."""

    def find_spec(self, fullname: str, _path: object = None, _target: object = None) -> None:
        """Raise ModuleNotFoundError for the package, else leave the module to others."""
        if fullname == REFUSED:
            raise ModuleNotFoundError(f"{fullname} is left out", name=fullname)


@contextmanager
def lean_imports() -> Iterator[None]:
    """Leave out what one text does not need, and do not collect garbage; for a process that ends soon after."""
    refuse = _Refuse()
    made = {name: ModuleType(name) for name in REPLACED if name not in sys.modules}
    for module in made.values():
        module.__dict__["info"] = None
    sys.modules.update(made)
    sys.meta_path.insert(0, refuse)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        sys.meta_path.remove(refuse)
        for name in made:
            sys.modules.pop(name, None)
