"""The acled table as a whole: one row where one event has several forms, ids that hold, ACLED's order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from pipeline.classes import sub_event_ranks
from pipeline.emit.acled import acled_row, number_of, why_not
from pipeline.runner.parts import Spool, held, in_order, narrow, order_by
from pipeline.runner.tables import rows_of
from pipeline.schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

HANG = ("event_id_cnty", "fatalities")
"""The columns whose values hang on other rows."""

KEYS = (
    *("event_id", "event_id_cnty", "country", "event_date", "fatalities", "sub_event_type", "disorder_type"),
    *("time_precision", "geo_precision", "actor1", "actor2", "location", "latitude"),
)


class AcledTable:
    """Takes events in, then gives the table; its rows are laid by in a file inside `folder`, in memory without one."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._rows = Spool(folder and folder / "acled")
        self._settled: pa.Table | None = None
        self.reasons: Counter[str] = Counter()
        """Why events are not in the table, and how many."""

    def take(self, events: Iterable[Mapping[str, Any]], published: Iterable[datetime | None]) -> None:
        """Take some events in, with the latest publication of the articles of each."""
        rows = []
        for event, latest in zip(events, published, strict=True):
            if reason := why_not(event):
                self.reasons[reason] += 1
            else:
                rows.append({"event_id": event["event_id"], **acled_row(event, latest)})
        schema = arrow_schema("acled")
        self._rows.add(pa.Table.from_pylist(rows, schema=pa.schema([pa.field("event_id", pa.string()), *schema])))

    def parts(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The rows by country, day and id, when all events are in; see Parts."""
        if self._settled is None:
            self._settled = self._settle()
        settled = self._settled
        wanted = arrow_schema("acled").names if columns is None else list(columns)
        for part in in_order(self._rows.parts(wanted), np.asarray(settled["row"], dtype=np.int64), self._folder):
            own, settled = settled.slice(0, len(part)), settled.slice(len(part))
            values: list[Any] = [(own if name in HANG else part)[name] for name in wanted]
            yield pa.table(values, schema=part.schema)

    def _settle(self) -> pa.Table:
        """The rows that stay, in order: the number of each among those that were taken in, its id, its deaths."""
        keys = narrow(self._rows.parts, *KEYS)
        kept = _highest_forms(keys)
        if lost := len(keys) - len(kept):
            self.reasons["a form of a higher-ranked event"] += lost
        kept = _with_ids(kept.take(order_by(kept, "event_id")))
        return kept.take(order_by(kept, "country", "event_date", "event_id_cnty"))


def _highest_forms(keys: pa.Table) -> pa.Table:
    """The rows that stay, with the number of each (row) and the most deaths of those that it stands for.

    Of several forms in which the same sides meet at one exact place and day the first in ACLED's order stays.
    """
    ranks = pa.array([sub_event_ranks()[str(name)] for name in keys["sub_event_type"].to_pylist()], pa.int64())
    keys = keys.append_column("row", pa.array(range(len(keys)), pa.int64())).append_column("rank", ranks)
    keys = keys.take(order_by(keys, "rank", "event_id"))
    best: dict[tuple[Any, ...], int] = {}
    kept: list[int] = []
    deaths: list[int] = []
    for number, row in enumerate(row for part in held(keys)() for row in rows_of(part)):
        exact = row["time_precision"] == row["geo_precision"] == 1 and row["disorder_type"] != "Strategic developments"
        sides = frozenset((row["actor1"], row["actor2"]))
        key = (sides, row["location"], row["latitude"], row["event_date"]) if exact and row["actor2"] else (number,)
        place = best.setdefault(key, len(kept))
        if place == len(kept):
            kept.append(number)
            deaths.append(row["fatalities"])
        deaths[place] = max(deaths[place], row["fatalities"])
    column = keys.schema.get_field_index("fatalities")
    return keys.take(pa.array(kept, pa.int64())).set_column(column, "fatalities", pa.array(deaths, pa.int64()))


def _with_ids(rows: pa.Table) -> pa.Table:
    """Rows in the order of event_id with ids: the country's letters and 12 digits made from that, others if taken."""
    taken: dict[str, None] = {}
    for event_id, letters in zip(*(rows[name].to_pylist() for name in ("event_id", "event_id_cnty")), strict=True):
        attempt = 0
        while (name := f"{letters}{number_of(event_id, attempt)}") in taken:
            attempt += 1
        taken[name] = None
    column = rows.schema.get_field_index("event_id_cnty")
    return rows.set_column(column, "event_id_cnty", pa.array(taken, pa.string()))
