"""Spatial relations: "15 km from the Turkish border in Syria" becomes a point, a radius and a geo precision.

The places of a text are masked by a placeholder, so that the patterns read words and places alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from pipeline.normalise.places import relation_rules as rules
from pipeline.normalise.places.cues import relation_words
from pipeline.normalise.places.model import Place
from pipeline.normalise.places.relation_rules import Answer, Scene

if TYPE_CHECKING:
    from collections.abc import Sequence

_MASK = "\ue000"
_P = rf"{_MASK}+"
_WORD = re.compile(r"\w+")
_Rule = Callable[[Scene], Answer | None]


def find_relations(text: str, places: Sequence[Place]) -> list[Place]:
    """Return the relations of a text as places that cover the whole phrase, in order, none inside another.

    places: what was found in the text, resolved; only resolved ones can anchor a relation.
    """
    known = [place for place in places if place.latitude is not None]
    if not known:
        return []
    masked = list(text)
    for place in known:
        masked[place.start : place.end] = _MASK * (place.end - place.start)
    line = "".join(masked)
    by_start = {place.start: place for place in known}
    words = set(_WORD.findall(line.casefold()))
    found: list[Place] = []
    taken: set[int] = set()
    for needed, pattern, rule in _rules():
        if words.isdisjoint(needed):  # to look costs a twentieth of a search
            continue
        for match in pattern.finditer(line):
            if not taken.isdisjoint(range(*match.span())):
                continue
            answer = rule(Scene(match, by_start, known))
            if answer is not None:
                found.append(_place(text, match, answer))
                taken.update(range(*match.span()))
    return sorted(found, key=lambda place: place.start)


def _place(text: str, match: re.Match[str], answer: Answer) -> Place:
    latitude, longitude = answer.point
    same = answer.anchor.country_iso3 == answer.country
    return Place(
        start=match.start(),
        end=match.end(),
        text=text[match.start() : match.end()],
        name=answer.name,
        latitude=round(latitude, 5),
        longitude=round(longitude, 5),
        country_iso3=answer.country,
        admin1=answer.anchor.admin1 if same else None,
        admin2=None,
        geo_precision=answer.precision,
        method="relation",
        kind="relation",
        confidence=answer.anchor.confidence,
        radius_km=round(answer.radius_km, 1),
    )


@cache
def _rules() -> tuple[tuple[frozenset[str], re.Pattern[str], _Rule], ...]:
    """Return the patterns with their rules, the longest phrases first, and words, one of which is in any match."""
    w, has = relation_words().alternatives, relation_words().firsts
    distance, line, town = _distance(w), _line(w), r"(?:the\s+)?(?:\w+\s+(?:of\s+)?){0,3}?"
    settlement = r"(?:the\s+)?(?:(?:\w+ern\s+)?(?:city|town|village|capital|port|border\s+town)s?\s+(?:of\s+)?)?"
    direction = rf"(?P<dir>{w['directions']})"
    toward = rf"(?:to\s+the\s+)?{direction}(?:wards?)?\s+"
    within = rf"(?:,?\s+(?:in|inside|within)\s+(?:the\s+)?(?:\w+ern\s+)?(?P<in>{_P}))?"
    part = rf"in\s+the\s+(?:(?:far|extreme)\s+)?{direction}(?:\s+part)?\s+of\s+"
    outskirts = rf"(?:in|on|at|to|from|around|near)\s+the\s+(?:\w+ern\s+)?{w['outskirts']}\s+of\s+"
    found: list[tuple[frozenset[str], str, _Rule]] = [
        (has["border"], rf"{distance}\s+(?:{toward})?(?:from|of|off|inside)\s+{line}{within}", rules.from_border),
        (has["border"], rf"(?:(?:{w['near']})\s+)?{line}{within}", rules.at_border),
        (has["coast"], rf"{distance}\s+(?:off|from)\s+(?:the\s+)?(?:{_coast(w)}){within}", rules.off_coast),
        (has["coast"], rf"off\s+(?:the\s+)?(?:{_coast(w)})", rules.off_coast),
        (has["units"], rf"{distance}\s+{toward}(?:of|from)\s+{town}(?P<p>{_P}){within}", rules.beyond),
        (
            has["units"],
            rf"{distance}\s+(?:from|outside(?:\s+of)?|inside|off|into)\s+{town}(?P<p>{_P}){within}",
            rules.beyond,
        ),
        (
            frozenset({"between"}),
            rf"(?:on\s+the\s+(?:road|highway)\s+)?between\s+(?P<p>{_P})\s+and\s+(?P<q>{_P})",
            rules.between,
        ),
        (has["outskirts"], rf"{outskirts}(?P<p>{_P})", rules.near),
        (has["directions"], rf"{part}the\s+country", rules.part_of_country),
        (has["directions"], rf"{part}(?:the\s+)?(?P<p>{_P})", rules.part),
        (has["directions"], rf"{direction}\s+(?:parts\s+of\s+)?(?P<p>{_P})(?!['’]|\s*[-–]\s*{_MASK})", rules.part),
        (has["directions"], rf"(?P<p>{_P})['’]s?\s+(?:far\s+)?{direction}(?!\s+(?:\w+\s+)?(?:of|{_MASK}))", rules.part),
        (has["directions"], rf"(?:just\s+|far\s+)?{direction}\s+of\s+{settlement}(?P<p>{_P})", rules.beside),
        (has["near"], rf"(?:{w['near']})\s+{settlement}(?P<p>{_P})", rules.near),
    ]
    return tuple(
        (needed, re.compile(rf"(?<![\w{_MASK}]){pattern}(?!\w)", re.IGNORECASE), rule)
        for needed, pattern, rule in found
    )


def _distance(w: dict[str, str]) -> str:
    """Return the pattern of a distance: "about 20 km", "five miles away"."""
    hedges = "about|around|some|roughly|nearly|only|just|less than|more than|within|over|under|at least".replace(
        " ", r"\s+"
    )
    number = rf"(?P<n>\d{{1,6}}(?:,\d{{3}})*(?:\.\d{{1,3}})?|{w['numbers']})"
    return rf"(?:(?:{hedges})\s+)?{number}(?:\s+|-)(?P<unit>{w['units']})\b(?:\s+(?:away|deep|inland))?"


def _line(w: dict[str, str]) -> str:
    """Return the pattern of a border: "the Afghan-Tajik border", "Poland's border with Belarus"."""
    adjectives = f"shared|common|long|porous|mountainous|disputed|volatile|tense|{w['directions']}"
    nations = rf"(?P<a>{_P})(?:\s*[-–/]\s*(?P<b>{_P})|(?:['’]s?)?)"
    line = rf"{w['border']}(?:\s+{w['border_areas']})?"
    return (
        rf"(?:the\s+|its\s+)?(?:(?:{adjectives})\s+)*"
        rf"(?:{nations}\s+(?:\w+ern\s+)?(?:land\s+)?{line}(?:\s+with\s+(?P<c>{_P}))?"
        rf"|{line}\s+(?:between\s+(?P<d>{_P})\s+and\s+(?P<e>{_P})|(?:with|of)\s+(?P<f>{_P})))"
    )


def _coast(w: dict[str, str]) -> str:
    """Return the pattern of a coast: "Yemen's western coast", "the southern coast of Yemen"."""
    return (
        rf"(?P<p>{_P})(?:['’]s?)?\s+(?:(?P<side>{w['directions']})\s+)?{w['coast']}"
        rf"|(?:(?P<side2>{w['directions']})\s+)?{w['coast']}\s+of\s+(?P<q>{_P})"
    )
