"""Articles coded in memory for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.config import load_config
from pipeline.in_memory import code_records
from pipeline.ingest import IngestSettings, Record
from pipeline.ingest.drafts import Draft, finish

if TYPE_CHECKING:
    from pipeline.in_memory import Coded


def code(text: str, *, published: str) -> Coded:
    """What the pipeline makes of one article without a title."""
    record = finish(Draft(where="a", input_path="a", raw=b"", text=text, published_at=published), IngestSettings())
    assert isinstance(record, Record)
    return code_records([record], load_config())
