"""Reading both sides: our events table, and a file in ACLED's or UCDP GED's columns."""

from __future__ import annotations

import math
import zlib
from datetime import date, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.agreement.lexicon import lexicon
from pipeline.agreement.model import Event
from pipeline.agreement.names import country_code, words_of
from pipeline.errors import UsageError
from pipeline.runner.rejects import Reject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

Row = dict[str, Any]

OUR_COLUMNS = [
    *("event_id", "event_status", "event_type", "sub_event_type", "ucdp_type", "date_start", "date_end"),
    *("actor1", "actor2", "location", "country_iso3", "latitude", "longitude", "geo_precision", "fatalities"),
]
THEIR_COLUMNS = {
    "acled": [
        *("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "actor2", "country", "iso"),
        *("latitude", "longitude", "location", "fatalities"),
    ],
    "ucdp": [
        *("id", "date_start", "date_end", "type_of_violence", "side_a", "side_b", "country"),
        *("latitude", "longitude", "where_coordinates", "best", "low", "high"),
    ],
}
UNREADABLE = (ValueError, EOFError, OSError, zlib.error, pa.ArrowException)
REGION = 3  # geo precision of a point that stands for a region or country


class Side(NamedTuple):
    """The rows of one file: those to compare, and those that cannot be, with the reason."""

    events: list[Event]
    unusable: list[Reject]


class UnusableError(Exception):
    """A row lacks what matching needs; reason: one of a few words, detail: the value."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def read_ours(path: Path, kind: str) -> Side:
    """Our events that a file of this kind would hold, from an output folder of `build` or its events.parquet.

    For acled events with a sub-event type, for ucdp those with a type of violence, of the statuses that the lexicon
    names. UsageError when there is no events table.
    """
    table = path / "events.parquet" if path.is_dir() else path
    if not table.is_file() or table.suffix != ".parquet":
        raise UsageError(f"{path}: no events table; give an output folder of `build` or its events.parquet")
    try:
        schema = pq.read_schema(table)
        _check_columns(table, OUR_COLUMNS, schema.names)
        rows = pq.read_table(table, columns=OUR_COLUMNS).to_pylist()
    except UNREADABLE as fault:
        raise UsageError(f"{table}: cannot be read: {fault}") from fault
    wanted, statuses = "sub_event_type" if kind == "acled" else "ucdp_type", lexicon().kind(kind).statuses
    compared = [row for row in rows if row[wanted] is not None and row["event_status"] in statuses]
    return _side(table, compared, "event_id", partial(_our_event, kind=kind))


def read_theirs(path: Path, kind: str) -> Side:
    """The events of a file in ACLED's or UCDP GED's columns: .csv, .csv.gz or .parquet.

    UsageError when it cannot be read, lacks a column or holds no rows.
    """
    columns = THEIR_COLUMNS[kind]
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file")
    try:
        frame = _parquet(path, columns) if path.suffix == ".parquet" else _csv(path, columns)
    except pd.errors.EmptyDataError as fault:
        raise UsageError(f"{path}: the file is empty") from fault
    except UNREADABLE as fault:
        raise UsageError(f"{path}: cannot be read: {fault}") from fault
    if frame.empty:
        raise UsageError(f"{path}: the file is empty: it has no rows")
    rows: list[Row] = [dict(zip(columns, cells, strict=True)) for cells in frame.itertuples(index=False, name=None)]
    return _side(path, rows, columns[0], _acled_event if kind == "acled" else _ucdp_event)


def _parquet(path: Path, columns: list[str]) -> pd.DataFrame:
    _check_columns(path, columns, pq.read_schema(path).names)
    return pd.read_parquet(path, columns=columns).astype("string").fillna("")


def _csv(path: Path, columns: list[str]) -> pd.DataFrame:
    """The columns as text, separated by commas or, as in older exports of ACLED, by semicolons."""
    header = list(pd.read_csv(path, nrows=0, encoding="utf-8-sig").columns)
    separator = ";" if len(header) == 1 and ";" in header[0] else ","
    _check_columns(path, columns, header[0].split(";") if separator == ";" else header)
    frame = pd.read_csv(path, sep=separator, usecols=columns, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return frame[columns].fillna("")


def _check_columns(path: Path, columns: Iterable[str], found: Iterable[str]) -> None:
    if missing := sorted(set(columns) - {name.strip('"') for name in found}):
        raise UsageError(f"{path}: lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}")


def _side(path: Path, rows: Iterable[Row], key: str, read: Callable[[Row], Event]) -> Side:
    side = Side([], [])
    for row in rows:
        try:
            side.events.append(read(row))
        except UnusableError as fault:
            side.unusable.append(Reject(f"{path} {row[key]}", fault.reason, fault.detail))
    return side


def _our_event(row: Row, kind: str) -> Event:
    first, last = row["date_start"], row["date_end"] or row["date_start"]
    region = row["latitude"] is None or row["longitude"] is None or row["geo_precision"] == REGION
    if region and not row["country_iso3"]:
        raise UnusableError("no point and no country", row["location"] or "")
    if first is None:
        raise UnusableError("no date")
    return Event(
        id=row["event_id"],
        **_days(first, last, lexicon().our_longest_days),
        type=row["event_type"] if kind == "acled" else str(row["ucdp_type"]),
        form=row["sub_event_type"] if kind == "acled" else "",
        **_actors(row["actor1"] or "", row["actor2"] or "", kind),
        country=row["country_iso3"] or "",
        location=row["location"] or "",
        point=None if region else (row["latitude"], row["longitude"]),
        deaths=row["fatalities"] or 0,  # as in the acled table: nobody is reported dead
    )


def _acled_event(row: Mapping[str, str]) -> Event:
    day = _day(row["event_date"])
    if not row["event_type"]:
        raise UnusableError("no type")
    return Event(
        id=row["event_id_cnty"],
        **_days(day, day, lexicon().their_longest_days),
        type=row["event_type"].strip(),
        form=row["sub_event_type"].strip(),
        **_actors(row["actor1"], row["actor2"], "acled"),
        country=country_code(row["country"], row["iso"]),
        location=row["location"],
        point=_point(row),
        deaths=_count(row["fatalities"]),
    )


def _ucdp_event(row: Mapping[str, str]) -> Event:
    first, last = _day(row["date_start"]), _day(row["date_end"] or row["date_start"])
    low, high, violence = (_count(row[name]) for name in ("low", "high", "type_of_violence"))
    if violence is None:
        raise UnusableError("no type", row["type_of_violence"])
    return Event(
        id=row["id"],
        **_days(first, last, lexicon().their_longest_days),
        type=str(violence),
        form="",
        **_actors(row["side_a"], row["side_b"], "ucdp"),
        country=country_code(row["country"]),
        location=row["where_coordinates"],
        point=_point(row),
        deaths=_count(row["best"]),
        deaths_range=None if low is None or high is None else (low, high),
    )


def _actors(first: str, second: str, kind: str) -> dict[str, Any]:
    return {"actors": (first, second), "names": (words_of(first, kind), words_of(second, kind))}


def _days(first: date, last: date, longest: int) -> dict[str, Any]:
    """First and last day as numbers; UnusableError where the span is turned round or longer than `longest` days."""
    start, end = first.toordinal(), last.toordinal()
    if not 0 <= end - start < longest:
        raise UnusableError("dates too far apart or turned round", f"{first:%Y-%m-%d} to {last:%Y-%m-%d}")
    return {"first": start, "last": end}


@cache
def _day(text: str) -> date:
    """The day of "2021-07-14", with or without a time, or of "14 July 2021"."""
    text = text.strip()
    for form, told in (("%Y-%m-%d", text[:10]), ("%d %B %Y", text)):
        try:
            return datetime.strptime(told, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise UnusableError("no readable date", text)


def _point(row: Mapping[str, str]) -> tuple[float, float]:
    latitude, longitude = _number(row["latitude"]), _number(row["longitude"])
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise UnusableError("no readable coordinates", f"{row['latitude']} {row['longitude']}")
    return latitude, longitude


def _count(text: str) -> int | None:
    number = _number(text)
    return None if number is None or number < 0 else round(number)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
