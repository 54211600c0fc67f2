"""The command `evaluate`: code the articles that a person has coded, and tell how far the two agree."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.evaluate.floors import check_floors, raise_floors
from pipeline.evaluate.gold import CodedArticle, Event, read_gold
from pipeline.evaluate.matching import Matched, match
from pipeline.evaluate.report import summary, write_misses
from pipeline.evaluate.scores import score
from pipeline.in_memory import code_records
from pipeline.runner.atomic import atomic_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.cli import Options
    from pipeline.config import Config

Row = dict[str, Any]
STANDARD_OUTPUT = Path("-")


def evaluate_command(options: Options) -> None:
    """Print the scores of the pipeline on coded articles; with --output write every miss, with --floors check them.

    Inputs are JSON Lines files (see read_gold), or folders of them. PipelineError where a score is below its floor.
    """
    paths = gold_files(map(Path, options.inputs))
    if options.output != STANDARD_OUTPUT and options.output.suffix != ".csv":
        raise UsageError(f"--output {options.output}: the file's name must end in .csv")
    judged = evaluate((article for path in paths for article in read_gold(path)), options.config)
    if options.output != STANDARD_OUTPUT:
        with atomic_path(options.output) as part:
            write_misses(part, judged)
    scores = score(judged.values())
    sys.stdout.write(summary(scores, len(judged)))
    if options.floors and options.floors_may:
        raise_floors(options.floors, paths, scores.summary(), lower=options.floors_may == "lower")
    elif options.floors:
        check_floors(options.floors, paths, scores.summary())


def gold_files(inputs: Iterable[Path]) -> list[Path]:
    """The .jsonl files among the inputs and in folders among them, sorted; UsageError where there are none."""
    found: set[Path] = set()
    for path in inputs:
        files = set(path.rglob("*.jsonl")) if path.is_dir() else {path} if path.is_file() else set()
        if not files:
            raise UsageError(f"{path}: no coded articles: neither a .jsonl file nor a folder of them")
        found |= files
    return sorted(found)


def evaluate(articles: Iterable[CodedArticle], config: Config) -> dict[str, Matched]:
    """Code the articles and match their events with those that people coded, by document id.

    UsageError for two articles of one id or of one content.
    """
    gold: dict[str, CodedArticle] = {}
    seen: set[str] = set()
    for article in articles:
        record = article.record
        if record.document_id in gold or record.article_id in seen:
            raise UsageError(f"{record.input_path}: {record.document_id}: this article was there before")
        gold[record.document_id] = article
        seen.add(record.article_id)
    linked = code_records((article.record for article in gold.values()), config).linked
    found = _coded(linked.events.to_pylist(), linked.mentions.to_pylist())
    return {name: match(article.events, found[article.record.article_id]) for name, article in gold.items()}


def _coded(events: Iterable[Row], mentions: Iterable[Row]) -> dict[str, list[Event]]:
    """The events by article: each once for every article that tells it, with its mentions there."""
    rows = {row["event_id"]: row for row in events}
    told: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for mention in mentions:
        told[mention["article_id"], mention["event_id"]].append(mention)
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for (article, event_id), own in sorted(told.items()):
        found[article].append(_event(rows[event_id], own))
    return found


def _event(row: Mapping[str, Any], mentions: Sequence[Row]) -> Event:
    start, end = row["date_start"], row["date_end"] or row["date_start"]
    return Event(
        id=row["event_id"],
        event_class=row["event_class"],
        status=row["event_status"],
        days=None if start is None else (start.date(), end.date()),
        time_precision=row["time_precision"],
        point=None if row["latitude"] is None else (row["latitude"], row["longitude"]),
        geo_precision=row["geo_precision"],
        location=row["location"],
        country=row["country_iso3"],
        actors=(row["actor1"], row["actor2"]),
        fatalities=row["fatalities"],
        sentences=[(m["sentence_start"], m["sentence_end"]) for m in mentions],
        triggers=[(m["trigger_start"], m["trigger_end"]) for m in mentions],
        quote=mentions[0]["sentence_text"],
        trigger=mentions[0]["trigger_text"],
        rule_id=mentions[0]["rule_id"],
    )
