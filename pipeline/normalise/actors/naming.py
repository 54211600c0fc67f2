"""Names as ACLED writes them: "Military Forces of Mali (2021-)", "Protesters (France)"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from pipeline.errors import LexiconError
from pipeline.normalise.actors.countries import State, countries, rows_of, year_of
from pipeline.normalise.actors.model import ACLED_TYPES, ActorType

REGIMES_CSV = "lexicons/actors/regimes.csv"
# "Military Forces of the Philippines": names of these shapes take the article.
ARTICLE_STARTS = ("United ", "Soviet ", "Central African ", "Ottoman ")
ARTICLE_ENDS = (
    " Republic",
    " Islands",
    " Emirates",
    "Philippines",
    "Netherlands",
    "Bahamas",
    "Maldives",
    "Comoros",
    "Gambia",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of role is named: with a country, without one, ACLED's type, and whether a state stands behind it."""

    named: str
    unnamed: str
    acled_type: ActorType

    @property
    def is_state(self) -> bool:
        """True for governments and their forces, whose names carry the years of the regime."""
        return self.named.endswith(" of {}")


@cache
def kinds() -> dict[str, Kind]:
    """The kinds of role nouns and how each is named, from lexicons/actors/kinds.csv."""
    table: dict[str, Kind] = {}
    for line, row in rows_of("lexicons/actors/kinds.csv"):
        if row["acled_type"] not in ACLED_TYPES:
            raise LexiconError(f"lexicons/actors/kinds.csv line {line}: no such acled_type {row['acled_type']!r}")
        table[row["kind"]] = Kind(row["named"], row["unnamed"], row["acled_type"])
    return table


@cache
def _closed_regimes() -> dict[str, tuple[tuple[int, int, date], ...]]:
    """By ISO3: first year, last year and the day after the last one of each regime that ended, oldest first."""
    table: dict[str, list[tuple[int, int, date]]] = {}
    for line, row in rows_of(REGIMES_CSV):
        since, until = (year_of(row[key], REGIMES_CSV, line) for key in ("since", "until"))
        if row["country"] not in countries() or since is None or until is None:
            raise LexiconError(f"{REGIMES_CSV} line {line}: needs a country of countries.csv and two years")
        try:
            ended = date.fromisoformat(row["ended"])
        except ValueError as error:
            raise LexiconError(f"{REGIMES_CSV} line {line}: {row['ended']!r} is no ISO date") from error
        table.setdefault(row["country"], []).append((since, until, ended))
    return {iso3: tuple(sorted(periods)) for iso3, periods in table.items()}


def regime_years(iso3: str, on: date | None) -> str:
    """The years of the regime on that day as ACLED writes them: "(2004-2021)", "(2021-)"; "" where unknown."""
    if on is None:
        return ""
    closed = _closed_regimes().get(iso3, ())
    for since, until, ended in closed:
        if date(since, 1, 1) <= on < ended:
            return f"({since}-{until})"
    now = countries()[iso3].gov_since
    begun = now is not None and (on.year > now or any(until == now and ended <= on for _, until, ended in closed))
    return f"({now}-)" if begun else ""


def with_article(name: str) -> str:
    """The state's name as it stands after "of": "the Philippines", "Mali"."""
    takes = name.startswith(ARTICLE_STARTS) or name.endswith(ARTICLE_ENDS)
    return f"the {name}" if takes and not name.startswith("Dominican ") else name


def role_name(kind: str, state: State | None, *, on: date | None, years: bool = True) -> str:
    """The name of a role: "Police Forces of Kenya (2022-)", "Civilians (Syria)", "Unidentified Armed Group"."""
    rule = kinds()[kind]
    if state is None:
        return rule.unnamed
    if not rule.is_state:
        return rule.named.format(state.name)
    name = rule.named.format(with_article(state.name))
    label = regime_years(state.iso3, on) if years and state.until is None else ""
    return f"{name} {label}".strip()
