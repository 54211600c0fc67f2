"""The actors of an event: each side's phrase resolved for the event's country, or ACLED's unidentified actor."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import fsum
from typing import TYPE_CHECKING, Any

from pipeline.classes import event_class
from pipeline.normalise.actors import Actor, ActorType, external, resolve, resolve_all
from pipeline.normalise.actors.agents import is_actor_noun
from pipeline.normalise.actors.countries import State, countries, name_book
from pipeline.normalise.actors.matching import WORD, fold
from pipeline.normalise.actors.matching import words as tokens
from pipeline.normalise.actors.model import ARMED_TYPES, CROWD_TYPES, STATE_TYPES, is_crowd
from pipeline.normalise.actors.naming import role_name
from pipeline.normalise.actors.registry import entries, mentions
from pipeline.normalise.short_names import short_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from pipeline.normalise.where import Scene, Where

LONGEST_NAME = 60  # characters: "the Democratic People's Republic of Korea"
LONGEST_BOND, LONGEST_LINK = 100, 16  # "thought to be members of |", "| the outlawed"
NEAR_OWNER = 4  # characters: "In Moscow, the"
OWNED = re.compile(r"^.*['’]s? |^\S+ ")  # what owns: "its |troops", "the group's |men"
OWNS = re.compile(r"['’]s?$")
ARMS = re.compile(r"\b(?:Army|Armée|Front|Brigades?|Militia|Forces?|Resistance|Liberation|Guard|Fighters|Battalion)\b")
GOES_ON = re.compile(r"[ -](?:in|of|for|and)\b", re.IGNORECASE)
# Whose words and deals are of politics, by type, and by how the actor was found.
PUBLIC = STATE_TYPES | ARMED_TYPES | CROWD_TYPES
NAMED_METHODS = frozenset({"registry", "registry_acronym", "leader", "community", "demonym", "country_noun"})
BODIES = frozenset({"armed", "igo", "mission", "coalition"})  # kinds of names that make a deal one of politics
TOLD_PLACES = frozenset({"near", "clause", "sentence"})
CROWDS = frozenset({"protester", "rioter"})
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


@dataclass(frozen=True, slots=True)
class Setting:
    """What decides between readings of an actor: the places around, the event's place and day."""

    scene: Scene
    place: Where
    on: date | None
    until: date | None = None

    def countries_of_report(self, owner: int) -> list[str]:
        """ISO3 codes of what stands right before an owner: "In Moscow, the ministry said its planes struck Idlib"."""
        near = [p for p in self.scene.places if p.start in self.scene.located and 0 <= owner - p.end <= NEAR_OWNER]
        return [p.country_iso3 for p in near if p.country_iso3]

    def countries(self, mention: Mapping[str, Any]) -> list[str]:
        """ISO3 codes in play, most likely first: of the event, of its sentence, of the article."""
        start, end = mention["sentence_start"], mention["sentence_end"]
        near = [p for p in (*self.scene.places, *self.scene.demonyms) if start <= p.start < end]
        ordered = [self.place.country_iso3, *(p.country_iso3 for p in near), *self.scene.countries]
        if mention["event_class"] in defaults_table()["conflict"]["abroad"]:
            named = [p.country_iso3 for p in near if p is not self.place.place]
            lead = [c for c in self.scene.countries[:1] if c in named]
            ordered = [*lead, *named, *self.scene.countries, self.place.country_iso3]
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
    return {side: {c: kind for kind, ids in kinds.items() for c in ids} for side, kinds in defaults_table().items()}


@cache
def defaults_table() -> Mapping[str, Mapping[str, list[str]]]:
    """Who acts or suffers where the text names nobody, by section: lexicons/events/defaults.toml."""
    return tomllib.loads(files("pipeline").joinpath("lexicons/events/defaults.toml").read_text(encoding="utf-8"))


def parties(text: str, mention: Mapping[str, Any], setting: Setting) -> Parties:
    """The coded actors of a mention; spans count the article's text."""
    in_play = setting.countries(mention)
    class_id = mention["event_class"]
    first, second = _both(text, mention, in_play, setting)
    nobodys = False
    if class_id == "aid" and _is_nobodys(text, mention["actor1_spans"], first):
        first = ()  # "trucks with flour" are no army's
    if class_id in defaults_table()["conflict"]["on_places"]:
        second = tuple(a for a in second if a.method != "capital_metonym")  # the town is struck, not its government
        by_state = bool(first) and first[0].acled_type in STATE_TYPES
        nobodys = by_state and _is_nobodys(text, mention["actor2_spans"], second)
        second = () if nobodys else second  # "France bombed a base in Mali": not the Malian army's
    if first and _is_scene(text, mention, first[0], class_id):
        first = ()
    if overhead := _overhead(class_id, first, in_play, setting):
        first = (overhead,)
    second = tuple(a for a in second if not first or a.name != first[0].name)  # nobody acts on himself
    shared = event_class(class_id).mutual or class_id in defaults_table()["article"]["shared"]
    if shared and not (first and second):
        # "drills of Russian, Tajik and Uzbek forces": one phrase holds both sides
        both = first or second
        first, second = (both[:1], both[1:]) if len(both) > 1 else (first, second)
    if first and not second and first[0].acled_type == "Civilians" and class_id in defaults_table()["conflict"]["arms"]:
        first, second = (), first  # "the shelling of villagers": whom it hits
    holder = None if second else _holder(mention, in_play, setting)
    one, how1 = _side_of(first, "1", class_id, setting)
    two, how2 = _side_of(second or ((holder,) if holder else ()), "2", class_id, setting)
    afar = class_id in defaults_table()["conflict"]["from_afar"]
    if afar and two is None and mention["actor2_spans"] and not nobodys:
        two, how2 = _unnamed("civilian", setting)  # a town is struck: those who live there
    if one and not two:
        two, how2 = _visited(one, mention, setting)
    if one and two and one.name == two.name:
        two, how2 = None, None
    told = (_resolved(text, [span], in_play, setting, None) for span in mention["other_spans"])
    others = [*first[1:], *second[1:], *(actor for found in told for actor in found)]
    named = {a.name for a in (one, two) if a}
    rest = tuple({a.name: a for a in others if a.name not in named}.values())
    return Parties(one, two, rest, how1, how2)


def _both(
    text: str, mention: Mapping[str, Any], in_play: list[str], setting: Setting
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The actors that both sides' phrases name."""
    class_id = mention["event_class"]

    def resolved(side: str, *ahead: str) -> tuple[Actor, ...]:
        hint = _defaults()[f"hint{side}"].get(class_id)
        return _resolved(text, mention[f"actor{side}_spans"], [*ahead, *in_play], setting, hint)

    first, second = resolved("1"), resolved("2")
    if class_id not in defaults_table()["conflict"]["abroad"]:
        return first, second
    if _is_bare(first) and (home := _home(second) or _home(first[1:])):
        return resolved("1", *home), second
    return first, resolved("2", *home) if _is_bare(second) and (home := _home(first)) else second


def _is_bare(found: tuple[Actor, ...]) -> bool:
    """True for "the government", "the army" and their like, of whichever country."""
    return bool(found) and found[0].method == "role_noun"


def _home(found: tuple[Actor, ...]) -> list[str]:
    """The country of a known armed group, whose other side at a table abroad is that country's: "Renamo" in Rome."""
    known = [a for a in found[:1] if a.method.startswith("registry") and a.acled_type in ARMED_TYPES]
    return [a.country_iso3 for a in known if a.country_iso3]


def is_private(row: Mapping[str, Any]) -> bool:
    """True for words and deals of private people and firms only: "he blamed the market", "the firm signed a deal".

    A peace deal is never private, whoever signed it, nor is relief for the besieged, nor what is told with the name of
    an armed group or of a body of states.
    """
    coded, words = event_class(row["event_class"]), defaults_table()["article"]
    if not (coded.speech or coded.class_id in words["public"]):
        return False
    if any(row[f"actor{n}_type"] in PUBLIC or row[f"actor{n}_method"] in NAMED_METHODS for n in ("1", "2")):
        return False
    about = "peace" if coded.mutual else "relief" if coded.class_id == "aid" else None
    if about and not set(re.findall(r"[a-z-]+", row["sentence_text"].lower())).isdisjoint(words[about]):
        return False
    return coded.speech or not any(entries()[who].kind in BODIES for _, _, who in mentions(row["sentence_text"]))


def _overhead(class_id: str, first: tuple[Actor, ...], in_play: list[str], setting: Setting) -> Actor | None:
    """Whose aircraft bomb a country that has none, where the text names no owner: "helicopters fired at Gaza"."""
    below = setting.place.country_iso3 if class_id in defaults_table()["conflict"]["states_only"] else None
    iso3 = next(iter(defaults_table()["skies"].get(below or "", ())), None)
    nobodys = not first or (first[0].method == "role_noun" and first[0].acled_type in STATE_TYPES)
    if iso3 is None or iso3 not in in_play or not nobodys:
        return None
    state = State(countries()[iso3].name, iso3)
    return Actor(role_name("military", state, on=setting.on), "State forces", iso3, (), "role_noun", 0.5)


def _is_scene(text: str, mention: Mapping[str, Any], actor: Actor, class_id: str) -> bool:
    """True for a country's name beside an act that states seldom do: "the Kenya bombing" was in Kenya."""
    if actor.method != "country_noun" or class_id not in defaults_table()["hint1"]["armed"]:
        return False
    span = mention["actor1_spans"][1]
    if class_id in defaults_table()["conflict"]["arms"]:
        return not text[span["start"] : span["end"]].isupper()
    before = span["end"] <= mention["trigger_end"] <= span["end"] + len(mention["trigger_text"]) + 1
    return before and not text[span["start"] : span["end"]].isupper()


def _is_nobodys(text: str, spans: list[Mapping[str, int]], found: tuple[Actor, ...]) -> bool:
    """True for a thing of the military of which no word says whose it is: "positions", "a convoy"."""
    if len(spans) != 2 or not found or found[0].method != "role_noun":
        return False
    head = text[spans[1]["start"] : spans[1]["end"]]
    before = text[spans[0]["start"] : spans[1]["start"]].split()
    owned = any(is_actor_noun(OWNS.sub("", word)) for word in before)  # "regime targets", "the tribesmen's stronghold"
    return not owned and (is_actor_noun(head) or "").startswith(("military property", "military asset"))


def _visited(one: Actor, mention: Mapping[str, Any], setting: Setting) -> tuple[Actor | None, str | None]:
    """Whom a state visits, sends forces to or punishes, where nobody tells it: the host, or who the text is about."""
    class_id, words = mention["event_class"], defaults_table()["article"]
    at_host = mention["rule_id"] in words["visits"] or class_id in words["abroad"]
    two, how = _host(one, setting) if at_host else (None, None)
    return (two, how) if two or class_id not in words["aimed"] else _aim(one, setting)


def _host(guest: Actor, setting: Setting) -> tuple[Actor | None, str | None]:
    """The government of the country that a state's envoy visits."""
    country = countries().get(setting.place.country_iso3 or "")
    if country is None or guest.acled_type not in STATE_TYPES or guest.country_iso3 in {None, country.iso3}:
        return None, None
    name = role_name("government", State(country.name, country.iso3), on=setting.on)
    return Actor(name, "State forces", country.iso3, confidence=0.5), "host"


def _aim(doer: Actor, setting: Setting) -> tuple[Actor | None, str | None]:
    """The government of the state that the article is most about, beside the state that acts."""
    iso3 = next((iso3 for iso3 in setting.scene.countries if iso3 != doer.country_iso3), None)
    if iso3 is None or doer.acled_type not in STATE_TYPES:
        return None, None
    name = role_name("government", State(countries()[iso3].name, iso3), on=setting.on)
    return Actor(name, "State forces", iso3, confidence=0.4), "cast"


def _side_of(found: tuple[Actor, ...], side: str, class_id: str, setting: Setting) -> tuple[Actor | None, str | None]:
    """The actor of a side, typed for the event's country, and how it was found; ACLED's unidentified one for none."""
    kind = _defaults()[f"actor{side}"].get(class_id)
    here = setting.place.country_iso3 if setting.place.method in TOLD_PLACES else None
    if found and kind in CROWDS and found[0].acled_type not in ARMED_TYPES and not _is_crowd(found[0], here):
        return _as_crowd(found[0], kind, setting), found[0].method
    if found:
        return external(found[0], setting.place.country_iso3), found[0].method
    actor, method = _unnamed(kind, setting)
    return (external(actor, setting.place.country_iso3) if actor else None), method


def _is_crowd(actor: Actor, here: str | None) -> bool:
    """True for a crowd of a country; those who come from abroad are one of where they march: "Kurds in Hamburg"."""
    from_abroad = here is not None and actor.country_iso3 not in {None, here}
    return is_crowd(actor.name, actor.acled_type) and not from_abroad


def _as_crowd(actor: Actor, kind: str, setting: Setting) -> Actor:
    """Those who protest or riot as ACLED names them: the crowd of the country, with who they are as associates."""
    crowd, _ = _unnamed(kind, setting)
    if crowd is None:
        return actor
    bare = actor.acled_type in STATE_TYPES or actor.name.startswith(("Civilians", "Protesters", "Rioters"))
    who = () if bare else (actor.name,)
    return replace(crowd, confidence=actor.confidence, assoc=(*who, *actor.assoc))


def _resolved(
    text: str, spans: list[Mapping[str, int]], in_play: list[str], setting: Setting, hint: str | None
) -> tuple[Actor, ...]:
    """The actors that a role's phrase names; a name that only the gazetteer knows is a place, no actor."""
    if not spans:
        return ()
    head = spans[1] if len(spans) > 1 else spans[0]
    words, name = text[spans[0]["start"] : spans[0]["end"]], text[head["start"] : head["end"]]
    if state := _state_at(text, head["start"]):
        words = name = state  # "the Democratic People's Republic of Korea", of which a parser finds the first word
    else:
        words += _rest_of_name(text, spans[0]["start"], spans[0]["end"])
    if len(spans) > 2:  # "its troops": those of the phrase that the pronoun stands for
        owned = OWNED.search(words)
        words = f"{text[spans[2]['start'] : spans[2]['end']]}'s {words[owned.end() :] if owned else words}"
        in_play = [*setting.countries_of_report(spans[2]["start"]), *in_play]
    proper = not setting.scene.holds(head["start"], head["end"])
    actor = resolve(words, head=name, countries=in_play, on=setting.on, hint=hint, proper=proper)
    if actor and actor.method == "leader" and actor.acled_type == "Civilians" and setting.until:
        # in 1998, of which August is a part
        actor = resolve(words, head=name, countries=in_play, on=setting.until, hint=hint, proper=proper)
    short = _short_name(text, spans[0], name)
    if short and (name == short or name in short_names(text)[short].split() or _is_held(name)):
        actor = _by_long_name(short, actor, text, in_play, setting, hint)
    if actor and actor.method == "role_noun" and (group := _group_of(text, spans[0]["end"])):
        named = resolve(group, countries=in_play, on=setting.on)
        actor = named if named and named.acled_type in ARMED_TYPES else actor
    if actor is None or (actor.method == "unknown_name" and setting.scene.names(actor.name)):
        return ()
    several = resolve_all(words, countries=in_play, on=setting.on, hint=hint) if " and " in words else ()
    return several if len(several) > 1 and actor.name in {a.name for a in several} else (actor,)


def _is_held(noun: str) -> bool:
    """True for what somebody holds, or who follows him, who is named behind it: "a base of the Union for Peace"."""
    kind = is_actor_noun(noun) or ""
    return kind.endswith((" property", " asset")) or kind in {"armed", "rebel", "militia"}


def _short_name(text: str, span: Mapping[str, int], name: str) -> str | None:
    """The short name that a phrase is, or whose long form begins in it; None for a phrase of none."""
    for short, long in short_names(text).items():
        if short == name or text.find(long, span["start"], span["end"] + len(long)) >= 0:
            return short
    return None


def _by_long_name(
    short: str, actor: Actor | None, text: str, in_play: list[str], setting: Setting, hint: str | None
) -> Actor | None:
    """The actor of a short name that the article explains, unless the registry knows it in a country in play."""
    long = short_names(text)[short]
    known = resolve(long, countries=in_play, on=setting.on, hint=hint)
    if known and known.method.startswith("registry"):
        return known
    if actor and actor.method.startswith("registry") and actor.country_iso3 in {None, *in_play}:
        return actor
    armed = hint in {"armed", "military"} or ARMS.search(long) is not None
    home = known.country_iso3 if known else None
    country = home or next(iter(in_play), None)
    return Actor(f"{short}: {long}", "Political militia" if armed else "Civilians", country, (), "name_role", 0.5)


def _group_of(text: str, end: int) -> str | None:
    """The group that a text says somebody is of, right behind him: "gunmen | believed to belong to Boko Haram"."""
    ahead = text[end : end + LONGEST_BOND]
    bond = max(filter(ahead.lstrip(", ").startswith, defaults_table()["bonds"]["of"]), key=len, default=None)
    if bond is None:
        return None
    behind = ahead.index(bond) + len(bond)
    return next((ahead[s:e] for s, e, _ in mentions(ahead) if behind < s <= behind + LONGEST_LINK), None)


def _state_at(text: str, start: int) -> str | None:
    """The name of a state in three words or more that starts there."""
    ahead = text[start : start + LONGEST_NAME]
    first = WORD.search(ahead)
    if first is None or fold(first.group()) not in name_book().firsts:
        return None
    found = tokens(ahead)
    hit = name_book().longest(ahead, found, 0)
    return ahead[: found[hit[0] - 1].end] if hit and hit[0] > 2 else None


def _rest_of_name(text: str, start: int, end: int) -> str:
    """What the parser cut off from a registered name at the end of a phrase: "Al Qaeda | in the Arabian Peninsula"."""
    if not GOES_ON.match(text, end):
        return ""
    behind = (stop for first, stop, _ in mentions(text[start : end + LONGEST_NAME]) if first < end - start < stop)
    return text[end : start + next(behind, 0)]


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


# "rebel-held areas", "opposition-controlled Aleppo": who holds the place that is struck.
_HOLDER = re.compile(r"\b([A-Z]?[\w']+(?: [A-Z][\w']+)?)[- ](?:held|controlled|occupied)\b")


def _holder(mention: Mapping[str, Any], in_play: list[str], setting: Setting) -> Actor | None:
    """The actor that the sentence says holds the place of an attack."""
    if mention["event_class"] not in defaults_table()["conflict"]["on_places"]:
        return None
    found = _HOLDER.search(mention["sentence_text"])
    return (
        resolve(f"{found.group(1)} forces", head="forces", countries=in_play, on=setting.on, hint="armed")
        if found
        else None
    )
