"""Stage 5, normalise: dates, places, actors and counts of mentions, coded, each with how it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.normalise.coding import CodingSettings, code_article
from pipeline.publishers import home_of, reads_day_first
from pipeline.runner.stage import Outcome, ShardStage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config import Config
    from pipeline.runner.tables import Article


def run(articles: Sequence[Article], config: Config) -> list[Outcome]:
    """The coded mentions of each article."""
    return [_code(article, _settings(article.record["source"], config)) for article in articles]


def _code(article: Article, settings: CodingSettings) -> Outcome:
    extracted = article.tables["extracted"]
    if not extracted:  # nothing to date or to place
        return Outcome([], 0)
    rows = code_article(article.record, article.tables["sentences"], extracted, settings)
    kept = {mention["mention_id"] for mention in extracted} & {row["mention_id"] for row in rows}
    return Outcome(rows, len(kept), skipped={"no_public_side": len(extracted) - len(kept)})


def _settings(source: str | None, config: Config) -> CodingSettings:
    """What is known of a source: how it writes dates, when it goes to press, which country it writes for."""
    own, ingest = config.section("normalise"), config.section("ingest")
    day_first = ingest["day_first_by_source"].get(source, ingest.get("day_first"))
    return CodingSettings(
        day_first=reads_day_first(source) if day_first is None else day_first,
        morning_paper=source in own["morning_papers"],
        home=own["home_by_source"].get(source) or home_of(source),
        disputed=own["disputed"],
    )


STAGE = ShardStage(
    name="normalise",
    module=__name__,
    reads=("1_articles", "2_sentences", "4_mentions"),
    writes="5_coded",
    code=("normalise", "gazetteer", "classes.py", "publishers.py"),
    lexicons=(
        "lexicons/actors",
        "lexicons/classes.toml",
        "lexicons/countries.csv",
        "lexicons/dates",
        "lexicons/events/defaults.toml",
        "lexicons/historic_states.csv",
        "lexicons/numbers.toml",
        "lexicons/places",
        "lexicons/sources.csv",
    ),
    settings=("ingest", "normalise"),
    libraries=(
        "convertdate",
        "dateparser",
        "hijridate",
        "lunardate",
        "numpy",
        "rapidfuzz",
        "shapely",
        "tzdata",
        "tzfpy",
    ),
    units=lambda article: [row["mention_id"] for row in article.tables["extracted"]],
    run=run,
)
