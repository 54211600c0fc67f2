"""A process that codes articles loads nothing that it does not need, and others get everything back."""

from __future__ import annotations

import gc
import subprocess
import sys

import pyarrow as pa

from pipeline.lean import GARBAGE, lean

CODES = """
import sys
from pipeline.lean import lean
with lean():
    import pyarrow as pa, spacy
    pa.array([1, 2])
print(sorted({"pandas", "spacy.cli.download", "requests"} & set(sys.modules)))
import pandas
print(len(pa.table({"a": [1]}).to_pandas()), "download" in dir(__import__("spacy.cli").cli))
"""


def test_coding_goes_without_pandas_which_is_there_again_afterwards() -> None:
    assert subprocess.check_output([sys.executable, "-c", CODES], text=True) == "[]\n1 True\n"


def test_arrow_s_memory_is_the_system_s_and_afterwards_what_it_was() -> None:
    before = pa.default_memory_pool().backend_name
    with lean():
        assert pa.default_memory_pool().backend_name == "system"
    assert pa.default_memory_pool().backend_name == before != "system"


def test_garbage_is_collected_as_before_afterwards() -> None:
    before = gc.get_threshold()
    with lean():
        assert gc.get_threshold() == GARBAGE != before
    assert gc.get_threshold() == before
