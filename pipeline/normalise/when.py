"""The day of an event: the date expression that the parse ties to its trigger, then wider and wider."""

from __future__ import annotations

import re
from calendar import day_name, month_name
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.normalise.attach import inside
from pipeline.normalise.dates import DateExpression, lexicon, time_precision
from pipeline.normalise.dates.periods import add_months, containing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

WEEK = timedelta(days=7)
MONTH = 3  # the time precision of a month
MONTHS = {"M": 1, "Y": 12}
WEEKDAYS = frozenset(name.lower() for name in day_name)
WILL = frozenset({"will", "shall", "'ll", "’ll"})  # the status cue of what cannot be over
ENDS = "ends"  # that of what goes on up to the day of its date
PAST_TENSE = "past"  # the status cue of a trigger in a past tense
POINTING_BACK = ("that ", "the same ")
FOCUS_REACH = 700  # characters: how far back the date in focus may stand, about a paragraph or two
REPORT_REACH = 60  # characters between the verb of a report and its day: "told reporters in the capital on Monday"
LONG = 366  # days: what goes on since longer than that is a state, and its first day not the day of an event in it
NEWS = 31  # days: what an article tells an event to have come after is about as old as the event
TOO_VAGUE = {"vague", "century", "decade"}
YEAR = re.compile(r"\d{4}")
MENACE = {"threat", "ultimatum"}
TERM = re.compile(r"\b(?:until|till|by|before|within) (?:(?:midnight|noon|dawn|on|early|late|[\d:.apm ]+) )*$")
ONWARDS = re.compile(r",? when\b")
COUNTED = re.compile(r"P(\d+)([DWMY])")  # "two days after", "a week before": what another event's day is counted by


@dataclass(frozen=True, slots=True)
class When:
    """A closed interval of days, its time precision, the words that it came from, and how they were attached."""

    start: date | None = None
    end: date | None = None
    precision: int | None = None
    method: str | None = None
    text: str | None = None
    text_start: int | None = None
    text_end: int | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """The dates of an article that may be the day of an event, in the order of the text.

    said: those on which somebody said something ("told reporters on Monday"); distances: "two days after".
    """

    found: list[DateExpression]
    said: list[DateExpression]
    distances: list[DateExpression]
    dateline: DateExpression | None
    published: date | None

    @classmethod
    def of(
        cls,
        text: str,
        found: Sequence[DateExpression],
        *,
        published: date | None,
        dateline: Sequence[DateExpression] = (),
    ) -> Days:
        """The usable ones of an article's date expressions; dateline: those that stand in its dateline."""
        usable = [d for d in found if _is_usable(d)]
        said = [d for d in usable if _report().search(text, max(0, d.start - REPORT_REACH), d.start)]
        head = next((d for d in dateline if d.precision == "day" and d.date_start), None)
        distances = [d for d in found if d.relation in {"before", "after"} and COUNTED.fullmatch(d.value or "")]
        return cls(usable, said, distances, head, published)

    def is_past(self, day: DateExpression) -> bool:
        """False for a date after publication."""
        return self.published is None or day.date_start is None or day.date_start <= self.published

    def is_news(self, day: DateExpression) -> bool:
        """True for a day of the weeks before publication."""
        if self.published is None or day.date_start is None or day.precision != "day":
            return False
        return 0 <= (self.published - day.date_start).days <= NEWS

    def is_background(self, day: DateExpression) -> bool:
        """True for a date before the weeks of the news on which nobody said something."""
        return day not in self.said and self.is_past(day) and not self.is_news(day) and not self.ends_later(day)

    def ends_later(self, day: DateExpression) -> bool:
        """True for a date that is not over at publication."""
        return self.published is None or day.date_end is None or day.date_end >= self.published


def when(mention: Mapping[str, Any], days: Days) -> When:
    """The day of a mention: near its trigger, in its clause, its sentence, in focus, of the report, of publication.

    What is not yet done (planned, hypothetical, negated) takes a date only from its own clause: the day of the
    announcement is not the day of the act.
    """
    here = [
        d
        for d in days.found
        if mention["sentence_start"] <= d.start < mention["sentence_end"]
        and not (_is_state(d, mention) or _is_term(d, mention))
    ]
    here = [_first_of(d) if _begins(d, mention) else d for d in here]
    # "exercises next month", "talks on Friday": right behind the trigger, wherever the parser hung it
    beside = [d for d in here if 0 <= d.start - mention["trigger_end"] <= len(" on ")]
    aside = inside(here, mention["aside_spans"])
    own = [d for d in here if days.ends_later(d)] if mention["event_status"] == "planned" else here
    if best := _nearest(beside, mention) or _nearest(inside(here, mention["near_spans"]), mention):
        return _as_told(_from(best, "near"), mention, days)
    if counted := _counted(mention, here, days):
        return counted
    pools = [
        ("clause", [d for d in inside(own, mention["clause_spans"]) if d not in days.said and d not in aside]),
    ]
    done = mention["event_status"] in {"occurred", "ongoing"}
    if done:
        pools.append(("beside", [d for d in inside(here, mention["above_spans"]) if days.is_background(d)]))
        pools += _wider(mention, here, days)
    for method, pool in pools:
        if best := _nearest(pool, mention):
            return _as_told(_from(best, method), mention, days)
    return When(days.published, days.published, 2, "published") if done and days.published else When()


def _as_told(at: When, mention: Mapping[str, Any], days: Days) -> When:
    """The day that a mention can tell of: one that is over for a past tense, one to come for what is planned."""
    if mention["status_cue"] == ENDS:
        return When(days.published, days.published, 2, "published")
    if mention["event_status"] == "planned":
        return _told_ahead(at, days.published, mention["status_cue"])
    return _told_past(at, days) if mention["status_cue"] == PAST_TENSE else at


def _told_ahead(at: When, published: date | None, cue: str) -> When:
    """The weekday or month to come where the words were read as one that is over: "called a march for Saturday"."""
    if at.start is None or at.end is None or published is None:
        return at
    text = (at.text or "").lower()
    is_ahead = cue in WILL or cue.startswith("in ")  # "will visit", "visits in May"
    if is_ahead and at.precision == MONTH and at.end < published - WEEK and _names_month(text):
        return replace(at, start=add_months(at.start, 12), end=add_months(at.end, 12))
    just_over = published - WEEK <= at.end < published
    if not just_over or "last" in text or not any(name in text for name in WEEKDAYS):
        return at
    return replace(at, start=at.start + WEEK, end=at.end + WEEK)


def _names_month(text: str) -> bool:
    """True for "by the end of March", "in January"; not for "last March", "in March 2014"."""
    return "last" not in text and not YEAR.search(text) and any(name.lower() in text for name in month_name[1:])


def _told_past(at: When, days: Days) -> When:
    """The day that a past tense can tell of, where the words were read as one to come.

    A weekday is that of the week before ("traded shots at dawn Saturday"), a month that of the year before, "that
    morning" that of the last past day.
    """
    if at.start is None or at.end is None or days.published is None:
        return at
    text = (at.text or "").lower()
    if at.start > days.published and text.startswith(POINTING_BACK):
        past = [d for d in days.found if d.end <= (at.text_start or 0) and d.precision == "day" and days.is_past(d)]
        return replace(at, start=past[-1].date_start, end=past[-1].date_end) if past else at
    if at.precision == MONTH and at.start > days.published and not any(c.isdecimal() for c in text):
        return replace(at, start=add_months(at.start, -12), end=add_months(at.end, -12))
    over = at.start - WEEK <= days.published < at.start
    if not over or not any(name in text for name in WEEKDAYS):
        return at
    return replace(at, start=at.start - WEEK, end=at.end - WEEK)


def _counted(mention: Mapping[str, Any], here: Sequence[DateExpression], days: Days) -> When | None:
    """The day of an event that another is told by: "On Friday ..., two days after gunmen killed a judge" is Wednesday.

    Without a date of the other event in the sentence it is counted from publication, and may be a day or two off.
    """
    first = min([span["start"] for span in mention["clause_spans"]] + [mention["trigger_start"]])
    parted = [span for span in mention["aside_spans"] if not span["start"] <= mention["trigger_start"] < span["end"]]
    away = inside(days.distances, parted)  # "Two weeks after the coup, police arrested the mayor"
    close = [d for d in days.distances if d.start <= first <= d.end + len(" after the ") and d not in away]
    counted = COUNTED.fullmatch(close[-1].value or "") if close else None
    if counted is None:
        return None
    sign, text = (1 if close[-1].relation == "before" else -1), close[-1]
    told = inside(here, mention["aside_spans"])
    if counted[2] in MONTHS:
        other = _nearest(told, mention)
        return _months_apart(
            (other and other.date_start) or days.published, sign * int(counted[1]) * MONTHS[counted[2]], text
        )
    other = _nearest([d for d in told if d.precision == "day"], mention)
    start = other.date_start if other else days.published
    if start is None:
        return None
    day = start + timedelta(days=sign * int(counted[1]) * (7 if counted[2] == "W" else 1))
    precision = 1 if other and counted[2] == "D" else 2
    return When(day, day, precision, "clause", text.text, text.start, text.end)


def _months_apart(other: date | None, months: int, counted: DateExpression) -> When | None:
    """The month so many before or after another event's: "in March 2015, six months after the town fell"."""
    if other is None:
        return None
    month = containing("month", add_months(other.replace(day=1), months))
    return When(month.start, month.end, MONTH, "clause", counted.text, counted.start, counted.end)


def _wider(
    mention: Mapping[str, Any], here: Sequence[DateExpression], days: Days
) -> list[tuple[str, list[DateExpression]]]:
    """What is looked at beyond the clause: sentence, text before it, dateline, the report, what it came after."""
    past = [d for d in here if days.is_past(d)]
    reported = [*inside(past, mention["report_spans"]), *(d for d in past if d in days.said)]
    other = [*reported, *inside(past, mention["aside_spans"])]
    reach = range(mention["sentence_start"] - FOCUS_REACH, mention["sentence_start"])
    before = [d for d in days.found if d.start in reach and d.precision == "day" and d not in days.said]
    own = [] if mention["is_reference"] else past  # what only points back was not on the day of its sentence
    return [
        ("sentence", [d for d in own if d not in other]),
        ("focus", [d for d in before if days.is_past(d)][-1:]),
        ("dateline", [days.dateline] if days.dateline else []),
        ("reported", reported),
        ("beside", [d for d in inside(past, mention["aside_spans"]) if days.is_news(d)]),
    ]


def _is_usable(day: DateExpression) -> bool:
    """True for what names days that a coder could enter; a duration where it runs up to publication."""
    return day.date_start is not None and day.kind != "SET" and day.precision not in TOO_VAGUE


def _is_state(day: DateExpression, mention: Mapping[str, Any]) -> bool:
    """True for "since 2014" of what occurred: the worst fighting since then is not of that year."""
    if _begins(day, mention):
        return False
    if (
        day.relation != "since"
        or mention["event_status"] != "occurred"
        or day.date_start is None
        or day.date_end is None
    ):
        return False
    return (day.date_end - day.date_start).days > LONG


def _is_term(day: DateExpression, mention: Mapping[str, Any]) -> bool:
    """True for the term that an ultimatum or a threat sets: "gave the rebels until noon Friday"."""
    before = mention["sentence_text"][: day.start - mention["sentence_start"]]
    return mention["event_class"] in MENACE and bool(TERM.search(before))


def _begins(day: DateExpression, mention: Mapping[str, Any]) -> bool:
    """True for a date that something goes on since, where the event began it: "since 2014, when rebels took it"."""
    behind = day.end - mention["sentence_start"]
    told = day.end <= mention["trigger_start"] and ONWARDS.match(mention["sentence_text"], behind)
    return day.relation == "since" and bool(told)


def _first_of(day: DateExpression) -> DateExpression:
    """The day, month or year alone that something goes on since."""
    if day.date_start is None:
        return day
    unit = day.precision if day.precision in {"month", "year"} else "day"
    return replace(day, date_end=containing(unit, day.date_start).end)


@cache
def _report() -> re.Pattern[str]:
    """The verb of a report with up to five words behind it, up to where a day begins."""
    told = "|".join(sorted(lexicon.load().cues["told"]))
    return re.compile(rf"\b(?:{told})\s+(?:[\w'’]+\s+){{0,5}}\Z", re.IGNORECASE)


def _nearest(pool: Sequence[DateExpression], mention: Mapping[str, Any]) -> DateExpression | None:
    """The most exact expression, then the one nearest to the trigger."""

    def rank(found: DateExpression) -> tuple[int, int, int]:
        gap = max(found.start - mention["trigger_end"], mention["trigger_start"] - found.end, 0)
        return time_precision(found) > 2, gap, found.start

    return min(pool, key=rank, default=None)


def _from(found: DateExpression, method: str) -> When:
    exact = method in {"near", "clause", "sentence"}
    precision = max(time_precision(found), 1 if exact else 2)
    return When(found.date_start, found.date_end, precision, method, found.text, found.start, found.end)
