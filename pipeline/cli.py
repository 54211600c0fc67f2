"""The command line: the same flags for every command, exit codes, one line for every fault of a user's making."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.errors import PipelineError
from pipeline.runner.remote import path_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config import Config

STAGE_HELP = {
    "ingest": "read articles from files, folders and globs into 1_articles",
    "clean": "find dateline, publication date, sentences and furniture: 1_articles -> 2_sentences",
    "parse": "parse the sentences that may hold an event: 1_articles 2_sentences -> 3_parses",
    "extract": "find who did what to whom: 1_articles 2_sentences 3_parses -> 4_mentions",
    "normalise": "code dates, places and actors: 1_articles 2_sentences 4_mentions -> 5_coded",
    "link": "join the mentions of one happening: 5_coded 1_articles -> 6_events",
    "emit": "write the tables for analysts: 6_events 1_articles -> the output folder",
}

EPILOG = """exit codes: 0 done, 1 fault, 2 usage or settings, 3 an input breaks the schema, 4 more rejects than allowed
settings: pipeline.toml in the working directory, or --config; all of them with comments in pipeline/defaults.toml"""

LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asks for, the settings already under their flags."""

    command: str
    inputs: tuple[str, ...]
    output: Path
    config: Config
    limit: int | None = None
    rejects: Path | None = None
    interim: Path | None = None
    spans: Path | None = None
    unknown: bool = False
    kind: str | None = None
    days: int | None = None
    km: float | None = None
    coder: str = ""
    port: int = 0
    published: str | None = None
    title: str | None = None
    source: str | None = None
    why: bool = False
    floors: Path | None = None
    floors_may: str | None = None
    format: str | None = None
    hxl: bool = False
    date_style: str | None = None


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; standard output stays free, everything is said on standard error."""
    try:
        arguments = make_parser().parse_args(argv)
        # Late: `--help` needs none of it.
        from pipeline.runner.logs import set_up_logging  # noqa: PLC0415

        set_up_logging(arguments.log_level)
        module, _, function = arguments.run.partition(":")
        getattr(import_module(module), function)(_options(arguments))
    except PipelineError as fault:
        return _fail(str(fault), fault.exit_code)
    except KeyboardInterrupt:
        return _fail("interrupted; what was finished is kept, the same command goes on from there", 130)
    except OSError as fault:
        return _fail(f"{fault.filename or 'the system'}: {fault.strerror or fault}", PipelineError.exit_code)
    return 0


def _fail(message: str, code: int) -> int:
    sys.stderr.write(f"conflict-events: {' '.join(message.split())}\n")
    return code


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands; importing nothing heavy, so that `--help` answers at once."""
    parser = argparse.ArgumentParser(
        prog="conflict-events",
        description="Conflict-event tables from news articles.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"conflict-events {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    shared = _shared_flags()
    build = commands.add_parser(
        "build", parents=[shared], help="all stages: from articles to the tables", epilog=EPILOG
    )
    build.set_defaults(run="pipeline.build:build_command")
    build.add_argument(
        "--interim", type=path_of, metavar="DIR", help="folder of the tables between stages (default: OUTPUT/.interim)"
    )
    _add_model(build)
    _add_scheduler(build)
    for name, text in STAGE_HELP.items():
        stage = commands.add_parser(name, parents=[shared], help=text, description=text)
        stage.set_defaults(run="pipeline.build:stage_command")
        _add_scheduler(stage)
        if name == "parse":
            _add_model(stage)
    for name, what in (("places", "place"), ("dates", "date expression")):
        annotate = commands.add_parser(
            name, parents=[shared], help=f"one line per {what} of plain documents (JSON Lines)"
        )
        annotate.set_defaults(run="pipeline.annotate:annotate_command")
        if name == "places":
            annotate.add_argument(
                "--spans", type=Path, metavar="FILE", help="spans to resolve: doc_id, start, end per line"
            )
    text = "whom a corpus names as actors, how often, with a sentence each (CSV)"
    actors = commands.add_parser("actors", parents=[_common_flags()], help=text, description=text)
    actors.set_defaults(run="pipeline.actor_census:actors_command")
    actors.add_argument(
        "inputs", nargs="*", metavar="INPUT", help="output folders of build, mentions.parquet files (data/processed)"
    )
    _add_text_output(actors)
    actors.add_argument("--unknown", action="store_true", help="only names that the registry does not have")
    _add_diff(commands)
    _add_compare(commands)
    _add_report(commands)
    _add_review(commands)
    _add_explain(commands)
    _add_try(commands)
    _add_evaluate(commands)
    _add_export(commands)
    return parser


def _add_diff(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "what became of the events of an earlier release: added, changed, merged, split, deleted"
    diff = commands.add_parser("diff", parents=[_common_flags()], help=text, description=text)
    diff.set_defaults(run="pipeline.release_diff:diff_command")
    for release in ("OLD", "NEW"):
        diff.add_argument(
            "inputs", action="append", metavar=release, help="output folder of build, or its events.parquet"
        )
    diff.add_argument(
        "-o", "--output", type=Path, default=Path("-"), metavar="FILE", help="every changed value, as CSV"
    )


def _add_compare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "how far events agree with your ACLED export or UCDP GED file: found, missed, differing"
    compare = commands.add_parser("compare", parents=[_common_flags()], help=text, description=text)
    compare.set_defaults(run="pipeline.agreement.command:compare_command")
    compare.add_argument(
        "inputs", action="append", metavar="EVENTS", help="output folder of build, or its events.parquet"
    )
    compare.add_argument("inputs", action="append", metavar="OTHER", help="the other file: .csv, .csv.gz or .parquet")
    compare.add_argument("--kind", choices=("acled", "ucdp"), required=True, help="whose columns OTHER has")
    compare.add_argument("--days", type=int, metavar="N", help="days that a pair may be apart (default: 1)")
    compare.add_argument("--km", type=float, metavar="N", help="kilometres that a pair may be apart (default: 50)")
    compare.add_argument(
        "-o", "--output", type=Path, default=Path("-"), metavar="FILE", help="every pair and lone row, as CSV"
    )


def _add_report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "a release as one HTML file to look at: map, charts, table with evidence"
    report = commands.add_parser("report", parents=[_common_flags()], help=text, description=text)
    report.set_defaults(run="pipeline.report.command:report_command")
    report.add_argument("inputs", nargs=1, metavar="FOLDER", help="output folder of build")
    report.add_argument(
        "-o", "--output", type=Path, default=Path("-"), metavar="FILE", help="default: report.html in FOLDER"
    )


def _add_review(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "go through the events of a release on a local page: accept, correct, strike, merge, split"
    review = commands.add_parser("review", parents=[_common_flags()], help=text, description=text)
    review.set_defaults(run="pipeline.review.command:review_command")
    review.add_argument("inputs", nargs=1, metavar="FOLDER", help="output folder of build")
    text = "CSV that decisions are added to (default: [link] decisions)"
    review.add_argument("-o", "--output", type=Path, default=Path("-"), metavar="FILE", help=text)
    review.add_argument("--coder", default="", metavar="NAME", help="who decides, for the column coder")
    review.add_argument("--port", type=int, default=0, metavar="N", help="port of the page (default: a free one)")
    text = "how far two coders' decisions agree (Krippendorff's alpha)"
    agreement = commands.add_parser("agreement", parents=[_common_flags()], help=text, description=text)
    agreement.set_defaults(run="pipeline.review.coder_agreement:agreement_command")
    for name in ("A.csv", "B.csv"):
        agreement.add_argument("inputs", action="append", metavar=name, help="decisions of one coder, as of review")
    _add_text_output(agreement)


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "why an event is what it is: its sentences, rules, how each value was found, what was merged"
    explain = commands.add_parser("explain", parents=[_common_flags()], help=text, description=text)
    explain.set_defaults(run="pipeline.explain.command:explain_command")
    explain.add_argument(
        "inputs", action="append", metavar="EVENT_ID", help="event_id, its beginning, or event_id_cnty"
    )
    explain.add_argument(
        "inputs", action="append", nargs="?", metavar="FOLDER", help="output folder of build (default: data/processed)"
    )
    _add_text_output(explain)


def _add_text_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", type=Path, default=Path("-"), metavar="FILE", help="default: standard output")


def _add_try(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "code a pasted text and print its events"
    trial = commands.add_parser("try", parents=[_common_flags()], help=text, description=text)
    trial.set_defaults(run="pipeline.explain.command:try_command")
    trial.add_argument("inputs", action="append", metavar="TEXT", help="the text; - reads it from standard input")
    trial.add_argument("--published", metavar="DATE", help="when the text was published: relative dates need it")
    trial.add_argument("--title", metavar="TEXT", help="its headline")
    trial.add_argument("--source", metavar="NAME", help="its publisher")
    trial.add_argument("--why", action="store_true", help="explain each event as `explain` does")
    _add_text_output(trial)


def _add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "how well articles that you have coded are coded: scores by column and class, and every miss"
    evaluate = commands.add_parser("evaluate", parents=[_common_flags()], help=text, description=text)
    evaluate.set_defaults(run="pipeline.evaluate.command:evaluate_command")
    evaluate.add_argument("inputs", nargs="+", metavar="GOLD", help="coded articles (.jsonl), or folders of them")
    evaluate.add_argument("-o", "--output", type=Path, default=Path("-"), metavar="FILE", help="every miss, as CSV")
    evaluate.add_argument("--floors", type=Path, metavar="FILE", help="scores that must be reached (.json)")
    may = evaluate.add_mutually_exclusive_group()
    for verb in ("raise", "lower"):
        help_text = "write the scores as floors" + (", also where they are lower" if verb == "lower" else "")
        may.add_argument(f"--{verb}-floors", dest="floors_may", action="store_const", const=verb, help=help_text)


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "a release in the format of other tools: GeoJSON, GeoParquet, ACLED, UCDP, HXL, Croissant"
    export = commands.add_parser("export", parents=[_common_flags()], help=text, description=text)
    export.set_defaults(run="pipeline.export.command:export_command")
    export.add_argument("inputs", action="append", metavar="FOLDER", help="output folder of build")
    names = ("acled", "croissant", "events", "geojson", "geoparquet", "ucdp")
    export.add_argument("--format", choices=names, required=True, help="what to write")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the file to write")
    export.add_argument("--hxl", action="store_true", help="CSV: a second row of HXL tags")
    dates = "CSV: days as 2021-07-15 (iso, as ACLED's API) or 15 July 2021 (long, as ACLED's export files)"
    export.add_argument("--dates", dest="date_style", choices=("iso", "long"), help=dates)


def _shared_flags() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False, parents=[_common_flags()])
    shared.add_argument("inputs", nargs="+", metavar="INPUT", help="files, folders or globs")
    shared.add_argument("-o", "--output", type=path_of, required=True, metavar="PATH", help="where the result goes")
    return shared


def _common_flags() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--config", type=Path, metavar="FILE", help="settings (default: pipeline.toml, if there is one)"
    )
    shared.add_argument("--workers", type=int, metavar="N", help="processes; 0: one per core")
    shared.add_argument(
        "--limit", type=_positive, metavar="N", help="stop after N articles (ingest, build: records; actors: names)"
    )
    shared.add_argument(
        "--rejects", type=Path, metavar="FILE", help="what was held back, and why (.csv, .jsonl, .parquet)"
    )
    shared.add_argument("--log-level", choices=LEVELS, default="info", metavar="LEVEL", help=", ".join(LEVELS))
    return shared


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", metavar="NAME", help="spaCy model, installed or a path (default: en_core_web_sm)")


def _add_scheduler(parser: argparse.ArgumentParser) -> None:
    text = "share the work out to the workers of this Dask scheduler, as in tcp://10.0.0.5:8786"
    parser.add_argument("--scheduler", metavar="ADDRESS", help=text)


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number above 0, not {text!r}")
    return int(text)


def _options(arguments: argparse.Namespace) -> Options:
    from pipeline.config import load_config  # noqa: PLC0415 - `--help` needs no settings

    config = load_config(arguments.config)
    for section, key, value in (
        ("run", "workers", arguments.workers),
        ("run", "scheduler", getattr(arguments, "scheduler", None)),
        ("parse", "model", getattr(arguments, "model", None)),
    ):
        if value is not None:
            config = config.with_value(section, key, value)
    return Options(
        command=arguments.command,
        inputs=tuple(given for given in arguments.inputs if given is not None),
        output=arguments.output,
        config=config,
        limit=arguments.limit,
        rejects=arguments.rejects,
        interim=getattr(arguments, "interim", None),
        spans=getattr(arguments, "spans", None),
        unknown=getattr(arguments, "unknown", False),
        kind=getattr(arguments, "kind", None),
        days=getattr(arguments, "days", None),
        km=getattr(arguments, "km", None),
        coder=getattr(arguments, "coder", ""),
        port=getattr(arguments, "port", 0),
        published=getattr(arguments, "published", None),
        title=getattr(arguments, "title", None),
        source=getattr(arguments, "source", None),
        why=getattr(arguments, "why", False),
        floors=getattr(arguments, "floors", None),
        floors_may=getattr(arguments, "floors_may", None),
        format=getattr(arguments, "format", None),
        hxl=getattr(arguments, "hxl", False),
        date_style=getattr(arguments, "date_style", None),
    )
