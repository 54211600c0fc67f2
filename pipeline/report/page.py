"""The report's page: templates, data and charts in one HTML text that needs nothing else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from pipeline.report.charts import charts, vega_bundle
from pipeline.report.html import asset, content_policy, script_json
from pipeline.report.lexicon import report_lexicon
from pipeline.report.outlines import country_features
from pipeline.report.rows import CHUNK, columns_of, evidence_chunks
from pipeline.report.summary import facts, quality, rejects, sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.release import Release

SCRIPTS = ("evidence.js", "events.js", "charts.js", "map.js", "table.js", "start.js")
STYLES = ("page.css", "report.css")


def report_page(release: Release, unknown: Sequence[tuple[str, int, str]]) -> str:
    """The report as HTML text; the same release gives the same text.

    unknown: names that the registry of actors has not, with their number of mentions and a sentence each.
    """
    data = {
        "events": columns_of(release.events),
        "charts": charts(),
        "countries": country_features(),
        "types": report_lexicon()["types"],
        "chunk": CHUNK,
    }
    scripts = [vega_bundle(), *(asset("pipeline.report", name) for name in SCRIPTS)]
    return _templates().get_template("report.html").render(
        version=release.version,
        policy=content_policy(scripts, "'unsafe-eval'"),  # Vega compiles what charts say to functions
        styles=[Markup(asset("pipeline.report", name)) for name in STYLES],  # noqa: S704 - our own files
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own files and Vega's
        data={name: script_json(value) for name, value in data.items()},
        evidence=evidence_chunks(release),
        facts=facts(release),
        sources=sources(release),
        quality=quality(release),
        rejects=rejects(release),
        unknown=unknown,
    )  # fmt: skip


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
