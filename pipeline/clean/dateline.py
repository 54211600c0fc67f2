"""Datelines: where, when and by whom a story was filed, at the head of its first paragraph.

`PLACE:`, `PLACE, Region, Month day (Agency) -`, `PLACE _`, `Place, Region (Agency)`, `(Agency) -`; some sites strip
the dash: `PLACE, Region The sentence ...`. After the practice of the Associated Press, Reuters, AFP and Xinhua.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.clean.lexicon import dateline_words
from pipeline.clean.model import Dateline
from pipeline.ingest.published import find_dates

if TYPE_CHECKING:
    from datetime import date, datetime

_WINDOW = 160  # characters; no dateline is longer
_SPOT = r"(?P<spot>[^\n():;_–—\x97\x96“”\"!?|]{2,90}?)"
_BRACKET = r"\((?P<bracket>[^()\n]{2,40})\)"
_DASH = r"(?:[_–—\x97\x96|]|--+|-(?=\s)|(?<=\))-)"
_BEGIN = r"(?=[A-Z0-9\"“‘'`(\[À-Þ]|$)"
_FORMS = (
    re.compile(rf"{_SPOT}\s*{_BRACKET}\s*(?:{_DASH}|:)?[\s_–—-]*{_BEGIN}"),
    re.compile(rf"{_SPOT}(?:\s*{_DASH}|:)[\s_–—-]*{_BEGIN}"),
    re.compile(rf"{_BRACKET}\s*{_DASH}?\s*{_BEGIN}"),
)
_OPEN = re.compile(
    r"(?P<spot>(?P<city>[A-Z][A-Z.'’ -]{2,30}[A-Z])(?:, (?P<region>[A-Z][\w.' ]{2,30}?))?) "
    r"(?=[A-Z][a-z]|An? |[“\"][A-Z]|[A-Z]\.[A-Z])"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]{{0,6}}\b\.?"
_DAY = r"(?<!\d)(\d{1,2})(?!\d)(?:st|nd|rd|th)?"
_MONTH_DAY = re.compile(rf"(?<!\w){_MONTH} {_DAY}", re.IGNORECASE)
_DAY_MONTH = re.compile(rf"{_DAY} {_MONTH}", re.IGNORECASE)
_NAME_WORD = re.compile(
    r"(?:[^\W\d_a-zß-öø-ÿ][\w.'’-]*|de|del|of|al|el|la|le|du|and|the|ibn|bin|i|y|-?[a-z]{1,2}-[A-Z]\w+)$"
)


def find_dateline(
    text: str, start: int, end: int, *, published_at: datetime | None = None, sure: bool = False
) -> Dateline | None:
    """The dateline that text[start:end] begins with; `sure`: only one with agency, date, or capitals and a dash."""
    window = text[start : min(end, start + _WINDOW)]
    for form in _FORMS:
        match = form.match(window)
        found = match and _checked(window, match, start, published_at, sure=sure)
        if found:
            return found
    return None if sure else _open_dateline(window, start)


def _checked(
    window: str, match: re.Match[str], offset: int, published_at: datetime | None, *, sure: bool
) -> Dateline | None:
    """The match as a Dateline when its parts are place, date and agency, None when it is a sentence's beginning."""
    parts = match.groupdict()
    bracket = parts.get("bracket")
    agency = bracket if bracket and _is_agency(bracket) else None
    if "spot" not in parts:
        return Dateline(start=offset, end=offset + match.end(), agency=agency) if agency else None
    bracket_date = _date_span(window, *match.span("bracket"), published_at) if bracket else None
    dated = _date_span(window, *match.span("spot"), published_at)
    place_end = dated[0] if dated else match.end("spot")
    place = window[:place_end].rstrip(" ,\xa0")
    in_capitals = _in_capitals(place)
    mark = window[match.end("spot") : match.end()].strip()
    if dated and window[dated[1] : match.end("spot")].strip(" ,."):
        return None  # words after the date: a byline or a sentence
    if not _is_place(place) or (bracket and not agency and not bracket_date and not in_capitals):
        return None
    if not (agency or dated or bracket_date):
        bare = in_capitals or ("," in place and mark[:1] in "—–" and not sure)
        if not bare or (mark.startswith(":") and (sure or not in_capitals)):
            return None
    found = dated or bracket_date
    return Dateline(
        start=offset,
        end=offset + match.end(),
        place_start=offset if place else None,
        place_end=offset + len(place) if place else None,
        date_start=offset + found[0] if found else None,
        date_end=offset + found[1] if found else None,
        date=found[2] if found else None,
        agency=agency,
    )


def _open_dateline(window: str, offset: int) -> Dateline | None:
    """A dateline without a dash: a city that stands alone, or one with a known region, then a sentence's beginning."""
    match = _OPEN.match(window)
    words = dateline_words()
    if not match or match["city"] in words.not_places:
        return None
    known = match["region"] in words.regions if match["region"] else match["city"] in words.alone
    if not known:
        return None
    place_end = offset + match.end("spot")
    return Dateline(start=offset, end=offset + match.end(), place_start=offset, place_end=place_end)


def _is_agency(bracket: str) -> bool:
    names = dateline_words().agencies
    return (
        all(part.strip().casefold() in names for part in re.split(r"[/,&]| and ", bracket) if part.strip())
        or bracket.casefold() in names
    )


def _in_capitals(place: str) -> bool:
    first = re.split(r"[,/]", place)[0]
    return first.isupper() and sum(map(str.isalpha, first)) >= 3


def _is_place(place: str) -> bool:
    """Whether each word is one of a name, and the whole no label such as UPDATE."""
    words = dateline_words()
    first = place.split(",", maxsplit=1)[0].upper()
    if {first, *first.split()[:1]} & words.not_places:
        return False
    parts = [part.strip() for part in re.split(r"[,/]", place)]
    return (
        1 <= len(parts) <= 4
        and all(part and len(part.split()) <= 5 for part in parts)
        and all(_NAME_WORD.match(word) for part in parts for word in part.split())
        and (parts[0].isupper() or parts[0].split()[0].lower() not in _COMMON)
    )


_COMMON = frozenset(
    [
        "the",
        "a",
        "an",
        "on",
        "in",
        "at",
        "but",
        "and",
        "for",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "this",
        "that",
        "no",
        "yes",
    ]
)


def _date_span(window: str, start: int, end: int, published_at: datetime | None) -> tuple[int, int, date | None] | None:
    """The span of a date in window[start:end], and its day; without a year the one nearest to publication."""
    part = window[start:end]
    for low, high, day in find_dates(part):
        return start + low, start + high, day.date()
    if match := _MONTH_DAY.search(part):
        month, number = match.groups()
    elif match := _DAY_MONTH.search(part):
        number, month = match.groups()
    else:
        return None
    named = _nearest(_MONTHS.index(month.lower()) + 1, int(number), published_at) if published_at else None
    return start + match.start(), start + match.end(), named


def _nearest(month: int, day: int, published_at: datetime) -> date | None:
    """The day of that name nearest to the publication."""
    published = published_at.date()
    candidates = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            candidates.append(published.replace(year=year, month=month, day=day))
        except ValueError:
            continue  # February 29
    return min(candidates, key=lambda candidate: abs((candidate - published).days), default=None)
