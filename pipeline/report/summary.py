"""A release in numbers: what it holds, who reports it, and how its values were found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.report.lexicon import report_lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.report.release import Release

HAPPENED = pa.array(["occurred", "ongoing"])
TOP_SOURCES = 20
MANY = 4  # publishers or reports from which on a count is not told apart


@dataclass(frozen=True, slots=True)
class Tally:
    """How a whole is shared out: rows of (label, count), and the whole that shares are taken of."""

    title: str
    rows: tuple[tuple[str, int], ...]
    whole: int

    def share(self, count: int) -> float:
        """The share of the whole, 0 to 1."""
        return count / self.whole if self.whole else 0.0


def facts(release: Release) -> list[tuple[str, str]]:
    """The release in single numbers: (what, how many)."""
    events, mentions = release.events, release.mentions
    happened = pc.is_in(events["event_status"], value_set=HAPPENED)
    known = events.filter(happened)
    days = [day for day in known["date_start"].to_pylist() if day]
    span = f"{min(days):%Y-%m-%d} to {max(days):%Y-%m-%d}" if days else "no day known"
    return [
        ("events", _number(events.num_rows)),
        ("occurred or ongoing", _number(known.num_rows)),
        ("rows of the acled table", _number(release.acled_rows)),
        ("reported deaths, lowest", _number(pc.sum(known["fatalities"]).as_py() or 0)),
        ("countries", _number(pc.count_distinct(events["country_iso3"]).as_py())),
        ("sentences as evidence", _number(mentions.num_rows)),
        ("articles", _number(pc.count_distinct(mentions["article_id"]).as_py())),
        ("publishers", _number(pc.count_distinct(mentions["source"]).as_py())),
        ("days of what happened", span),
    ]


def _number(count: int) -> str:
    return f"{count:,}"


def sources(release: Release) -> list[Tally]:
    """Who reports the events, and how many tell the same one."""
    events = release.events
    named = Counter(name for cell in events["sources"].to_pylist() for name in (cell or "not named").split("; "))
    top = sorted(named.items(), key=lambda item: (-item[1], item[0]))[:TOP_SOURCES]
    return [
        Tally(f"Publishers, the {TOP_SOURCES} most frequent" if len(named) > TOP_SOURCES else "Publishers",
              tuple(top), events.num_rows),
        _many("Publishers that tell an event", events["n_sources"].to_pylist()),
        _many("Reports of an event, copies left out", events["n_articles"].to_pylist()),
    ]  # fmt: skip


def _many(title: str, counts: list[Any]) -> Tally:
    found = Counter(min(count, MANY) for count in counts)
    rows = ((f"{n} or more" if n == MANY else str(n), found[n]) for n in range(1, MANY + 1))
    return Tally(title, tuple(rows), len(counts))


def quality(release: Release) -> list[Tally]:
    """How the values of events were found and how exact they are; each tally is of all events."""
    events = release.events
    return [
        _tally("Status", "event_status", events, {}),
        _tally("How the date was found", "date_method", events, report_lexicon()["date_method"]),
        _tally("How exact the date is", "time_precision", events, report_lexicon()["time_precision"]),
        _tally("How the place was found", "place_method", events, report_lexicon()["place_method"]),
        _tally("How exact the place is", "geo_precision", events, report_lexicon()["geo_precision"]),
        _tally("How actor 1 was found", "actor1_method", events, report_lexicon()["actor_method"]),
        _tally("How actor 2 was found", "actor2_method", events, report_lexicon()["actor_method"]),
        _confidence(events),
    ]


def _tally(title: str, column: str, events: pa.Table, words: Mapping[str, str]) -> Tally:
    """Counts by the part of a code before its colon; in the order of the words, else the most frequent first."""
    found = Counter(None if v is None else str(v).partition(":")[0] for v in events[column].to_pylist())
    order = {code: place for place, code in enumerate(words)}
    known = sorted((code for code in found if code), key=lambda c: (order.get(c, len(order)), -found[c], c))
    rows = [(words.get(code, code), found[code]) for code in known]
    if found[None]:
        rows.append(("not known", found[None]))
    return Tally(title, tuple(rows), events.num_rows)


def _confidence(events: pa.Table) -> Tally:
    bands = report_lexicon()["confidence_bands"]
    found = Counter(
        max(place for place, band in enumerate(bands) if band["from"] <= value)
        for value in events["confidence"].to_pylist()
    )
    rows = ((band["label"], found[place]) for place, band in enumerate(bands))
    return Tally("Confidence", tuple(rows), events.num_rows)


def rejects(release: Release) -> Tally | None:
    """What was held back on the way, by stage and reason; None where the release does not tell."""
    if release.rejects is None:
        return None
    found = Counter(f"{row['stage']}: {row['reason']}" for row in release.rejects)
    rows = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return Tally("Held back, by stage and reason", tuple(rows), len(release.rejects))
