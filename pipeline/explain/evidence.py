"""What an output folder says of one event: its row, its mentions, and the judgements that made it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.emit.acled import may_be_id_of
from pipeline.emit.tables import read_release
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Row = dict[str, Any]
ACLED_ID = re.compile(r"[A-Z]{3}\d{1,12}")
LEAST = 4  # characters of an id that may stand for the whole


@dataclass(frozen=True, slots=True)
class Evidence:
    """One event: its row of events, its rows of mentions in text order, its rows of links; events of other mentions."""

    event: Row
    mentions: Sequence[Row]
    links: Sequence[Row]
    event_of: dict[str, str]


def read_evidence(folder: Path, event_id: str) -> Evidence:
    """The evidence of an event of an output folder of `build`.

    `event_id` is an event's id, the beginning of one, or the event_id_cnty of a row of acled. UsageError says what is
    missing, or which events an id may mean.
    """
    events, mentions, links = (read_release(folder, name) for name in ("events", "mentions", "links"))
    ids = [str(one) for one in events["event_id"].to_pylist()]
    return evidence_of(_whole_id(event_id, ids, folder), events, mentions, links)


def evidence_of(event_id: str, events: pa.Table, mentions: pa.Table, links: pa.Table) -> Evidence:
    """The evidence of an event that is in these tables (schemas events, mentions, links)."""
    (event,) = events.filter(pc.equal(events["event_id"], pa.scalar(event_id))).to_pylist()
    told = mentions.filter(pc.equal(mentions["event_id"], pa.scalar(event_id))).to_pylist()
    own = _strings(row["mention_id"] for row in told)
    sides = [links[side] for side in ("left_mention_id", "right_mention_id")]
    judged = links.filter(pc.or_(*(pc.is_in(side, own) for side in sides)))
    named = _strings(row[side] for row in judged.to_pylist() for side in ("left_mention_id", "right_mention_id"))
    others = mentions.select(["mention_id", "event_id"]).filter(pc.is_in(mentions["mention_id"], named))
    event_of = {row["mention_id"]: row["event_id"] for row in others.to_pylist()}
    return Evidence(event, told, judged.to_pylist(), event_of)


def _strings(values: Iterable[str]) -> pa.Array[Any]:
    return pa.array(sorted(set(values)), pa.string())


def _whole_id(given: str, ids: Sequence[str], folder: Path) -> str:
    """The event id that is meant; UsageError where there is none, or more than one."""
    found = [given] if given in ids else [one for one in ids if len(given) >= LEAST and one.startswith(given)]
    if not found and ACLED_ID.fullmatch(given):
        found = [one for one in ids if may_be_id_of(given, one)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{given}: begins the ids of {len(found)} events of {folder}: {', '.join(sorted(found)[:5])}")
    raise UsageError(
        f"{given}: {folder} has no event of this id; ids stand in the first column of its events and acled"
    )
