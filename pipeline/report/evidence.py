"""What stands behind an event, for pages: its sentences with their marks, its articles, how its values were found."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.report.lexicon import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Row = dict[str, Any]

MENTION_COLUMNS = (
    *("mention_id", "event_id", "article_id", "document_id", "source", "url", "title", "published_at"),
    *("sentence_start", "sentence_end", "sentence_text", "trigger_start", "trigger_end", "event_class"),
    *("event_status", "status_cue", "rule_id", "actor1_spans", "actor2_spans", "other_spans"),
    *("date_text_start", "date_text_end", "date_text", "date_method", "date_start", "date_end"),
    *("place_text_start", "place_text_end", "place_text", "place_method", "location"),
    *("actor1", "actor1_method", "actor2", "actor2_method", "fatalities", "certainty", "copy_of", "confidence"),
)
"""The columns of the mentions table that evidence_of reads."""

EVENT_COLUMNS = (
    *("event_id", "notes", "event_class", "event_status", "rule_id", "sub_event_type", "date_start", "date_end"),
    *("time_precision", "date_method", "date_text", "location", "admin1", "country", "geo_precision", "radius_km"),
    *("place_method", "place_text", "actor1", "actor1_type", "actor1_country", "actor1_method", "assoc_actor_1"),
    *("actor2", "actor2_type", "actor2_country", "actor2_method", "assoc_actor_2", "other_actors"),
    *("fatalities", "fatalities_low", "fatalities_high", "injured", "troops", "equipment", "certainty"),
    *("confidence", "review"),
)
"""The columns of the events table that evidence_of reads."""

ROLES = (("actor1_spans", "actor1"), ("actor2_spans", "actor2"), ("other_spans", "other"))
LINKS = ("http", "https")


def evidence_of(event: Mapping[str, Any], mentions: Sequence[Mapping[str, Any]]) -> Row:
    """The evidence of an event as plain JSON values; nothing in it is markup.

    `values` are (name, value, how it was found); `articles` have title, source, published, url (None unless http or
    https); each of `mentions` names its article by number and has its sentence as pieces (text, marks by name).
    """
    articles: dict[str, Row] = {}
    for row in mentions:
        articles.setdefault(row["article_id"], _article(row))
    numbers = {article: number for number, article in enumerate(articles)}
    return {
        "id": event["event_id"],
        "notes": event["notes"],
        "values": [list(value) for value in _values(event) if value[1] is not None],
        "articles": list(articles.values()),
        "mentions": [_mention(row, numbers[row["article_id"]]) for row in mentions],
    }


def _article(row: Mapping[str, Any]) -> Row:
    return {
        "title": row["title"] or row["document_id"],
        "source": row["source"],
        "published": f"{row['published_at']:%Y-%m-%d}" if row["published_at"] else None,
        "url": safe_link(row["url"]),
        "copy": row["copy_of"] is not None,
    }


def safe_link(url: str | None) -> str | None:
    """The address where a browser may follow it (http, https), else None: articles come from anywhere."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in LINKS and parts.netloc else None


def _mention(row: Mapping[str, Any], article: int) -> Row:
    return {
        "id": row["mention_id"],
        "article": article,
        "pieces": pieces(row),
        "found": [list(value) for value in _found(row) if value[1] is not None],
    }


def pieces(row: Mapping[str, Any]) -> list[list[str]]:
    """The sentence of a mention cut at the borders of its marks: [text, names of the marks over it].

    What a mark names outside the sentence is not in it.
    """
    text, start = row["sentence_text"], row["sentence_start"]
    marks = [(max(a - start, 0), min(b - start, len(text)), name) for a, b, name in _marks(row)]
    marks = [mark for mark in marks if mark[0] < mark[1]]
    borders = sorted({0, len(text), *(border for a, b, _ in marks for border in (a, b))})
    cut = []
    for left, right in pairwise(borders):
        over = sorted({name for a, b, name in marks if a <= left and right <= b})
        cut.append([text[left:right], " ".join(over)])
    return cut


def _marks(row: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    """Start, end (offsets into the article) and name of every mark."""
    yield row["trigger_start"], row["trigger_end"], "trigger"
    for column, name in ROLES:
        yield from ((span["start"], span["end"], name) for span in row[column] or ())
    for name in ("date", "place"):
        start, end = row[f"{name}_text_start"], row[f"{name}_text_end"]
        if start is not None and end is not None:
            yield start, end, name


def _values(event: Mapping[str, Any]) -> Iterator[tuple[str, str | None, str | None]]:
    """Name, value and origin of what the event's row says."""
    yield "Class", event["event_class"], f"rule {event['rule_id']}"
    yield "ACLED type", event["sub_event_type"], "follows from the class"
    yield "Status", event["event_status"], None
    yield "Date", _days(event), _origin("date", event, event["time_precision"], "time_precision")
    place = ", ".join(dict.fromkeys(event[part] for part in ("location", "admin1", "country") if event[part]))
    yield "Place", place or None, _origin("place", event, event["geo_precision"], "geo_precision")
    for side in ("1", "2"):
        yield f"Actor {side}", _actor(event, side), in_words("actor_method", event[f"actor{side}_method"])
    yield "Further actors", event["other_actors"], None
    yield "Deaths", _deaths(event), "as reports give them"
    yield "Injured", _text(event["injured"]), None
    yield "Troops", _text(event["troops"]), None
    yield "Equipment", event["equipment"], None
    yield "Vouched for", event["certainty"], None
    yield "Confidence", _text(event["confidence"]), None
    yield "Reviewed", event["review"], "by an analyst"


def _found(row: Mapping[str, Any]) -> Iterator[tuple[str, str | None, str | None]]:
    """Name, value and origin of what one mention says, where it may differ from the event."""
    yield "Class", row["event_class"], f"rule {row['rule_id']}"
    yield "Status", row["event_status"], f"by {row['status_cue']}" if row["status_cue"] else None
    yield "Date", _days(row), _origin("date", row, None, "time_precision")
    yield "Place", row["location"], _origin("place", row, None, "geo_precision")
    for side in ("1", "2"):
        yield f"Actor {side}", row[f"actor{side}"], in_words("actor_method", row[f"actor{side}_method"])
    yield "Deaths", _text(row["fatalities"]), None


def _origin(kind: str, row: Mapping[str, Any], precision: object, precision_name: str) -> str | None:
    words = f"“{row[f'{kind}_text']}”" if row[f"{kind}_text"] else None
    parts = (words, in_words(f"{kind}_method", row[f"{kind}_method"]), in_words(precision_name, precision))
    return ", ".join(part for part in parts if part) or None


def _days(row: Mapping[str, Any]) -> str | None:
    start, end = row["date_start"], row["date_end"]
    if start is None:
        return None
    return f"{start:%Y-%m-%d}" if end in (None, start) else f"{start:%Y-%m-%d} to {end:%Y-%m-%d}"


def _actor(event: Mapping[str, Any], side: str) -> str | None:
    name = event[f"actor{side}"]
    if name is None:
        return None
    extra = ", ".join(x for x in (event[f"actor{side}_type"], event[f"actor{side}_country"]) if x)
    with_others = f" with {event[f'assoc_actor_{side}']}" if event[f"assoc_actor_{side}"] else ""
    return f"{name} ({extra}){with_others}" if extra else f"{name}{with_others}"


def _deaths(event: Mapping[str, Any]) -> str | None:
    low, high = event["fatalities_low"], event["fatalities_high"]
    told = _text(event["fatalities"])
    return f"{told} (reports: {low} to {high})" if told and low != high and None not in (low, high) else told


def _text(number: float | None) -> str | None:
    return None if number is None else str(number)
