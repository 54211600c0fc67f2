"""What one mention, or several that are one event, say of a happening: the values that comparisons look at."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pipeline.classes import event_class, open_triggers
from pipeline.link.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

T = TypeVar("T")

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
VAGUE = 3  # time precision of a month: its name needs no day of publication
CALM = {"occurred", "ongoing"}
DEADLY = (" dead", " death")
TOLL = "toll"  # the rule of a row that only gives the toll of what was told before it
STEM = 5  # letters by which two forms of a trigger are held to be one word


class Actor(NamedTuple):
    """A coded actor; told: False where it is not of this mention's own words."""

    name: str
    type: str | None
    country: str | None
    told: bool = True


class When(NamedTuple):
    """A span of days (ordinals, inclusive); guess: 0 where the text ties it to the event, the higher the less sure.

    hangs: counted from the day of publication ("on Sunday"), so that it is as wrong as that day may be.
    """

    start: int
    end: int
    precision: int
    guess: int
    hangs: bool = False


class Place(NamedTuple):
    """A coded place; guess: as in When."""

    name: str | None
    admin1: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    precision: int
    radius_km: float
    guess: int


@dataclass(frozen=True, slots=True)
class Profile:
    """The comparable values of a mention or an event; `order`: publication, article, offset of the first mention."""

    order: tuple[str, str, int]
    event_class: str
    is_open: bool
    status: str
    stem: str
    is_reference: bool
    is_toll: bool
    actor1: Actor | None
    actor2: Actor | None
    parties: frozenset[str]
    when: When | None
    published: int | None
    place: Place | None
    deaths: tuple[int, int | None] | None
    troops: int | None


def profile_of(row: Mapping[str, Any]) -> Profile:
    """The profile of one row of the mentions table."""
    trigger = [word.lower() for word in WORD.findall(row["trigger_text"])]
    published: datetime | None = row["published_at"]
    actor1, actor2 = _actor(row, "actor1"), _actor(row, "actor2")
    return Profile(
        order=order_of(row),
        event_class=intern(row["event_class"]),
        is_open=event_class(row["event_class"]).violent and (_only_tells_deaths(row) or _is_open(tuple(trigger))),
        status=intern(row["event_status"]),
        stem=intern(trigger[-1][:STEM]) if trigger else "",
        is_reference=bool(row["is_reference"]),
        is_toll=row["rule_id"] == TOLL,
        actor1=actor1,
        actor2=actor2,
        parties=_parties(row["assoc_actor_1"], row["assoc_actor_2"], row["other_actors"]),
        when=_when(row),
        published=published.toordinal() if published else None,
        place=_place(row),
        deaths=_deaths(row),
        troops=row["troops"],
    )


@lru_cache(maxsize=200_000)
def _parties(*cells: str | None) -> frozenset[str]:
    return frozenset(name.strip() for cell in cells if cell for name in cell.split(";") if name.strip())


def order_of(row: Mapping[str, Any]) -> tuple[str, str, int]:
    """The order of mentions: publication (undated last), article, offset of the trigger."""
    published: datetime | None = row["published_at"]
    return (intern(published.isoformat()) if published else "~", intern(row["article_id"]), row["trigger_start"])


def merged(left: Profile, right: Profile) -> Profile:
    """The profile of both together: the most exact of each value; the left one where they are equally exact."""
    return replace(
        left,
        order=min(left.order, right.order),
        event_class=right.event_class if left.is_open and not right.is_open else left.event_class,
        is_open=left.is_open and right.is_open,
        is_reference=left.is_reference and right.is_reference,
        is_toll=left.is_toll and right.is_toll,
        actor1=_more_telling(left.actor1, right.actor1),
        actor2=_more_telling(left.actor2, right.actor2),
        parties=left.parties | right.parties,
        when=_more_exact_date(*(w.when for w in (left, right) if not _lies_ahead(w, {left.status, right.status}))),
        published=min((p for p in (left.published, right.published) if p is not None), default=None),
        place=_more_exact_place(left.place, right.place),
        deaths=_common_deaths(left.deaths, right.deaths),
        troops=left.troops if left.troops is not None else right.troops,
    )


def is_generic(actor: Actor) -> bool:
    """True for actors that stand for a kind of people ("Civilians (Mali)", "Unidentified Armed Group (Mali)")."""
    return actor.name.startswith(("Unidentified", "Civilians", "Protesters", "Rioters"))


def content_words(text: str) -> frozenset[str]:
    """The words of a text that may tell a happening: names keep their capital, numbers count, empty words do not."""
    empty = lexicon().empty_words
    return frozenset(w for w in WORD.findall(text) if (len(w) > 2 or w.isdigit()) and w.lower() not in empty)


@lru_cache(maxsize=20_000)
def _is_open(trigger: tuple[str, ...]) -> bool:
    """True when no word of the trigger tells the form of violence."""
    known = open_triggers()
    return all(any(word.startswith(stem[:STEM]) for stem in known) for word in trigger)


def _only_tells_deaths(row: Mapping[str, Any]) -> bool:
    """True for a toll, and for "four people were shot dead" by nobody."""
    return bool(row["rule_id"] == TOLL or (row["is_reference"] and row["trigger_text"].lower().endswith(DEADLY)))


def _actor(row: Mapping[str, Any], side: str) -> Actor | None:
    name, told = row[side], row[f"{side}_method"] not in lexicon().guessed_actor_methods
    return _shared(Actor(name, row[f"{side}_type"], row[f"{side}_country"], told)) if name else None


def _shared(value: T) -> T:
    """The value as one object, however many rows hold it: what keeps a large corpus in memory."""
    known: T = _known(value)
    return known


@lru_cache(maxsize=200_000)
def _known(value: Any) -> Any:  # noqa: ANN401 - any value that has a hash
    return value


def _when(row: Mapping[str, Any]) -> When | None:
    start: datetime | None = row["date_start"]
    if start is None:
        return None
    end: datetime = row["date_end"] or start
    guess = guess_of(row["date_method"], lexicon().guessed_date_methods)
    precision: int = row["time_precision"] or 4
    hangs = guess > 0 or (precision < VAGUE and not any(letter.isdigit() for letter in row["date_text"] or ""))
    return _shared(When(start.toordinal(), end.toordinal(), precision, guess, hangs))


def guess_of(method: str | None, guessed: tuple[str, ...]) -> int:
    """How much of a guess a method ("scene:gazetteer") is: 0 where told, else its place among the guesses from 1."""
    kind = (method or "").split(":")[0]
    return guessed.index(kind) + 1 if kind in guessed else 0


def _place(row: Mapping[str, Any]) -> Place | None:
    if not (row["location"] or row["country_iso3"]):
        return None
    return _shared(
        Place(
            row["location"],
            row["admin1"],
            row["country_iso3"],
            row["latitude"],
            row["longitude"],
            row["geo_precision"] or 3,
            row["radius_km"] or 0.0,
            guess_of(row["place_method"], lexicon().guessed_place_methods),
        )
    )


def _deaths(row: Mapping[str, Any]) -> tuple[int, int | None] | None:
    """Bounds of the deaths: "up to 30" is (0, 30), "at least 12" is (12, None)."""
    low, high = row["fatalities_low"], row["fatalities_high"]
    return None if low is None and high is None else _shared((low or 0, high))


def _more_telling(left: Actor | None, right: Actor | None) -> Actor | None:
    if left is None or (right is not None and is_generic(left) and not is_generic(right)):
        return right
    return left


def _lies_ahead(profile: Profile, statuses: set[str]) -> bool:
    """True for the day of what was announced, where it is also told as done: that it ends then, or is yet to begin."""
    if profile.status != "planned" or statuses.isdisjoint(CALM) or profile.when is None or profile.published is None:
        return False
    return profile.when.start > profile.published


def _more_exact_date(*whens: When | None) -> When | None:
    known = [when for when in whens if when]
    return min(known, key=lambda w: (w.guess, w.precision, w.end - w.start), default=None)


def _more_exact_place(left: Place | None, right: Place | None) -> Place | None:
    known = [place for place in (left, right) if place]
    return min(known, key=lambda p: (p.guess, p.precision, p.radius_km), default=None)


def _common_deaths(
    left: tuple[int, int | None] | None, right: tuple[int, int | None] | None
) -> tuple[int, int | None] | None:
    if left is None or right is None:
        return left or right
    low, highs = max(left[0], right[0]), [h for h in (left[1], right[1]) if h is not None]
    return (low, max(low, min(highs)) if highs else None)
