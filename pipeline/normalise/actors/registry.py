"""The registry of named actors: armed groups, organisations, parties, communities, state bodies, people in office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline.errors import LexiconError
from pipeline.normalise.actors.countries import countries, parts, rows_of
from pipeline.normalise.actors.matching import Phrasebook, fold, spelled_words, words
from pipeline.normalise.actors.model import ACLED_TYPES, ARMED_TYPES, ActorType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# One file a sort of actor, all with the columns registry_id, name, aliases, acronym, country, acled_type,
# kind, since, until, source_note, example; "|" separates values.
REGISTRY_CSVS = tuple(
    f"lexicons/actors/{name}.csv"
    for name in ("armed_groups", "organisations", "parties", "communities", "state_bodies")
)
LEADERS_CSV = "lexicons/actors/leaders.csv"
KINDS = frozenset(
    {"armed", "coalition", "mission", "igo", "ngo", "party", "movement", "community", "company", "media"}
    | {"government", "military", "police", "person"}
)
STATE_KINDS = frozenset({"government", "military", "police"})


@dataclass(frozen=True, slots=True)
class Term:
    """A period in office for a state (its ISO3) or an organisation (its registry_id); both days are included."""

    of: str
    office: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One actor of the registry; people have terms, communities all their countries as homes."""

    registry_id: str
    name: str
    aliases: tuple[str, ...]
    acronym: str
    country: str | None
    acled_type: ActorType
    kind: str
    since: date
    until: date
    example: str
    homes: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()

    def active(self, on: date | None) -> bool:
        """True when the actor existed on that day, or when no day is known."""
        return on is None or self.since <= on <= self.until


@dataclass(frozen=True, slots=True)
class Alias:
    """What a phrase stands for, whether it is an acronym, and whether it says so only where its country is in play."""

    entry: Entry
    is_acronym: bool
    at_home: bool = False


def _day(cell: str, where: str, *, end: bool) -> date:
    """The first (or last) day of a cell that holds a year, a month or a day; empty means without limit."""
    if not cell:
        return date.max if end else date.min
    pieces = cell.split("-")
    try:
        year, month, day = (int(pieces[i]) if i < len(pieces) else 0 for i in range(3))
        if not end or day:
            return date(year, month or 1, day or 1)
        last = date(year + (month in {0, 12}), month % 12 + 1 if month else 1, 1)
    except ValueError as error:
        raise LexiconError(f"{where}: {cell!r} is no date; write 2004, 2004-03 or 2004-03-25") from error
    return date.fromordinal(last.toordinal() - 1)


@cache
def entries() -> dict[str, Entry]:
    """All actors by registry_id; LexiconError for a double id, an unknown type, kind or country."""
    table: dict[str, Entry] = {}
    for path in REGISTRY_CSVS:
        for line, row in rows_of(path):
            entry = _entry(f"{path} line {line} ({row['registry_id']})", row)
            if entry.registry_id in table:
                raise LexiconError(f"{path} line {line}: registry_id {entry.registry_id!r} is there twice")
            table[entry.registry_id] = entry
    for person in _people(table):
        table[person.registry_id] = person
    return table


def _entry(where: str, row: dict[str, str]) -> Entry:
    """One row of a registry file as an Entry."""
    if row["acled_type"] not in ACLED_TYPES or row["kind"] not in KINDS:
        raise LexiconError(f"{where}: no such acled_type {row['acled_type']!r} or kind {row['kind']!r}")
    homes = parts(row["country"])
    if unknown := [iso3 for iso3 in homes if iso3 not in countries()]:
        raise LexiconError(f"{where}: no country {unknown[0]!r} in lexicons/countries.csv")
    return Entry(
        registry_id=row["registry_id"],
        name=row["name"],
        aliases=parts(row["aliases"]),
        acronym=row["acronym"],
        country=homes[0] if len(homes) == 1 else None,
        acled_type=row["acled_type"],
        kind=row["kind"],
        since=_day(row["since"], where, end=False),
        until=_day(row["until"], where, end=True),
        example=row["example"],
        homes=homes,
    )


def _people(known: dict[str, Entry]) -> list[Entry]:
    """The people of leaders.csv (columns person,aliases,of,office,since,until), rows of one person joined."""
    terms: dict[str, list[Term]] = {}
    aliases: dict[str, set[str]] = {}
    for line, row in rows_of(LEADERS_CSV):
        where = f"{LEADERS_CSV} line {line} ({row['person']})"
        if row["of"] not in countries() and row["of"] not in known:
            raise LexiconError(f"{where}: {row['of']!r} is neither an ISO3 code nor a registry_id")
        since, until = _day(row["since"], where, end=False), _day(row["until"], where, end=True)
        terms.setdefault(row["person"], []).append(Term(row["of"], row["office"], since, until))
        aliases.setdefault(row["person"], set()).update(parts(row["aliases"]))
    return [_person(name, tuple(served), tuple(sorted(aliases[name]))) for name, served in terms.items()]


def _person(name: str, terms: tuple[Term, ...], aliases: tuple[str, ...]) -> Entry:
    """A person as an Entry; country and type are those of the last term."""
    last = max(terms, key=lambda term: term.since)
    return Entry(
        registry_id="person:" + "-".join(fold(word.text) for word in words(name)),
        name=name,
        aliases=aliases,
        acronym="",
        country=last.of if last.of in countries() else None,
        acled_type="Civilians",
        kind="person",
        since=date.min,
        until=date.max,
        example=name,
        terms=terms,
    )


def _forms(entry: Entry) -> Iterable[tuple[str, bool]]:
    """The phrases of an entry, each with whether it is an acronym; "PKK: Kurdistan Workers Party" has two."""
    if entry.kind not in STATE_KINDS:
        yield from ((part, part == entry.acronym) for part in entry.name.split(": "))
    for alias in entry.aliases:
        yield alias, False
    if entry.acronym:
        yield entry.acronym, True


@cache
def phrasebook() -> Phrasebook[Alias]:
    """Every name, alias and acronym of the registry; acronyms that are words, too, only in capitals ("ARENA").

    "Ansar al-Sharia (Yemen)" is named without its country as well, which must then be in play.
    """
    book: Phrasebook[Alias] = Phrasebook()
    also_words = {row["word"] for _, row in rows_of("lexicons/actors/words.csv") if row["role"] == "acronym"}
    for entry in entries().values():
        seen: set[str] = set()
        for form, is_acronym in _forms(entry):
            if form not in seen:
                seen.add(form)
                book.add(form, Alias(entry, is_acronym), shouted=form in also_words)
        home = countries().get(entry.country or "")
        bare = entry.name.rpartition(": ")[2].removesuffix(f" ({home.name})" if home else "")
        if bare not in seen and entry.kind not in STATE_KINDS:
            book.add(bare, Alias(entry, is_acronym=False, at_home=True))
    return book


@cache
def surnames() -> dict[str, tuple[Entry, ...]]:
    """People by the folded last word of their name: "assad", "karzai"."""
    table: dict[str, list[Entry]] = {}
    for entry in entries().values():
        if entry.kind == "person":
            table.setdefault(words(entry.name)[-1].folded, []).append(entry)
    return {surname: tuple(people) for surname, people in table.items()}


def choose(found: Sequence[Alias], *, in_play: Sequence[str], on: date | None) -> Alias | None:
    """The one meaning of a phrase: active on the day, then of the first country in play; None when it stays open."""
    found = [alias for alias in found if not alias.at_home or alias.entry.country in in_play]
    distinct = {alias.entry.registry_id: alias for alias in reversed(found)}
    active = [alias for alias in distinct.values() if alias.entry.active(on)] or list(distinct.values())
    if len(active) == 1:
        alone = active[0]
        if alone.is_acronym and alone.entry.kind == "party" and in_play and alone.entry.country not in in_play:
            return None  # "the NDP" in Canada is not Egypt's
        return alone if len(distinct) == 1 or not in_play or alone.entry.country in {None, *in_play} else None
    for iso3 in in_play:
        here = [alias for alias in active if alias.entry.country == iso3]
        if here:
            return here[0] if len(here) == 1 else None
    nowhere = [alias for alias in active if alias.entry.country is None]
    return nowhere[0] if len(nowhere) == 1 else None


@lru_cache(maxsize=1)  # of the article at hand
def named(text: str) -> tuple[tuple[int, Entry], ...]:
    """Where in an article which actors of the registry are named, in text order."""
    return tuple((start, entries()[registry_id]) for start, _, registry_id in mentions(text))


def armed_groups(text: str) -> list[tuple[int, Entry]]:
    """Where in an article rebel groups and militias are named, in text order; no leaders and no forces of states."""
    return [
        (at, e) for at, e in named(text) if e.acled_type in ARMED_TYPES and not e.terms and e.kind not in STATE_KINDS
    ]


def mentions(text: str) -> list[tuple[int, int, str]]:
    """The named actors of a text, leftmost longest: (start, end, registry_id), offsets in code points, end exclusive.

    An ambiguous alias gives the first actor of the registry that has it; resolve() decides by country.
    """
    book, reached = phrasebook(), 0
    beginnings = book.beginnings(spelled_words(text))
    found = words(text) if beginnings else ()
    spans: list[tuple[int, int, str]] = []
    for at in beginnings:
        match = book.longest(text, found, at) if at >= reached else None
        if match is None:
            continue
        size, values = match
        reached = at + size
        told = next((alias for alias in values if not alias.at_home), None)
        if told:
            spans.append((found[at].start, found[reached - 1].end, told.entry.registry_id))
    return spans
