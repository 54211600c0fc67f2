"""Words that stand for a place of the article: "here", "this town", "the village", "there", "the Kenyan capital".

Each becomes a place of its own, at the words' stretch, so that it is tied to an event as a name is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline.gazetteer import load
from pipeline.normalise.actors.countries import countries
from pipeline.normalise.places.cues import relation_words
from pipeline.normalise.places.document import Resolved, to_place
from pipeline.normalise.places.model import Mention
from pipeline.normalise.places.resolve import Reading
from pipeline.normalise.where_words import where_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.normalise.places import Place

TOWNS = frozenset({"city", "facility"})
SMALL = "city"
STATES = frozenset({"country", "demonym"})
# How far back the place may stand that "the town" means, in characters.
REACH = 700
SURE = 0.8


def stand_ins(
    text: str, scenes: Sequence[Place], whose: Sequence[Place], dateline: Place | None, country: str | None
) -> list[Place]:
    """The places that such words stand for: of the dateline, of the towns named before them, the capital of a country.

    scenes: where the text is; whose: names of countries and their adjectives; country: that of the article.
    """
    found = [*_here(text, dateline), *_again(text, scenes, dateline), *_capitals(text, whose, country)]
    return [replace(p, geo_precision=2) if _beside().search(text[max(0, p.start - 30) : p.start]) else p for p in found]


def _here(text: str, dateline: Place | None) -> Iterator[Place]:
    """Where the reporter is: "a bomb exploded here", "the hills above this lakeside town"."""
    if dateline is None or dateline.kind not in TOWNS:
        return
    for found in where_words().here.finditer(text, dateline.end):
        yield _at(dateline, found.span(), found[0])


def _again(text: str, scenes: Sequence[Place], dateline: Place | None) -> Iterator[Place]:
    """The town named last before "the town" or "there"; that of the dateline where the text has named none."""
    for found in where_words().again.finditer(text):
        before = [p for p in scenes if found.start() - REACH <= p.end <= found.start() and p.kind == SMALL]
        meant = max(before, key=lambda p: p.start, default=dateline)
        if meant is not None and meant.kind == SMALL:
            span = found.span("place") if found["place"] else found.span()
            yield _at(meant, span, text[slice(*span)])


def _capitals(text: str, whose: Sequence[Place], country: str | None) -> Iterator[Place]:
    """The capital of the country that stands beside it, or else of the article's: "in Syria's battered capital"."""
    words, whose = where_words(), [p for p in whose if p.kind in STATES]
    for found in words.capital.finditer(text):
        before = [p for p in whose if p.end <= found.start() and words.owned.fullmatch(text, p.end, found.start())]
        before += [p for p in whose if p.end > found.end() and words.of.fullmatch(text, found.end(), p.start)]
        within = words.in_the.search(text[max(0, found.start() - 40) : found.start()])
        iso3 = before[-1].country_iso3 if before else country if within else None
        seat = _seat(iso3) if iso3 else None
        if seat is not None:
            yield _at(seat, found.span(), found[0])


@cache
def _seat(iso3: str) -> Place | None:
    """A country's capital as the gazetteer has it; None where it has none."""
    state, gazetteer = countries().get(iso3), load()
    towns = [hit.entry for hit in gazetteer.find(state.capital)] if state and state.capital else []
    town = next((e for e in towns if e.country == iso3 and e.kind == SMALL), None)
    if town is None:
        return None
    named = Mention(0, len(town.name), town.name, name=town.name)
    return to_place(Resolved(named, Reading(town, SURE, "main", 0), "relation"), gazetteer)


@cache
def _beside() -> re.Pattern[str]:
    """What says that it was near the place that the words stand for: "on a track outside the town"."""
    return re.compile(rf"\b(?:{relation_words().alternatives['near']})\s(?:the\s)?$", re.IGNORECASE)


def _at(place: Place, span: tuple[int, int], words: str) -> Place:
    return replace(place, start=span[0], end=span[1], text=words)
