"""Readers of amounts of time: durations, sets, and dates that lie an amount away from another one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.normalise.dates import periods
from pipeline.normalise.dates.read_report import year_ago

if TYPE_CHECKING:
    from datetime import date

    from pipeline.normalise.dates.context import Context
    from pipeline.normalise.dates.match import Match
    from pipeline.normalise.dates.periods import Period

CLOCK = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d")
LONGEST = 10_000  # of a unit: beyond it the amount is none of a date
LENGTHS = ((7, "days"), (31, "month_part"), (366, "year_part"), (10**7, "vague"))  # days at most, precision
DURATION = {
    "day": "P{}D", "week": "P{}W", "month": "P{}M", "quarter": "P{}Q", "year": "P{}Y", "decade": "P{}DE",
    "century": "P{}CE", "hour": "PT{}H", "minute": "PT{}M", "fortnight": "P{}W",
}  # fmt: skip


def duration(match: Match, context: Context) -> Period | None:
    """An amount of time, as a TIMEX3 duration; no date."""
    unit, amount = _unit(match), match.number("amount")
    if unit == "month" and amount in (6, 9) and match.before() in ("the", "first", "latest") and context.published:
        context.reported = periods.of_year(context.published.year)  # a report now speaks of the year so far
    if unit == "fortnight" and amount:
        amount *= 2
    value = DURATION[unit].format("X" if amount is None else f"{amount}.5" if _and_a_half(match) else amount)
    side = match.after() if match.after() in ("before", "after") else None
    found = periods.Period("duration", value, kind="DURATION", method="amount", relation=side)
    return _of_publication(found, match.value("which", "SHIFTWORD"), unit, amount, context.published)


def _of_publication(duration: Period, side: str, unit: str, amount: int | None, now: date | None) -> Period:
    """The duration with the days it covers, when it runs up to or on from publication: "the past two days"."""
    if side not in ("-1", "1") or amount is None or now is None or amount > LONGEST:
        return duration
    days = {"hour": -(-amount // 24), "minute": 1}
    other = periods.shifted(now, *(("day", days[unit] * int(side)) if unit in days else (unit, amount * int(side))))
    length = abs((other - now).days)
    precision = next(name for most, name in LENGTHS if length <= most)
    return replace(duration, start=min(other, now), end=max(other, now), precision=precision)


def _and_a_half(match: Match) -> bool:
    """True for "two and a half years" and "a year and a half"."""
    return match.has("half") or match.has("half2")


def repeated(match: Match, context: Context) -> Period | None:
    """A set: every Friday, daily; no date."""
    del match, context
    return periods.Period("set", "XXXX", kind="SET", method="amount")


def _unit(match: Match) -> str:
    """The unit that a match counts."""
    return match.value("unit", "UNIT", "UNITS", "CLOCKUNIT", "CLOCKUNITS")


def _amount(match: Match) -> tuple[str, int] | None:
    """Unit and number of a match or of the duration inside it; None when the number is vague."""
    inner = match.inside("duration") if match.has("duration") else match
    unit = _unit(inner)
    number = inner.number("amount") if inner.has("amount") else (1 if inner is match else None)
    if number is None or number >= LONGEST:
        return None
    return ("half", 2 * number + 1) if unit == "year" and _and_a_half(inner) else (unit, number)


def stepped(day: date, unit: str, amount: int, *, exact: bool = False) -> Period:
    """The period `amount` units away, as coarse as the unit; a decade away is a year. Hours away is the same day."""
    if unit in ("hour", "minute"):
        return periods.of_day(day)
    moved = periods.shifted(day, unit, amount)
    coarse = "year" if unit in ("decade", "century", "half") else unit
    return periods.of_day(moved) if exact else periods.containing(coarse, moved)


def ago(match: Match, context: Context) -> Period | None:
    """Two days ago, a decade ago; vague amounts are the past as such."""
    amount = _amount(match)
    if amount is None:
        return periods.reference("PAST_REF")
    if amount == ("year", 1) and context.reported:
        return year_ago(context)
    anchor = context.published or (context.focus.start if context.focus else None)
    if amount == ("year", 1) and anchor:  # about this time last year
        return periods.containing("month", periods.shifted(anchor, "year", -1)).by("publication")
    return stepped(anchor, amount[0], -amount[1]).by("publication") if anchor else None


def offset_focus(match: Match, context: Context) -> Period | None:
    """A day earlier, three weeks later, the day before: from the date in focus."""
    amount, cues, word = _amount(match), context.lexicon.cues, match.words("which")[0]
    if amount is None or match.before() == "be":  # "the vote would be seven days later"
        return None
    if word in ("before", "after") and not match.has("pronoun") and match.after() not in cues["after_offset"]:
        return None  # "the day before the attack": no date is named
    sign = int(match.value("which", "SHIFTED"))
    if amount == ("year", 1) and sign < 0 and context.reported:
        return year_ago(context)
    anchor = context.focus_day if amount[0] == "day" else (context.focus.start if context.focus else None)
    anchor = anchor or context.published
    if anchor is None:
        return None
    if amount[0] == "hour" and context.focus and (hour := CLOCK.search(context.focus.value)):
        moment = datetime.fromisoformat(hour.group()) + timedelta(hours=sign * amount[1])
        return periods.at_part(periods.of_day(moment.date()), f"T{moment:%H:%M}").by("focus")
    if context.focus and context.focus.unit == "day" and amount[0] in ("week", "fortnight"):
        context.focus_day = periods.shifted(
            anchor, amount[0], sign * amount[1]
        )  # "a week later they left; that evening"
    return stepped(anchor, amount[0], sign * amount[1]).by("focus")


def offset_date(match: Match, context: Context) -> Period | None:
    """Two days before Friday, a week after July 5."""
    del context
    amount, named = _amount(match), match.child("date")
    if amount is None or named is None or named.start is None:
        return None
    sign = -1 if match.words("which")[0] == "before" else 1
    exact = named.unit == "day" and amount[0] in ("day", "week", "fortnight")
    return stepped(named.start, amount[0], sign * amount[1], exact=exact).by("anchor")


def in_duration(match: Match, context: Context) -> Period | None:
    """`Will be ready in two weeks`: a date only after a future cue."""
    amount = _amount(match)
    if amount is None or context.published is None or match.tense != "future":
        return None
    return stepped(context.published, *amount).by("publication")
