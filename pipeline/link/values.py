"""The value that several mentions of one event agree on, or the most exact of those they give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipeline.link.compare import kilometres
from pipeline.link.lexicon import lexicon
from pipeline.link.profile import CALM, Actor, guess_of, is_generic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

Row = Mapping[str, Any]
DATE = ("date_start", "date_end", "time_precision", "date_method", "date_text")
FINER = {"near", "clause", "sentence", "focus"}
PLACE = (
    "location",
    "admin1",
    "admin2",
    "country_iso3",
    "latitude",
    "longitude",
    "geo_precision",
    "place_method",
    "place_text",
    "radius_km",
)
ACTOR = ("type", "country", "method")
# Ways to find a generic actor that take its country from the place of the event.
LENT = {"default", "article", "cast"}
TOTAL = "total"  # the status cue of a toll that a report brings up to date


def best_date(rows: Sequence[Row]) -> dict[str, Any]:
    """Date columns of the most exact date: told before guessed, then by precision, then by number of mentions."""
    done = max((r["published_at"] for r in rows if r["event_status"] in CALM and r["published_at"]), default=None)
    dated = [row for row in rows if row["date_start"] is not None and not _lies_ahead(row, done)]
    votes = Counter((row["date_start"], row["date_end"]) for row in dated)

    def exactness(row: Row) -> tuple[int, int, int, Any]:
        guess = guess_of(row["date_method"], ("sentence", *lexicon().guessed_date_methods))
        span = (row["date_end"] or row["date_start"]) - row["date_start"]
        return (guess, row["time_precision"] or 4, -votes[row["date_start"], row["date_end"]], span)

    told = _taken(DATE, dated, exactness)
    finer = [row for row in dated if row["date_method"] in FINER and _is_within(row, told)]
    return _taken(DATE, finer, exactness) if finer else told


def _lies_ahead(row: Row, done: datetime | None) -> bool:
    """True for the day of what was announced, where the last report that tells it as done is from before that day."""
    return row["event_status"] == "planned" and done is not None and bool(row["date_start"].date() > done.date())


def _is_within(row: Row, told: Row) -> bool:
    """True for a shorter stretch inside a vague date: the day in focus, where "last month" is told."""
    if (told["time_precision"] or 4) == 1 or told["date_end"] is None or row["date_end"] is None:
        return False
    inside: bool = told["date_start"] <= row["date_start"] and row["date_end"] <= told["date_end"]
    return inside and row["date_end"] - row["date_start"] < told["date_end"] - told["date_start"]


def best_place(rows: Sequence[Row]) -> dict[str, Any]:
    """Place columns of the most exact place: told before guessed, then by precision, then by number of mentions."""
    placed = [row for row in rows if row["location"] or row["country_iso3"]]
    votes = Counter((row["location"], row["country_iso3"]) for row in placed)

    def exactness(row: Row) -> tuple[int, int, int, float]:
        guess = guess_of(row["place_method"], lexicon().guessed_place_methods)
        support = votes[row["location"], row["country_iso3"]]
        return (guess, row["geo_precision"] or 4, -support, row["radius_km"] or 0.0)

    return _taken(PLACE, placed, exactness)


def best_actors(rows: Sequence[Row], *, mutual: bool, country: str | None = None) -> dict[str, Any]:
    """Columns of both actors, their associates and the other parties, for an event in a country (ISO3).

    Named before generic, those whose country is only that of another place last, then by number of mentions that tell
    them; the second side is told before it is guessed from the rest of the article.

    In a mutual event the sides may have changed places; who is on neither side then is another party.
    """
    first = _best_side(rows, "actor1", country)
    rest = [_turned(row) if mutual and first and _is_crossed(row, first) else row for row in rows]
    left = [row for row in rest if row["actor2"] and (first is None or row["actor2"] != first)]
    second = _best_side(left, "actor2", country)
    chosen = {name for name in (first, second) if name}
    found: dict[str, Any] = {}
    for side, name, number in (("actor1", first, 1), ("actor2", second, 2)):
        source = next((row for row in rest if row[side] == name), {}) if name else {}
        found[side] = name
        found |= {f"{side}_{part}": source.get(f"{side}_{part}") for part in ACTOR}
        if name is None:
            found[f"{side}_country"] = most_told(rest, f"{side}_country")
        associates = (_names(row[f"assoc_actor_{number}"]) for row in rest if name and row[side] == name)
        found[f"assoc_actor_{number}"] = _joined(associates, without=chosen)
    others = [_names(row["other_actors"]) for row in rows]
    if mutual:
        others += [
            [row[side]]
            for row in rest
            for side in ("actor1", "actor2")
            if row[side] and not _is_generic_name(row[side])
        ]
    found["other_actors"] = _joined(others, without=chosen)
    return found


def deaths_of(rows: Sequence[Row]) -> dict[str, int | None]:
    """Deaths: the best supported figure of the latest day that gives one, with the lowest and highest of all reports.

    A later report updates an earlier one; of figures that as many reports of that day give the lowest counts (ACLED's
    rule). Copies of one story are one report.
    """
    told = [row for row in rows if row["fatalities"] is not None]
    if not told:
        return dict.fromkeys(("fatalities", "fatalities_low", "fatalities_high"))
    last = max((row["published_at"].date() for row in told if row["published_at"]), default=None)
    latest = [row for row in told if last is None or (row["published_at"] and row["published_at"].date() == last)]
    figures = Counter(_figures(latest))
    figure = min(figures, key=lambda number: (-figures[number], number))
    lows = [row["fatalities_low"] if row["fatalities_low"] is not None else row["fatalities"] for row in told]
    highs = [row["fatalities_high"] if row["fatalities_high"] is not None else row["fatalities"] for row in told]
    return {"fatalities": figure, "fatalities_low": min(lows), "fatalities_high": max(highs)}


def _figures(rows: Iterable[Row]) -> list[int]:
    """One figure a report: of its text before its headline, exact before a bound, then the most told, then the first.

    A total that tops it wins.
    """
    figures = []
    for told in by_report(rows):
        body = [row for row in told if row["sentence_kind"] != "headline"] or told
        own = [row for row in body if not row["is_reference"]] or body
        exact = [row for row in own if row["fatalities_low"] == row["fatalities_high"]] or own
        figure = Counter(row["fatalities"] for row in exact).most_common(1)[0][0]
        totals = [row["fatalities"] for row in told if row["status_cue"] == TOTAL]
        figures.append(max([figure, *totals[-1:]]))  # tolls grow; a lower one is another party's
    return figures


def by_report(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of each report: of an article and of the copies of its story."""
    reports: dict[str, list[Row]] = {}
    for row in rows:
        reports.setdefault(row["copy_of"] or row["article_id"], []).append(row)
    return list(reports.values())


def told_days(rows: Iterable[Row]) -> set[str]:
    """The days (ISO) that reports tell of the event itself, one a report: more than one where they disagree."""
    best = (best_date(report) for report in by_report(rows))
    told = [found for found in best if found["time_precision"] == 1 and found["date_start"] == found["date_end"]]
    guessed = lexicon().guessed_date_methods
    return {f"{found['date_start']:%Y-%m-%d}" for found in told if not guess_of(found["date_method"], guessed)}


def told_places(rows: Iterable[Row]) -> set[str]:
    """The points that reports tell of the event itself, by name, one a report; of those near each other the first."""
    best = (best_place(report) for report in by_report(rows))
    guessed, near = lexicon().guessed_place_methods, lexicon().place_slack[1]
    points: dict[str, tuple[float, float]] = {}
    for found in best:
        if found["geo_precision"] == 1 and found["location"] and not guess_of(found["place_method"], guessed):
            point = found["latitude"], found["longitude"]
            if all(kilometres(*point, *other) > near for other in points.values()):
                points[found["location"]] = point
    return set(points)


def most_told(rows: Sequence[Row], column: str) -> Any:  # noqa: ANN401 - the column's own type
    """The value that most mentions give, the first one on a tie; None where none gives any."""
    told = Counter(row[column] for row in rows if row[column] is not None)
    return told.most_common(1)[0][0] if told else None


def _taken(columns: tuple[str, ...], rows: Sequence[Row], key: Callable[[Row], Any]) -> dict[str, Any]:
    best = min(rows, key=key, default=None)
    return {column: best[column] if best is not None else None for column in columns}


def _best_side(rows: Sequence[Row], side: str, country: str | None) -> str | None:
    votes = Counter(row[side] for row in rows if row[side])
    lent = {row[side] for row in rows if row[f"{side}_method"] in LENT and row[f"{side}_country"] != country}
    guessed = lexicon().guessed_actor_methods
    told = Counter(row[side] for row in rows if row[side] and row[f"{side}_method"] not in guessed)

    def doubt(name: str) -> tuple[bool, bool, bool, int, int]:
        untold = side == "actor2" and not told[name]  # gunmen are called by a guess sooner than their victims
        return (untold, _is_generic_name(name), name in lent, -told[name], -votes[name])

    return min(votes, key=doubt, default=None)


def _is_generic_name(name: str) -> bool:
    return is_generic(Actor(name, None, None))


def _is_crossed(row: Row, first: str) -> bool:
    return bool(row["actor2"] == first and row["actor1"] != first)


def _turned(row: Row) -> Row:
    swapped = {f"actor1_{part}": row[f"actor2_{part}"] for part in ACTOR} | {
        f"actor2_{part}": row[f"actor1_{part}"] for part in ACTOR
    }
    names = {"actor1": row["actor2"], "actor2": row["actor1"]}
    return {**row, **swapped, **names, "assoc_actor_1": row["assoc_actor_2"], "assoc_actor_2": row["assoc_actor_1"]}


def _names(cell: str | None) -> list[str]:
    return [name.strip() for name in (cell or "").split(";") if name.strip()]


def _joined(lists: Iterable[Iterable[str]], *, without: set[str]) -> str | None:
    names = dict.fromkeys(name for names in lists for name in names if name not in without)
    return "; ".join(names) or None
