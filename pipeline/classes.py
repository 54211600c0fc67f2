"""The event classes and their crosswalk to ACLED, CAMEO, PLOVER and UCDP, read once from lexicons/classes.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "pipeline/lexicons/classes.toml"
FLAGS = frozenset({"mutual", "violent", "speech", "against_civilians"})


@dataclass(frozen=True, slots=True)
class EventClass:
    """One event class: what it is called in each ontology, and which other classes may tell the same happening."""

    class_id: str
    label: str
    example: str
    says: tuple[str, ...]
    sub_event_type: str | None = None
    event_type: str | None = None
    disorder_type: str | None = None
    rank: int | None = None
    notes_prefix: str | None = None
    prefix_words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    cameo_codes: tuple[str, ...] = ()
    goldstein: float | None = None
    plover_event: str | None = None
    plover_mode: str | None = None
    plover_context: str | None = None
    ucdp_types: tuple[int, ...] = ()
    families: frozenset[str] = frozenset()
    mutual: bool = False
    violent: bool = False
    speech: bool = False
    against_civilians: bool = False
    published_as: str | None = None

    @property
    def in_acled(self) -> bool:
        """True where ACLED has a sub-event type for the class."""
        return self.sub_event_type is not None

    @property
    def cameo_code(self) -> str | None:
        """The most fitting CAMEO code, None where CAMEO has no form for the class."""
        return self.cameo_codes[0] if self.cameo_codes else None

    def plover(self, status: str, cue: str | None = None, rule: str | None = None) -> tuple[str | None, str | None]:
        """PLOVER event type and mode for an event of this status, by the word that gave it and the rule that found it.

        What is planned, offered or threatened has other types, what is asked for is a request, else none.
        """
        spec = _spec()
        own = spec["plover_rules"].get(rule, self.plover_event)
        if ended := spec["plover_ended"].get(cue, {}).get(self.class_id):
            return ended, None
        if status == "negated":
            return spec["plover_negated"].get(own), None
        if own and cue in spec["plover_asked"] and status in {"hypothetical", "ongoing"}:
            return "REQUEST", None
        offered = status == "planned" or (status == "hypothetical" and cue in spec["plover_offered"])
        planned = spec["plover_planned"].get(own) if offered else None
        if status == "hypothetical" or planned:
            return own if own in spec["plover_if"] else planned, None
        return own, self.plover_mode if own == self.plover_event else None

    def act(self, other: str | None) -> str:
        """What actor 1 did, in words that follow its name: "clashed with Taliban"."""
        return self.says[0].replace("{2}", other) if other else self.says[-1]

    def prefix(self, trigger: str) -> str | None:
        """How ACLED's notes begin for this class, given the trigger's words."""
        words = trigger.lower()
        found = (name for name, starts in self.prefix_words if any(start in words for start in starts))
        return next(found, self.notes_prefix)


def event_class(class_id: str) -> EventClass:
    """The class of this id; LexiconError when classes.toml has none."""
    try:
        return classes()[class_id]
    except KeyError:
        raise LexiconError(f"{FILE}: no class {class_id!r}; add [classes.{class_id}] or mend the trigger") from None


@cache
def classes() -> Mapping[str, EventClass]:
    """All event classes by id, in the file's order."""
    spec = _spec()
    families = _families(spec)
    forms = {form[0]: form for form in spec["sub_event_types"]}
    return {name: _class(name, entry, forms, families) for name, entry in spec["classes"].items()}


@cache
def sub_event_ranks() -> Mapping[str, int]:
    """The place of each ACLED sub-event type in ACLED's order, from 1."""
    return {form[0]: rank for rank, form in enumerate(_spec()["sub_event_types"], start=1)}


@cache
def open_triggers() -> frozenset[str]:
    """Trigger words that do not tell the form of violence ("attack"), lower case."""
    return frozenset(_spec()["open_triggers"])


@cache
def outranked() -> Mapping[str, frozenset[str]]:
    """The classes that each class outranks where both tell one happening."""
    known = classes()
    table = {name: frozenset(lower) for name, lower in _spec()["outranks"].items()}
    unknown = sorted({name for pair in table.items() for name in (pair[0], *pair[1])} - known.keys())
    if unknown:
        raise LexiconError(f"{FILE}: [outranks] names {unknown[0]!r}, which is no class")
    return table


def same_family(left: str, right: str) -> bool:
    """True where mentions of the two classes may tell one happening."""
    return left == right or not event_class(left).families.isdisjoint(event_class(right).families)


@cache
def _spec() -> dict[str, Any]:
    return tomllib.loads(files("pipeline").joinpath("lexicons/classes.toml").read_text(encoding="utf-8"))


def _families(spec: Mapping[str, Any]) -> dict[str, set[str]]:
    members: dict[str, set[str]] = {name: set() for name in spec["classes"]}
    for family, names in spec["families"].items():
        for name in names:
            if name not in members:
                raise LexiconError(f"{FILE}: family {family}: no class {name!r}")
            members[name].add(family)
    return members


def _class(
    name: str,
    entry: Mapping[str, Any],
    forms: Mapping[str, list[str]],
    families: Mapping[str, set[str]],
) -> EventClass:
    values = dict(entry)
    flags = set(values.pop("flags", ()))
    form = values.get("sub_event_type")
    if flags - FLAGS:
        raise LexiconError(f"{FILE}: class {name}: unknown flags {sorted(flags - FLAGS)}; known: {sorted(FLAGS)}")
    if not values.get("says") or "{2}" in values["says"][-1]:
        raise LexiconError(f"{FILE}: class {name}: says must end with a form without the other side")
    if form is not None:
        if form not in forms:
            raise LexiconError(f"{FILE}: class {name}: {form!r} is not one of sub_event_types")
        _, event_type, disorder_type = forms[form]
        values |= {"rank": sub_event_ranks()[form], "event_type": event_type, "disorder_type": disorder_type}
    values["says"] = tuple(values.pop("says", ()))
    values["cameo_codes"] = tuple(values.pop("cameo", ()))
    values["ucdp_types"] = tuple(values.pop("ucdp_types", ()))
    values["prefix_words"] = tuple((prefix, tuple(starts)) for prefix, starts in values.pop("prefix_words", {}).items())
    values |= dict.fromkeys(flags, True)
    try:
        return EventClass(class_id=name, families=frozenset(families[name]), **values)
    except TypeError as error:
        raise LexiconError(f"{FILE}: class {name}: {error}") from None
