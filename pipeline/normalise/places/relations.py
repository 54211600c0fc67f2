"""Spatial relations: "20 km from the Afghan border in Tajikistan" becomes a point, a radius and a geo precision.

The places of a text are masked by a placeholder, so that the patterns read words and places alike.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.errors import LexiconError
from pipeline.gazetteer import load
from pipeline.gazetteer.tables import FOLDER
from pipeline.normalise.places import geometry
from pipeline.normalise.places.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MASK = "\ue000"
_P = rf"{_MASK}+"
# Where a number of km is not given, how far "near" reaches.
_NEAR_KM, _BORDER_KM, _COAST_KM = 15.0, 25.0, 20.0
_WIDE = frozenset({"country", "demonym", "continent"})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of relations.toml: units in km, directions in degrees, numbers, and alternatives ready for a pattern."""

    units: dict[str, float]
    directions: dict[str, float]
    numbers: dict[str, float]
    examples: dict[str, str]
    alternatives: dict[str, str]


@cache
def words() -> Words:
    """Return the words of lexicons/places/relations.toml; LexiconError when a section is missing."""
    name = f"{FOLDER}/relations.toml"
    table = tomllib.loads(files("pipeline").joinpath(name).read_text(encoding="utf-8"))
    missing = {"units", "directions", "numbers", "words", "examples"} - set(table)
    if missing:
        raise LexiconError(f"pipeline/{name}: section [{min(missing)}] is missing")
    lists = {key: _alternatives(values) for key, values in table["words"].items()}
    lists |= {key: _alternatives(table[key]) for key in ("units", "numbers")}
    # "north-east", "north east" and "northeast" are one.
    lists["directions"] = _alternatives(table["directions"]).replace("north", "north[- ]?").replace("south", "south[- ]?")
    lists["directions"] = re.sub(r"\[- \]\?(?=\||\)|ern)", "", lists["directions"])
    return Words(table["units"], table["directions"], table["numbers"], table["examples"], lists)


def _alternatives(values: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(v).replace(r"\ ", r"\s+") for v in sorted(values, key=lambda v: (-len(v), v))) + ")"


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a rule sees: the match, the places by their start, and all places of the text."""

    match: re.Match[str]
    by_start: dict[int, Place]
    places: Sequence[Place]

    def place(self, group: str) -> Place | None:
        """Return the place that a named group of the pattern covers."""
        start = self.match.start(group)
        return self.by_start.get(start) if start >= 0 else None

    def word(self, group: str) -> str:
        """Return the words of a named group in lower case, "" when it did not take part."""
        return " ".join((self.match.group(group) or "").lower().split())


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a rule found: a point, the country that the text says, the uncertainty and the precision."""

    point: geometry.Point
    country: str | None
    radius_km: float
    precision: int
    name: str
    anchor: Place


_Rule = Callable[[_Scene], _Answer | None]


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
    found: list[Place] = []
    for pattern, rule in _rules():
        for match in pattern.finditer(line):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            answer = rule(_Scene(match, by_start, known))
            if answer is not None:
                found.append(_place(text, match, answer))
    return sorted(found, key=lambda place: place.start)


def _place(text: str, match: re.Match[str], answer: _Answer) -> Place:
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
def _rules() -> tuple[tuple[re.Pattern[str], _Rule], ...]:
    """Return the patterns with their rules, the longest phrases first."""
    w = words().alternatives
    distance = rf"(?:(?:about|around|some|roughly|nearly|only|just|less\s+than|more\s+than|within|over|under|at\s+least)\s+)?(?P<n>\d[\d,.]*|{w['numbers']})(?:\s+|-)(?P<unit>{w['units']})\b(?:\s+(?:away|deep|inland))?"
    direction = rf"(?:(?:to\s+the\s+)?(?P<dir>{w['directions']})(?:ward|wards)?\s+)"
    nations = rf"(?P<a>{_P})(?:\s*[-–/]\s*(?P<b>{_P})|(?:['’]s?)?)"
    line = (
        rf"(?:the\s+|its\s+)?(?:(?:shared|common|long|porous|mountainous|disputed|volatile|tense|international|{w['directions']})\s+)*"
        rf"(?:{nations}\s+(?:\w+ern\s+)?(?:land\s+)?{w['border']}(?:\s+{w['border_areas']})?(?:\s+with\s+(?P<c>{_P}))?"
        rf"|{w['border']}(?:\s+{w['border_areas']})?\s+(?:between\s+(?P<d>{_P})\s+and\s+(?P<e>{_P})|(?:with|of)\s+(?P<f>{_P})))"
    )
    within = rf"(?:,?\s+(?:in|inside|within)\s+(?:the\s+)?(?:\w+ern\s+)?(?P<in>{_P}))?"
    rules: list[tuple[str, _Rule]] = [
        (rf"{distance}\s+(?:{direction})?(?:from|of|off|inside)\s+{line}{within}", _from_border),
        (rf"(?:(?:{w['near']})\s+)?{line}{within}", _at_border),
        (rf"{distance}\s+(?:off|from)\s+(?:the\s+)?(?:{_coast(w)}){within}", _off_coast),
        (rf"off\s+(?:the\s+)?(?:{_coast(w)})", _off_coast),
        (rf"{distance}\s+{direction}(?:of|from)\s+(?:the\s+)?(?:\w+\s+(?:of\s+)?){{0,3}}?(?P<p>{_P}){within}", _beyond),
        (rf"{distance}\s+(?:from|outside(?:\s+of)?|inside|off|into)\s+(?:the\s+)?(?:\w+\s+(?:of\s+)?){{0,3}}?(?P<p>{_P}){within}", _beyond),
        (rf"(?:on\s+the\s+road\s+|on\s+the\s+highway\s+)?between\s+(?P<p>{_P})\s+and\s+(?P<q>{_P})", _between),
        (rf"(?:in|on|at|to|from|around|near)\s+the\s+(?:\w+ern\s+)?{w['outskirts']}\s+of\s+(?P<p>{_P})", _near),
        (rf"in\s+the\s+(?:(?:far|extreme)\s+)?(?P<dir>{w['directions']})(?:\s+part)?\s+of\s+(?:the\s+)?(?P<p>{_P})", _part),
        (rf"(?P<dir>{w['directions']})\s+(?:parts\s+of\s+)?(?P<p>{_P})(?!['’]|\s*[-–]\s*{_MASK})", _part),
        (rf"in\s+the\s+(?:(?:far|extreme)\s+)?(?P<dir>{w['directions']})(?:\s+part)?\s+of\s+the\s+country", _part_of_country),
        (rf"(?P<p>{_P})['’]s?\s+(?:far\s+)?(?P<dir>{w['directions']})(?!\s+(?:\w+\s+)?(?:of|{_MASK}))", _part),
        (rf"(?:just\s+|far\s+)?(?P<dir>{w['directions']})\s+of\s+(?:the\s+)?(?:(?:city|town|village|capital)\s+(?:of\s+)?)?(?P<p>{_P})", _beside),
        (rf"(?:{w['near']})\s+(?:the\s+)?(?:(?:\w+ern\s+)?(?:city|town|village|capital|port|border\s+town)s?\s+(?:of\s+)?)?(?P<p>{_P})", _near),
    ]  # fmt: skip
    return tuple((re.compile(rf"(?<![\w{_MASK}]){pattern}(?!\w)", re.IGNORECASE), rule) for pattern, rule in rules)


def _coast(w: dict[str, str]) -> str:
    return (
        rf"(?P<p>{_P})(?:['’]s?)?\s+(?:(?P<side>{w['directions']})\s+)?{w['coast']}"
        rf"|(?:(?P<side2>{w['directions']})\s+)?{w['coast']}\s+of\s+(?P<q>{_P})"
    )


def _km(scene: _Scene) -> float:
    number = scene.word("n")
    value = words().numbers.get(number)
    if value is None:
        value = float(re.sub(r"[.,](?=\d{3}\b)|[.,]$", "", number).replace(",", "."))
    return value * words().units[scene.word("unit")]


def _bearing(scene: _Scene, group: str = "dir") -> float | None:
    word = re.sub(r"[-\s]", "", scene.word(group))
    return float(words().directions[word]) if word else None


def _border_sides(scene: _Scene) -> tuple[str, str, Place] | None:
    """Return the country on whose side the text is, the other one, and the place that names the latter."""
    inner = scene.place("in")
    named = [p for p in map(scene.place, "abcdef") if p is not None and p.country_iso3]
    if not named or any(place.kind not in _WIDE for place in named):
        return None
    codes = list(dict.fromkeys(str(place.country_iso3) for place in named))
    if inner is not None and inner.country_iso3:
        others = [code for code in codes if code != inner.country_iso3]
        # "the border in Tajikistan" with Tajikistan alone named leaves the other side open.
        return (inner.country_iso3, others[0], named[0]) if others else None
    if len(codes) > 1:
        return codes[0], codes[1], named[0]
    near = _neighbour(scene, codes[0])
    return (near, codes[0], named[0]) if near else None


def _neighbour(scene: _Scene, country: str) -> str | None:
    """Return the country nearest in the text that borders on the given one: whose side of it is meant."""
    here = scene.match.start()
    others = [p for p in scene.places if p.country_iso3 and p.country_iso3 != country and p.kind != "relation"]
    for place in sorted(others, key=lambda p: (abs(p.start - here), p.start)):
        if geometry.border(str(place.country_iso3), country) is not None:
            return place.country_iso3
    return None


def _local(scene: _Scene, *countries: str) -> geometry.Point | None:
    """Return the point of a town in the same sentence that lies in one of the countries, None for none."""
    here = scene.match
    text = here.string
    start = max(text.rfind(". ", 0, here.start()), text.rfind("\n", 0, here.start()))
    stop = text.find(". ", here.end())
    for place in scene.places:
        if start < place.start < (stop if stop >= 0 else len(text)) and place.country_iso3 in countries:
            if place.kind in ("city", "admin2", "crossing", "facility") and place.latitude is not None:
                return place.latitude, place.longitude or 0.0
    return None


def _from_border(scene: _Scene) -> _Answer | None:
    sides = _border_sides(scene)
    if sides is None:
        return None
    home, other, anchor = sides
    km = _km(scene)
    point = geometry.inside_from_border(home, other, km, near=_local(scene, home, other))
    if point is None:
        return None
    return _Answer(point, home, max(km, _BORDER_KM), 2, f"{_border_name(home, other)}, {km:.0f} km inside", anchor)


def _at_border(scene: _Scene) -> _Answer | None:
    sides = _border_sides(scene)
    if sides is None:
        return None
    home, other, anchor = sides
    near = _local(scene, home, other)
    point = geometry.inside_from_border(home, other, 2.0, near=near) or geometry.border_point(home, other, near=near)
    if point is None:
        return None
    line = geometry.border(home, other)
    # Without a town in the sentence the whole border is meant.
    radius = _BORDER_KM if near else max(_BORDER_KM, (line.length * 111 / 4) if line is not None else 0.0)
    return _Answer(point, home, radius, 2, _border_name(home, other), anchor)


def _border_name(one: str, other: str) -> str:
    countries = load().countries
    return f"{countries[one].name}-{countries[other].name} border"


def _off_coast(scene: _Scene) -> _Answer | None:
    place = scene.place("p") or scene.place("q")
    if place is None or not place.country_iso3 or place.latitude is None or place.longitude is None:
        return None
    km = _km(scene) if "n" in scene.match.groupdict() else _COAST_KM
    if place.kind in _WIDE:
        bearing = _bearing(scene, "side" if scene.word("side") else "side2")
        point = geometry.off_coast(place.country_iso3, km, bearing=bearing)
        if point is None:
            return None
        return _Answer(point, place.country_iso3, 150.0, 3, f"off the coast of {place.name}", place)
    return _Answer((place.latitude, place.longitude), place.country_iso3, km + 15, 2, f"off {place.name}", place)


def _beyond(scene: _Scene) -> _Answer | None:
    """"30 miles north-east of Aleppo", "15 km inside Lebanon": a town's bearing, or a town with a radius."""
    place = scene.place("p")
    if place is None or place.latitude is None or place.longitude is None:
        return None
    km = _km(scene)
    if place.kind in _WIDE:
        near = _neighbour(scene, str(place.country_iso3)) if place.country_iso3 and km < 200 else None
        if near is None or not re.search(r"\b(?:inside|into)\b", scene.match.group()):
            return None
        point = geometry.inside_from_border(str(place.country_iso3), near, km)
        name = f"{km:.0f} km inside {place.name}"
        return _Answer(point, place.country_iso3, max(km, _BORDER_KM), 2, name, place) if point else None
    bearing = _bearing(scene) if "dir" in scene.match.groupdict() else None
    start = (place.latitude, place.longitude)
    inner = scene.place("in")
    country = inner.country_iso3 if inner is not None and inner.country_iso3 else place.country_iso3
    if bearing is None or bearing < 0:
        return _Answer(start, country, km + 5, 2, f"{km:.0f} km from {place.name}", place)
    name = f"{km:.0f} km {scene.word('dir')} of {place.name}"
    return _Answer(geometry.destination(start, bearing, km), country, max(5.0, km / 4), 2, name, place)


def _between(scene: _Scene) -> _Answer | None:
    one, other = scene.place("p"), scene.place("q")
    if one is None or other is None or one.kind in _WIDE or other.kind in _WIDE:
        return None
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    a, b = (one.latitude, one.longitude), (other.latitude, other.longitude)
    km = geometry.distance_km(a, b)
    # Farther apart, "between" speaks of talks or flights, not of a stretch of road.
    if km > 600 or km < 1:
        return None
    return _Answer(geometry.midpoint(a, b), one.country_iso3, km / 2, 2, f"between {one.name} and {other.name}", one)


def _near(scene: _Scene) -> _Answer | None:
    place = scene.place("p")
    if place is None or place.kind in _WIDE or place.kind in ("admin1", "region"):
        return None
    if place.latitude is None or place.longitude is None:
        return None
    preposition = scene.match.group().split()[0].lower()
    # "at", "on", "by" and "towards" a town say too little; at a line or a crossing they say where.
    if preposition in ("at", "on", "by", "across", "towards", "toward", "approaching") and place.kind not in ("line", "crossing", "sea", "river"):
        if "outskirts" not in scene.match.group().lower():
            return None
    radius = max(_NEAR_KM, place.radius_km or 0.0)
    precision = max(2, 3 if place.kind == "sea" else 2)
    return _Answer((place.latitude, place.longitude), place.country_iso3, radius, precision, f"near {place.name}", place)


def _beside(scene: _Scene) -> _Answer | None:
    """"just north of Homs": a town's neighbourhood on that side."""
    place, bearing = scene.place("p"), _bearing(scene)
    if place is None or bearing is None or bearing < 0 or place.kind in _WIDE or place.kind in ("admin1", "region"):
        return None
    if place.latitude is None or place.longitude is None:
        return None
    point = geometry.destination((place.latitude, place.longitude), bearing, 10.0)
    return _Answer(point, place.country_iso3, 20.0, 2, f"{scene.word('dir')} of {place.name}", place)


def _part_of_country(scene: _Scene) -> _Answer | None:
    """"in the north of the country": of the country that the text named last."""
    before = [p for p in scene.places if p.start < scene.match.start() and p.country_iso3]
    named = [p for p in before if p.kind in ("country", "demonym")] or before
    bearing = _bearing(scene)
    if not named or bearing is None:
        return None
    iso3 = str(named[-1].country_iso3)
    point = geometry.part_of(iso3, bearing)
    name = f"{scene.word('dir')} {load().countries[iso3].name}"
    return _Answer(point, iso3, geometry.spread_km(iso3) / 2, 3, name, named[-1]) if point else None


def _part(scene: _Scene) -> _Answer | None:
    place, bearing = scene.place("p"), _bearing(scene)
    after_place = scene.match.start("p") < scene.match.start("dir")
    if after_place and scene.match.group("dir")[0].isupper():
        # "Russia's Central Military District" is no part of Russia.
        return None
    if place is None or bearing is None or not place.country_iso3:
        return None
    if place.kind == "demonym" or place.latitude is None or place.longitude is None:
        return None
    name = f"{scene.word('dir')} {place.name}"
    if place.kind == "country":
        point = geometry.part_of(place.country_iso3, bearing)
        radius = geometry.spread_km(place.country_iso3) / 2
        return _Answer(point, place.country_iso3, radius, 3, name, place) if point else None
    if place.kind == "admin1":
        row = load().unit_row(place.country_iso3, place.name)
        point = geometry.part_of(place.country_iso3, bearing, admin1=row) if row >= 0 else None
        if point is None:
            return None
        return _Answer(point, place.country_iso3, geometry.spread_km(place.country_iso3, row) / 2, 2, name, place)
    if place.kind == "city":
        point = geometry.destination((place.latitude, place.longitude), max(bearing, 0.0), 3.0 if bearing >= 0 else 0.0)
        return _Answer(point, place.country_iso3, 6.0, 1, name, place)
    return None
