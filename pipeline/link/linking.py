"""Mentions in, events out: grouping within articles, linking across them, one merged row for each happening."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.link.across import link_tellings
from pipeline.link.compare import compare
from pipeline.link.decisions import Review, overrules_of, reviews_of
from pipeline.link.judged import BATCH, LinkRows
from pipeline.link.lexicon import lexicon
from pipeline.link.merge import event_id_of, merge
from pipeline.link.profile import CALM, order_of, profile_of
from pipeline.link.telling import Telling, telling
from pipeline.link.within import Group, Mention, group_article, tells_another
from pipeline.runner.parts import held, in_order, order_by
from pipeline.runner.tables import rows_of
from pipeline.schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.link.decisions import Decision, Overrules
    from pipeline.runner.parts import Parts

ORDER = ("article_id", "trigger_start", "mention_id")
"""What mentions are in the order of."""

DENIAL = "A report denies it."
COMPARED = (
    *("mention_id", "article_id", "title", "published_at", "sentence_start", "sentence_text", "sentence_kind"),
    *("trigger_start", "trigger_text", "event_class", "event_status", "rule_id", "is_reference"),
    *("date_start", "date_end", "time_precision", "date_method", "date_text"),
    *("location", "admin1", "country_iso3", "latitude", "longitude", "geo_precision", "radius_km", "place_method"),
    *("actor1", "actor1_type", "actor1_country", "actor1_method", "assoc_actor_1"),
    *("actor2", "actor2_type", "actor2_country", "actor2_method", "assoc_actor_2", "other_actors"),
    *("fatalities", "fatalities_low", "fatalities_high", "troops"),
)
MERGED = (
    *COMPARED,
    *("event_id", "copy_of", "source", "status_cue", "certainty", "is_crime", "confidence"),
    *("admin2", "place_text", "injured", "equipment"),
)


@dataclass(frozen=True, slots=True)
class Linked:
    """The tables of linking: mentions with their event_id, events, and the judgements behind them.

    struck are the ids of mentions whose event an analyst has struck, lost the decisions that find nothing to act on.
    """

    mentions: pa.Table
    events: pa.Table
    links: pa.Table
    struck: Sequence[str] = ()
    lost: Sequence[Decision] = ()


@dataclass(frozen=True, slots=True)
class Overruled:
    """Ids of the mentions whose event an analyst has struck, and the decisions that find nothing to act on."""

    struck: Sequence[str]
    lost: Sequence[Decision]


def link(mentions: pa.Table, *, decisions: Sequence[Decision] = (), copies: Mapping[str, str] | None = None) -> Linked:
    """Events of a table of coded mentions (schema `mentions`, event_id null), whatever the order of its rows.

    copies gives the article whose story another one carries, by article_id (see copies_of).
    The mentions come back ordered by article and offset. An event's id is made from its earliest mention.
    """
    made: dict[str, list[pa.Table]] = {name: [] for name in ("mentions", "events", "links")}
    ordered = held(mentions.take(order_by(mentions, *ORDER)))
    found = link_parts(ordered, lambda name, part: made[name].append(part), decisions=decisions, copies=copies)
    tables = {name: pa.concat_tables(parts) for name, parts in made.items()}
    return Linked(**tables, struck=found.struck, lost=found.lost)


def link_parts(
    mentions: Parts,
    write: Callable[[str, pa.Table], None],
    *,
    decisions: Sequence[Decision] = (),
    copies: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Overruled:
    """What `link` does, for mentions that need not fit into memory, given in the order of ORDER.

    `write` takes the tables links, mentions and events, each under its name and in parts. What has to be laid by
    meanwhile is so in files inside `folder` (default: the system's for such files).
    """
    links = LinkRows(partial(write, "links"))
    event_of, denied = _events_of(mentions, overrules_of(decisions), links, folder)
    links.flush()
    reviews, lost = reviews_of(decisions, event_of)
    gone = {event for event, review in reviews.items() if review.verdict == "struck"}

    def coded(columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        return (_coded(part, event_of, copies or {}, gone) for part in mentions(columns))

    keys = []
    for part in coded():
        write("mentions", part)
        keys.append(part.select(["event_id"]))
    order = order_by(pa.concat_tables(keys), "event_id")
    for part in _merged(in_order(coded(MERGED), order, folder), denied, reviews):
        write("events", part)
    return Overruled(sorted(mention for mention, event in event_of.items() if event in gone), lost)


def _events_of(
    mentions: Parts, overrules: Overrules, links: LinkRows, folder: Path | None
) -> tuple[dict[str, str], set[str]]:
    """The event id of each mention, and the events that a report denies."""
    told = _read_articles(mentions(COMPARED), overrules, links)
    members, denied = link_tellings(told.tellings, overrules, links, folder)
    event_of = _identities(members, told.tellings)
    return event_of, {
        event_of[mention] for mention in (*told.denied, *(told.tellings[index].mention_ids[0] for index in denied))
    }


def _coded(
    mentions: pa.Table, event_of: Mapping[str, str], copies: Mapping[str, str], gone: Collection[str]
) -> pa.Table:
    """The mentions with their events and stories, but for those of events that are gone."""
    told = _with_column(mentions, "event_id", (event_of[str(m)] for m in mentions["mention_id"].to_pylist()))
    told = _with_column(told, "copy_of", (copies.get(str(a)) for a in mentions["article_id"].to_pylist()))
    return told.filter(pc.invert(pc.is_in(told["event_id"], value_set=pa.array(gone, pa.string())))) if gone else told


@dataclass(slots=True)
class _Told:
    """What the articles tell: tellings, and first mentions of what an article denies itself."""

    tellings: list[Telling] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)


def _read_articles(mentions: Iterable[pa.Table], overrules: Overrules, links: LinkRows) -> _Told:
    """Each article's events, in the order of first mentions; of the mentions only their tellings stay in memory."""
    told = _Told()
    for rows in _runs(mentions, "article_id"):
        groups = group_article([_mention(row) for row in rows], overrules)
        title = rows[0]["title"]
        told.tellings.extend(_telling(group, title) for group in groups)
        told.denied.extend(_denied(groups))
        for found in (found for group in groups for found in group.links()):
            links.add(found)
    told.tellings.sort(key=lambda telling: (telling.profile.order, telling.mention_ids[0]))
    return told


def _runs(parts: Iterable[pa.Table], column: str) -> Iterator[list[dict[str, Any]]]:
    """Neighbouring rows with one value of a column; few rows are Python's at a time."""
    pieces = (part.slice(start, BATCH) for part in parts for start in range(0, len(part), BATCH))
    for _, group in groupby((row for piece in pieces for row in rows_of(piece)), key=itemgetter(column)):
        yield list(group)


def _mention(row: Mapping[str, Any]) -> Mention:
    return Mention(
        mention_id=row["mention_id"],
        profile=profile_of(row),
        kind=row["sentence_kind"],
        sentence_start=row["sentence_start"],
        sentence=row["sentence_text"],
        is_new=tells_another(row["sentence_text"], row["trigger_start"] - row["sentence_start"]),
    )


def _telling(group: Group, title: str | None) -> Telling:
    ids = [m.mention_id for m in sorted(group.mentions, key=lambda m: (m.profile.order, m.mention_id))]
    return telling(ids, group.profile, (m.sentence for m in group.mentions), title)


def _identities(members: Sequence[Sequence[int]], tellings: Sequence[Telling]) -> dict[str, str]:
    """The event id of each mention."""
    event_of: dict[str, str] = {}
    for indices in members:
        first = min(indices, key=lambda i: (tellings[i].profile.order, tellings[i].mention_ids[0]))
        event_id = event_id_of(tellings[first].mention_ids[0])
        event_of |= {mention: event_id for i in indices for mention in tellings[i].mention_ids}
    return event_of


def _denied(groups: Sequence[Group]) -> Iterator[str]:
    """First mentions of the events that an article both tells and denies; the denial stays an event of its own."""
    denials = [group.profile for group in groups if group.profile.status == "negated"]
    for claim in (group for group in groups if denials and group.profile.status in CALM):
        judged = (compare(replace(denial, status=claim.profile.status), claim.profile) for denial in denials)
        if any(j.contradiction is None and j.score >= lexicon().thresholds.article for j in judged):
            yield claim.mentions[0].mention_id


def _with_column(table: pa.Table, name: str, values: Iterable[str | None]) -> pa.Table:
    place = table.schema.get_field_index(name)
    return table.set_column(place, table.schema.field(place), pa.array(values, pa.string()))


def _merged(mentions: Iterable[pa.Table], denied: Collection[str], reviews: Mapping[str, Review]) -> Iterator[pa.Table]:
    """The events table in parts, made of mentions that are ordered by event."""
    schema, waiting = arrow_schema("events"), []
    for rows in _runs(mentions, "event_id"):
        event_id = rows[0]["event_id"]
        told = sorted(rows, key=lambda r: (order_of(r), r["mention_id"]))
        remarks, review = [DENIAL] if event_id in denied else [], reviews.get(event_id, Review())
        waiting.append(merge(told, event_id=event_id, remarks=remarks, review=review))
        if len(waiting) >= BATCH:
            yield pa.Table.from_pylist(waiting, schema=schema)
            waiting = []
    yield pa.Table.from_pylist(waiting, schema=schema)
