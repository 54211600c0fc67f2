"""From a noun phrase to an actor: the registry first, then people in office, states, role nouns, and at last the bare name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.normalise.actors import registry
from pipeline.normalise.actors.agents import GROUP, Agent
from pipeline.normalise.actors.countries import State, countries
from pipeline.normalise.actors.matching import words
from pipeline.normalise.actors.model import Actor, Method
from pipeline.normalise.actors.naming import kinds, role_name
from pipeline.normalise.actors.phrase import Phrase, Unit, has_role, parse, units
from pipeline.normalise.actors.registry import STATE_KINDS, Alias, Entry

# What the side of an event makes of people without arms, and of a state's name.
HINTED_PEOPLE = {"protester": "protester", "rioter": "rioter", "armed": "armed"}
HINTED_STATE = {
    "armed": "military",
    "military": "military",
    "police": "police",
    "protester": "protester",
    "rioter": "rioter",
}
ARMED_KINDS = frozenset(
    {"military", "rebel", "separatist", "armed", "militia", "pro-government militia", "communal", "vigilante", "gang"}
)
PEOPLE_KINDS = frozenset({"civilian", "protester", "rioter"})
# Kinds that a more telling noun before a yielding head may give ("rebel commander", "police unit", "student leader").
TELLING = ARMED_KINDS | PEOPLE_KINDS | {"police", "mutiny", "opposition", "coalition", "peacekeeper", "perpetrator"}


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about the event beside the phrase: countries in play (ISO3), its day, the side's hint, names with years or not."""

    countries: tuple[str, ...] = ()
    on: date | None = None
    hint: str | None = None
    years: bool = True

    def state(self) -> State | None:
        """The state of the first country in play."""
        known = [iso3 for iso3 in self.countries if iso3 in countries()]
        return State(countries()[known[0]].name, known[0]) if known else None


def resolve(
    text: str,
    *,
    head: str | None = None,
    countries: Sequence[str] = (),
    on: date | None = None,
    hint: str | None = None,
    proper: bool | None = None,
    years: bool = True,
) -> Actor | None:
    """The actor that a noun phrase names, None when it can be no actor (an abstraction, a date, a part of a country).

    head is the head word as it stands in the text; countries the ISO3 codes in play, most likely first; on the day of the event
    (for terms of office, regimes, ambiguous names); hint the event's side: "armed", "military", "police", "protester", "rioter",
    "civilian", "state"; proper is False when a parser takes the head for a common noun ("Tensions rose"). With years, names of states' forces carry the years of the regime: "Military Forces of Mali (2021-)".
    """
    context = Context(tuple(countries), on, hint, years)
    phrase = parse(units(text), head)
    actor = _resolve(phrase, context)
    if actor and proper is False and actor.method == "unknown_name":
        return None
    if actor and "suspected" in phrase.qualifiers:
        return replace(actor, confidence=round(actor.confidence * 0.9, 3))
    return actor


def resolve_all(
    text: str,
    *,
    countries: Sequence[str] = (),
    on: date | None = None,
    hint: str | None = None,
    years: bool = True,
) -> tuple[Actor, ...]:
    """The actors of a coordination in the order of the text, each name once: "Russian and Syrian warplanes" gives two.

    The keywords are those of resolve().
    """
    context = Context(tuple(countries), on, hint, years)
    found = (_resolve(parse(part), context) for part in coordinates(units(text)))
    return tuple({actor.name: actor for actor in found if actor}.values())


def _resolve(phrase: Phrase, context: Context) -> Actor | None:
    """The actor of a phrase by the first rule that knows its head."""
    if phrase.head is None:
        return None
    rule = RULES.get(phrase.head.sort)
    return rule(phrase, context) if rule else None


def _of_entry(phrase: Phrase, context: Context) -> Actor | None:
    """The actor when the head is a name of the registry."""
    assert phrase.head is not None
    alias = registry.choose(phrase.head.aliases, in_play=_in_play(phrase, context), on=context.on)
    if alias is None:
        return Actor(phrase.head.text, "Political militia", None, method="unknown_name", confidence=0.3)
    return entry_actor(alias, context, former="former" in phrase.qualifiers)


def _in_play(phrase: Phrase, context: Context) -> tuple[str, ...]:
    """The countries of the phrase's own words, then those in play."""
    own = [unit.state.iso3 for unit in reversed(phrase.modifiers) if unit.state]
    for part in (phrase.owner, phrase.complement):
        if part and part.head and part.head.state:
            own.append(part.head.state.iso3)
    return tuple(dict.fromkeys((*own, *context.countries)))


def entry_actor(alias: Alias, context: Context, *, former: bool = False) -> Actor:
    """An entry of the registry as an actor: state bodies under their state's name, people in office as what they serve."""
    entry = alias.entry
    if entry.kind == "person":
        return _person(entry, context, former=former)
    if entry.kind == "community":
        return _community(entry, context, "civilian")
    method: Method = "registry_acronym" if alias.is_acronym else "registry"
    name = entry.name
    if entry.kind in STATE_KINDS and entry.country:
        base = role_name(entry.kind, _state(entry.country), on=context.on, years=context.years)
        name = f"{base} {entry.name}" if entry.name else base
    confidence = 0.9 if alias.is_acronym else 0.95
    return Actor(name, entry.acled_type, entry.country, (), method, confidence, entry.registry_id)


def _state(iso3: str) -> State:
    """The state of an ISO3 code."""
    return State(countries()[iso3].name, iso3)


def _person(entry: Entry, context: Context, *, former: bool = False) -> Actor:
    """What a person serves on the day, else the person under the own name."""
    serving = [term for term in entry.terms if context.on is None or term.since <= context.on <= term.until]
    if not serving or former:
        return Actor(entry.name, "Civilians", entry.country, (), "leader", 0.7, entry.registry_id)
    term = max(serving, key=lambda term: term.since)
    served = registry.entries().get(term.of)
    if served:
        return replace(entry_actor(Alias(served, is_acronym=False), context), method="leader", confidence=0.85)
    kind = "military" if term.office == "commander" else "government"
    name = role_name(kind, _state(term.of), on=context.on, years=context.years)
    return Actor(name, "State forces", term.of, (), "leader", 0.95, entry.registry_id)


def _community(entry: Entry, context: Context, kind: str, state: State | None = None) -> Actor:
    """Members of a community: civilians, or its militia when they bear arms."""
    at_home = [iso3 for iso3 in context.countries if iso3 in entry.homes]
    where_from = (*at_home, *entry.homes[:1]) or context.countries
    state = state or (_state(where_from[0]) if where_from else None)
    where = f" ({state.name})" if state else ""
    group = f"{entry.name}{where}"
    if kind in ARMED_KINDS or (kind in PEOPLE_KINDS and context.hint == "armed"):
        name = entry.name.removesuffix(" Group") + f" Militia{where}"
        return Actor(
            name,
            "Identity militia",
            state and state.iso3,
            (group,),
            "community",
            0.75,
            entry.registry_id,
            is_generic=True,
        )
    kind = _hinted(kind, context) if kind in PEOPLE_KINDS else "civilian"
    name = role_name(kind, state, on=context.on)
    return Actor(
        name,
        kinds()[kind].acled_type,
        state and state.iso3,
        (group,),
        "community",
        0.8,
        entry.registry_id,
        is_generic=True,
    )


def _hinted(kind: str, context: Context) -> str:
    """The kind of unarmed people on that side of an event."""
    return HINTED_PEOPLE.get(context.hint or "", kind) if kind == "civilian" else kind


def _of_state(phrase: Phrase, context: Context) -> Actor | None:
    """A country as an actor: its government, or its forces where arms are used; a part of a country is none."""
    assert phrase.head is not None
    if "place" in phrase.qualifiers or context.hint == "civilian" and phrase.head.sort == "capital":
        return None
    kind = HINTED_STATE.get(context.hint or "", "government")
    if phrase.head.sort == "capital":
        if kind in PEOPLE_KINDS or phrase.modifiers or phrase.owner:
            return None
        in_play = phrase.head.state is not None and phrase.head.state.iso3 in context.countries
        return _role(kind, phrase.head.state, context, "capital_metonym", 0.75 if in_play else 0.5)
    return _role("civilian" if context.hint == "civilian" else kind, phrase.head.state, context, "country_noun", 0.9)


def _of_demonym(phrase: Phrase, context: Context) -> Actor | None:
    """People of a nationality: civilians unless the event's side says otherwise."""
    assert phrase.head is not None
    armed = context.hint in {"armed", "military", "state", "police"}
    kind = HINTED_STATE.get(context.hint or "", "government") if armed else _hinted("civilian", context)
    return _role(kind, phrase.head.state, context, "demonym", 0.6 if armed else 0.8)


def _role(
    kind: str, state: State | None, context: Context, method: Method, confidence: float, assoc: str = ""
) -> Actor:
    """A role of a state as an actor."""
    where = f" ({state.name})" if state else ""
    return Actor(
        name=role_name(kind, state, on=context.on, years=context.years),
        acled_type=kinds()[kind].acled_type,
        country_iso3=state.iso3 if state else None,
        assoc=(f"{assoc}{where}",) if assoc else (),
        method=method,
        confidence=confidence,
        is_generic=not kinds()[kind].is_state or state is None,
    )


def _of_agent(phrase: Phrase, context: Context) -> Actor | None:
    """A role noun with what stands about it: a name of the registry, a person, a state, another role noun, or nothing."""
    assert phrase.head is not None
    assert phrase.head.agent is not None
    agent = _telling(phrase, phrase.head.agent)
    if agent.kind == GROUP:
        return _of_group(phrase, context)
    if agent.kind == "organisation" or _is_own_name(phrase):
        return _named(phrase, context, agent)
    kind = _qualified(phrase, agent.named_as)
    alias = _nearest_alias(phrase, context)
    if alias and alias.entry.kind != "person":
        return _entry_role(alias, kind, agent, phrase, context)
    state, method, confidence = _nearest_state(phrase, context, alias)
    if agent.kind == "representative" and method == "role_noun" and phrase.head.agent.yields:
        confidence = 0.4
    return _role(_hinted(kind, context), state, context, method, confidence, agent.assoc)


def _telling(phrase: Phrase, agent: Agent) -> Agent:
    """The head's role noun, or the one before it that says more ("rebel commander", "student leader")."""
    if not agent.yields:
        return agent
    before = phrase.last_modifier("agent")
    return before.agent if before and before.agent and before.agent.kind in TELLING else agent


def _qualified(phrase: Phrase, kind: str) -> str:
    """The kind of a role noun after its qualifiers: former soldiers, armed men, mutinous troops."""
    if kind in ARMED_KINDS and any(unit.sort == "tie" and unit.agent for unit in phrase.modifiers):
        return "pro-government militia"
    if "former" in phrase.qualifiers and kind in {"military", "government"}:
        return f"former {kind}"
    if "mutinous" in phrase.qualifiers and kind == "military":
        return "mutiny"
    return "armed" if "arming" in phrase.qualifiers and kind == "civilian" else kind


def _nearest_alias(phrase: Phrase, context: Context) -> Alias | None:
    """The registry name nearest to the head: before it, as its owner, or after "of"."""
    parts = [
        phrase.last_modifier("entry"),
        phrase.owner and phrase.owner.head,
        phrase.complement and phrase.complement.head,
    ]
    for unit in parts:
        if unit and unit.aliases:
            return registry.choose(unit.aliases, in_play=_in_play(phrase, context), on=context.on)
    return None


def _entry_role(alias: Alias, kind: str, agent: Agent, phrase: Phrase, context: Context) -> Actor:
    """A role noun with a registry name: the named actor itself, its people, or people beside it."""
    entry = alias.entry
    if entry.kind == "community":
        state = next((unit.state for unit in reversed(phrase.modifiers) if unit.state), None)
        return _community(entry, context, kind, state)
    actor = entry_actor(alias, context)
    if kind in PEOPLE_KINDS and (kind != "civilian" or entry.kind not in {"igo", "ngo", "mission", "company", "media"}):
        state, method, confidence = _nearest_state(phrase, context, None)
        people = _role(_hinted(kind, context), state, context, method, min(confidence, 0.6), agent.assoc)
        return replace(people, assoc=(*people.assoc, actor.name))
    return actor


def _nearest_state(phrase: Phrase, context: Context, alias: Alias | None) -> tuple[State | None, Method, float]:
    """The state of a role noun with how it was found: in the phrase, through a person in office, else the first one in play."""
    for unit in _bearers(phrase):
        if unit.state:
            return unit.state, "demonym_role", 0.9
    if alias:
        served = _person(alias.entry, context)
        if served.country_iso3:
            return _state(served.country_iso3), "leader", 0.85
    state = context.state()
    return state, "role_noun", 0.6 if state else 0.4


def _bearers(phrase: Phrase) -> list[Unit]:
    """The units that may give a role noun its state, nearest first."""
    found = [unit for unit in reversed(phrase.modifiers) if unit.sort in {"state", "demonym", "capital", "tie"}]
    for part in (phrase.owner, phrase.complement):
        if part and part.head:
            found += [part.head, *(unit for unit in part.modifiers if unit.sort == "demonym")]
    return found


def _of_group(phrase: Phrase, context: Context) -> Actor | None:
    """ "Hundreds of students", "members of the Taliban": what the group consists of."""
    for part in (phrase.complement, phrase.owner):
        actor = _resolve(part, context) if part else None
        if actor:
            return actor
    alias = _nearest_alias(phrase, context)
    if alias:
        return entry_actor(alias, context)
    before = phrase.last_modifier("agent", "demonym")
    if before:
        return _resolve(
            replace(phrase, head=before, modifiers=phrase.modifiers[: phrase.modifiers.index(before)]), context
        )
    if context.hint in HINTED_PEOPLE:
        return _role(HINTED_PEOPLE[context.hint], context.state(), context, "role_noun", 0.4)
    return None


def _is_own_name(phrase: Phrase) -> bool:
    """True for a name that ends in a role noun with a capital: "Zintan Military Council"."""
    assert phrase.head is not None
    before = phrase.modifiers[-1] if phrase.modifiers else None
    name = phrase.head.text.split()
    return bool(
        before and before.sort == "name" and has_role(name[-1], "body") and all(word[0].isupper() for word in name)
    )


def _named(phrase: Phrase, context: Context, agent: Agent) -> Actor | None:
    """A name unknown to the registry, typed by its last word; an organisation without a name is no actor."""
    assert phrase.head is not None
    run = [phrase.head]
    for unit in reversed(phrase.modifiers):
        if unit.sort not in {"name", "agent", "state", "demonym"} or not unit.text[0].isupper():
            break
        run.insert(0, unit)
    if len(run) == 1:
        return None
    state, _, _ = _nearest_state(phrase, Context(), None)
    kind = agent.named_as if agent.kind != "military" or state else "rebel"
    name = " ".join(unit.text for unit in run)
    return Actor(name, kinds()[kind].acled_type, state and state.iso3, (), "name_role", 0.5)


def _of_name(phrase: Phrase, context: Context) -> Actor | None:
    """A name that the registry does not have: a person in office by surname, a titled person, or the bare name."""
    assert phrase.head is not None
    title = phrase.last_modifier("agent")
    person = _by_surname(phrase, context, titled=title is not None)
    if person:
        return person
    bearer = phrase.last_modifier("entry", "state", "demonym") or (phrase.owner and phrase.owner.head)
    if title and title.agent:
        return _titled(phrase, context, title, bearer)
    if phrase.apposition:
        beside = _resolve(phrase.apposition, context)
        if beside and beside.method in {"registry", "registry_acronym", "demonym_role", "leader"}:
            return replace(beside, confidence=round(beside.confidence * 0.9, 3))
    if bearer and bearer.aliases:
        return _of_entry(replace(phrase, head=bearer), context)
    kind = _hinted("civilian", context)
    state = bearer.state if bearer else None
    return Actor(phrase.head.text, kinds()[kind].acled_type, state and state.iso3, (), "unknown_name", 0.35)


def _titled(phrase: Phrase, context: Context, title: Unit, bearer: Unit | None) -> Actor | None:
    """A name after a role noun: what the person stands for ("Turkish general X"), else the person ("farmer X")."""
    assert phrase.head is not None
    before = phrase.modifiers[: phrase.modifiers.index(title)]
    role = _of_agent(replace(phrase, head=title, modifiers=before), context)
    if role is None or "former" in phrase.qualifiers or not (bearer or not role.is_generic):
        acled_type = role.acled_type if role and "former" not in phrase.qualifiers else "Civilians"
        country = role.country_iso3 if role else None
        return Actor(phrase.head.text, acled_type, country, role.assoc if role else (), "name_role", 0.5)
    if role.acled_type in {"Civilians", "Protesters", "Rioters"} and role.registry_id is None:
        return replace(role, name=phrase.head.text, method="name_role", confidence=0.5, is_generic=False)
    return role


def _by_surname(phrase: Phrase, context: Context, *, titled: bool) -> Actor | None:
    """The person in office on that day whose surname stands alone or after a title; one person only."""
    assert phrase.head is not None
    name = words(phrase.head.text)
    while len(name) > 1 and has_role(name[0].text, "particle"):
        name = name[1:]
    if len(name) != 1:
        return None
    people = registry.surnames().get(name[0].folded, ())
    in_play = _in_play(phrase, context)
    found = [
        person
        for person in people
        if any(
            (context.on is None or term.since <= context.on <= term.until)
            and (term.of in in_play or (titled and not in_play))
            for term in person.terms
        )
    ]
    if len(found) != 1:
        return None
    return replace(_person(found[0], context, former="former" in phrase.qualifiers), confidence=0.8 if titled else 0.7)


RULES: dict[str, Callable[[Phrase, Context], Actor | None]] = {
    "entry": _of_entry,
    "state": _of_state,
    "capital": _of_state,
    "demonym": _of_demonym,
    "agent": _of_agent,
    "name": _of_name,
}
