"""The commands `explain` (an event of a release) and `try` (a pasted text)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.lean import lean
from pipeline.runner.atomic import write_text_atomic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.cli import Options
    from pipeline.in_memory import Coded
    from pipeline.ingest.records import Record

DEFAULT_FOLDER = "data/processed"
STANDARD_INPUT = "-"
STANDARD_OUTPUT = Path("-")


def explain_command(options: Options) -> None:
    """Print why an event is what it is: sentences, rules, roles, how each value was found, what was merged.

    Inputs are an event's id and, if given, the output folder of `build` that has it. UsageError where there is none.
    """
    from pipeline.explain.evidence import read_evidence  # noqa: PLC0415 - `try` needs no files
    from pipeline.explain.why import explanation  # noqa: PLC0415

    event_id, *folders = options.inputs
    folder = Path(folders[0] if folders else DEFAULT_FOLDER)
    _say(explanation(read_evidence(folder, event_id)), options.output)


def try_command(options: Options) -> None:
    """Code one text, pasted or from standard input ("-"), and print its events; with options.why, their explanations.

    UsageError for a text that ingest would reject.
    """
    (text,) = options.inputs
    with lean():
        _say(tried(sys.stdin.read() if text == STANDARD_INPUT else text, options), options.output)


def _say(text: str, output: Path) -> None:
    if output == STANDARD_OUTPUT:
        sys.stdout.write(text)
    else:
        write_text_atomic(output, text)


def tried(text: str, options: Options) -> str:
    """What `try` prints for a text."""
    from pipeline.in_memory import code_records  # noqa: PLC0415 - loads the stages

    return "\n".join(_report(code_records([_record(text, options)], options.config), why=options.why))


def _record(text: str, options: Options) -> Record:
    """The article as ingest makes it; no language check, which errs on a single sentence."""
    from pipeline.ingest.drafts import Draft, finish  # noqa: PLC0415
    from pipeline.ingest.published import parse_published  # noqa: PLC0415
    from pipeline.ingest.records import Reject  # noqa: PLC0415
    from pipeline.ingest.settings import IngestSettings  # noqa: PLC0415

    if options.published and parse_published(options.published) is None:
        raise UsageError(f"--published {options.published}: no date; write it as 2021-07-21")
    draft = Draft(
        where="text",
        input_path="text",
        raw=text.encode(),
        text=text,
        title=options.title,
        published_at=options.published,
        source=options.source,
    )
    record = finish(draft, IngestSettings(check_language=False))
    if isinstance(record, Reject):
        raise UsageError(f"the text cannot be coded: {record.reason}, {record.detail}")
    return record


def _report(coded: Coded, *, why: bool) -> Iterator[str]:
    """The text for each event in the order of its first mention, and what was held back."""
    from pipeline.emit.release import with_narratives  # noqa: PLC0415
    from pipeline.explain.evidence import evidence_of  # noqa: PLC0415
    from pipeline.explain.rows import count, row_lines  # noqa: PLC0415
    from pipeline.explain.why import explanation  # noqa: PLC0415

    linked = coded.linked
    events, mentions = with_narratives(linked.events), linked.mentions
    for event_id in dict.fromkeys(mentions["event_id"].to_pylist()):
        evidence = evidence_of(str(event_id), events, mentions, linked.links)
        yield explanation(evidence) if why else "\n".join(row_lines(evidence.event)) + "\n"
    held = ", ".join(f"{number} {reason}" for reason, number in sorted((+coded.held_back).items()))
    counted = f"{count(events.num_rows, 'event')} of {count(mentions.num_rows, 'mention')}"
    yield (f"{counted}; held back: {held}" if held else counted) + "\n"
