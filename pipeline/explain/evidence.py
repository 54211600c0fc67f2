"""What an output folder says of one event: its row, its mentions, and the judgements that made it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.emit.acled import may_be_id_of
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    for name in ("events", "mentions", "links"):
        if not (folder / f"{name}.parquet").is_file():
            raise UsageError(f"{folder}: there is no {name}.parquet; give an output folder of `build`")
    ids = pq.read_table(folder / "events.parquet", columns=["event_id"]).to_pylist()
    events, mentions, links = (pq.read_table(folder / f"{name}.parquet") for name in ("events", "mentions", "links"))
    return evidence_of(_whole_id(event_id, [row["event_id"] for row in ids], folder), events, mentions, links)


def evidence_of(event_id: str, events: pa.Table, mentions: pa.Table, links: pa.Table) -> Evidence:
    """The evidence of an event that is in these tables (schemas events, mentions, links)."""
    (event,) = events.filter(pc.equal(events["event_id"], pa.scalar(event_id))).to_pylist()
    told = mentions.filter(pc.equal(mentions["event_id"], pa.scalar(event_id))).to_pylist()
    own = {row["mention_id"] for row in told}
    judged = [row for row in links.to_pylist() if own & {row["left_mention_id"], row["right_mention_id"]}]
    others = sorted({row[f"{side}_mention_id"] for row in judged for side in ("left", "right")})
    told_of = mentions.select(["mention_id", "event_id"]).filter(
        pc.is_in(mentions["mention_id"], pa.array(others, pa.string()))
    )
    return Evidence(event, told, judged, {row["mention_id"]: row["event_id"] for row in told_of.to_pylist()})


def _whole_id(given: str, ids: Sequence[str], folder: Path) -> str:
    """The event id that is meant; UsageError where there is none, or more than one."""
    found = [one for one in ids if one == given] or [
        one for one in ids if len(given) >= LEAST and one.startswith(given)
    ]
    if not found and ACLED_ID.fullmatch(given):
        found = [one for one in ids if may_be_id_of(given, one)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{given}: begins the ids of {len(found)} events of {folder}: {', '.join(sorted(found)[:5])}")
    raise UsageError(
        f"{given}: {folder} has no event of this id; ids stand in the first column of its events and acled"
    )
