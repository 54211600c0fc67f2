"""Readers of phrases counted from the publication date or from the date in focus, and of references."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.normalise.dates import periods
from pipeline.normalise.dates.read_report import compares, year_ago
from pipeline.normalise.dates.years import valid_day

if TYPE_CHECKING:
    from datetime import date

    from pipeline.normalise.dates.context import Context
    from pipeline.normalise.dates.match import Match
    from pipeline.normalise.dates.periods import Period


def deictic(match: Match, context: Context) -> Period | None:
    """Today, yesterday, tomorrow, tonight: the rule's value is "day SHIFT [PART]"; a history's "today" is no day."""
    _, shift, *part = match.node.rule.value.split()
    if shift == "0" and not part and (context.narrative or context.published is None):
        return periods.reference("PRESENT_REF")
    if context.published is None:
        return None
    day = periods.of_day(context.published + timedelta(days=int(shift))).by("publication")
    return periods.at_part(day, part[0]) if part else day


def weekday(match: Match, context: Context) -> Period | None:
    """A weekday: on the side of publication that tense and cue give; the publication day itself counts."""
    number = int(match.value("weekday", "WEEKDAY", "SHORTDAY"))
    if not match.value("weekday", "WEEKDAY") and not _stands_as_weekday(match):
        return None
    if match.before() in context.lexicon.cues["named_day_leads"] and context.tokens.words[match.start - 1][0].isupper():
        return None
    anchor = _weekday_anchor(match, context)
    if anchor is None:
        return periods.Period("day", f"XXXX-WXX-{number}", precision="day", method="unresolved")
    day, method = anchor
    if "week" in match.own_words():  # Monday of last week
        monday = day - timedelta(days=day.weekday(), weeks=-(match.shift() or 0))
        return periods.of_day(monday + timedelta(days=number - 1)).by("publication")
    back = _days_back(match, context, (day.isoweekday() - number) % 7, method)
    found = day - timedelta(days=back)
    if context.focus_day and found < context.focus_day > day and _joined_to_weekday(match, context):
        found += timedelta(weeks=1)  # "next Tuesday or Wednesday"
    return periods.of_day(found).by(method)


def _joined_to_weekday(match: Match, context: Context) -> bool:
    """True for the second of "Tuesday or Wednesday"."""
    weekdays = context.lexicon.values
    return match.before() in ("and", "or", ",", "to", "through") and ("WEEKDAY", match.before(2)) in weekdays


def _stands_as_weekday(match: Match) -> bool:
    """True for "Sun" and "Sat" that are no sun and no verb: "on Sat,"."""
    return match.before() in ("on", "(", "last", "next") and match.after() in (",", ".", ")")


def _weekday_anchor(match: Match, context: Context) -> tuple[date, str] | None:
    """The day a weekday counts from, with the method."""
    focus = context.focus_day
    if focus and match.value("which", "FOCUSWORD"):
        return focus, "focus"
    if focus and (context.narrative or context.published is None):
        return focus, "narrative"
    if context.published is None:
        return None
    return context.published, "publication" if match.shift() else "publication_tense"


def _days_back(match: Match, context: Context, back: int, method: str) -> int:
    """How many days before its anchor a weekday lies, `back` (0 to 6) being the latest such day; negative is after."""
    which = match.shift()
    following = back - 7 if back else 0
    if which == -1:
        return back or 7
    if which == 1:
        return back - 7
    if method in ("focus", "narrative"):
        return following  # in a story the next such day follows the date in focus
    if which == 0:
        return back if match.tense == "past" else following
    if match.after() in ("'s", "’s"):  # "Tuesday's attack" was
        return _by_tense(match, context, back, "future" if context.will_ahead(match.end) else "past")
    return _by_tense(match, context, back, match.tense)


def _by_tense(match: Match, context: Context, back: int, tense: str) -> int:
    """Days back to a bare weekday; a morning paper's own weekday in the past tense is last week's."""
    if tense == "future" and match.before() in context.lexicon.cues["deadline"]:
        tense = "past" if context.tense_ahead(match.end) == "past" else tense  # "Until Thursday, they had not ..."
    if back == 0:
        return 7 if context.morning_paper and tense == "past" else 0
    if back <= 2:  # yesterday's weekday is a week ahead only when "will" or its like says so
        return back - 7 if tense == "future" and context.surely_future(match.start) else back
    if back == 6 and not tense:
        return -1  # without a cue tomorrow is nearer than last week
    return back - 7 if tense == "future" else back


def unit_shift(match: Match, context: Context) -> Period | None:
    """Last week, this year, next month: counted from publication, in a narrative from the date in focus."""
    unit, which, word = match.value("unit", "UNIT"), match.shift() or 0, match.words("which")[0]
    if unit == "day" or (unit in ("decade", "century") and word == "past"):
        return None
    if unit == "quarter" and context.reported and word == "this":
        return context.reported.by("focus")
    if context.narrative and context.focus and context.focus.start and which:
        return periods.containing(unit, periods.shifted(context.focus.start, unit, which)).by("narrative")
    if context.published is None:
        return None
    if unit == "year" and which == -1 and compares(match, context):
        return year_ago(context)
    found = periods.containing(unit, periods.shifted(context.published, unit, which)).by("publication")
    return _side(found, context.word(match.start), context.published)


def _side(period: Period, word: str, now: date) -> Period:
    """The part of a running period before or after today: "earlier this week", "later this year"."""
    if period.start is None or period.end is None or not period.start <= now <= period.end:
        return period
    if word == "earlier":
        return replace(period, end=now)
    return replace(period, start=now) if word == "later" else period


def month_shift(match: Match, context: Context) -> Period | None:
    """Last May, next March, that June; with a day, that day."""
    month, which = int(match.value("month", "MONTH")), match.shift()
    of_focus = bool(match.value("which", "FOCUSWORD")) or context.narrative or context.published is None
    anchor = (context.focus.start if context.focus else None) if of_focus else context.published
    if anchor is None:
        return None
    year = anchor.year + (which == 1 and month <= anchor.month) - (which == -1 and month >= anchor.month)
    day = match.day("day") if match.has("day") else None
    found = valid_day(year, month, day) if day else periods.of_month(year, month)
    return found.by("focus" if of_focus else "publication") if found else None


def weekend(match: Match, context: Context) -> Period | None:
    """The weekend before publication; "this" or a future cue gives the one of the publication's week."""
    if match.before() in context.lexicon.cues["any_weekend"]:
        return None
    which, now, method = match.shift(), context.published, "publication_tense"
    if context.narrative or now is None:
        now, method = context.focus_day, "narrative"
    if now is None:
        return None
    ahead = match.tense == "future" if which is None else which == 0 and match.tense != "past"
    begun = now.isoweekday() >= 6 and which in (None, 0)
    weeks = 1 if which == 1 else 0 if ahead or begun else -1
    return periods.of_weekend(now + timedelta(weeks=weeks)).by(method)


def unit_focus(match: Match, context: Context) -> Period | None:
    """The following month, that year, the previous day: from the date in focus, at the unit's coarseness."""
    unit, which = match.value("unit", "UNIT"), match.shift()
    start = context.focus_day if unit == "day" else (context.focus.start if context.focus else None)
    start = start or context.published
    if start is None or which is None:
        return None
    return periods.containing(unit, periods.shifted(start, unit, which)).by("focus")


def unit_twice(match: Match, context: Context) -> Period | None:
    """The week before last, the night after next."""
    if context.published is None:
        return None
    shift, part = (-2 if "before" in match.own_words() else 2), match.value("unit", "PARTDAY")
    unit = "day" if part else match.value("unit", "UNIT") or "weekend"
    found = periods.containing(unit, periods.shifted(context.published, unit, shift)).by("publication")
    return periods.at_part(found, part) if part else found


def part_before(match: Match, context: Context) -> Period | None:
    """The night before, the morning after: of the day in focus, unless an event follows ("the night before a vote")."""
    if context.focus_day is None or match.after() not in context.lexicon.cues["after_offset"]:
        return None
    day = periods.of_day(context.focus_day + int(match.value("which", "SHIFTED")) * periods.DAY).by("focus")
    return periods.at_part(day, match.value("part", "PARTDAY"))


def part_focus(match: Match, context: Context) -> Period | None:
    """That night, the following morning, the next evening."""
    which = match.shift()
    if context.focus_day is None or which is None:
        return None
    day = periods.of_day(context.focus_day + timedelta(days=which)).by("focus")
    return periods.at_part(day, match.value("part", "PARTDAY"))


def part_this(match: Match, context: Context) -> Period | None:
    """This morning, later this afternoon."""
    if context.published is None:
        return None
    return periods.at_part(periods.of_day(context.published).by("publication"), match.value("part", "PARTDAY"))


def unit_end(match: Match, context: Context) -> Period | None:
    """The end of the month, year's end, later in the week: of the unit at hand."""
    anchor = context.focus.start if context.narrative and context.focus else context.published
    if anchor is None:
        return None
    found = periods.containing(match.value("unit", "UNIT"), anchor)
    return periods.part_of(found.by("narrative" if context.narrative else "publication"), match.value("modof", "MODOF"))


def reference(match: Match, context: Context) -> Period | None:
    """Now, recently, the future: the rule's value, unless the words are used otherwise."""
    words, before = " ".join(match.own_words()), match.before()
    if words == "the past" and before != "in":
        return None
    if words == "now" and (context.tokens.words[match.start] == "Now" or before in ("for", "from")):
        return None  # "Now, ..." goes on with the story; "for now"
    if words == "recent" and before == "the":
        return None  # "the recent attacks": a property of what it stands before
    if words == "current" and before in ("then", "-"):
        return None
    if words in ("soon", "one day") and (match.tense != "future" or context.narrative or before == "as"):
        return None
    return periods.reference(match.node.rule.value)
