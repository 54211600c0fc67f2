"""Small tables and corpora for tests."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pipeline.runner.tables import table_writer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.runner.tables import Row


def article(text: str) -> Row:
    """A row of the articles table."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"article_id": digest[:20], "document_id": text[:20], "text": text, "language": "en", "raw_sha256": digest}


def write_articles(path: Path, texts: Iterable[str]) -> Path:
    """A shard of the articles table, sorted as ingest does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with table_writer(path, "articles") as writer:
        writer.write(sorted(map(article, texts), key=lambda row: row["article_id"]))
    return path


def snapshot(folder: Path, pattern: str = "**/*") -> dict[str, bytes]:
    """The bytes of all files of a folder but the .run.json, which hold times."""
    files = sorted(path for path in folder.glob(pattern) if path.is_file() and not path.name.endswith(".run.json"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
