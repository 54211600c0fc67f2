"""Mentions in, events out: grouping within articles, linking across them, one merged row for each happening."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipeline.link.across import Telling, link_tellings, telling
from pipeline.link.compare import Link, compare
from pipeline.link.lexicon import lexicon
from pipeline.link.merge import event_id_of, merge
from pipeline.link.overrule import Overrules
from pipeline.link.profile import order_of, profile_of
from pipeline.link.within import Group, Mention, group_article, tells_another
from pipeline.schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


BATCH = 5_000  # rows that are Python objects at a time: what bounds memory
HAPPENED = {"occurred", "ongoing"}
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
    """The tables of linking: mentions with their event_id, events, and the judgements behind them."""

    mentions: pa.Table
    events: pa.Table
    links: pa.Table


def link(mentions: pa.Table, *, overrules: Overrules | None = None) -> Linked:
    """Events of a table of coded mentions (schema `mentions`, event_id null), whatever the order of its rows.

    The mentions come back ordered by article and offset. An event's id is made from its earliest mention.
    """
    known = overrules or Overrules()
    groups = _groups(mentions, known)
    tellings = [_telling(group) for group in groups]
    members, links = link_tellings(tellings, known)
    event_of, remarks = _identities(members, tellings)
    _add_denials(groups, event_of, remarks)
    coded = _with_event_ids(mentions, event_of)
    judged = [_row(link_row) for link_row in [*_article_links(groups), *links]]
    return Linked(
        mentions=coded,
        events=_merged(coded, remarks),
        links=pa.Table.from_pylist(judged, schema=arrow_schema("links")),
    )


def _groups(mentions: pa.Table, overrules: Overrules) -> list[tuple[Group, str | None]]:
    """Each article's events with the article's title, in the order of first mentions."""
    articles: defaultdict[str, list[Mention]] = defaultdict(list)
    titles: dict[str, str | None] = {}
    for row in _rows(mentions.select(list(COMPARED))):
        articles[row["article_id"]].append(_mention(row))
        titles[row["article_id"]] = row["title"]
    found = [(group, titles[a]) for a, rows in articles.items() for group in group_article(rows, overrules)]
    return sorted(found, key=lambda pair: (pair[0].profile.order, pair[0].mentions[0].mention_id))


def _mention(row: Mapping[str, Any]) -> Mention:
    return Mention(
        mention_id=row["mention_id"],
        profile=profile_of(row),
        kind=row["sentence_kind"],
        sentence_start=row["sentence_start"],
        sentence=row["sentence_text"],
        is_new=tells_another(row["sentence_text"], row["trigger_start"] - row["sentence_start"]),
    )


def _telling(found: tuple[Group, str | None]) -> Telling:
    group, title = found
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


def _add_denials(
    groups: Sequence[tuple[Group, str | None]], event_of: Mapping[str, str], remarks: dict[str, list[str]]
) -> None:
    """Remark the denial on the events that an article both tells and denies; the denial stays an event of its own."""
    by_article: defaultdict[str, list[Group]] = defaultdict(list)
    for group, _ in groups:
        by_article[group.profile.order[1]].append(group)
    for told in by_article.values():
        for denial in (group for group in told if group.profile.status == "negated"):
            for claim in (group for group in told if group.profile.status in HAPPENED):
                judgement = compare(replace(denial.profile, status=claim.profile.status), claim.profile)
                noted = remarks[event_of[claim.mentions[0].mention_id]]
                if judgement.contradiction is None and judgement.score >= lexicon().thresholds.article and not noted:
                    noted.append(DENIAL)


def _with_event_ids(mentions: pa.Table, event_of: Mapping[str, str]) -> pa.Table:
    ids = pa.array((event_of[str(mention)] for mention in mentions["mention_id"].to_pylist()), pa.string())
    place = mentions.schema.get_field_index("event_id")
    coded = mentions.set_column(place, mentions.schema.field(place), ids)
    return coded.sort_by([("article_id", "ascending"), ("trigger_start", "ascending"), ("mention_id", "ascending")])


def _merged(coded: pa.Table, remarks: Mapping[str, Sequence[str]]) -> pa.Table:
    """The events table, ordered by id: rows are made event by event, so that memory holds only a batch of mentions."""
    schema = arrow_schema("events")
    batches, waiting = [], []
    for rows in _by_event(coded.sort_by([("event_id", "ascending")])):
        event_id = rows[0]["event_id"]
        waiting.append(
            merge(
                sorted(rows, key=lambda r: (order_of(r), r["mention_id"])), event_id=event_id, remarks=remarks[event_id]
            )
        )
        if len(waiting) >= BATCH:
            batches.append(pa.RecordBatch.from_pylist(waiting, schema=schema))
            waiting = []
    batches.append(pa.RecordBatch.from_pylist(waiting, schema=schema))
    return pa.Table.from_batches(batches, schema=schema)


def _by_event(ordered: pa.Table) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    for row in _rows(ordered):
        if rows and rows[0]["event_id"] != row["event_id"]:
            yield rows
            rows = []
        rows.append(row)
    if rows:
        yield rows


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(max_chunksize=BATCH):
        yield from batch.to_pylist()


def _article_links(groups: Sequence[tuple[Group, str | None]]) -> Iterator[Link]:
    for group, _ in groups:
        yield from group.links()


def _row(found: Link) -> dict[str, Any]:
    return {
        "left_mention_id": found.left,
        "right_mention_id": found.right,
        "link_score": found.score,
        "verdict": found.verdict,
        "reasons": "; ".join(found.reasons),
    }
