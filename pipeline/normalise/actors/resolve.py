"""From a noun phrase to an actor: registry names, people in office, states, role nouns, at last the bare name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.normalise.actors import registry
from pipeline.normalise.actors.agents import GROUP, Agent, agents
from pipeline.normalise.actors.coding import (
    ARMED_KINDS,
    HINTED_PEOPLE,
    HINTED_STATE,
    PEOPLE_KINDS,
    TELLING,
    Context,
    community_actor,
    context_of,
    entry_actor,
    hinted,
    iso3_of,
    person_actor,
    role_actor,
    state_of,
)
from pipeline.normalise.actors.matching import fold, words
from pipeline.normalise.actors.model import ARMED_TYPES, Actor, Method
from pipeline.normalise.actors.naming import kinds
from pipeline.normalise.actors.phrase import MAX_WORDS, Phrase, Unit, coordinates, has_role, parse, phrase_of, units

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from pipeline.normalise.actors.countries import State
    from pipeline.normalise.actors.registry import Alias


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

    head is the head word as it stands in the text; countries the ISO3 codes in play, most likely first; on the day of
    the event (for terms of office, regimes, ambiguous names); hint the event's side: "armed", "military", "police",
    "protester", "rioter", "civilian", "state"; proper is False when the head is known to be a common noun
    ("Tensions rose") or a place. With years, forces carry the years of their regime: "Military Forces of Mali (2021-)".
    """
    context = context_of(countries, on, hint, years=years)
    phrase = phrase_of(text, head)
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
    context = context_of(countries, on, hint, years=years)
    found = (_resolve(parse(part), context) for part in coordinates(units(text, limit=MAX_WORDS)))
    return tuple({actor.name: actor for actor in found if actor}.values())


def _resolve(phrase: Phrase, context: Context) -> Actor | None:
    """The actor of a phrase by the first rule that knows its head."""
    if phrase.head is None:
        return None
    rule = RULES.get(phrase.head.sort)
    return rule(phrase.head, phrase, context) if rule else None


def _of_entry(head: Unit, phrase: Phrase, context: Context) -> Actor | None:
    """The actor when the head is a name of the registry."""
    alias = registry.choose(head.aliases, in_play=_in_play(phrase, context), on=context.on)
    if alias is None and (words_of := _in_words(head)):
        return _resolve(words_of, context)
    if alias is None:
        types = {alias.entry.acled_type for alias in head.aliases}
        acled_type = types.pop() if len(types) == 1 else "Political militia"
        return Actor(head.text, acled_type, None, method="unknown_name", confidence=0.3)
    if alias.entry.kind == "community":
        return community_actor(alias.entry, context, "civilian", _own_state(phrase))
    former = "former" in phrase.qualifiers
    actor = entry_actor(alias, context, former=former)
    title = phrase.last_modifier("agent")
    in_office = title and title.agent and title.agent.named_as in {"government", "military"} and not former
    if in_office and actor.name == alias.entry.name and alias.entry.kind == "person":
        return entry_actor(alias, replace(context, on=None))  # the text itself says that the person is in office
    return actor


def _in_words(head: Unit) -> Phrase | None:
    """A name that is a description, read as one: "Kurdish rebels" where no country in play has them as a group."""
    first, _, last = head.text.rpartition(" ")
    agent = agents().get(fold(last)) if last.islower() else None
    if agent is None or not first:
        return None
    return Phrase(Unit("agent", last, head.end - len(last), head.end, agent=agent), tuple(units(first)))


def _own_state(phrase: Phrase) -> State | None:
    """The state that a modifier names, nearest to the head."""
    return next((unit.state for unit in reversed(phrase.modifiers) if unit.state), None)


def _in_play(phrase: Phrase, context: Context) -> tuple[str, ...]:
    """The countries of the phrase's own words, then those in play."""
    heads = [part.head for part in (phrase.owner, phrase.complement) if part and part.head]
    own = [unit.state.iso3 for unit in (*reversed(phrase.modifiers), *heads) if unit.state]
    return tuple(dict.fromkeys((*own, *context.countries)))


def _of_state(head: Unit, phrase: Phrase, context: Context) -> Actor | None:
    """A country as an actor: its government, or its forces where arms are used; a part of a country is none."""
    if "place" in phrase.qualifiers or (context.hint == "civilian" and head.sort == "capital"):
        return None
    kind = HINTED_STATE.get(context.hint or "", "government")
    if head.sort == "capital":
        if kind in PEOPLE_KINDS or phrase.modifiers or phrase.owner:
            return None
        in_play = head.state is not None and head.state.iso3 in context.countries
        return role_actor(kind, head.state, context, "capital_metonym", 0.75 if in_play else 0.5)
    return role_actor("civilian" if context.hint == "civilian" else kind, head.state, context, "country_noun", 0.9)


def _of_demonym(head: Unit, phrase: Phrase, context: Context) -> Actor | None:
    """People of a nationality: civilians unless the event's side says otherwise."""
    armed = context.hint in {"armed", "military", "state", "police"}
    kind = HINTED_STATE.get(context.hint or "", "government") if armed else hinted("civilian", context)
    if "arming" in phrase.qualifiers:
        kind = "armed"
    return role_actor(kind, head.state, context, "demonym", 0.6 if armed else 0.8)


def _of_agent(head: Unit, phrase: Phrase, context: Context) -> Actor | None:
    """A role noun with what stands about it: a name of the registry, a person, a state, a role noun, nothing."""
    if head.agent is None:
        return None
    agent = _telling(phrase, head.agent)
    if holder := _holder(phrase, agent):
        return _resolve(holder, context)
    speaks = context.hint == "speaker" and agent.yields and agent.kind == "armed" and "arming" not in phrase.qualifiers
    if agent.kind == GROUP or speaks:  # a group that urges or accuses need not bear arms: "a group of mayors"
        return _of_group(phrase, context)
    if agent.kind == "organisation" or _is_own_name(head, phrase):
        return _named(head, phrase, agent, context)
    kind = _qualified(phrase, agent.named_as)
    alias = _nearest_alias(phrase, context)
    known = _of_alias(alias, kind, agent, phrase, context) if alias else None
    if known := known or (_band(phrase, head, agent, context) if agent.kind in ARMED_KINDS else None):
        return known
    state, method, confidence = _nearest_state(phrase, context, alias)
    if agent.kind == "representative" and method == "role_noun" and head.agent.yields:
        confidence = 0.4
    return role_actor(hinted(kind, context), state, context, method, confidence, agent.assoc)


def _band(phrase: Phrase, head: Unit, agent: Agent, context: Context) -> Actor | None:
    """A group that no registry knows: of whom fighters are ("fighters of the Free Front"), or "the Shield militia"."""
    for part in (phrase.complement, phrase.owner):
        unit = part.head if part else None
        if part and unit and unit.agent and _is_own_name(unit, part):
            return _named(unit, part, unit.agent, context)
    before = phrase.modifiers[-1] if phrase.modifiers else None
    if before and before.sort == "name" and has_role(head.text, "band"):
        return _named(head, phrase, agent, context)
    return None


def _holder(phrase: Phrase, agent: Agent) -> Phrase | None:
    """The owner by a role noun that says more than the head: "the rebels' tanks", "the rebels' fighters"."""
    owner = phrase.owner.head.agent if phrase.owner and phrase.owner.head else None
    if owner is None:
        return None
    held = agent.kind.endswith((" asset", " property")) or (agent.kind == "armed" and owner.kind in TELLING)
    return phrase.owner if held else None


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
    follows = phrase.owner is not None and phrase.head is not None and has_role(phrase.head.text, "follower")
    commander = phrase.owner.head.agent if follows and phrase.owner and phrase.owner.head else None
    if kind == "civilian" and commander and commander.named_as in {"military", "police"}:
        return commander.named_as  # "the army chief's men"
    return "armed" if kind == "civilian" and (follows or "arming" in phrase.qualifiers) else kind


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


def _of_alias(alias: Alias, kind: str, agent: Agent, phrase: Phrase, context: Context) -> Actor | None:
    """A role noun with a registry name as that name's, or as the group's whom the person leads: "Nasrallah's men"."""
    if alias.entry.kind != "person":
        return _entry_role(alias, kind, agent, phrase, context)
    led = person_actor(alias.entry, context) if kind in ARMED_KINDS else None
    return led if led and led.acled_type in ARMED_TYPES else None


def _entry_role(alias: Alias, kind: str, agent: Agent, phrase: Phrase, context: Context) -> Actor:
    """A role noun with a registry name: the named actor itself, its people, or people beside it."""
    entry = alias.entry
    if entry.kind == "community":
        return community_actor(entry, context, kind, _own_state(phrase))
    actor = entry_actor(alias, context)
    if kind in PEOPLE_KINDS and (kind != "civilian" or entry.kind not in {"igo", "ngo", "mission", "company", "media"}):
        state, method, confidence = _nearest_state(phrase, context, None)
        people = role_actor(hinted(kind, context), state, context, method, min(confidence, 0.6), agent.assoc)
        return replace(people, assoc=(*people.assoc, actor.name))
    return actor


def _nearest_state(phrase: Phrase, context: Context, alias: Alias | None) -> tuple[State | None, Method, float]:
    """The state of a role noun with how it was found: in the phrase, through a person, else the first in play."""
    for unit in _bearers(phrase):
        if unit.state:
            return unit.state, "demonym_role", 0.9
    if alias:
        served = person_actor(alias.entry, context)
        if served.country_iso3:
            return state_of(served.country_iso3), "leader", 0.85
    state = context.state()
    return state, "role_noun", 0.6 if state else 0.4


def _bearers(phrase: Phrase) -> list[Unit]:
    """The units that may give a role noun its state, nearest first."""
    found = [unit for unit in reversed(phrase.modifiers) if unit.sort in {"state", "demonym", "capital", "tie"}]
    for part in (phrase.owner, phrase.complement):
        if part and part.head:
            found += [part.head, *(unit for unit in part.modifiers if unit.sort == "demonym")]
            found += [part.owner.head] if part.owner and part.owner.head else []  # "Kenya's army chief's men"
    return found


def _of_group(phrase: Phrase, context: Context) -> Actor | None:
    """What a group consists of: "hundreds of students", "members of the Taliban"."""
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
    if context.hint in {*HINTED_PEOPLE, "civilian"}:
        return role_actor(hinted("civilian", context), context.state(), context, "role_noun", 0.4)
    return None


def _is_own_name(head: Unit, phrase: Phrase) -> bool:
    """True for a name that ends in a role noun with a capital: "Zintan Military Council"."""
    before = phrase.modifiers[-1] if phrase.modifiers else None
    name = head.text.split()
    return bool(
        before and before.sort == "name" and has_role(name[-1], "body") and all(word[0].isupper() for word in name)
    )


def _named(head: Unit, phrase: Phrase, agent: Agent, context: Context) -> Actor | None:
    """A name unknown to the registry, typed by its last word; an organisation without a name is no actor.

    Who bears arms is of the country in play where the name has none.
    """
    run = [head]
    for unit in reversed(phrase.modifiers):
        if unit.sort not in {"name", "agent", "state", "demonym", "capital"} or not unit.text[0].isupper():
            break
        run.insert(0, unit)
    if len(run) == 1:
        return None
    state, _, _ = _nearest_state(phrase, Context(), None)
    kind = agent.named_as if agent.kind != "military" or state else "rebel"
    if kind in ARMED_KINDS:
        state = state or context.state()
    name = " ".join(unit.text for unit in run)
    return Actor(name, kinds()[kind].acled_type, iso3_of(state), (), "name_role", 0.5)


def _of_name(head: Unit, phrase: Phrase, context: Context) -> Actor | None:
    """A name that the registry does not have: a person in office by surname, a titled person, or the bare name."""
    title = phrase.last_modifier("agent")
    person = _by_surname(head, phrase, context, titled=title is not None)
    if person:
        return person
    bearer = phrase.last_modifier("entry", "state", "demonym") or (phrase.owner.head if phrase.owner else None)
    if title and title.agent:
        return _titled(head, phrase, context, title, bearer)
    if phrase.apposition:
        beside = _resolve(phrase.apposition, context)
        if beside and beside.method in {"registry", "registry_acronym", "demonym_role", "leader"}:
            return replace(beside, confidence=round(beside.confidence * 0.9, 3))
    if bearer and bearer.aliases:
        return _of_entry(bearer, replace(phrase, head=bearer), context)
    kind = hinted("civilian", context)
    state = bearer.state if bearer else None
    return Actor(head.text, kinds()[kind].acled_type, iso3_of(state), (), "unknown_name", 0.35)


def _titled(head: Unit, phrase: Phrase, context: Context, title: Unit, bearer: Unit | None) -> Actor | None:
    """A name after a role noun: what the person stands for ("Turkish general X"), else the person ("farmer X")."""
    before = phrase.modifiers[: phrase.modifiers.index(title)]
    role = _of_agent(title, replace(phrase, head=title, modifiers=before), context)
    if role is None or "former" in phrase.qualifiers or not (bearer or not role.is_generic):
        acled_type = role.acled_type if role and "former" not in phrase.qualifiers else "Civilians"
        country = role.country_iso3 if role else None
        return Actor(head.text, acled_type, country, role.assoc if role else (), "name_role", 0.5)
    if role.acled_type in {"Civilians", "Protesters", "Rioters"} and role.registry_id is None:
        return replace(role, name=head.text, method="name_role", confidence=0.5, is_generic=False)
    return role


def _by_surname(head: Unit, phrase: Phrase, context: Context, *, titled: bool) -> Actor | None:
    """The person in office on that day whose surname stands alone or after a title; one person only."""
    name = words(head.text)
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
    return replace(
        person_actor(found[0], context, former="former" in phrase.qualifiers), confidence=0.8 if titled else 0.7
    )


RULES: dict[str, Callable[[Unit, Phrase, Context], Actor | None]] = {
    "entry": _of_entry,
    "state": _of_state,
    "capital": _of_state,
    "demonym": _of_demonym,
    "agent": _of_agent,
    "name": _of_name,
}
