"""The command `report`: a release as one HTML file to look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.actor_census import census
from pipeline.errors import UsageError
from pipeline.report.page import report_page
from pipeline.report.release import read_release
from pipeline.runner.atomic import write_text_atomic

if TYPE_CHECKING:
    from pipeline.cli import Options

TOP_UNKNOWN = 25


def report_command(options: Options) -> None:
    """Write the report on a release, an output folder of `build`, to --output (default: report.html in that folder).

    UsageError names a folder that holds no release, a wrong ending, or a package that is not installed.
    """
    folder = Path(options.inputs[0])
    output = folder / "report.html" if options.output == Path("-") else options.output
    if output.suffix != ".html":
        raise UsageError(f"--output {output}: the file's name must end in .html")
    release = read_release(folder)
    write_text_atomic(output, report_page(release, _unknown_actors(folder)))


def _unknown_actors(folder: Path) -> list[tuple[str, int, str]]:
    found = census([folder / "mentions.parquet"], unknown_only=True)
    top = sorted(found.items(), key=lambda item: (-item[1].mentions, item[0]))[:TOP_UNKNOWN]
    return [(name, entry.mentions, entry.example) for name, entry in top]
