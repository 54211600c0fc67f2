"""The actors of an event: each side's phrase resolved, typed for the country of the event, or ACLED's unidentified actor."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.normalise.actors import Actor, external, resolve
from pipeline.normalise.actors.countries import State, countries
from pipeline.normalise.actors.naming import role_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from pipeline.normalise.where import Scene, Where

TYPES = {"armed": "Political militia", "military": "State forces", "protester": "Protesters", "rioter": "Rioters", "police": "State forces", "civilian": "Civilians"}


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
        return round(sum(found) / len(found), 3) if found else 0.25

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
    table = tomllib.loads(files("pipeline").joinpath("lexicons/events/defaults.toml").read_text(encoding="utf-8"))
    return {side: {c: kind for kind, ids in kinds.items() for c in ids} for side, kinds in table.items()}


def parties(text: str, mention: Mapping[str, Any], setting: Setting) -> Parties:
    """The coded actors of a mention; spans count the article's text."""
    in_play = setting.countries(mention)
    class_id = mention["event_class"]
    sides: list[tuple[Actor | None, str | None]] = []
    for side in ("1", "2"):
        actor = _resolved(text, mention[f"actor{side}_spans"], in_play, setting.on, _defaults()[f"hint{side}"].get(class_id))
        method: str | None = actor.method if actor else None
        if actor is None:
            actor, method = _unnamed(_defaults()[f"actor{side}"].get(class_id), setting)
        sides.append((external(actor, setting.place.country_iso3) if actor else None, method))
    (one, how1), (two, how2) = sides
    if one and two and one.name == two.name:
        two, how2 = None, None
    others = [_resolved(text, [span], in_play, setting.on, None) for span in mention["other_spans"]]
    named = {a.name for a in (one, two) if a}
    rest = tuple({a.name: a for a in others if a and a.name not in named}.values())
    return Parties(one, two, rest, how1, how2)


def _resolved(text: str, spans: list[Mapping[str, int]], in_play: list[str], on: date | None, hint: str | None) -> Actor | None:
    if not spans:
        return None
    phrase = text[spans[0]["start"] : spans[0]["end"]]
    head = text[spans[1]["start"] : spans[1]["end"]] if len(spans) > 1 else None
    return resolve(phrase, head=head, countries=in_play, on=on, hint=hint)


def _unnamed(kind: str | None, setting: Setting) -> tuple[Actor | None, str | None]:
    if kind is None:
        return None, None
    country = countries().get(setting.place.country_iso3 or "")
    state = State(country.name, country.iso3) if country else None
    if kind in {"military", "police"} and state is not None and kind == "military":
        return Actor(f"Unidentified Military Forces ({state.name})", "State forces", state.iso3, confidence=0.2), "default"
    name = role_name(kind, state, on=setting.on)
    return Actor(name, TYPES[kind], country.iso3 if country else None, confidence=0.2), "default"  # type: ignore[arg-type]
