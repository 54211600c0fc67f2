"""The command `review`: go through the events of a release on a local page, decisions kept in a CSV."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from pipeline.link.decisions import DEFAULT_FILE
from pipeline.report.html import asset, content_policy
from pipeline.report.release import read_release, read_table
from pipeline.review.desk import Desk
from pipeline.review.journal import Journal
from pipeline.review.server import ReviewServer

if TYPE_CHECKING:
    from pipeline.cli import Options

STANDARD_OUTPUT = Path("-")
STYLES = (("pipeline.report", "page.css"), ("pipeline.review", "review.css"))
SCRIPTS = (("pipeline.report", "evidence.js"), ("pipeline.review", "review.js"))


def review_command(options: Options) -> None:
    """Serve the review page of a release, an output folder of `build`, until it is interrupted; prints its address.

    Decisions are appended to the CSV --output, else to the file of the setting [link] decisions. UsageError names a
    folder that holds no release, or a file of decisions that cannot be read.
    """
    folder = Path(options.inputs[0])
    setting = Path(options.config.section("link")["decisions"] or DEFAULT_FILE)
    file = setting if options.output == STANDARD_OUTPUT else options.output
    desk = Desk(read_release(folder), read_table(folder, "links"), Journal(file), coder=options.coder)
    with ReviewServer(desk, review_page(), port=options.port) as server:
        sys.stdout.write(f"Review: {server.url}\nDecisions are kept in {file}. Stop with Ctrl-C.\n")
        sys.stdout.flush()
        server.serve_forever()


def review_page() -> str:
    """The page as HTML text; it holds no data and no token."""
    scripts = [asset(*name) for name in SCRIPTS]
    templates = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.review"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return templates.get_template("review.html").render(
        policy=f"{content_policy(scripts)}; connect-src 'self'",
        styles=[Markup(asset(*name)) for name in STYLES],  # noqa: S704 - our own files
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own files
    )
