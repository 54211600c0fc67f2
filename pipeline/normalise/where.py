"""The place of an event: what the parse ties to its trigger, its clause, its sentence, the running scene, then the dateline."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.normalise.actors.countries import countries
from pipeline.normalise.actors.registry import STATE_KINDS, entries, mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.normalise.places import Place

SCENE_REACH = 1200
SURENESS = {"near": 1.0, "clause": 0.9, "sentence": 0.7, "scene": 0.5, "dateline": 0.4, "document": 0.3}
ARMED_TYPES = frozenset({"Rebel group", "Political militia", "Identity militia"})
WIDE_KINDS = frozenset({"country", "continent"})


@dataclass(frozen=True, slots=True)
class Scene:
    """The places of an article, without its adjectives; the dateline apart; countries by how often the text names them."""

    places: tuple[Place, ...]
    dateline: Place | None
    countries: tuple[str, ...]
    demonyms: tuple[Place, ...] = ()
    groups: tuple[tuple[int, str], ...] = ()

    @classmethod
    def of(cls, found: Sequence[Place], dateline: tuple[int, int] | None, text: str = "") -> Scene:
        """The scene of an article from all places that were found in it, and from the armed groups that it names."""
        own = [p for p in found if dateline is not None and p.start < dateline[1] and dateline[0] < p.end and p.latitude is not None]
        rest = [p for p in found if p not in own]
        named = [p for p in rest if p.kind not in {"demonym", "unknown"} and p.country_iso3 is not None]
        adjectives = [p for p in rest if p.kind == "demonym" and p.country_iso3 is not None]
        votes: Counter[str] = Counter()
        for place in [*named, *adjectives, *own]:
            votes[place.country_iso3 or ""] += 2 if place.kind != "demonym" else 1
        ranked = sorted(votes, key=lambda iso3: (-votes[iso3], iso3))
        return cls(tuple(named), own[0] if own else None, tuple(ranked), tuple(adjectives), _group_countries(text))


    def holds(self, start: int, end: int) -> bool:
        """True where a place of the article covers the stretch."""
        return any(p.start <= start and end <= p.end for p in self.places)


def _group_countries(text: str) -> tuple[tuple[int, str], ...]:
    """Where in the text armed groups stand, with the country that each fights in: the Taliban say Afghanistan."""
    known = [(start, entries()[registry_id]) for start, _, registry_id in mentions(text)]
    return tuple((start, e.country) for start, e in known if e.country and not e.terms and e.kind not in STATE_KINDS and e.acled_type in ARMED_TYPES)


@dataclass(frozen=True, slots=True)
class Where:
    """One place with how it was attached and resolved; all None where the text gives none."""

    place: Place | None = None
    method: str | None = None
    confidence: float = 0.0
    geo_precision: int | None = None
    country_iso3: str | None = None
    others: tuple[Place, ...] = field(default=())

    def columns(self) -> dict[str, Any]:
        """The place columns of the mentions table."""
        place, country = self.place, countries().get(self.country_iso3 or "")
        located = place is not None and self.method != "document"
        return {
            "location": place.name if place and located else (country.name if country else None),
            "admin1": place.admin1 if place and located else None,
            "admin2": place.admin2 if place and located else None,
            "country_iso3": self.country_iso3,
            "latitude": place.latitude if place and located else (country.latitude if country else None),
            "longitude": place.longitude if place and located else (country.longitude if country else None),
            "geo_precision": self.geo_precision,
            "place_method": f"{self.method}:{place.method}" if place else self.method,
            "place_text": place.text if place and located else None,
            "place_text_start": place.start if place and located else None,
            "place_text_end": place.end if place and located else None,
            "radius_km": place.radius_km if place and located else None,
        }


def where(mention: Mapping[str, Any], scene: Scene) -> Where:
    """The place of a mention, never the country of its actor unless nothing else is known (and then a country only)."""
    taken = [*mention["actor1_spans"][:1], *mention["other_spans"]]
    here = [p for p in scene.places if mention["sentence_start"] <= p.start < mention["sentence_end"]]
    free = [p for p in here if not any(s["start"] <= p.start and p.end <= s["end"] for s in taken)]
    target = [p for p in free if any(s["start"] <= p.start and p.end <= s["end"] for s in mention["actor2_spans"][:1])]
    said = [p for p in free if _after_preposition(p, mention)]
    pools = (("near", _inside(free, mention["near_spans"])), ("clause", [*_inside(free, mention["clause_spans"]), *target]), ("sentence", said))
    for method, pool in pools:
        best = _best(pool, mention)
        if best:
            return _from(best, method)
    return _beyond(mention, scene)


# "in Kenya", "across southern Syria", "Baghdad, Iraq": a name that stands so says where; "Ankara views" and "US-led" say who.
_LOCATIVE = re.compile(r"(?:\b(?:in|at|near|across|inside|throughout|into|within|around|outside|from|off|over|of|on|along|between|and|to)\s+(?:the\s+)?(?:[\w'’-]+\s+){0,2}|,\s+)$", re.I)


def _after_preposition(place: Place, mention: Mapping[str, Any]) -> bool:
    """True where a preposition of place (or a comma of \"X, Y\") stands before the name and no hyphen or \"'s\" behind it."""
    at = place.start - mention["sentence_start"]
    text: str = mention["sentence_text"]
    behind = text[at + len(place.text) : at + len(place.text) + 2]
    return place.kind == "relation" or (_LOCATIVE.search(text[:at]) is not None and not behind.startswith(("-", "'s", "’s")))


def _beyond(mention: Mapping[str, Any], scene: Scene) -> Where:
    """What stands outside the sentence: the last exact place before it, the dateline, the country that the text is about."""
    before = [p for p in scene.places if mention["sentence_start"] - SCENE_REACH <= p.start < mention["sentence_start"] and p.kind not in WIDE_KINDS]
    here = {p.country_iso3 for p in (*scene.places, *scene.demonyms) if mention["sentence_start"] <= p.start < mention["sentence_end"]}
    here |= {iso3 for at, iso3 in scene.groups if mention["sentence_start"] <= at < mention["sentence_end"]} if not here else set()
    before = [p for p in before if not here or p.country_iso3 in here] or ([] if here else before)
    if before:
        return _from(before[-1], "scene", least=2)
    lead = scene.countries[0] if scene.countries else None
    if scene.dateline is not None and (not here or scene.dateline.country_iso3 in here) and scene.dateline.country_iso3 == lead:
        return _from(scene.dateline, "dateline", least=3)
    country = next((c for c in (*scene.countries, *sorted(here - {None})) if c in here), None) if here else lead
    if country is None:
        return Where()
    return Where(None, "document", SURENESS["document"], 3, country)


def _inside(found: Sequence[Place], spans: Iterable[Mapping[str, int]]) -> list[Place]:
    return [p for p in found if any(s["start"] <= p.start and p.end <= s["end"] + 1 for s in spans)]


def _best(pool: Sequence[Place], mention: Mapping[str, Any]) -> Place | None:
    """A relation before its parts, the exact before the wide, then the nearest after the trigger."""

    def rank(place: Place) -> tuple[int, int, int, int]:
        after = place.start >= mention["trigger_start"]
        gap = place.start - mention["trigger_end"] if after else mention["trigger_start"] - place.end
        return int(place.kind in WIDE_KINDS), int(place.kind != "relation"), 0 if after else 1, gap

    return min(pool, key=rank, default=None)


def _from(place: Place, method: str, *, least: int = 1) -> Where:
    precision = max(place.geo_precision or 3, least)
    return Where(place, method, round(SURENESS[method] * place.confidence, 3), precision, place.country_iso3)
