"""The place of an event: tied to its trigger, in its clause, its sentence, of the running scene, of the dateline."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.classes import event_class
from pipeline.gazetteer import load
from pipeline.normalise.actors.countries import countries
from pipeline.normalise.actors.registry import armed_groups
from pipeline.normalise.attach import inside
from pipeline.normalise.stand_ins import stand_ins
from pipeline.normalise.where_words import where_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.normalise.places import Place

# How far back the running scene may stand, in characters: a few paragraphs.
SCENE_REACH = 1200
# How far behind a headline the lead tells where it was.
LEAD = 400
SURENESS = {"near": 1.0, "clause": 0.9, "sentence": 0.7, "scene": 0.5, "dateline": 0.4, "document": 0.3}
WIDE_KINDS = frozenset({"country", "continent"})
WATERS = frozenset({"river", "sea"})  # nothing that follows is told to be there as well
# "Russian troops", "Kabul said": whose, not where.
ADJECTIVE_KINDS = frozenset({"demonym", "government"})
TOWNS = frozenset({"city", "facility"})
LONGER_NAME = re.compile(r" (?:al|el|ad|an|ar|as|at|az|ed|ul)-[A-Z]")  # "Bab al-Tabbaneh" is no Bab
BIG = 5.0  # log10 of people
ONE_GROUND = frozenset({"ISR", "PSE"})


@dataclass(frozen=True, slots=True)
class Scene:
    """The places of an article, without its adjectives; those that say where, whereto, whence or whom; the dateline.

    countries: ISO3 by how often the text names them, leading: those that it names at least half as often as the first;
    groups: where armed groups stand, and the country of each; seat: the dateline is of a country that the text does not
    name, as a reporter's may be; forces: where countries stand before forces or an authority of theirs.
    """

    places: tuple[Place, ...]
    located: frozenset[int]
    goals: frozenset[int]
    origins: frozenset[int]
    concerned: frozenset[int]
    dateline: Place | None
    countries: tuple[str, ...]
    leading: frozenset[str]
    demonyms: tuple[Place, ...]
    groups: tuple[tuple[int, str], ...]
    seat: bool
    forces: frozenset[int]

    @classmethod
    def of(cls, found: Sequence[Place], dateline: tuple[int, int] | None, text: str) -> Scene:
        """The scene of an article from all places that were found in it, and from the armed groups that it names."""
        own = [
            p
            for p in found
            if dateline is not None and p.start < dateline[1] and dateline[0] < p.end and p.latitude is not None
        ]
        rest = _known([p for p in found if p not in own and p.country_iso3 is not None], own)
        named = [p for p in rest if p.kind not in ADJECTIVE_KINDS and p.kind != "unknown"]
        named = [p for p in named if not LONGER_NAME.match(text, p.end)]
        named = [p for p in named if not _is_speakers(p, text)]
        # "ethnic Albanians" in Macedonia are no news of Albania
        adjectives = [
            p for p in rest if p.kind in ADJECTIVE_KINDS and not text.endswith(("ethnic ", "Ethnic "), 0, p.start)
        ]
        votes: Counter[str] = Counter()
        located = {p.start for p in named if says_where(p, text)}
        for place in [*named, *adjectives, *own]:
            votes[place.country_iso3 or ""] += 1 if place.kind in ADJECTIVE_KINDS else 2
        ranked = sorted(votes, key=lambda iso3: (-votes[iso3], iso3))
        leading = frozenset(iso3 for iso3 in ranked if 2 * votes[iso3] >= votes[ranked[0]])
        scenes = [p for p in named if p.start in located and p.country_iso3 in leading]
        again = stand_ins(text, scenes, [*named, *adjectives], own[0] if own else None, ranked[0] if ranked else None)
        located |= {p.start for p in again}
        named = sorted([*named, *again], key=lambda p: p.start)
        concerned = frozenset(
            p.start for p in named if where_words().concerned.search(text[max(0, p.start - 20) : p.start])
        )
        return cls(
            tuple(named),
            frozenset(located),
            frozenset(p.start for p in named if where_words().towards.search(text[max(0, p.start - 30) : p.start])),
            frozenset(p.start for p in named if where_words().origin.search(text[max(0, p.start - 30) : p.start])),
            concerned,
            own[0] if own else None,
            tuple(ranked),
            leading,
            tuple(adjectives),
            _group_countries(text),
            bool(own) and all(p.country_iso3 != own[0].country_iso3 for p in [*named, *adjectives]),
            frozenset(p.start for p in rest if where_words().forces.match(text, p.end)),
        )

    def holds(self, start: int, end: int) -> bool:
        """True where a place of the article covers the stretch."""
        return any(p.start <= start and end <= p.end for p in self.places)

    def names(self, name: str) -> bool:
        """True where the article uses the name for a place."""
        return any(name in {p.text, p.name} for p in self.places)


def _known(found: Sequence[Place], own: Sequence[Place]) -> list[Place]:
    """The places without small towns of countries of which the article names nothing else.

    A name that the gazetteer has in Italy only, in an article about Congo, is of a Congolese village that it lacks.
    """
    names: defaultdict[str | None, set[str]] = defaultdict(set)
    for place in found:
        names[place.country_iso3].add(place.text)
    times = Counter(place.country_iso3 for place in [*found, *own])
    most = max(times.values(), default=0)
    return [
        p
        for p in found
        if p.kind not in TOWNS or len(names[p.country_iso3]) > 1 or 4 * times[p.country_iso3] > most or _is_big(p)
    ]


def _is_big(town: Place) -> bool:
    """True for a place that an article may name without a word on its country."""
    people = [hit.entry.importance for hit in load().find(town.name) if hit.entry.country == town.country_iso3]
    return max(people, default=0.0) >= BIG


def awarded(place: Place, disputed: Mapping[str, str]) -> Place:
    """The place with the country that the user gives to the disputed area that it is, or lies in."""
    for area in (place.name, place.admin1, place.country_iso3):
        if area is not None and area in disputed:
            return replace(place, country_iso3=disputed[area])
    return place


def says_where(place: Place, text: str) -> bool:
    """True where a preposition of place or a comma stands before the name, and no hyphen or possessive behind it.

    So for a name that heads its line: "Gao: five killed in ambush".
    """
    before, behind = text[max(0, place.start - 60) : place.start], text[place.end : place.end + 20]
    if place.kind == "relation" or (behind.startswith(": ") and before[-1:] in {"", "\n"}):
        return True
    if behind.startswith(("-", "'s", "’s")) or not where_words().locative.search(before):
        return False
    if where_words().joint_only.search(before) and where_words().acts.match(text, place.end):
        return False  # "that Washington and Moscow brokered"
    return place.kind not in WIDE_KINDS or not (
        where_words().attributive.search(before) and where_words().noun_behind.match(behind)
    )


def _is_speakers(place: Place, text: str) -> bool:
    """True for the place of who speaks, "officials in Moscow".

    Not so for "a bomb outside an office in Karachi" and "met officials in Oslo".
    """
    words, before = where_words(), text[max(0, place.start - 80) : place.start]
    return bool(words.source.search(before)) and not words.scene.search(before) and not words.met.search(before)


def _group_countries(text: str) -> tuple[tuple[int, str], ...]:
    """Where in the text armed groups stand, with the country that each fights in: the Taliban say Afghanistan."""
    return tuple((start, entry.country) for start, entry in armed_groups(text) if entry.country)


@dataclass(frozen=True, slots=True)
class Where:
    """One place with how it was attached and resolved; all None where the text gives none."""

    place: Place | None = None
    method: str | None = None
    confidence: float = 0.0
    geo_precision: int | None = None
    country_iso3: str | None = None

    def columns(self) -> dict[str, Any]:
        """The place columns of the mentions table: of the place, or of the country where only that is known."""
        place, country = self.place, countries().get(self.country_iso3 or "")
        spot = place or country
        name = spot.name if spot else None
        return {
            "location": name,
            "admin1": place.admin1 if place else None,
            "admin2": place.admin2 if place else None,
            "country_iso3": self.country_iso3,
            "latitude": spot.latitude if spot else None,
            "longitude": spot.longitude if spot else None,
            "geo_precision": self.geo_precision,
            "place_method": f"{self.method}:{place.method}" if place else self.method,
            "place_text": place.text if place else None,
            "place_text_start": place.start if place else None,
            "place_text_end": place.end if place else None,
            "radius_km": place.radius_km if place else None,
        }


def where(mention: Mapping[str, Any], scene: Scene) -> Where:
    """The place of a mention: tied to the trigger, in its clause, its sentence, else of the scene."""
    if (state := _of_states(mention, scene)) is not None:
        return state
    taken = [*mention["actor1_spans"][:1], *mention["other_spans"]]
    here = [p for p in scene.places if mention["sentence_start"] <= p.start < mention["sentence_end"]]
    here = [
        p
        for p in here
        if not any(r is not p and r.kind == "relation" and r.start <= p.start and p.end <= r.end for r in here)
    ]
    free = [p for p in here if not any(s["start"] <= p.start and p.end <= s["end"] for s in taken)]
    apart = _of_journey(mention["event_class"], scene)
    free = [p for p in free if p.start not in apart]
    if mention["event_class"] in where_words().aimed and any(p.start in scene.located - scene.origins for p in free):
        free = [p for p in free if p.start not in scene.origins]
    told = {(s["start"], s["end"]) for s in mention["actor2_spans"]}  # "invaded Kuwait"
    free = [p for p in free if (p.start, p.end) in told or _is_object(p, mention) or _may_say_where(p, scene)]
    reported = inside(free, mention["report_spans"])  # "In Moscow, the ministry said its planes had struck ..."
    free = [p for p in free if p not in reported]
    clause = inside(free, [*mention["clause_spans"], *mention["actor2_spans"][:1]])
    if mention["event_class"] in where_words().named_by_place:  # "riots in Kampala over a visit to Kayunga"
        clause = [p for p in clause if p.start not in scene.goals] or clause
    for method, pool in (
        ("near", [p for p in here if _names_event(p, mention)]),
        ("near", inside(free, mention["near_spans"])),
        ("clause", clause),
        ("sentence", [p for p in free if p.start in scene.located]),
    ):
        best = _best(pool, mention)
        if best is None:
            continue
        if method == "near" and _precision(best) == 3:
            # "seized the town of X in eastern Y": the region is tied to the verb, the town is its object
            exact = _best([p for p in clause if _precision(p) < 3 and p.country_iso3 == best.country_iso3], mention)
            if exact is not None:
                return _from(exact, "clause")
        return _from(best, method)
    known = [p for p in reported if p.start in scene.located and p.country_iso3 in scene.countries[:1]]
    if best := _best([p for p in known if _precision(p) < 3], mention):
        return _from(best, "sentence", least=2)
    return _at_home(mention, scene) or _beyond(mention, scene)


def _of_journey(class_id: str, scene: Scene) -> frozenset[int]:
    """Where places begin that are the other end of a journey: whereto those flee who flee, whence troops arrive."""
    if class_id in where_words().leaving:
        return scene.goals
    return scene.origins if class_id in where_words().arriving else frozenset()


def _at_home(mention: Mapping[str, Any], scene: Scene) -> Where | None:
    """The country that acts, by name, in what states do at home: "Rwanda expelled a diplomat"."""
    return _state_of("actor1_spans", mention, scene) if mention["event_class"] in where_words().at_home else None


def _of_states(mention: Mapping[str, Any], scene: Scene) -> Where | None:
    """The country, by name, of what is done by a state wherever it is, or of whom it is done to."""
    if mention["event_class"] in where_words().at_actors:
        return _state_of("actor1_spans", mention, scene)
    return _state_of("actor2_spans", mention, scene) if mention["event_class"] in where_words().at_targets else None


def _state_of(side: str, mention: Mapping[str, Any], scene: Scene) -> Where | None:
    """The one country that the words of a side name."""
    named = inside([*scene.places, *scene.demonyms], mention[side][:1])
    states = {p.country_iso3 for p in named if p.kind in WIDE_KINDS | ADJECTIVE_KINDS}
    return Where(None, "actor", SURENESS["sentence"], 3, states.pop()) if len(states) == 1 else None


def listed(first: Where, mention: Mapping[str, Any], scene: Scene, text: str) -> list[Where]:
    """The further places of an event that the text tells of several: "in Idlib, Hama and Aleppo"; none for "X, Y"."""
    start = first.place
    class_id = mention["event_class"]
    if start is None or first.method not in {"near", "clause"}:
        return []
    if class_id not in where_words().named_by_place and not event_class(class_id).violent:
        return []
    if where_words().joined.search(text[max(0, start.start - 30) : start.start]):
        return []
    chain, complete = [start], 1
    for place in sorted(scene.places, key=lambda p: p.start):
        joint = (
            where_words().joint.fullmatch(text[chain[-1].end : place.start]) if place.start >= chain[-1].end else None
        )
        if joint and place.kind == start.kind and place.name != chain[-1].name:
            chain.append(place)
            complete = len(chain) if "and" in joint.group() else complete
    return [_from(place, first.method) for place in chain[1:complete]]


def _names_event(place: Place, mention: Mapping[str, Any]) -> bool:
    """True for "the Kenya bombing", "Paris attacks": what is named by where it was, and not by who did it."""
    return mention["trigger_start"] - place.end == 1 and mention["event_class"] in where_words().named_by_place


def _is_object(place: Place, mention: Mapping[str, Any]) -> bool:
    """True for a place right behind the trigger: "entered Somalia"."""
    between = slice(mention["trigger_end"] - mention["sentence_start"], place.start - mention["sentence_start"])
    return mention["trigger_end"] < place.start and mention["sentence_text"][between] in {" ", " the "}


def _may_say_where(place: Place, scene: Scene) -> bool:
    """True unless the text uses the name for somebody: a country without a preposition, "a headache for Moscow"."""
    return place.start in scene.located or (place.kind not in WIDE_KINDS and place.start not in scene.concerned)


def _beyond(mention: Mapping[str, Any], scene: Scene) -> Where:
    """What stands outside the sentence: the capital, the last exact place, the dateline, the article's country."""
    start, end = mention["sentence_start"], mention["sentence_end"]
    lead = scene.countries[0] if scene.countries else None
    groups = [iso3 for at, iso3 in scene.groups if start <= at < end]
    shown = _shown(mention, scene)
    apart = _of_journey(mention["event_class"], scene)
    named = (p for p in (*scene.places, *scene.demonyms) if p.start not in apart)
    told = {p.country_iso3 for p in named if start <= p.start < end}
    if told & ONE_GROUND:  # "the Palestinian stabbed two officers": in Jerusalem or in Jenin
        told |= ONE_GROUND
    shown = [p for p in shown if p.country_iso3 in (groups or told or scene.leading)]
    if shown:
        return _from(shown[0], "scene", least=2)
    if (home := _of_forces(mention, scene)) is not None:
        return home
    if scene.dateline is not None and scene.dateline.country_iso3 in (groups or {lead, *told}):
        return _from(scene.dateline, "dateline", least=3)
    country = next((c for c in scene.countries if c in groups), groups[0]) if groups else lead
    return Where(None, "document", SURENESS["document"], 3, country) if country else Where()


def _of_forces(mention: Mapping[str, Any], scene: Scene) -> Where | None:
    """The country of the forces that the sentence names, where the dateline is a reporter's seat.

    "NAIROBI - Somali soldiers clashed with militants", but not "NAIROBI - US soldiers": those fight abroad.
    """
    if not scene.seat:
        return None
    armed = [p for p in (*scene.places, *scene.demonyms) if p.start in scene.forces]
    sides = [*mention["actor1_spans"][:1], *mention["actor2_spans"][:1]]
    states = {p.country_iso3 for p in inside(armed, sides) or armed} - where_words().expeditionary
    return Where(None, "document", SURENESS["document"], 3, states.pop()) if len(states) == 1 else None


def _shown(mention: Mapping[str, Any], scene: Scene) -> list[Place]:
    """The exact places that the text was at before a mention, the last first; for a headline those of the lead."""
    start, end = mention["sentence_start"], mention["sentence_end"]
    exact = [p for p in scene.places if p.start in scene.located and p.kind not in WIDE_KINDS | WATERS]
    if mention["sentence_kind"] == "headline":
        return [p for p in exact if end <= p.start < end + LEAD]
    return [p for p in reversed(exact) if start - SCENE_REACH <= p.start < start]


def _precision(place: Place) -> int:
    return place.geo_precision or 3


def _best(pool: Sequence[Place], mention: Mapping[str, Any]) -> Place | None:
    """The exact before the wide, then the nearest, after the trigger rather than before it."""

    def rank(place: Place) -> tuple[int, int, int, int]:
        after = place.start >= mention["trigger_start"]
        gap = place.start - mention["trigger_end"] if after else mention["trigger_start"] - place.end
        return int(place.kind in WIDE_KINDS), int(_precision(place) == 3), 0 if after else 1, gap

    return min(pool, key=rank, default=None)


def _from(place: Place, method: str, *, least: int = 1) -> Where:
    return Where(
        place, method, round(SURENESS[method] * place.confidence, 3), max(_precision(place), least), place.country_iso3
    )
