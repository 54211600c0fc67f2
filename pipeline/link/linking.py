"""Mentions in, events out: grouping within articles, linking across them, one merged row for each happening."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
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
from pipeline.schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.link.decisions import Decision, Overrules

DENIAL = "A report denies it."
COMPARED = (
    *("mention_id", "article_id", "title", "published_at", "sentence_start", "sentence_text", "sentence_kind"),
    *("trigger_start", "trigger_text", "event_class", "event_status", "is_reference"),
    *("date_start", "date_end", "time_precision", "date_method", "date_text"),
    *("location", "admin1", "country_iso3", "latitude", "longitude", "geo_precision", "radius_km", "place_method"),
    *("actor1", "actor1_type", "actor1_country", "actor1_method", "assoc_actor_1"),
    *("actor2", "actor2_type", "actor2_country", "actor2_method", "assoc_actor_2", "other_actors"),
    *("fatalities", "fatalities_low", "fatalities_high", "troops"),
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


def link(mentions: pa.Table, *, decisions: Sequence[Decision] = (), copies: Mapping[str, str] | None = None) -> Linked:
    """Events of a table of coded mentions (schema `mentions`, event_id null), whatever the order of its rows.

    copies gives the article whose story another one carries, by article_id (see copies_of).
    The mentions come back ordered by article and offset. An event's id is made from its earliest mention.
    """
    known = overrules_of(decisions)
    links = LinkRows()
    # Under the old name: memory holds the table but once, unless the caller keeps it.
    mentions = mentions.take(_order(mentions, "article_id", "trigger_start", "mention_id"))
    event_of, remarks = _events_of(mentions, known, links)
    coded = _with_column(mentions, "event_id", (event_of[str(m)] for m in mentions["mention_id"].to_pylist()))
    stories = copies or {}
    coded = _with_column(coded, "copy_of", (stories.get(str(a)) for a in mentions["article_id"].to_pylist()))
    reviews, lost = reviews_of(decisions, event_of)
    gone = {event for event, review in reviews.items() if review.verdict == "struck"}
    kept = _without(coded, sorted(gone))
    return Linked(
        mentions=kept,
        events=_merged(kept, remarks, reviews),
        links=links.table(),
        struck=sorted(mention for mention, event in event_of.items() if event in gone),
        lost=lost,
    )


def _events_of(ordered: pa.Table, overrules: Overrules, links: LinkRows) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The event id of each mention, and the remarks on each event."""
    told = _read_articles(ordered, overrules, links)
    members, denied = link_tellings(told.tellings, overrules, links)
    event_of, remarks = _identities(members, told.tellings)
    for mention in (*told.denied, *(told.tellings[index].mention_ids[0] for index in denied)):
        remarks[event_of[mention]] = [DENIAL]
    return event_of, remarks


def _without(mentions: pa.Table, events: Sequence[str]) -> pa.Table:
    if not events:
        return mentions
    return mentions.filter(pc.invert(pc.is_in(mentions["event_id"], value_set=pa.array(events, pa.string()))))


def _order(table: pa.Table, *columns: str) -> Any:  # noqa: ANN401 - pyarrow's arrays have many classes
    """The indices that sort a table: a batch taken by them costs less memory than a sorted copy."""
    return pc.sort_indices(table.select(columns), sort_keys=[(column, "ascending") for column in columns])


@dataclass(slots=True)
class _Told:
    """What the articles tell: tellings, and first mentions of what an article denies itself."""

    tellings: list[Telling] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)


def _read_articles(ordered: pa.Table, overrules: Overrules, links: LinkRows) -> _Told:
    """Each article's events, in the order of first mentions; of the mentions only their tellings stay in memory."""
    told = _Told()
    for rows in _runs(_rows(ordered.select(list(COMPARED))), "article_id"):
        groups = group_article([_mention(row) for row in rows], overrules)
        title = rows[0]["title"]
        told.tellings.extend(_telling(group, title) for group in groups)
        told.denied.extend(_denied(groups))
        for found in (found for group in groups for found in group.links()):
            links.add(found)
    told.tellings.sort(key=lambda telling: (telling.profile.order, telling.mention_ids[0]))
    return told


def _runs(rows: Iterator[dict[str, Any]], column: str) -> Iterator[list[dict[str, Any]]]:
    """Neighbouring rows with one value of a column."""
    for _, group in groupby(rows, key=itemgetter(column)):
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


def _identities(
    members: Sequence[Sequence[int]], tellings: Sequence[Telling]
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The event id of each mention, and an empty list of remarks for each event."""
    event_of: dict[str, str] = {}
    for indices in members:
        first = min(indices, key=lambda i: (tellings[i].profile.order, tellings[i].mention_ids[0]))
        event_id = event_id_of(tellings[first].mention_ids[0])
        event_of |= {mention: event_id for i in indices for mention in tellings[i].mention_ids}
    return event_of, {event_id: [] for event_id in event_of.values()}


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


def _merged(coded: pa.Table, remarks: Mapping[str, Sequence[str]], reviews: Mapping[str, Review]) -> pa.Table:
    """The events table, ordered by id: rows are made event by event, so that memory holds only a batch of mentions."""
    schema = arrow_schema("events")
    batches, waiting = [], []
    order = _order(coded, "event_id")
    coded = coded.drop_columns([name for name in coded.column_names if name.endswith("_spans")])  # dear to read
    parts = (coded.take(order[start : start + BATCH]) for start in range(0, len(order), BATCH))
    for rows in _runs((row for part in parts for row in _rows(part)), "event_id"):
        event_id = rows[0]["event_id"]
        told = sorted(rows, key=lambda r: (order_of(r), r["mention_id"]))
        review = reviews.get(event_id, Review())
        waiting.append(merge(told, event_id=event_id, remarks=remarks[event_id], review=review))
        if len(waiting) >= BATCH:
            batches.append(pa.RecordBatch.from_pylist(waiting, schema=schema))
            waiting = []
    batches.append(pa.RecordBatch.from_pylist(waiting, schema=schema))
    return pa.Table.from_batches(batches, schema=schema)


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(max_chunksize=BATCH):
        yield from batch.to_pylist()
