"""A noun phrase taken apart: head, modifiers, owner ("Syria's"), complement ("of Syria"), qualifiers ("former")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from pipeline.normalise.actors import agents, registry
from pipeline.normalise.actors.countries import State, countries, demonym_book, name_book, rows_of
from pipeline.normalise.actors.matching import PHRASE, Phrasebook, Word, fold, words
from pipeline.normalise.actors.registry import STATE_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.normalise.actors.agents import Agent
    from pipeline.normalise.actors.registry import Alias

WORDS_CSV = "lexicons/actors/words.csv"
CAPITALS_CSV = "lexicons/actors/capitals.csv"
Sort = Literal[
    "entry", "state", "demonym", "capital", "agent", "name", "word", "tie", "possessive", "stop", "join", "break"
]
NO_ROLE: frozenset[str] = frozenset()
OF_NAMES = frozenset({"particle", "none", "acronym"})  # roles that leave a capitalised word a name
MAX_WORDS = 80  # what a longer "phrase" holds after its first words does not change its actor, and would nest too deep
BREAK = re.compile(r"(?<!\d),|,(?!\d)|[;:()\[\]–—]|--|\s-\s")


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of the phrase with its meaning: registry names, a state, a role noun, a name, a plain word, a border."""

    sort: Sort
    text: str
    start: int
    end: int
    aliases: tuple[Alias, ...] = ()
    state: State | None = None
    agent: Agent | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """The parts of a noun phrase; modifiers stand in the order of the text."""

    head: Unit | None
    modifiers: tuple[Unit, ...] = ()
    qualifiers: frozenset[str] = frozenset()
    owner: Phrase | None = None
    complement: Phrase | None = None
    apposition: Phrase | None = None

    def last_modifier(self, *sorts: Sort) -> Unit | None:
        """The modifier of one of these sorts that stands nearest to the head."""
        return next((unit for unit in reversed(self.modifiers) if unit.sort in sorts), None)


@cache
def word_roles() -> dict[str, frozenset[str]]:
    """By folded word: its roles in a phrase (former, stop, tie, particle ...), from lexicons/actors/words.csv."""
    table: dict[str, frozenset[str]] = {}
    for _, row in rows_of(WORDS_CSV):
        word = fold(row["word"])
        table[word] = table.get(word, frozenset()) | {row["role"]}
    return table


def has_role(word: str, role: str) -> bool:
    """True when the word has that role."""
    return role in word_roles().get(fold(word), ())


@cache
def capital_book() -> Phrasebook[State]:
    """Capitals and seats of government, each with its state."""
    book: Phrasebook[State] = Phrasebook()
    for country in countries().values():
        if country.capital and country.capital != country.name:
            book.add(country.capital, State(country.name, country.iso3))
    for _, row in rows_of(CAPITALS_CSV):
        book.add(row["name"], State(countries()[row["country"]].name, row["country"]))
    return book


def units(text: str, *, limit: int | None = None) -> list[Unit]:
    """The units of a text (of its first words, with a limit) in order.

    The longest known phrase wins, then states before the registry before role nouns.
    """
    return list(_units_of_phrase(text, limit) if len(text) <= PHRASE else _units(text, limit))


@lru_cache(maxsize=20_000)
def _units_of_phrase(text: str, limit: int | None) -> tuple[Unit, ...]:
    """The units of a text, kept: phrases come again, sentences would only fill memory."""
    return _units(text, limit)


def _units(text: str, limit: int | None) -> tuple[Unit, ...]:
    found = words(text)[:limit]
    told = [word.text for word in found]
    starts = set().union(*(book.beginnings(told) for book in _books()))
    out: list[Unit] = []
    at = 0
    while at < len(found):
        # One character more than the gap, so that the comma of "5,000" is seen between digits.
        is_apart = at > 0 and text[found[at - 1].end : found[at].start] != " "
        border = BREAK.search(text, found[at - 1].end, found[at].start + 1) if is_apart else None
        if border:
            out.append(Unit("break", border.group(), border.start(), border.end()))
        size, unit = _bound_unit_at(text, found, at, is_known=at in starts)
        out.append(unit)
        at += size
        if _is_plural_possessive(text, found, at):
            out.append(Unit("possessive", "'", found[at - 1].end, found[at - 1].end + 1))
    return tuple(out)


def _bound_unit_at(text: str, found: Sequence[Word], at: int, *, is_known: bool) -> tuple[int, Unit]:
    """The unit that starts at a word, with its number of words; a tie after "pro-" or before "-backed"."""
    size, unit = _unit_at(text, found, at) if is_known else (1, _plain_unit(text, found[at]))
    stance = _stance(text, found, at)
    if stance and any(alias.entry.kind in STATE_KINDS for alias in unit.aliases):
        size, unit = _unit_at(text, found[: at + 1], at)  # "pro-Syrian government forces" are not Syria's
    tie = _tie(text, found, at + size)
    if not tie and not stance:
        return size, unit
    for_government = stance == "pro" and unit.agent is not None and unit.agent.kind == "government"
    led = bool(tie) and found[at + size].folded == "led"
    if led and any(alias.entry.kind not in STATE_KINDS for alias in unit.aliases):
        return size + tie, unit  # "NATO-led troops" are NATO's
    agent, state = unit.agent if for_government else None, unit.state if led else None
    return size + tie, Unit("tie", unit.text, unit.start, unit.end, agent=agent, state=state)


@cache
def _books() -> tuple[Phrasebook[State] | Phrasebook[Alias] | Phrasebook[Agent], ...]:
    """The books of phrases that are units."""
    return name_book(), demonym_book(), capital_book(), registry.phrasebook(), agents.phrasebook()


def _unit_at(text: str, found: Sequence[Word], at: int) -> tuple[int, Unit]:
    """The longest unit that starts at a word, with its number of words."""
    options: list[Unit] = []
    states: tuple[tuple[Sort, Phrasebook[State]], ...] = (
        ("state", name_book()),
        ("demonym", demonym_book()),
        ("capital", capital_book()),
    )
    for sort, book in states:
        if hit := book.longest(text, found, at):
            options.append(_unit(sort, text, found[at : at + hit[0]], state=hit[1][0]))
    if names := registry.phrasebook().longest(text, found, at):
        options.append(_unit("entry", text, found[at : at + names[0]], aliases=tuple(names[1])))
    if role := agents.phrasebook().longest(text, found, at):
        options.append(_unit("agent", text, found[at : at + role[0]], agent=role[1][0]))
    if not options:
        return 1, _plain_unit(text, found[at])
    best = max(options, key=lambda unit: unit.end)  # max keeps the first of equal ones
    return sum(word.end <= best.end for word in found[at:]), best


def _unit(
    sort: Sort,
    text: str,
    run: Sequence[Word],
    *,
    aliases: tuple[Alias, ...] = (),
    state: State | None = None,
    agent: Agent | None = None,
) -> Unit:
    """A unit of some words."""
    start, end = run[0].start, run[-1].end
    return Unit(sort, text[start:end], start, end, aliases, state, agent)


def _plain_unit(text: str, word: Word) -> Unit:
    """A unit of one word that no lexicon of actors knows."""
    sort: Sort = "word"
    roles = word_roles().get(word.folded, NO_ROLE)
    if word.folded == "s" and text[word.start - 1 : word.start] in {"'", "’", "ʼ"}:
        sort = "possessive"
    elif "join" in roles:
        sort = "join"
    elif "stop" in roles and not word.text.isupper():
        sort = "stop"
    elif word.text[0].isupper() and roles <= OF_NAMES:
        sort = "name"
    return Unit(sort, word.text, word.start, word.end)


def _tie(text: str, found: Sequence[Word], at: int) -> int:
    """1 when the next word ties the one before it to another actor ("-backed", "-led"), else 0."""
    if at == 0 or at >= len(found) or text[found[at - 1].end : found[at].start] not in {"-", "‐", "‑"}:
        return 0
    return int(has_role(found[at].text, "tie"))


def _stance(text: str, found: Sequence[Word], at: int) -> str:
    """The stance word before a hyphen ("pro", "anti"), else "": the word names whom the actor is for or against."""
    hyphen = at > 0 and text[found[at - 1].end : found[at].start] == "-"
    return found[at - 1].folded if hyphen and has_role(found[at - 1].text, "stance") else ""


def _is_plural_possessive(text: str, found: Sequence[Word], at: int) -> bool:
    """True after a word in -s that an apostrophe ends ("the militants' base")."""
    end = found[at - 1].end
    return text[end - 1 : end] == "s" and text[end : end + 1] in {"'", "’"} and text[end + 1 : end + 2] in {" ", ""}


def coordinates(pieces: list[Unit]) -> list[list[Unit]]:
    """The parts of a coordination ("the US, Britain and France"), each with the head that it shares.

    Commas divide only before an "and"; what follows a preposition stays with the last part.
    """
    end = next((i for i, unit in enumerate(pieces) if unit.sort == "stop"), len(pieces))
    joins = [i for i, unit in enumerate(pieces[:end]) if unit.sort == "join"]
    if not joins:
        return _owned_each(pieces[: end + 1], pieces[end + 1 :])
    cuts = [i for i in range(joins[-1] + 1) if pieces[i].sort in {"join", "break"}]
    parts: list[list[Unit]] = []
    start = 0
    for cut in cuts:
        part = pieces[start:cut]
        if part:
            parts.append(part + (_shared_head(part, pieces[cut:]) or _shared_owner(part, pieces[end:])))
        start = cut + 1
    return [*parts, pieces[start:]]


def _owned_each(owned: list[Unit], owners: list[Unit]) -> list[list[Unit]]:
    """The parts of "the presidents of Kenya and Uganda", where only states stand behind the preposition."""
    named = [unit for unit in owners if unit.sort == "state"]
    several = any(unit.sort == "join" for unit in owners) and has_role(owned[-1].text, "source")
    if not several or any(unit.sort not in {"state", "join", "break", "word"} for unit in owners):
        return [owned + owners]
    return [[*owned, unit] for unit in named]


@lru_cache(maxsize=5_000)
def phrase_of(text: str, head: str | None) -> Phrase:
    """The parts of a phrase; head is the head word when a parser has found it."""
    return parse(units(text, limit=MAX_WORDS), head)


def parse(pieces: list[Unit], head: str | None = None) -> Phrase:
    """The parts of a phrase from its units; head is the head word when a parser has found it."""
    while pieces and pieces[0].sort in {"break", "stop", "join", "possessive"}:
        pieces = pieces[1:]
    cut = next((i for i, unit in enumerate(pieces) if unit.sort in {"break", "stop", "join"}), len(pieces))
    left, right = pieces[:cut], pieces[cut:]
    left = left + _shared_head(left, right)
    owner = None
    possessives = [i for i, unit in enumerate(left) if unit.sort == "possessive"]
    if possessives and possessives[-1] + 1 < len(left):
        owner = parse(left[: possessives[-1]])
        left = left[possessives[-1] + 1 :]
    left = _merge_names([unit for unit in left if unit.sort != "possessive"])
    qualifiers = frozenset(
        role for unit in left if unit.sort == "word" for role in word_roles().get(fold(unit.text), ())
    )
    at = _head_index(left, head)
    return Phrase(
        head=left[at] if at is not None else None,
        modifiers=tuple(left[:at]) if at is not None else tuple(left),
        qualifiers=qualifiers,
        owner=owner,
        complement=parse(right[1:]) if len(right) > 1 and has_role(right[0].text, "source") else None,
        apposition=_apposition(right),
    )


def _shared_head(left: list[Unit], right: list[Unit]) -> list[Unit]:
    """The role noun that "Russian" shares in "Russian and Syrian forces"; nothing where it has its own."""
    if not left or left[-1].sort not in {"demonym", "state"} or not right or right[0].sort not in {"join", "break"}:
        return []
    rest = [unit for unit in right if unit.sort not in {"join", "break"}]
    at = next((i for i, unit in enumerate(rest) if unit.sort not in {"demonym", "state", "word"}), None)
    shared = at is not None and at > 0 and rest[at].sort == "agent" and rest[at - 1].sort != "state"
    return [rest[at]] if shared and at is not None and (left[-1].sort == "demonym" or len(left[-1].text) < 5) else []


def _shared_owner(left: list[Unit], owner: list[Unit]) -> list[Unit]:
    """What "army" shares in "the army and police of Mali"; nothing where it names somebody already."""
    shared = bool(owner) and has_role(owner[0].text, "source") and any(unit.sort == "agent" for unit in left)
    return owner if shared and all(unit.sort in {"agent", "word"} for unit in left) else []


def _apposition(right: list[Unit]) -> Phrase | None:
    """What follows the first comma or bracket, taken apart."""
    at = next((i for i, unit in enumerate(right) if unit.sort == "break"), None)
    return parse(right[at + 1 :]) if at is not None and at + 1 < len(right) else None


def _merge_names(left: list[Unit]) -> list[Unit]:
    """Neighbouring name words, particles between them, as one unit ("Abu al-Naji"); names of days are plain words."""
    out: list[Unit] = []
    for i, unit in enumerate(left):
        is_particle = has_role(unit.text, "particle") and i + 1 < len(left) and left[i + 1].sort == "name"
        piece = Unit("name", unit.text, unit.start, unit.end) if unit.sort == "word" and is_particle else unit
        if out and out[-1].sort == "name" and piece.sort == "entry" and " " not in piece.text and _only_people(piece):
            piece = Unit("name", piece.text, piece.start, piece.end)  # "Amjad Saleh" is not the president Saleh
        if piece.sort == "name" and has_role(piece.text, "none"):
            piece = Unit("word", piece.text, piece.start, piece.end)
        if out and piece.sort == out[-1].sort == "name":
            gap = "-" if piece.start == out[-1].end + 1 and "-" in unit.text else " "
            out[-1] = Unit("name", f"{out[-1].text}{gap}{piece.text}", out[-1].start, piece.end)
        else:
            out.append(piece)
    return out


def _only_people(unit: Unit) -> bool:
    """True when a registry name stands for people only."""
    return all(alias.entry.kind == "person" for alias in unit.aliases)


def _head_index(left: list[Unit], head: str | None) -> int | None:
    """Where the head stands: at the given word, else at the last unit that is no tie."""
    if head:
        wanted = words(head)
        last = wanted[-1].folded if wanted else ""
        for i in range(len(left) - 1, -1, -1):
            ending = words(left[i].text)
            if ending and ending[-1].folded == last and left[i].sort != "tie":
                return i
    return next((i for i in range(len(left) - 1, -1, -1) if left[i].sort != "tie"), None)
