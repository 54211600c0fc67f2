"""From mentions as the text gives them to coded mentions: dates, places, actors, counts, each with its method."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import fsum
from typing import TYPE_CHECKING, Any

from pipeline.classes import event_class
from pipeline.normalise import dates, places
from pipeline.normalise.actors.model import ARMED_TYPES, STATE_TYPES
from pipeline.normalise.cast import Cast
from pipeline.normalise.concern import concerned
from pipeline.normalise.crowds import crowd_first, crowds
from pipeline.normalise.fill import fill_sides
from pipeline.normalise.parties import Parties, Setting, is_private, parties
from pipeline.normalise.when import Days, When, when
from pipeline.normalise.where import Scene, Where, awarded, listed, where
from pipeline.normalise.zones import local_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# An event that ended this long before publication is history, not news.
HISTORICAL_DAYS = 260
# What goes on has no day of its own that is over for longer.
GOES_ON_DAYS = 14
DATE_SURENESS = {
    "near": 1.0, "clause": 0.9, "sentence": 0.7, "focus": 0.5, "dateline": 0.4, "reported": 0.4, "beside": 0.4,
    "published": 0.3,
}  # fmt: skip
DRILL, JOINT_DRILL = "exercise_single", "exercise_joint"
ATTACK, BATTLE = "attack_civilians", "battle"
FORCES = ("Military Forces of", "Police Forces of")
STATE_GAIN, NONSTATE_GAIN = "territory_state_gain", "territory_nonstate_gain"


@dataclass(frozen=True, slots=True)
class CodingSettings:
    """How a source is read: numeric dates day first or not (None: not known), a morning paper, its own country.

    disputed: the country (ISO3) of areas, by name or code, that the user sees otherwise than the gazetteer.
    """

    day_first: bool | None = None
    morning_paper: bool = False
    home: str | None = None
    disputed: Mapping[str, str] = field(default_factory=dict)


def code_article(
    article: Mapping[str, Any],
    sentences: Sequence[Mapping[str, Any]],
    extracted: Sequence[Mapping[str, Any]],
    settings: CodingSettings | None = None,
) -> list[dict[str, Any]]:
    """The rows of the `mentions` table (event_id null) for one article.

    article is a row of the articles table; sentences and extracted are its rows of those tables.
    """
    settings = settings or CodingSettings()
    kept = [(s["sentence_start"], s["sentence_end"]) for s in sentences if not s["drop_reason"]]
    frame = (
        sentences[0]
        if sentences
        else {"published_at": None, "published_method": None, "dateline_start": None, "dateline_end": None}
    )
    dateline = _span(frame["dateline_start"], frame["dateline_end"])
    spans = kept if dateline is None else sorted([*kept, dateline])
    found = places.annotate(article["text"], spans=spans, home=settings.home, dateline=dateline)
    scene = Scene.of([awarded(place, settings.disputed) for place in found], dateline, article["text"])
    published = _published(frame["published_at"], article["utc_offset"], scene)
    days = _days(article["text"], kept, dateline, published, settings)
    rows = []
    for mention in extracted:
        at = when(mention, days)
        place = where(mention, scene)
        status = _status(mention, at, published)
        spots = [place, *listed(place, mention, scene, article["text"])]
        for number, spot in enumerate(spots):
            sides = parties(article["text"], mention, Setting(scene, spot, at.start or published, at.end))
            row = _coded(article, frame, mention, at, spot, sides) | {"event_status": status}
            rows.append(_shared(row, number, len(spots)))
    rows = [_date_definite(row, rows, article["text"]) for row in _of_politics(rows)]
    cast = Cast(article["text"], kept, scene.countries, published)
    return concerned(crowds(fill_sides(rows, article["text"], cast)), scene)


def _of_politics(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without the deals of private people; a deal of nobody by name is of politics beside other such acts."""
    public = [not is_private(row) for row in rows]
    beside = any(public)
    return [row for row, is_public in zip(rows, public, strict=True) if is_public or (beside and _is_nobodys_deed(row))]


def _is_nobodys_deed(row: Mapping[str, Any]) -> bool:
    return not event_class(row["event_class"]).speech and row["actor1"] is None and row["actor2"] is None


def _date_definite(row: dict[str, Any], rows: Sequence[Mapping[str, Any]], text: str) -> dict[str, Any]:
    """The row; "the bombings" without a date gets the one day that the article tells of bombings elsewhere."""
    start = row["trigger_start"]
    if row["date_method"] != "published" or text[max(0, start - 5) : start].lower() not in {" the ", "\nthe "}:
        return row
    told = [r for r in rows if r["date_method"] in {"near", "clause"} and _act(r) == _act(row)]
    if len({(r["date_start"], r["date_end"]) for r in told}) != 1:
        return row
    return row | {column: told[0][column] for column in _DATED} | {"date_method": "focus"}


def _act(row: Mapping[str, Any]) -> tuple[str, str]:
    """The class and the word of an act, whatever its number."""
    return row["event_class"], row["trigger_text"].lower().split()[-1].rstrip("s")


_DATED = ("date_start", "date_end", "time_precision", "date_text", "date_text_start", "date_text_end")


def _shared(row: dict[str, Any], number: int, places: int) -> dict[str, Any]:
    """The row of one of several places of an event: its id numbered, the toll parted evenly, as ACLED does."""
    if places == 1:
        return row
    if number:
        row["mention_id"] += f":{number + 1}"
    for column in ("fatalities", "injured"):
        if row[column] is not None:
            row[column] = row[column] // places + (number < row[column] % places)
    if row["fatalities"] is not None:
        row["fatalities_low"] = 0
    return row


def _published(stamp: datetime | None, utc_offset: int | None, scene: Scene) -> date | None:
    """The day of publication at the place of the dateline, where the clock and that place are known."""
    if stamp is None:
        return None
    spot = scene.dateline
    if spot is None or spot.latitude is None or spot.longitude is None:
        return stamp.date()
    return local_day(stamp, utc_offset, spot.latitude, spot.longitude)


def _days(
    text: str,
    kept: Sequence[tuple[int, int]],
    dateline: tuple[int, int] | None,
    published: date | None,
    settings: CodingSettings,
) -> Days:
    def read(spans: Sequence[tuple[int, int]]) -> list[dates.DateExpression]:
        return dates.annotate(
            text,
            published=published,
            spans=spans,
            day_first=settings.day_first,
            morning_paper=settings.morning_paper,
        )

    return Days.of(text, read(kept), published=published, dateline=read([dateline]) if dateline else ())


def _span(start: int | None, end: int | None) -> tuple[int, int] | None:
    return None if start is None or end is None else (start, end)


def _stamp(value: date | None) -> datetime | None:
    return datetime.combine(value, time()) if value else None


def _coded(
    article: Mapping[str, Any],
    frame: Mapping[str, Any],
    mention: Mapping[str, Any],
    at: When,
    place: Where,
    sides: Parties,
) -> dict[str, Any]:
    kept = {k: mention[k] for k in _CARRIED}
    row = {
        **kept,
        "event_id": None,
        **{k: article[k] for k in ("source", "url", "title")},
        "published_at": frame["published_at"],
        "published_method": frame["published_method"],
        "date_start": _stamp(at.start),
        "date_end": _stamp(at.end),
        "time_precision": at.precision,
        "date_method": at.method,
        "date_text": at.text,
        "date_text_start": at.text_start,
        "date_text_end": at.text_end,
        **sides.columns(),
        **place.columns(),
        "fatalities": mention["deaths_low"] if mention["deaths_low"] is not None else mention["deaths_high"],
        "fatalities_low": mention["deaths_low"],
        "fatalities_high": mention["deaths_high"],
        "injured": mention["injured_low"],
    }
    row["event_class"] = _class(row, mention)
    crowd_first(row)
    row["confidence"] = _confidence(mention, at, place, sides.confidence)
    return row


_CARRIED = (
    "mention_id", "article_id", "document_id", "sentence_start", "sentence_end", "sentence_text", "sentence_kind",
    "trigger_start", "trigger_end", "trigger_text", "event_class", "status_cue", "rule_id", "actor1_spans",
    "actor2_spans", "other_spans", "troops", "equipment", "certainty", "is_reference", "is_crime",
)  # fmt: skip


def _status(mention: Mapping[str, Any], at: When, published: date | None) -> str:
    """The status of the text, moved by the day: what is still to come is planned, what ended a year ago is history."""
    status: str = mention["event_status"]
    if status == "planned" and at.end and published and (published - at.end).days > HISTORICAL_DAYS:
        return "historical"
    if status not in {"occurred", "ongoing"} or at.start is None or at.end is None or published is None:
        return status
    own = at.method in {"near", "clause"}
    if own and at.start > published:
        return "planned"
    since = (published - at.end).days
    middle = since + (at.end - at.start).days // 2 if status == "occurred" and since > HISTORICAL_DAYS // 2 else since
    if (own or at.method in {"sentence", "beside"}) and middle > HISTORICAL_DAYS:
        return "historical"
    return "occurred" if status == "ongoing" and own and since > GOES_ON_DAYS else status


def _class(row: Mapping[str, Any], mention: Mapping[str, Any]) -> str:
    """The class where the parties decide it.

    A state regains ground in its own country, anybody else takes it; a drill of two states is a joint one; an attack on
    soldiers, police or fighters is a clash.
    """
    class_id: str = mention["event_class"]
    two_states = row["actor1_country"] and row["actor2_country"] and row["actor1_country"] != row["actor2_country"]
    if class_id == DRILL and two_states and row["actor2_type"] in STATE_TYPES:
        return JOINT_DRILL
    if class_id == ATTACK and (row["actor2_type"] in ARMED_TYPES or (row["actor2"] or "").startswith(FORCES)):
        return BATTLE
    at_home = row["actor1_type"] == "State forces" and row["actor1_country"] == row["country_iso3"]
    if class_id == NONSTATE_GAIN and at_home and row["actor1_country"] is not None:
        return STATE_GAIN
    if class_id == STATE_GAIN and row["actor1_type"] in ARMED_TYPES:
        return NONSTATE_GAIN
    return class_id


def _confidence(mention: Mapping[str, Any], at: When, place: Where, actors: float) -> float:
    """0 to 1: the mean of how surely status, date, place and actors were found."""
    vouched = {"asserted": 1.0, "reported": 0.9, "claimed": 0.7, "alleged": 0.6}[mention["certainty"] or "asserted"]
    parts = (vouched, DATE_SURENESS.get(at.method or "", 0.2), place.confidence, actors)
    return round(fsum(parts) / len(parts), 3)
