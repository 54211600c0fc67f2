"""Readers of years, eras, decades, centuries, seasons and halves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.normalise.dates import periods
from pipeline.normalise.dates.match import spelled
from pipeline.normalise.dates.years import valid_day, year_of

if TYPE_CHECKING:
    from datetime import date

    from pipeline.normalise.dates.context import Context
    from pipeline.normalise.dates.match import Match
    from pipeline.normalise.dates.periods import Period


def year(match: Match, context: Context) -> Period | None:
    """A bare year, unless it counts something or is part of a number."""
    cues, number = context.lexicon.cues, int(match.words("year")[0])
    before, after = match.before(), match.after()
    if before == "-" and match.before(2) in cues["part_words"]:
        return periods.of_year(number)  # mid-2020
    if before in cues["number_leads"] or (after in cues["counted"] and not _surely_year(before, number)):
        return None
    if after in ("-", "%") and match.after(2).isdecimal():
        return None
    if before in cues["in_leads"] or before in cues["year_leads"]:
        return periods.of_year(number)
    latest = context.published.year + 50 if context.published else 2100
    return periods.of_year(number) if 1800 <= number <= latest else None


def _surely_year(before: str, number: int) -> bool:
    """True for "in 2015 rebels held the town", where the rebels are not counted."""
    return before in ("in", "since", "during", "until", "till") and 1800 <= number <= 2100


def named_year(match: Match, context: Context) -> Period | None:
    """`The year 2000`, `fiscal 1989`."""
    number = year_of(match.words("year"), context)
    return periods.of_year(number) if number else None


def spoken_year(match: Match, context: Context) -> Period | None:
    """`Nineteen ninety-six`; a round hundred ("twelve hundred men") only after "in" and its like."""
    number = year_of(match.words("year"), context)
    if number is None or (number % 100 == 0 and match.before() not in context.lexicon.cues["in_leads"]):
        return None
    return periods.of_year(number) if 1600 <= number <= 2100 else None


def era(match: Match, context: Context) -> Period | None:
    """A year BC or AD, maybe with its month and day."""
    number = match.number("year")
    if not number:
        return None
    counted = era_year(match, context, number)
    month = match.value("month", "MONTH")
    if day := match.day("day") if match.has("day") else None:
        return valid_day(counted, int(month), day)
    return periods.of_month(counted, int(month)) if month else periods.of_year(counted)


def era_year(match: Match, context: Context, number: int) -> int:
    """The year of an era; from a year BC on, the text counts backwards."""
    context.before_christ = match.value("era", "BC", "AD") == "bc"
    return periods.before_christ(number) if context.before_christ else number


def small_year(match: Match, context: Context) -> Period | None:
    """`In 431`, once the text counts its years BC."""
    cues, word = context.lexicon.cues, match.words("year")[0]
    if not context.before_christ or match.before() not in cues["in_leads"] or match.after() in cues["counted"]:
        return None
    return None if word.startswith("0") else periods.of_year(periods.before_christ(int(word)))


def decade(match: Match, context: Context) -> Period | None:
    """A decade: the 1980s, the eighties, the '80s."""
    word = match.words("decade")[0]
    tens = context.lexicon.values.get(("DECADEWORD", word))
    short = tens or len(word) == 3  # thirties, 30s
    if short and "the" not in (context.word(match.start), match.before()):
        return None  # "in his thirties"
    digits = tens or word.lstrip("'’")
    first = int(digits[:4]) if digits[:4].isdecimal() and not tens else 1900 + int(digits[0]) * 10
    return periods.part_of(periods.of_decade(first), match.word_value("MOD"))


def century(match: Match, context: Context) -> Period | None:
    """A century, by its ordinal."""
    number = spelled(match.words("ordinal"), context.lexicon.values)
    if number is None or not 1 <= number <= 22:
        return None
    if match.value("era", "BC", "AD") == "bc":
        return periods.Period("century", f"BC{number:02d}", precision="century")
    return periods.part_of(periods.of_century((number - 1) * 100), match.word_value("MOD"))


def half(match: Match, context: Context) -> Period | None:
    """A half of a stated year."""
    number, of_year = match.number("ordinal"), year_of(match.words("year"), context)
    return periods.of_half(of_year, number) if number in (1, 2) and of_year else None


def season_year(match: Match, context: Context) -> Period | None:
    """A season of a year; a winter of two years is the first one's."""
    number = int(match.words("year")[0])
    number = era_year(match, context, number) if match.has("era") else number
    found = periods.of_season(number, match.value("season", "SEASON"))
    return periods.part_of(found, match.word_value("MOD"))


def season(match: Match, context: Context) -> Period | None:
    """A season: last, this, next, that, or bare."""
    name, which = match.value("season", "SEASON"), match.shift()
    if which is None and not _is_season(match, context):
        return None
    if context.narrative or context.published is None or match.value("which", "FOCUSWORD"):
        start = context.focus.start if context.focus else None
        return _season_after(name, start, which or 0) if start else None
    year = _season_year(name, context.published, which, match.tense)
    return periods.of_season(year, name).by("publication_tense" if which is None else "publication")


def _is_season(match: Match, context: Context) -> bool:
    """False for "fall" and "spring" the verbs, "the fall of Kabul", "Spring Offensive"."""
    cues, the = context.lexicon.cues, context.word(match.start) == "the"
    if match.words("season") == ["fall"]:
        return the and match.after() not in cues["after_fall"]
    if context.tokens.words[match.end - 1][0].isupper() and match.after() not in (",", "."):
        return False
    return the or match.before() in cues["in_leads"] or match.before() in cues["part_words"] or match.before() == "-"


def _season_after(name: str, start: date, which: int) -> Period:
    """The season as seen from the date in focus: its year's, the one before or the one after."""
    gap = start.month - periods.SEASON_MONTH[name]
    return periods.of_season(start.year + (which if which * gap >= 0 else 0), name).by("focus")


def _season_year(name: str, now: date, which: int | None, tense: str) -> int:
    """The year of a season as seen from the publication date; January belongs to last year's winter."""
    first = periods.SEASON_MONTH[name]
    this = now.year - (name == "WI" and now.month <= 2)
    begun = first <= now.month or this < now.year
    running = (now.month - first) % 12 < 3
    if which == -1:
        return this - (running or not begun)
    if which == 1:
        return this + begun
    if which == 0 or running:
        return this
    latest = this if begun else this - 1
    return latest + 1 if tense == "future" and (first - now.month) % 12 <= 5 else latest
