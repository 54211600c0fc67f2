"""The cast of an article: the armed groups and states that it names anywhere, for sides that a sentence leaves open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeAlias

from pipeline.normalise.actors import Actor, resolve
from pipeline.normalise.actors.agents import agents
from pipeline.normalise.actors.coding import state_of
from pipeline.normalise.actors.matching import fold, spelled_words, words
from pipeline.normalise.actors.model import ARMED_TYPES, STATE_TYPES
from pipeline.normalise.actors.naming import role_name
from pipeline.normalise.actors.phrase import Unit, units
from pipeline.normalise.actors.registry import entries, phrasebook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

# Role nouns that name a party of a conflict, and what may stand before one: "Syria's government", "Kurdish rebels".
PARTY_NOUNS = frozenset({"rebel", "separatist", "armed", "militia", "opposition", "military", "government"})
OWNERS = frozenset({"demonym", "state", "entry", "possessive"})


Members: TypeAlias = "list[tuple[int, Actor]]"


@dataclass(frozen=True)
class Cast:
    """What an article says, to be asked for its parties: text, sentences, countries in play (ISO3), day."""

    text: str
    spans: Sequence[tuple[int, int]]
    countries: Sequence[str]
    on: date | None

    def armed(self, country: str | None, span: tuple[int, int], but: str | None) -> Actor | None:
        """The armed group that fights in a country, but not one: of the sentence, else the most named of the article.

        Groups of other countries count where the article names none of that one.
        """
        return _best(self._armed(but, country) or self._armed(but), span)

    def forces(self, country: str | None, span: tuple[int, int], on: datetime | None) -> Actor | None:
        """The state forces that fight in a country: its own, where the article speaks of that state, or a coalition."""
        return _best(self._forces(country, on), span)

    def foe(self, country: str | None, span: tuple[int, int], on: datetime | None, but: str | None) -> Actor | None:
        """Whom an armed group fights in a country: its forces or another group, whichever the article is more about."""
        return _best([*self._forces(country, on), *self._armed(but, country)], span)

    def table(self) -> tuple[Actor, Actor] | None:
        """Who talks to whom where nobody is named: government and rivals of the country that the article is about."""
        lead = self.countries[0] if self.countries else None
        here = [(at, a) for at, a in self._members if a.country_iso3 == lead or (a.acled_type in ARMED_TYPES and lead)]
        rivals = [(at, a) for at, a in here if a.acled_type in ARMED_TYPES or a.name.startswith("Opposition")]
        state = next((a for _, a in here if a.name.startswith("Government of")), None)
        rival = _best(rivals, (0, 0))
        return (state, rival) if state and rival else None

    def government(self, country: str | None, on: datetime | None) -> Actor | None:
        """The government of a country, where the article speaks of that state: at a table with an armed group of it."""
        if not any(a.country_iso3 == country and a.acled_type in STATE_TYPES for _, a in self._members) or not country:
            return None
        name = role_name("government", state_of(country), on=on.date() if on else self.on)
        return Actor(name, "State forces", country, (), "role_noun", 0.5)

    def _armed(self, but: str | None, *countries: str | None) -> Members:
        """The armed groups but one; with countries given, those of one of them or of none."""
        groups = [(at, a) for at, a in self._members if a.acled_type in ARMED_TYPES and a.name != but]
        return [(at, a) for at, a in groups if not countries or a.country_iso3 in {*countries, None}]

    def _forces(self, country: str | None, on: datetime | None) -> Members:
        found = [(at, a) for at, a in self._members if a.acled_type in STATE_TYPES]
        name = role_name("military", state_of(country), on=on.date() if on else self.on) if country else ""
        own = [
            (at, Actor(name, "State forces", country, (), a.method, 0.5))
            for at, a in found
            if country and a.country_iso3 == country
        ]
        return own + [(at, a) for at, a in found if a.registry_id and entries()[a.registry_id].kind == "coalition"]

    @cached_property
    def _members(self) -> tuple[tuple[int, Actor], ...]:
        """Armed groups and states with the place of their phrases, in the order of the text."""
        return tuple(member for start, end in self.spans for member in self._of(start, self.text[start:end]))

    def _of(self, offset: int, sentence: str) -> Members:
        pieces = units(sentence) if _may_name_party(sentence) else []
        found: Members = []
        for at, unit in enumerate(pieces):
            follows = pieces[at + 1].sort if at + 1 < len(pieces) else None
            if not _is_party(unit) or (unit.sort == "entry" and follows == "agent"):
                continue
            first = at
            while first and pieces[first - 1].sort in OWNERS:
                first -= 1
            start = pieces[first].start
            actor = resolve(
                sentence[start : unit.end], head=unit.text, countries=self.countries, on=self.on, hint="armed"
            )
            if actor and not actor.name.startswith("Unidentified"):
                found.append((offset + start, actor))
        return found


def _best(members: Members, span: tuple[int, int]) -> Actor | None:
    """The actor named most often in the article, of those in the sentence where there are any; the first on a tie."""
    near = [(at, a) for at, a in members if span[0] <= at < span[1]] or members
    named = Counter(a.name for _, a in members)
    best = max(near, key=lambda m: (named[m[1].name], -m[0]), default=None)
    return best[1] if best else None


def _may_name_party(sentence: str) -> bool:
    """False where no unit of a sentence can be a party, which is known at a tenth of the cost of its units."""
    told = spelled_words(sentence)
    return not _party_firsts().isdisjoint(map(fold, told)) or bool(phrasebook().beginnings(told))


@cache
def _party_firsts() -> frozenset[str]:
    """The words that role nouns of parties begin with, folded."""
    return frozenset(words(noun)[0].folded for noun, agent in agents().items() if agent.kind in PARTY_NOUNS)


def _is_party(unit: Unit) -> bool:
    """True for a name of the registry, no community's, and for a noun that names a party."""
    if unit.agent:
        return unit.agent.kind in PARTY_NOUNS
    return unit.sort == "entry" and any(alias.entry.kind != "community" for alias in unit.aliases)
