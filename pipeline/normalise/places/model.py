"""What the places package hands out, and the parameters of its resolution."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = (
    "city", "admin1", "admin2", "country", "continent", "region", "sea", "river", "mountain", "island", "line",
    "crossing", "facility", "relation", "demonym", "government", "unknown",
)  # fmt: skip
METHODS = (
    "gazetteer",  # the name means one place only
    "joint",  # several places have the name; the document decided
    "cue", # words beside the name decided ("X province", "X, Y")
    "demonym",  # an adjective or a people stands for its country
    "part",  # a part of the phrase is a place ("Karak Castle")
    "spelling",  # another spelling of a place in a country that the document names
    "relation",  # computed from a relation to other places
    "context",  # the name is unknown: the place nearest in the text
    "unresolved",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text and what it means.

    start, end: code points, end exclusive. latitude, longitude: degrees, None when unresolved. geo_precision: ACLED's,
    1 the place itself, 2 near it or a small area, 3 a region or country. confidence: 0 to 1, the share that the chosen
    reading has among all readings. radius_km: how far the true point may lie from the given one.
    """

    start: int
    end: int
    text: str
    name: str
    latitude: float | None
    longitude: float | None
    country_iso3: str | None
    admin1: str | None
    admin2: str | None
    geo_precision: int | None
    method: str
    kind: str
    confidence: float
    radius_km: float | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that may name a place.

    cue: what the words beside it say it is ("city", "admin1", "admin2", "country", "facility"), that it is a demonym
    or a capital that stands for its government ("demonym", "government"), "" for nothing.
    inside: the stretch that says what contains it ("X, Y"), None for nothing. sure: 0 to 1, how likely it is a place.
    name: the words to look up, when they are not the whole stretch.
    """

    start: int
    end: int
    text: str
    name: str
    cue: str = ""
    inside: tuple[int, int] | None = None
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts in the joint resolution (natural-log units)."""

    importance: float = 0.9  # for each power of ten of people
    country: float = 1.5
    admin1: float = 1.1
    admin2: float = -0.8
    own: float = 0.6
    main: float = 0.8  # the name that GeoNames itself shows
    seat: float = -0.3
    short: float = 0.0
    skeleton: float = 1.0
    nothing: float = 4.5  # that the name means a place that no gazetteer has
    doubt: float = 1.5  # what is added to it for a word that may be no place at all
    obscure: float = -3.0  # another name of a place far smaller than the one that has it for its own
    unique: float = 0.7  # that all places of the name lie in one country
    cue: float = 5.0
    inside: float = 7.0
    home: float = 2.0
    namesake: float = -4.0  # a unit whose seat has its name, without a word that says that the unit is meant
    same_country: float = 2.0
    same_admin1: float = 1.2
    same_admin2: float = 0.9
    near: float = 2.0  # falls with the distance, to a third at near_km
    near_km: float = 60.0
    region: float = 1.0
    region_km: float = 400.0
    country_support: float = 1.0  # what a country that the text names adds to the places in it
    crowd: float = 0.5  # 0: every other place adds, 1: only their mean counts


WEIGHTS = Weights()
