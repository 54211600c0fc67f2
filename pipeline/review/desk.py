"""What the reviewing analyst sees: the events in a row, each with its evidence, values, neighbours and decisions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from pipeline import gazetteer
from pipeline.errors import UsageError
from pipeline.link.corrections import CORRECTABLE, choices, corrected
from pipeline.link.decisions import Decision, checked, overrules_of, reviews_of
from pipeline.link.merge import event_id_of
from pipeline.normalise.places.document import unit_name
from pipeline.report.evidence import EVENT_COLUMNS, MENTION_COLUMNS, evidence_of
from pipeline.schema import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from pipeline.report.release import Release
    from pipeline.review.journal import Journal

NEIGHBOURS = 8
NEAR_DAYS = 3
PLACES = 8
QUEUE_COLUMNS = ("event_id", "event_class", "event_status", "actor1", "actor2", "location", "country", "confidence")
SENT = ("decision", "event_id", "mention_id", "other_mention_id", "column", "value", "comment")
"""The cells of a decision that a page sends; the others are ours to fill."""


class Desk:
    """A release and its decisions, as plain JSON values for a page."""

    def __init__(self, release: Release, links: pa.Table, journal: Journal, *, coder: str = "") -> None:
        self._release, self._journal, self._coder = release, journal, coder
        self._row = {event: row for row, event in enumerate(release.events["event_id"].to_pylist())}
        pairs = release.mentions.select(["mention_id", "event_id"]).to_pydict()
        self._event_of: dict[str, str] = dict(zip(pairs["mention_id"], pairs["event_id"], strict=True))
        self._mentions: defaultdict[str, list[int]] = defaultdict(list)
        for row, event in enumerate(pairs["event_id"]):
            self._mentions[event].append(row)
        self._doubts = _doubts(links, self._event_of)
        self._by_country: defaultdict[str | None, list[int]] = defaultdict(list)
        for row, country in enumerate(release.events["country_iso3"].to_pylist()):
            self._by_country[country].append(row)

    def queue(self) -> list[dict[str, Any]]:
        """Every event in a few words with the verdict that stands, in the order of the release."""
        reviews, _ = reviews_of(self._journal.decisions, self._event_of)
        days = [f"{day:%Y-%m-%d}" if day else "" for day in self._release.events["date_start"].to_pylist()]
        rows = self._release.events.select(QUEUE_COLUMNS).to_pylist()
        for row, day in zip(rows, days, strict=True):
            review = reviews.get(row["event_id"])
            row |= {"day": day, "verdict": review.verdict if review else None}
        return rows

    def form(self) -> list[dict[str, Any]]:
        """The columns that can be corrected: name, what it means, the values it may have."""
        known = {column.name: column for column in tables()["events"].columns}
        return [
            {
                "column": name,
                "type": "day" if known[name].unit == "day" else known[name].type,
                "help": known[name].description,
                "choices": choices(name),
            }
            for name in CORRECTABLE
        ]

    def event(self, event_id: str) -> dict[str, Any] | None:
        """An event with its evidence, what its columns hold, events that may be the same, and its decisions."""
        row = self._row.get(event_id)
        if row is None:
            return None
        (event,) = self._release.events.slice(row, 1).to_pylist()
        mentions = self._release.mentions.select(MENTION_COLUMNS).take(self._mentions[event_id]).to_pylist()
        ids = {mention["mention_id"] for mention in mentions}
        return {
            "evidence": evidence_of({name: event[name] for name in EVENT_COLUMNS}, mentions),
            "mention_id": self._key(event_id),
            "values": {name: _cell(event[name]) for name in CORRECTABLE},
            "neighbours": self._neighbours(event),
            "decisions": [d.row() for d in self._journal.decisions if ids & {d.mention_id, d.other_mention_id}],
        }

    def decide(self, rows: Iterable[Mapping[str, Any]]) -> int:
        """Keep decisions that a page sends; how many. UsageError for one that cannot be followed: none is kept."""
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        found = []
        for row in rows:
            cells = {name: str(row.get(name) or "") for name in SENT}
            decision = checked(Decision(**cells, coder=self._coder, decided_at=now))
            for mention in filter(None, (decision.mention_id, decision.other_mention_id)):
                if mention not in self._event_of:
                    raise UsageError(f"mention_id {mention!r} is not in the release")
            found += [*self._freed(decision), decision]
        self._check(found)
        self._journal.append(found)
        return len(found)

    def _freed(self, decision: Decision) -> Iterator[Decision]:
        """What takes back the splits between two events that are merged: any of them would forbid the merge."""
        if decision.decision != "merge":
            return
        overrules = overrules_of(self._journal.decisions)
        one, other = (
            set(self._release.mentions["mention_id"].take(self._mentions[self._event_of[mention]]).to_pylist())
            for mention in (decision.mention_id, decision.other_mention_id)
        )
        for left, right, verdict in overrules.pairs():
            between = (left in one and right in other) or (left in other and right in one)
            if verdict == "apart" and between:
                yield replace(decision, decision="reopen", mention_id=left, other_mention_id=right)

    def _check(self, new: Sequence[Decision]) -> None:
        """Raise UsageError when the build could not follow the new decisions after those before."""
        reviews, _ = reviews_of([*self._journal.decisions, *new], self._event_of)
        for event_id in {self._event_of[decision.mention_id] for decision in new} & reviews.keys():
            (event,) = self._release.events.slice(self._row[event_id], 1).to_pylist()
            corrected(event, reviews[event_id].corrections)

    def _key(self, event_id: str) -> str:
        """The mention that stands for an event: the one that its id is made from, else its first."""
        ids = self._release.mentions["mention_id"].take(self._mentions[event_id]).to_pylist()
        return next((str(m) for m in ids if event_id_of(str(m)) == event_id), str(ids[0]))

    def _neighbours(self, event: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Events that may be the same: those that linking was in doubt of, then those of that country and time."""
        found: dict[str, str] = dict(self._doubts.get(event["event_id"], ()))
        near = self._release.events.take(self._by_country[event["country_iso3"]] if event["country_iso3"] else [])
        for days, other in sorted(_near(event["date_start"], near)):
            if other != event["event_id"]:
                found.setdefault(other, "the same day" if days == 0 else f"{days} days apart")
        return [self._neighbour(other, why) for other, why in list(found.items())[:NEIGHBOURS]]

    def _neighbour(self, event_id: str, why: str) -> dict[str, Any]:
        notes = self._release.events["notes"][self._row[event_id]].as_py()
        return {"event_id": event_id, "mention_id": self._key(event_id), "notes": notes, "why": why}


def places(name: str) -> list[dict[str, Any]]:
    """What a place's name may mean, the likeliest first: its kind, and the columns that a correction of it sets."""
    known = gazetteer.load()
    return [{"kind": hit.entry.kind, "values": _place(known, hit.entry)} for hit in known.find(name, limit=PLACES)]


def _place(known: gazetteer.Gazetteer, entry: gazetteer.Entry) -> dict[str, str]:
    return {
        "location": entry.name,
        "admin1": unit_name(known, entry.admin1) or "",
        "country_iso3": entry.country or "",
        "latitude": str(entry.latitude),
        "longitude": str(entry.longitude),
        "geo_precision": str(entry.geo_precision),
    }


def _doubts(links: pa.Table, event_of: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """For each event the others that were nearly linked to it, with the reasons."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    doubtful = links.filter(pc.field("verdict") != "linked")
    for link in doubtful.select(["left_mention_id", "right_mention_id", "reasons"]).to_pylist():
        left, right = (event_of.get(link[f"{side}_mention_id"]) for side in ("left", "right"))
        if left and right and left != right:
            found[left].append((right, link["reasons"]))
            found[right].append((left, link["reasons"]))
    return found


def _near(day: datetime | None, events: pa.Table) -> list[tuple[int, str]]:
    """Days apart and id of the events that begin within NEAR_DAYS of a day."""
    if day is None:
        return []
    rows = events.select(["date_start", "event_id"]).to_pylist()
    apart = ((abs((row["date_start"] - day).days), str(row["event_id"])) for row in rows if row["date_start"])
    return [(days, event) for days, event in apart if days <= NEAR_DAYS]


def _cell(value: Any) -> str:  # noqa: ANN401 - a value of any column
    """A value as a cell of the file of decisions has it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return str(value).lower() if isinstance(value, bool) else str(value)
