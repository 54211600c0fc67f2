"""What the tests of readers share: a body of news text, settings, and a way to read some bytes as a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest import IngestSettings, Record, Reject, read_inputs

BODY = (
    "Rebels attacked an army post outside the town of Menaka on Tuesday and killed nine soldiers, the army said. "
    "Witnesses saw smoke rise over the post, and the road to Ansongo was closed to all traffic until the evening."
)


@pytest.fixture
def body() -> str:
    return BODY


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Record | Reject]]:
    """Reads bytes or text as a file of the given name: its records and rejects."""

    def read_as(name: str, content: bytes | str, **settings: Any) -> list[Record | Reject]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read_inputs(path, settings=IngestSettings(**settings), name=name))

    return read_as
