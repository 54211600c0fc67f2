"""The commands `dates` and `places`: plain documents in, one line per date expression or place out (JSON Lines)."""

from __future__ import annotations

import json
import logging
from collections import Counter
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.runner.atomic import atomic_path
from pipeline.runner.executor import run_tasks
from pipeline.runner.guard import Crash, attempt
from pipeline.runner.progress import advance, progress_bar
from pipeline.runner.rejects import Counts, Reject, write_rejects

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.cli import Options
    from pipeline.runner.tables import Row

LOG = logging.getLogger(__name__)

ANNOTATORS = {
    "dates": "pipeline.normalise.dates:annotate_lines",
    "places": "pipeline.normalise.places:annotate_document",
}
"""The function of each command: from a document (and spans, for places) to its lines."""

BATCH_DOCUMENTS = 32

Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Document:
    """One input document: the file and line that it stands in, its fields, and the spans that are asked for."""

    where: str
    fields: dict[str, Any]
    spans: Spans | None


def annotate_command(options: Options) -> None:
    """Write one JSON line per date expression or place of every document, in the order of the documents.

    A line that is no document is rejected with its reason, and the run goes on. Rejects go to --rejects, else to
    OUTPUT's name with .rejects.jsonl, where there are any.
    """
    rejects: list[Row] = []
    counts = Counts()
    spans = _read_spans(options.spans, rejects)
    tasks = _batches(options, spans, rejects)
    work = partial(_annotate_batch, options.command)
    with (
        progress_bar(options.command, total=None, unit="documents"),
        atomic_path(options.output) as part,
        part.open("wb") as out,
    ):
        for outcomes in run_tasks(work, tasks, workers=options.config.workers):
            for outcome in outcomes:
                if isinstance(outcome, Reject):
                    rejects.append(outcome.row(options.command))
                else:
                    counts.passed += 1
                    out.writelines(_json_line(row) for row in outcome)
    counts.rejected = Counter(row["reason"] for row in rejects)
    counts.read = counts.passed + counts.rejected.total()
    LOG.info("%s: %s", options.command, counts)
    _write_rejects(options, rejects)
    counts.check_limit(options.command, share=options.config.max_rejects)


def _batches(options: Options, spans: dict[str, Spans] | None, rejects: list[Row]) -> Iterator[tuple[Document, ...]]:
    """The documents in batches; lines that are none go to `rejects`."""
    lines = (line for path in options.inputs for line in _read_lines(Path(path)))
    documents: list[Document] = []
    for where, line in islice(lines, options.limit):
        document = _parse(where, line, ("doc_id", "text"))
        if isinstance(document, Reject):
            rejects.append(document.row(options.command))
            continue
        asked = None if spans is None else spans.pop(document["doc_id"], [])
        documents.append(Document(where, document, asked))
        if len(documents) == BATCH_DOCUMENTS:
            yield tuple(documents)
            documents = []
    if documents:
        yield tuple(documents)
    if spans and options.limit is None:
        rejects.extend(Reject(doc_id, "no_document", "spans of it").row(options.command) for doc_id in spans)


def _annotate_batch(command: str, documents: Sequence[Document]) -> list[list[Row] | Reject]:
    """For each document its rows, or why it has none."""
    module, _, name = ANNOTATORS[command].partition(":")
    annotate = getattr(import_module(module), name)
    outcomes: list[list[Row] | Reject] = []
    for document in documents:
        extra = {} if document.spans is None else {"spans": document.spans}
        rows = attempt(annotate, document.fields, **extra)
        if isinstance(rows, Crash):
            outcomes.append(Reject(document.where, "crashed", rows.fault))
        else:
            outcomes.append(rows)
    advance(len(documents))
    return outcomes


def _read_lines(path: Path) -> Iterator[tuple[str, bytes]]:
    """Each line of a file that is not empty, with its place as file:line; UsageError when the file cannot be read."""
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield f"{path}:{number}", line
    except OSError as fault:
        raise UsageError(f"{path}: cannot be read: {fault.strerror or fault}") from fault


def _parse(where: str, line: bytes, wanted: Sequence[str]) -> dict[str, Any] | Reject:
    """The JSON object of a line, its text fields being there; else a reject."""
    try:
        document = json.loads(line)
    except (ValueError, RecursionError) as fault:
        return Reject(where, "broken_json", str(fault))
    if not isinstance(document, dict):
        return Reject(where, "broken_json", f"a {type(document).__name__}, not an object")
    if isinstance(document.get("doc_id"), int):
        document["doc_id"] = str(document["doc_id"])
    missing = [name for name in wanted if not isinstance(document.get(name), str)]
    return Reject(where, "no_text", f"no text in {', '.join(missing)}") if missing else document


def _read_spans(path: Path | None, rejects: list[Row]) -> dict[str, Spans] | None:
    """The spans of each document, in the file's order; None when none are given."""
    if path is None:
        return None
    spans: dict[str, Spans] = {}
    for where, line in _read_lines(path):
        span = _parse(where, line, ("doc_id",))
        if isinstance(span, Reject):
            rejects.append(span.row("places"))
        elif not all(type(span.get(name)) is int for name in ("start", "end")) or not 0 <= span["start"] < span["end"]:
            rejects.append(
                Reject(where, "broken_span", f"start {span.get('start')!r}, end {span.get('end')!r}").row("places")
            )
        else:
            spans.setdefault(span["doc_id"], []).append((span["start"], span["end"]))
    return spans


def _json_line(row: Row) -> bytes:
    """A row as a line of UTF-8; a lone surrogate, which UTF-8 has not, becomes its JSON escape."""
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _write_rejects(options: Options, rejects: Sequence[Row]) -> None:
    default = options.output.with_name(f"{options.output.stem}.rejects.jsonl")
    if options.rejects or rejects:
        write_rejects(options.rejects or default, rejects)
    else:
        default.unlink(missing_ok=True)
