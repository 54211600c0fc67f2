"""How far two profiles may be one happening: points with reasons in words, or what keeps them apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.classes import event_class, same_family
from pipeline.link.lexicon import lexicon
from pipeline.link.profile import CALM, VAGUE, WORD, Actor, is_generic
from pipeline.normalise.actors.model import CROWD_TYPES, STATE_TYPES, UNARMED_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.link.lexicon import Points
    from pipeline.link.profile import Place, Profile, When

Finding = tuple[float, str]
Verdict = tuple[Finding | None, str | None]
NOTHING: Verdict = (None, None)
POLICE = "Police Forces of "  # whoever arrests: it goes with the place
GROWN, GROWTH = 3, 0.5  # by how many, or what part of it, a toll grows while it is reported
NEWS = 7  # days: news is rarely older
MONTH = 31  # days: what is told of an earlier one is seldom what an article tells without a day
FAR = 10  # days: guessed dates that are farther apart are not the less alike for it
AHEAD = {"planned", "hypothetical"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """Points for two tellings being one event; contradiction: why they cannot be."""

    score: float
    reasons: tuple[str, ...]
    contradiction: str | None = None

    def plus(self, points: float, reason: str) -> Judgement:
        """The judgement with one more finding."""
        return Judgement(self.score + points, (*self.reasons, reason), self.contradiction)


@dataclass(frozen=True, slots=True)
class Link:
    """A stored judgement on two mentions, or on the tellings that they are the first of.

    verdict: linked; ambiguous (kept apart for want of points); apart (kept apart by other reports' contradictions).
    """

    left: str
    right: str
    score: float
    verdict: str
    reasons: tuple[str, ...]


def compare(left: Profile, right: Profile) -> Judgement:
    """The judgement on class, status, date, place, actors and numbers; unknown values speak neither for nor against."""
    points = 0.0
    reasons: list[str] = []
    for judge in JUDGES:
        finding, contradiction = judge(left, right)
        if contradiction:
            return Judgement(points, (*reasons, contradiction), contradiction)
        if finding:
            points += finding[0]
            reasons.append(finding[1])
    if other := _other_speaker(left, right):
        return Judgement(points, (*reasons, other), other)
    for finding in _actors(left, right):
        points += finding[0]
        reasons.append(finding[1])
    return Judgement(points, tuple(reasons))


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance between two points in degrees."""
    p = math.pi / 180
    h = (
        math.sin((lat2 - lat1) * p / 2) ** 2
        + math.cos(lat1 * p) * math.cos(lat2 * p) * math.sin((lon2 - lon1) * p / 2) ** 2
    )
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def _points(left: Profile, right: Profile) -> Points:
    """What findings weigh: events of one article share actors and places whether they are one or not."""
    return lexicon().points if _two_reports(left, right) else lexicon().within


def _classes(left: Profile, right: Profile) -> Verdict:
    points = _points(left, right)
    if left.event_class == right.event_class:
        return (points.class_same, "same class"), None
    if same_family(left.event_class, right.event_class):
        return (points.class_family, "related classes"), None
    violent = event_class(left.event_class).violent and event_class(right.event_class).violent
    if violent and (left.is_open or right.is_open):
        return (points.class_open, "violence whose form one of them leaves open"), None
    return None, f"{left.event_class} is not {right.event_class}"


def _statuses(left: Profile, right: Profile) -> Verdict:
    """Done and to come are two events unless their told day is the same; a reference is vague about it."""
    points, both = _points(left, right), {left.status, right.status}
    finding = (points.status_differs, " or ".join(sorted(both)))
    if len(both) == 1 or both <= AHEAD:
        return NOTHING
    if both <= CALM:
        return (points.status_calm, finding[1]), None
    if "hypothetical" in both and both & CALM:
        return (points.status_supposed, finding[1]), None
    if left.is_reference != right.is_reference and "historical" not in both:
        return finding, None
    if not both & {"hypothetical", "negated"} and (_one_told_day(left, right) or _came_true(left, right)):
        return finding, None
    return None, f"{left.status} is not {right.status}"


def _one_told_day(left: Profile, right: Profile) -> bool:
    a, b = left.when, right.when
    return bool(a and b and not a.guess and not b.guess and max(a.precision, b.precision) <= 2 and _gap(a, b) == 0)


def _came_true(left: Profile, right: Profile) -> bool:
    """True where an earlier report announced for some days or a month what a later one tells of a day among them."""
    plan, deed = sorted((left, right), key=lambda profile: profile.status != "planned")
    a, b = plan.when, deed.when
    if not (a and b and plan.status == "planned" and plan.published and deed.published):
        return False
    told = not a.guess and not b.guess and a.precision <= VAGUE
    return told and plan.published < deed.published and _gap(a, b) == 0


def _dates(left: Profile, right: Profile) -> Verdict:
    points, a, b = _points(left, right), left.when, right.when
    if a is None or b is None:
        return NOTHING
    gap, slack = _gap(a, b), lexicon().date_slack[max(a.precision, b.precision)]
    told = not a.guess and not b.guess
    if gap == 0:
        exact = told and a.precision == b.precision == 1 and max(a.end - a.start, b.end - b.start) <= 10
        return ((points.date_same, "same date") if exact else (points.date_meets, "dates meet")), None
    if gap <= slack:
        return NOTHING
    reports = _two_reports(left, right)
    late_print = gap > NEWS and (a.hangs or b.hangs) and reports
    if told and not late_print:
        return ((points.date_next_day, "a day apart"), None) if gap == 1 else (None, f"{gap} days apart")
    if left.is_toll or right.is_toll:
        return NOTHING
    # A guessed date is the day of the report or the day the report is mostly about.
    within = points.date_far if gap > MONTH else points.date_apart if gap > NEWS else 0.0
    cost = -points.date_day * min(gap, FAR) if reports else within
    return (cost, f"perhaps {gap} days apart"), None


def _two_reports(left: Profile, right: Profile) -> bool:
    return left.order[1] != right.order[1]


def _gap(a: When, b: When) -> int:
    return max(0, a.start - b.end, b.start - a.end)


def _places(left: Profile, right: Profile) -> Verdict:
    a, b = left.place, right.place
    if a is None or b is None:
        return NOTHING
    if _two_reports(left, right) and _is_speech(left) and _is_speech(right):
        return _topics(a, b), None
    told, points = not a.guess and not b.guess, _points(left, right)
    if a.country and b.country and a.country != b.country:
        return _across_a_border(a, b, points, told=told)
    two_towns = told and not _two_reports(left, right) and _are_towns(left, right)
    if found := _meeting(a, b, points, by_distance=not two_towns):
        return found, None
    if (told or {a.guess, b.guess} == {0, 1}) and _is_point(a) and _is_point(b):
        return None, f"{a.name} is not {b.name}"
    return ((0.0 if left.is_toll or right.is_toll else points.place_apart, "other place")), None


def _are_towns(left: Profile, right: Profile) -> bool:
    """True for two exact places; a part of a town is the town for one kind of deed: a march in "central Tunis"."""
    a, b = left.place, right.place
    if a is None or b is None or max(a.precision, b.precision) > 1:
        return False
    one, other = a.name or "", b.name or ""
    one_kind = lexicon().of_one_kind(left.event_class, right.event_class)
    return one != other and not (one_kind and (one in other or other in one))


def _meeting(a: Place, b: Place, points: Points, *, by_distance: bool) -> Finding | None:
    """What speaks for two places of one country being one; one article that names two towns means two."""
    if a.name and a.name == b.name and a.admin1 == b.admin1:
        return points.place_same if a.precision < 3 else points.place_near, f"same place ({a.name})"
    if _contains(a, b) or _contains(b, a):
        return points.place_contains, "one place contains the other"
    return (points.place_near, "places near each other") if by_distance and _near(a, b) else None


def _topics(a: Place, b: Place) -> Finding | None:
    """What the places of two acts of speech tell: each may be where it was said, or what it was about."""
    same = a.name and a.name == b.name and a.country == b.country
    return (lexicon().points.place_near, f"same place ({a.name})") if same else None


def _across_a_border(a: Place, b: Place, points: Points, *, told: bool) -> Verdict:
    if _near(a, b):
        return (points.place_contains, "places near each other, on both sides of a border"), None
    return (None, f"{a.country} is not {b.country}") if told else ((points.place_apart, "other country"), None)


def _contains(a: Place, b: Place) -> bool:
    """True where a is the country, or the unit, that b lies in."""
    if a.precision < 3 or a.country != b.country:
        return False
    return a.admin1 is None or (a.admin1 == b.admin1 and b.precision < 3)


def _is_point(place: Place) -> bool:
    return place.latitude is not None and (place.precision < 3 or place.admin1 is not None)


def _near(a: Place, b: Place) -> bool:
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return False
    slack = lexicon().place_slack[max(a.precision, b.precision)] if min(a.precision, b.precision) < 3 else 30
    return kilometres(a.latitude, a.longitude, b.latitude, b.longitude) <= max(slack, a.radius_km, b.radius_km)


def _numbers(left: Profile, right: Profile) -> Verdict:
    points, a, b = _points(left, right), left.deaths, right.deaths
    if a is None or b is None:
        return NOTHING
    if a == b and a[0] == a[1]:
        return (points.deaths_same if a[0] > 1 else points.deaths_meet, f"{a[0]} dead in both"), None
    if _overlap(a, b):
        return (points.deaths_meet, "numbers of dead agree"), None
    few = min(a[0], b[0])
    reason = f"{a[0]} dead is not {b[0]} dead"
    if left.is_toll or right.is_toll:
        return (points.deaths_toll, reason), None
    if near_deaths(left, right):
        return (points.deaths_near, reason), None
    part = few == 1 and _two_reports(left, right)
    return (points.deaths_part if part else points.deaths_differ, reason), None


def near_deaths(left: Profile, right: Profile) -> bool:
    """True for two numbers of dead that do not agree, but may be one that has grown."""
    a, b = left.deaths, right.deaths
    if a is None or b is None or _overlap(a, b):
        return False
    few, many = sorted((a[0], b[0]))
    return many - few <= max(GROWN, few * GROWTH)


def _overlap(a: tuple[int, int | None], b: tuple[int, int | None]) -> bool:
    """True where two ranges, each open above for None, share a number."""
    return (b[1] is None or a[0] <= b[1]) and (a[1] is None or b[0] <= a[1])


def _troops(left: Profile, right: Profile) -> Verdict:
    if left.troops is None or right.troops is None:
        return NOTHING
    if left.troops == right.troops:
        return (_points(left, right).troops_same, f"{left.troops} troops in both"), None
    return NOTHING


def _triggers(left: Profile, right: Profile) -> Verdict:
    same = left.stem == right.stem and left.stem
    return ((_points(left, right).trigger_same, "same word") if same else None), None


def _other_speaker(left: Profile, right: Profile) -> str | None:
    """Why two acts of speech are two: they are told of speakers who have nothing to do with each other."""
    a, b = left.actor1, right.actor1
    if not (_two_reports(left, right) and _is_speech(left) and _is_speech(right) and a and b and a.told and b.told):
        return None
    return None if _alike(a, b, left, right) else f"{a.name} is not {b.name}"


def _is_speech(profile: Profile) -> bool:
    return profile.event_class in lexicon().speech_classes


def _actors(left: Profile, right: Profile) -> Iterator[Finding]:
    """Findings on both sides; in a mutual event the sides may have changed places."""
    straight = [
        _side(left.actor1, right.actor1, left, right, first=True),
        _side(left.actor2, right.actor2, left, right, first=False),
    ]
    mutual = event_class(left.event_class).mutual or event_class(right.event_class).mutual
    if mutual:
        crossed = [
            _side(left.actor1, right.actor2, left, right, first=True),
            _side(left.actor2, right.actor1, left, right, first=False),
        ]
        if _sum(crossed) > max(_sum(straight), 0.0):  # unknown sides do not make them cross
            straight = crossed
    told = [found for found in straight if found]
    weak = _points(left, right).actor_generic
    if _two_reports(left, right) and [points for points, _ in told] == [weak, weak]:
        # Police and people, gunmen and people: most events of a class have both.
        told[1] = (0.0, told[1][1])
    yield from told


def _sum(found: Sequence[Finding | None]) -> float:
    return sum(finding[0] for finding in found if finding)


def _side(a: Actor | None, b: Actor | None, left: Profile, right: Profile, *, first: bool) -> Finding | None:
    points = _points(left, right)
    if a is None or b is None:
        return None
    alike = _alike(a, b, left, right)
    if alike or not (a.told and b.told) or (_two_reports(left, right) and _is_unknown(a) != _is_unknown(b)):
        return alike
    return (points.actor1_differs if first else points.actor2_differs, f"{a.name} is not {b.name}")


def _alike(a: Actor, b: Actor, left: Profile, right: Profile) -> Finding | None:
    """What speaks for two actors being one, or of one side."""
    points = _points(left, right)
    if is_generic(a) and is_generic(b) and a.type == b.type:  # their country is but that of the scene
        return points.actor_generic, f"{a.type} in both"
    if a.name == b.name:
        weak = is_generic(a) or a.name.startswith(POLICE)
        return (points.actor_generic if weak else points.actor_same, f"same actor ({a.name})")
    if a.name in right.parties or b.name in left.parties or _related(a, b):
        return points.actor_related, f"{a.name} goes with {b.name}"
    if _may_be(a, b) or _may_be(b, a):
        return points.actor_generic, f"{a.name} may be {b.name}"
    return None


def _is_unknown(actor: Actor) -> bool:
    """True for gunmen and the like, whom another report may know."""
    return actor.name.startswith("Unidentified")


def _related(a: Actor, b: Actor) -> bool:
    """True for organs of one state and for names that share a telling word."""
    if a.type in STATE_TYPES and b.type in STATE_TYPES and a.country:
        return a.country == b.country
    return not is_generic(a) and not is_generic(b) and bool(_telling(a) & _telling(b))


def _telling(actor: Actor) -> set[str]:
    bare = actor.name.split("(")[0]
    return {word for word in WORD.findall(bare.lower()) if len(word) > 2} - lexicon().name_frame


def _may_be(generic: Actor, named: Actor) -> bool:
    """True where a generic actor may be the named one: gunmen a group, residents students, protesters rioters."""
    if generic.country and named.country and generic.country != named.country and generic.type != named.type:
        return False
    if _is_unknown(generic):
        return named.type not in STATE_TYPES | UNARMED_TYPES or generic.type == named.type
    return is_generic(generic) and (generic.type == named.type or {generic.type, named.type} <= CROWD_TYPES)


JUDGES: tuple[Callable[[Profile, Profile], Verdict], ...] = (
    _classes,
    _statuses,
    _dates,
    _places,
    _numbers,
    _troops,
    _triggers,
)
