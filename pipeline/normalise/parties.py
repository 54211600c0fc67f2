"""The actors of an event: each side's phrase resolved for the event's country, or ACLED's unidentified actor."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import fsum
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.classes import event_class
from pipeline.normalise.actors import Actor, ActorType, external, resolve, resolve_all
from pipeline.normalise.actors.countries import State, countries
from pipeline.normalise.actors.naming import role_name
from pipeline.normalise.actors.registry import STATE_KINDS, entries, mentions
from pipeline.normalise.where import ARMED_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from pipeline.normalise.where import Scene, Where

TYPES: dict[str, ActorType] = {
    "armed": "Political militia",
    "military": "State forces",
    "protester": "Protesters",
    "rioter": "Rioters",
    "police": "State forces",
    "civilian": "Civilians",
    "government": "State forces",
    "mutiny": "Political militia",
}


Side: TypeAlias = tuple[str, str | None, str | None, str | None]  # name, type, country, associates


@dataclass(frozen=True, slots=True)
class Setting:
    """What decides between readings of an actor: the places around, the event's place and day."""

    scene: Scene
    place: Where
    on: date | None

    def countries(self, mention: Mapping[str, Any]) -> list[str]:
        """ISO3 codes in play, most likely first: of the event, of its sentence, of the article."""
        start, end = mention["sentence_start"], mention["sentence_end"]
        near = [p.country_iso3 for p in (*self.scene.places, *self.scene.demonyms) if start <= p.start < end]
        ordered = [self.place.country_iso3, *near, *self.scene.countries]
        if mention["event_class"] in _table()["conflict"]["abroad"]:
            ordered = [*near, *self.scene.countries, self.place.country_iso3]
        return list(dict.fromkeys(c for c in ordered if c))


@dataclass(frozen=True, slots=True)
class Parties:
    """Both sides and the further parties of an event."""

    actor1: Actor | None
    actor2: Actor | None
    others: tuple[Actor, ...]
    method1: str | None
    method2: str | None

    @property
    def confidence(self) -> float:
        """The mean sureness of the sides; a side that is nobody's counts a quarter."""
        found = [a.confidence for a in (self.actor1, self.actor2) if a]
        return round(fsum(found) / len(found), 3) if found else 0.25

    def columns(self) -> dict[str, Any]:
        """The actor columns of the mentions table."""
        columns: dict[str, Any] = {"other_actors": "; ".join(a.name for a in self.others) or None}
        for side, actor, method in (("1", self.actor1, self.method1), ("2", self.actor2, self.method2)):
            columns |= {
                f"actor{side}": actor.name if actor else None,
                f"actor{side}_type": actor.acled_type if actor else None,
                f"actor{side}_country": actor.country_iso3 if actor else None,
                f"actor{side}_method": method,
                f"assoc_actor_{side}": "; ".join(actor.assoc) or None if actor else None,
            }
        return columns


@cache
def _defaults() -> Mapping[str, Mapping[str, str]]:
    """Kind of actor by side and class, from lexicons/events/defaults.toml."""
    return {side: {c: kind for kind, ids in kinds.items() for c in ids} for side, kinds in _table().items()}


@cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("pipeline").joinpath("lexicons/events/defaults.toml").read_text(encoding="utf-8"))


def parties(text: str, mention: Mapping[str, Any], setting: Setting) -> Parties:
    """The coded actors of a mention; spans count the article's text."""
    in_play = setting.countries(mention)
    class_id = mention["event_class"]
    first, second = (
        _resolved(text, mention[f"actor{side}_spans"], in_play, setting, _defaults()[f"hint{side}"].get(class_id))
        for side in ("1", "2")
    )
    shared = event_class(class_id).mutual or class_id in _table()["article"]["shared"]
    if shared and not (first and second):
        # "drills of Russian, Tajik and Uzbek forces": one phrase holds both sides
        both = first or second
        first, second = (both[:1], both[1:]) if len(both) > 1 else (first, second)
    holder = None if second else _holder(mention, in_play, setting)
    one, how1 = _side_of(first, "1", class_id, setting)
    two, how2 = _side_of(second or ((holder,) if holder else ()), "2", class_id, setting)
    if one and two and one.name == two.name:
        two, how2 = None, None
    told = (_resolved(text, [span], in_play, setting, None) for span in mention["other_spans"])
    others = [*first[1:], *second[1:], *(actor for found in told for actor in found)]
    named = {a.name for a in (one, two) if a}
    rest = tuple({a.name: a for a in others if a.name not in named}.values())
    return Parties(one, two, rest, how1, how2)


def _side_of(found: tuple[Actor, ...], side: str, class_id: str, setting: Setting) -> tuple[Actor | None, str | None]:
    """The actor of a side, typed for the event's country, and how it was found; ACLED's unidentified one for none."""
    if found:
        return external(found[0], setting.place.country_iso3), found[0].method
    actor, method = _unnamed(_defaults()[f"actor{side}"].get(class_id), setting)
    return (external(actor, setting.place.country_iso3) if actor else None), method


def _resolved(
    text: str, spans: list[Mapping[str, int]], in_play: list[str], setting: Setting, hint: str | None
) -> tuple[Actor, ...]:
    """The actors that a role's phrase names; a name that only the gazetteer knows is a place, no actor."""
    if not spans:
        return ()
    head = spans[1] if len(spans) > 1 else spans[0]
    words, name = text[spans[0]["start"] : spans[0]["end"]], text[head["start"] : head["end"]]
    proper = not setting.scene.holds(head["start"], head["end"])
    actor = resolve(words, head=name, countries=in_play, on=setting.on, hint=hint, proper=proper)
    if actor is None or (actor.method == "unknown_name" and setting.scene.names(actor.name)):
        return ()
    several = resolve_all(words, countries=in_play, on=setting.on, hint=hint) if " and " in words else ()
    return several if len(several) > 1 and actor.name in {a.name for a in several} else (actor,)


def _unnamed(kind: str | None, setting: Setting) -> tuple[Actor | None, str | None]:
    """ACLED's name for an unknown actor of a kind in the country of the event; none for no kind."""
    if kind is None:
        return None, None
    country = countries().get(setting.place.country_iso3 or "")
    state = State(country.name, country.iso3) if country else None
    # Jets or guns without an owner need not be the country's own; its police are.
    if kind == "military" and state:
        name = f"Unidentified Military Forces ({state.name})"
    else:
        name = role_name(kind, state, on=setting.on)
    return Actor(name, TYPES[kind], state.iso3 if state else None, confidence=0.2), "default"


def only_group(text: str) -> Side | None:
    """The one rebel group or militia that an article names, as the columns of a side; None for none or several."""
    named = {registry_id: entries()[registry_id] for _, _, registry_id in mentions(text)}
    groups = [e for e in named.values() if e.acled_type in ARMED_TYPES and not e.terms and e.kind not in STATE_KINDS]
    return (groups[0].name, groups[0].acled_type, groups[0].country, None) if len(groups) == 1 else None


def name_sides(rows: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """The rows, "the militants" named where the article names one armed group only, and those arrested at a protest."""
    group, words = only_group(text), _table()["article"]
    for row in rows:
        for side, other in (("1", "2"), ("2", "1")):
            spans = row[f"actor{side}_spans"]
            head = text[spans[-1]["start"] : spans[-1]["end"]].lower() if spans else ""
            unknown = (row[f"actor{side}"] or "").startswith("Unidentified Armed Group")
            if group and unknown and head in words["fighters"] and row[f"actor{other}"] != group[0]:
                _put(row, side, group)
        said = set(re.findall(r"[a-z]+", row["sentence_text"].lower()))
        if row["event_class"] in words["arrests"] and row["actor2_type"] in {None, "Civilians"}:
            country = countries().get(row["country_iso3"] or "")
            if country and not said.isdisjoint(words["protests"]):
                _put(row, "2", (f"Protesters ({country.name})", "Protesters", country.iso3, None))
    return rows


def _put(row: dict[str, Any], side: str, actor: Side) -> None:
    """Set an actor that the article, and not the phrase, tells."""
    columns = (f"actor{side}", f"actor{side}_type", f"actor{side}_country", f"assoc_actor_{side}")
    row |= dict(zip(columns, actor, strict=True)) | {f"actor{side}_method": "article"}


def fill_sides(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The coded mentions of one article, unnamed sides taken from elsewhere in the article; the method is "article".

    First from the nearest mention of the same kind of act in the same country ("two people died in the shelling" after
    "the army shelled the town"), then from the adversary that the named side has elsewhere in the article, then, where
    the article knows one pair of adversaries only, from that pair.
    """
    foes = [dict(r) for r in rows if event_class(r["event_class"]).violent and _named(r, "1") and _named(r, "2")]
    for side, other in (("1", "2"), ("2", "1")):
        told = [dict(r) for r in rows if _named(r, side)]
        for row in rows:
            if _named(row, side):
                continue
            found = _same_act(row, told, side, other) or _adversary(row, foes, side, other)
            if found and found[0] != row[f"actor{other}"]:
                _put(row, side, found)
    return rows


def _named(row: Mapping[str, Any], side: str) -> bool:
    return row[f"actor{side}_method"] not in {None, "default", "unknown_name"}


def _side(row: Mapping[str, Any], side: str) -> Side:
    return row[f"actor{side}"], row[f"actor{side}_type"], row[f"actor{side}_country"], row[f"assoc_actor_{side}"]


def _nearest(row: Mapping[str, Any], pool: list[dict[str, Any]]) -> dict[str, Any] | None:
    return min(pool, key=lambda r: (abs(r["trigger_start"] - row["trigger_start"]), r["trigger_start"]), default=None)


def _same_act(row: Mapping[str, Any], told: list[dict[str, Any]], side: str, other: str) -> Side | None:
    families = event_class(row["event_class"]).families
    pool = [
        r for r in told
        if r["country_iso3"] == row["country_iso3"]
        and (r["event_class"] == row["event_class"] or families & event_class(r["event_class"]).families)
        and (not _named(row, other) or not _named(r, other) or r[f"actor{other}"] == row[f"actor{other}"])
    ]  # fmt: skip
    best = _nearest(row, pool)
    return _side(best, side) if best else None


def _adversary(row: Mapping[str, Any], foes: list[dict[str, Any]], side: str, other: str) -> Side | None:
    """Whom the named side fights elsewhere in the article; one of the only pair of foes where no side is named."""
    if row["event_class"] not in _conflict_classes():
        return None
    if _named(row, other):
        name = row[f"actor{other}"]
        best = _nearest(row, [r for r in foes if name in {r["actor1"], r["actor2"]}])
        return _side(best, "2" if best["actor1"] == name else "1") if best else None
    here = [r for r in foes if r["country_iso3"] == row["country_iso3"]]
    if here and len({frozenset((r["actor1"], r["actor2"])) for r in here}) == 1:
        return _side(here[0], side)
    return None


@cache
def _conflict_classes() -> frozenset[str]:
    """Classes whose parties are those of the conflict that the article tells, from lexicons/events/defaults.toml."""
    return frozenset(_table()["conflict"]["classes"])


# "rebel-held areas", "opposition-controlled Aleppo": who holds the place that is struck.
_HOLDER = re.compile(r"\b([A-Z]?[\w']+(?: [A-Z][\w']+)?)[- ](?:held|controlled|occupied)\b")


def _holder(mention: Mapping[str, Any], in_play: list[str], setting: Setting) -> Actor | None:
    """The actor that the sentence says holds the place of an attack."""
    if mention["event_class"] not in _table()["conflict"]["on_places"]:
        return None
    found = _HOLDER.search(mention["sentence_text"])
    return (
        resolve(f"{found.group(1)} forces", head="forces", countries=in_play, on=setting.on, hint="armed")
        if found
        else None
    )
