"""What each kind of spatial relation computes from the words and places of a match: a point, a radius, a precision."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.gazetteer import load
from pipeline.normalise.places import geometry
from pipeline.normalise.places.cues import relation_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.normalise.places.model import Place

# Where a number of km is not given, how far "near" reaches.
_NEAR_KM, _BORDER_KM, _COAST_KM = 15.0, 25.0, 20.0
# So many times as often as the nearest country is one named whose border is meant.
_OFTEN = 3
# What has parts and borders, but no outskirts.
WIDE = frozenset({"country", "demonym", "continent"})
_EXACT = frozenset({"city", "admin2", "crossing", "facility"})
# "at", "on", "by" and "towards" a town say too little; at a line or a crossing they say where.
_LOOSE = frozenset(["at", "on", "by", "across", "towards", "toward", "approaching"])
_LINES = frozenset({"line", "crossing", "sea", "river"})


@dataclass(frozen=True, slots=True)
class Scene:
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
class Answer:
    """What a rule found: a point, the country that the text says, the uncertainty and the precision."""

    point: geometry.Point
    country: str | None
    radius_km: float
    precision: int
    name: str
    anchor: Place


def _km(scene: Scene) -> float:
    number = scene.word("n")
    value = relation_words().numbers.get(number)
    if value is None:
        value = float(number.replace(",", ""))
    return value * relation_words().units[scene.word("unit")]


def _bearing(scene: Scene, group: str = "dir") -> float | None:
    word = re.sub(r"[-\s]", "", scene.word(group))
    return float(relation_words().directions[word]) if word else None


def _border_sides(scene: Scene) -> tuple[str, str, Place] | None:
    """Return the country on whose side the text is, the other one, and the place that names the latter."""
    inner = scene.place("in")
    named = [p for p in map(scene.place, "abcdef") if p is not None and p.country_iso3]
    if not named or any(place.kind not in WIDE for place in named):
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


def _neighbour(scene: Scene, country: str) -> str | None:
    """Return the country that borders on the given one: whose side of it is meant.

    The nearest in the text, but one that the text names three times as often comes before it.
    """
    here = scene.match.start()
    others = [p for p in scene.places if p.country_iso3 and p.country_iso3 != country and p.kind != "relation"]
    others.sort(key=lambda p: (abs(p.start - here), p.start))
    times = Counter(str(p.country_iso3) for p in others)
    beside = (code for code in times if geometry.border(code, country) is not None)
    nearest = next(beside, None)
    if nearest is None:
        return None
    often = [code for code in times if times[code] >= _OFTEN * times[nearest] and code != nearest]
    often = [code for code in often if geometry.border(code, country) is not None]
    return max(often, key=lambda code: times[code], default=nearest)


def _local(scene: Scene, *countries: str) -> geometry.Point | None:
    """Return the point of a town in the same sentence that lies in one of the countries, None for none."""
    here = scene.match
    text = here.string
    start = max(text.rfind(". ", 0, here.start()), text.rfind("\n", 0, here.start()))
    stop = text.find(". ", here.end())
    stop = stop if stop >= 0 else len(text)
    towns = (p for p in scene.places if p.kind in _EXACT and start < p.start < stop and p.country_iso3 in countries)
    return next((point for point in map(_point, towns) if point), None)


def _point(place: Place | None) -> geometry.Point | None:
    """Return a place's point, None when it has none."""
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def from_border(scene: Scene) -> Answer | None:
    """Return "15 km from the Turkish border in Syria": that far from the line, on the side that the text names."""
    sides = _border_sides(scene)
    if sides is None:
        return None
    home, other, anchor = sides
    km = _km(scene)
    point = geometry.inside_from_border(home, other, km, near=_local(scene, home, other))
    if point is None:
        return None
    return Answer(point, home, max(km, _BORDER_KM), 2, f"{_border_name(home, other)}, {km:.0f} km inside", anchor)


def at_border(scene: Scene) -> Answer | None:
    """Return "near the Afghan-Tajik border": at the line, where a town of the sentence is near, else in its middle."""
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
    return Answer(point, home, radius, 2, _border_name(home, other), anchor)


def _border_name(one: str, other: str) -> str:
    countries = load().countries
    return f"{countries[one].name}-{countries[other].name} border"


def off_coast(scene: Scene) -> Answer | None:
    """Return "off the coast of Yemen", "60 nautical miles off Hodeidah's coast"."""
    place = scene.place("p") or scene.place("q")
    point = _point(place)
    if place is None or point is None or not place.country_iso3:
        return None
    km = _km(scene) if "n" in scene.match.groupdict() else _COAST_KM
    if place.kind not in WIDE:
        return Answer(point, place.country_iso3, km + _NEAR_KM, 2, f"off {place.name}", place)
    bearing = _bearing(scene, "side" if scene.word("side") else "side2")
    at_sea = geometry.off_coast(place.country_iso3, km, bearing=bearing)
    name = f"off the coast of {place.name}"
    return Answer(at_sea, place.country_iso3, 150.0, 3, name, place) if at_sea else None


def beyond(scene: Scene) -> Answer | None:
    """Return "30 miles north-east of Aleppo", "20 km from Homs", "15 km inside Lebanon"."""
    place, start = scene.place("p"), _point(scene.place("p"))
    if place is None or start is None:
        return None
    km = _km(scene)
    if place.kind in WIDE:
        return _inside(scene, place, km)
    bearing = _bearing(scene) if "dir" in scene.match.groupdict() else None
    inner = scene.place("in")
    country = inner.country_iso3 if inner is not None and inner.country_iso3 else place.country_iso3
    if bearing is None or bearing < 0:
        return Answer(start, country, km + 5, 2, f"{km:.0f} km from {place.name}", place)
    name = f"{km:.0f} km {scene.word('dir')} of {place.name}"
    return Answer(geometry.destination(start, bearing, km), country, max(5.0, km / 4), 2, name, place)


def _inside(scene: Scene, place: Place, km: float) -> Answer | None:
    """Return the point so many km inside a country, from its border with the country that the text names nearby."""
    if not place.country_iso3 or km > 200 or not re.search(r"\b(?:inside|into)\b", scene.match.group()):
        return None
    neighbour = _neighbour(scene, place.country_iso3)
    point = geometry.inside_from_border(place.country_iso3, neighbour, km) if neighbour else None
    name = f"{km:.0f} km inside {place.name}"
    return Answer(point, place.country_iso3, max(km, _BORDER_KM), 2, name, place) if point else None


def between(scene: Scene) -> Answer | None:
    """Return "between Kyiv and Kharkiv": half way; farther apart the words speak of talks or flights, not of a road."""
    one, other = scene.place("p"), scene.place("q")
    a, b = _point(one), _point(other)
    if one is None or other is None or a is None or b is None or {one.kind, other.kind} & WIDE:
        return None
    km = geometry.distance_km(a, b)
    if not 1 <= km <= 600:
        return None
    return Answer(geometry.midpoint(a, b), one.country_iso3, km / 2, 2, f"between {one.name} and {other.name}", one)


def near(scene: Scene) -> Answer | None:
    """Return "near Idlib", "on the outskirts of Kabul", "along the Line of Control": the place, and not quite there."""
    place, point = scene.place("p"), _point(scene.place("p"))
    if place is None or point is None or place.kind in (*WIDE, "admin1", "region"):
        return None
    phrase = scene.match.group().lower()
    if phrase.split()[0] in _LOOSE and place.kind not in _LINES and "outskirts" not in phrase:
        return None
    radius, precision = max(_NEAR_KM, place.radius_km or 0.0), 3 if place.kind in {"sea", "river"} else 2
    return Answer(point, place.country_iso3, radius, precision, f"near {place.name}", place)


def beside(scene: Scene) -> Answer | None:
    """Return "just north of Homs": the town's neighbourhood on that side."""
    place, start, bearing = scene.place("p"), _point(scene.place("p")), _bearing(scene)
    if place is None or start is None or bearing is None or bearing < 0 or place.kind in (*WIDE, "admin1", "region"):
        return None
    point = geometry.destination(start, bearing, 10.0)
    return Answer(point, place.country_iso3, 20.0, 2, f"{scene.word('dir')} of {place.name}", place)


def part_of_country(scene: Scene) -> Answer | None:
    """Return "in the north of the country": of the one that the text named last."""
    before = [p for p in scene.places if p.start < scene.match.start() and p.country_iso3]
    named = [p for p in before if p.kind in ("country", "demonym")] or before
    return _country_part(scene, str(named[-1].country_iso3), named[-1]) if named else None


def part(scene: Scene) -> Answer | None:
    """Return "southern Uzbekistan", "in the north of Idlib", "Mali's north"."""
    place, start, bearing = scene.place("p"), _point(scene.place("p")), _bearing(scene)
    if place is None or start is None or bearing is None or not place.country_iso3:
        return None
    if scene.match.start("p") < scene.match.start("dir") and scene.match.group("dir")[0].isupper():
        # "Russia's Central Military District" is no part of Russia.
        return None
    name = f"{scene.word('dir')} {place.name}"
    if place.kind == "country":
        return _country_part(scene, place.country_iso3, place)
    if place.kind == "admin1":
        row = load().unit_row(place.country_iso3, place.name)
        point = geometry.part_of(place.country_iso3, bearing, admin1=row) if row >= 0 else None
        radius = geometry.spread_km(place.country_iso3, row) / 2
        return Answer(point, place.country_iso3, radius, 2, name, place) if point else None
    if place.kind == "city":
        point = start if bearing < 0 else geometry.destination(start, bearing, 3.0)
        return Answer(point, place.country_iso3, 6.0, 1, name, place)
    return None


def _country_part(scene: Scene, iso3: str, anchor: Place) -> Answer | None:
    bearing = _bearing(scene)
    point = geometry.part_of(iso3, bearing) if bearing is not None else None
    name = f"{scene.word('dir')} {load().countries[iso3].name}"
    return Answer(point, iso3, geometry.spread_km(iso3) / 2, 3, name, anchor) if point else None
