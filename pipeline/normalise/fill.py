"""Sides that a sentence leaves open, or names by a bare noun, taken from elsewhere in the article."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.classes import event_class
from pipeline.normalise.actors import external
from pipeline.normalise.actors.countries import State, countries
from pipeline.normalise.actors.model import ARMED_TYPES, CROWD_TYPES, STATE_TYPES, UNARMED_TYPES, is_crowd
from pipeline.normalise.actors.naming import role_name
from pipeline.normalise.actors.registry import armed_groups, entries, named
from pipeline.normalise.claims import claimant
from pipeline.normalise.missions import OWN_PEACE, PEACEKEEPERS, mission
from pipeline.normalise.parties import defaults_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.normalise.actors import Actor
    from pipeline.normalise.actors.registry import Entry
    from pipeline.normalise.cast import Cast

Side: TypeAlias = tuple[str, str | None, str | None, str | None]  # name, type, country, associates
COALITION = "Coalition Forces"  # those that no registry knows
MEDIATION = "mediation"  # who mediates is no side of the talks
TWICE = 2
RECENT = 400  # characters: what "the attack" was told in, a sentence or two before
DOERS = ARMED_TYPES | STATE_TYPES
STEM = 5  # letters that "shelled" and "shelling" share
SIDES = (("1", "2"), ("2", "1"))
UNNAMED = ("Unidentified Armed Group", "Unidentified Gang", "Opposition Rebels", "Separatist Rebels")


def fill_sides(rows: list[dict[str, Any]], text: str, cast: Cast) -> list[dict[str, Any]]:
    """The coded mentions of one article, sides that their sentences leave open taken from elsewhere in the article.

    The method is "article" where another mention names the side: the nearest of the same kind of act in the same
    country ("two people died in the shelling" after "the army shelled the town"), the adversary that the other side has
    elsewhere, the only pair of adversaries; it is "cast" where the article only names a group or state that fights.
    """
    name_sides(rows, text)
    _name_doers(rows, text, cast.countries)
    # A toll is of an event told before: its sides are that event's.
    open_rows = [r for r in rows if r["rule_id"] != "toll"]
    foes = [dict(r) for r in rows if event_class(r["event_class"]).violent and _named(r, "1") and _named(r, "2")]
    for side, other in SIDES:
        told = [dict(r) for r in rows if _named(r, side)]
        for row in open_rows:
            if not _named(row, side):
                found = _same_act(row, told, side, other) or _adversary(row, foes, side, other)
                _put(row, side, found, "article")
    for row in open_rows:
        unknown = not _named(row, "1") and not _named(row, "2")
        if unknown and row["event_class"] in defaults_table()["conflict"]["between"] and (sides := cast.table()):
            _put(row, "1", _columns(sides[0], row), "cast")
            _put(row, "2", _columns(sides[1], row), "cast")
    for side, other in reversed(SIDES):
        for row in open_rows:
            if not _named(row, side):
                _put(row, side, _from_cast(row, cast, side, other), "cast")
    return rows


def name_sides(rows: list[dict[str, Any]], text: str) -> None:
    """Name "the militants" where the article names one group of their country, and those arrested at a protest."""
    groups, words, allies = named_groups(text), defaults_table()["article"], named_coalition(text)
    for row in rows:
        for side, _ in SIDES:
            head = _head(row, side, text)
            if allies and (head in words["allied"] or (row[f"actor{side}"] or "").startswith(COALITION)):
                _put(row, side, allies, "article")
            group = only_group(groups, row[f"actor{side}_country"] or row["country_iso3"])
            if head in words["officers"] and row["event_class"] in words["policed"]:
                _police(row)
            unknown = (row[f"actor{side}"] or "").startswith(UNNAMED) or _is_band_of(row[f"actor{side}"], group)
            if group and unknown and head in words["fighters"] and not _are_foes(rows, group[0]):
                _put(row, side, group, "article")
        said = set(re.findall(r"[a-z]+", row["sentence_text"].lower()))
        if row["event_class"] in words["arrests"] and row["actor2_type"] in {None, "Civilians"}:
            country = countries().get(row["country_iso3"] or "")
            if country and not said.isdisjoint(words["protests"]):
                _put(row, "2", (f"Protesters ({country.name})", "Protesters", country.iso3, None), "article")


def _head(row: Mapping[str, Any], side: str, text: str) -> str:
    """The word that a side is told by, in lower case; empty for none."""
    spans = row[f"actor{side}_spans"]
    return text[spans[1]["start"] : spans[1]["end"]].lower() if spans else ""


def _police(row: dict[str, Any]) -> None:
    """Name the police of the state whose army "officers" were taken for: those at a protest are policemen."""
    on = row["date_start"].date() if row["date_start"] else None
    for side, _ in SIDES:
        country = countries().get(row[f"actor{side}_country"] or "")
        if country and (row[f"actor{side}"] or "").startswith("Military Forces"):
            name = role_name("police", State(country.name, country.iso3), on=on)
            _put(row, side, (name, "State forces", country.iso3, None), row[f"actor{side}_method"])


def _is_band_of(name: str | None, group: Side | None) -> bool:
    """True for fighters of a people in whose name a group fights: "Kachin rebels" and the Kachin Independence Army."""
    people = (name or "").partition(" ")[0]
    return bool(name and group and "Militia (" in name and people in group[0].split())


def _name_doers(rows: list[dict[str, Any]], text: str, in_play: Sequence[str]) -> None:
    """Peacekeepers by their mission; as who did what nobody is named for, the group that claimed it or is blamed."""
    group = claimant(text, in_play)
    for row in rows:
        for side, _ in SIDES:
            if (row[f"actor{side}"] or "").startswith(PEACEKEEPERS):
                _put(row, side, _peacekeepers(row, side, text), row[f"actor{side}_method"])
        open_side = row["actor1_method"] == "default" or (row["actor1"] or "").startswith(UNNAMED[:1])
        open_side = open_side or _is_unmanned(row, text)
        if group and open_side and row["event_class"] in defaults_table()["conflict"]["claimed"]:
            _put(row, "1", (group.name, group.acled_type, group.country_iso3, None), "article")


def _is_unmanned(row: Mapping[str, Any], text: str) -> bool:
    """True where "drones" or "rockets" alone are said to have struck: a bare noun, which the state is given."""
    return row["actor1_method"] == "role_noun" and _head(row, "1", text) in defaults_table()["article"]["unmanned"]


def _peacekeepers(row: Mapping[str, Any], side: str, text: str) -> Side | None:
    """Peacekeepers as their mission, their country's forces beside it; Russia's own are its forces."""
    nation = countries().get(row[f"actor{side}_country"] or "")
    on = row["date_start"].date() if row["date_start"] else None
    force = role_name("military", State(nation.name, nation.iso3), on=on) if nation else None
    if force and row[f"actor{side}_country"] == row["country_iso3"]:
        force = None  # the country of the event, which a bare noun is given
    if force and nation and nation.iso3 in OWN_PEACE:
        return force, "External/Other forces", nation.iso3, None
    sent_by = mission(text, row["country_iso3"], on)
    return (sent_by.name, sent_by.acled_type, sent_by.country, force) if sent_by else None


def named_groups(text: str) -> Counter[Entry]:
    """The rebel groups and militias that an article names, with how often."""
    return Counter(entry for _, entry in armed_groups(text))


def named_coalition(text: str) -> Side | None:
    """The one coalition of states that an article names, which "the coalition" is then; None for none or several."""
    coalitions = {entry.name: entry for _, entry in named(text) if entry.kind == "coalition"}
    return _side_of(*coalitions.values()) if len(coalitions) == 1 else None


def only_group(groups: Mapping[Entry, int], country: str | None) -> Side | None:
    """The one group as the columns of a side: of all, else of a country, else its one rebel group.

    None for none, and for several of which none is named twice as often as any other.
    """
    here = list(groups) if len(groups) == 1 else [e for e in groups if e.country is not None and e.country == country]
    rebels = [e for e in here if e.acled_type == "Rebel group"] if len(here) > 1 else here
    if not rebels:
        return None
    first, *others = sorted(rebels, key=lambda e: (-groups[e], e.name))
    if any(groups[first] < TWICE * groups[e] for e in others):
        return None
    return _side_of(first)


def _side_of(entry: Entry) -> Side:
    return entry.name, entry.acled_type, entry.country, None


def _are_foes(rows: Sequence[Mapping[str, Any]], group: str) -> bool:
    """True where the article has a group fight those without a name, who then are others."""
    fights = [row for row in rows if row["event_class"] in defaults_table()["conflict"]["fights"]]
    return any({row["actor1"], row["actor2"]} >= {group} and _has_unnamed(row) for row in fights)


def _has_unnamed(row: Mapping[str, Any]) -> bool:
    return any((row[f"actor{side}"] or "").startswith(UNNAMED) and row[f"actor{side}_spans"] for side in ("1", "2"))


def _put(row: dict[str, Any], side: str, actor: Side | None, method: str) -> None:
    """Set an actor that the article, and not the phrase, tells; nobody fights himself."""
    if actor is None or actor[0] == row[f"actor{'2' if side == '1' else '1'}"]:
        return
    columns = (f"actor{side}", f"actor{side}_type", f"actor{side}_country", f"assoc_actor_{side}")
    row |= dict(zip(columns, actor, strict=True)) | {f"actor{side}_method": method}


def _named(row: Mapping[str, Any], side: str) -> bool:
    """True where a side is told; the unarmed are none in a fight ("civilians were killed in the clashes")."""
    told = row[f"actor{side}_method"] not in {None, "default", "unknown_name"}
    return told and _suits(row, row["event_class"], side)


def _side(row: Mapping[str, Any], side: str) -> Side:
    return row[f"actor{side}"], row[f"actor{side}_type"], row[f"actor{side}_country"], row[f"assoc_actor_{side}"]


def _nearest(row: Mapping[str, Any], pool: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The mention nearest to a row; "the raid" is one that was told before."""
    back = _points_back(row)

    def gap(other: Mapping[str, Any]) -> tuple[bool, bool, int, int]:
        later = other["trigger_start"] > row["trigger_start"]
        same = other["trigger_text"].lower()[:STEM] == row["trigger_text"].lower()[:STEM]
        far = abs(other["trigger_start"] - row["trigger_start"])
        return back and later, back and not same, far, other["trigger_start"]

    return min(pool, key=gap, default=None)


def _points_back(row: Mapping[str, Any]) -> bool:
    """True for violence that is told again as "the attack": the trigger, or what did it, "the strikes killed 30"."""
    said, at = row["sentence_text"], row["trigger_start"] - row["sentence_start"]
    return bool(_back().search(said[: at + len(row["trigger_text"])]) or _back().search(said[:at]))


@cache
def _back() -> re.Pattern[str]:
    nouns = "|".join(defaults_table()["conflict"]["back"])
    return re.compile(
        rf"\b(?:the|this|that|these|those) (?:[\w-]+ )?(?:{nouns})(?: (?:had|has|have|also|which|that))* ?$",
        re.IGNORECASE,
    )


def _same_act(row: Mapping[str, Any], told: list[dict[str, Any]], side: str, other: str) -> Side | None:
    families = event_class(row["event_class"]).families
    kin = {row["event_class"], *defaults_table()["kin"].get(row["event_class"], ())}
    forceful = row["event_class"] in _crowd_classes() or (side == "1" and event_class(row["event_class"]).violent)
    told = [r for r in told if not forceful or r[f"actor{side}"] not in _bodies()]
    pool = [
        r for r in told
        if r["country_iso3"] == row["country_iso3"]
        and (r["event_class"] == row["event_class"] or r["event_class"] != MEDIATION)
        and (r["event_class"] in kin or families & event_class(r["event_class"]).families)
        and (not _named(row, other) or not _named(r, other) or r[f"actor{other}"] == row[f"actor{other}"])
        and _suits(r, row["event_class"], side)
        and _may_stand(r[f"actor{side}_type"], row["event_class"], side)
    ]  # fmt: skip
    best = _nearest(row, [r for r in pool if not r[f"actor{side}"].startswith(UNNAMED)] or pool)
    if side == "1" and event_class(row["event_class"]).violent and _points_back(row):
        before = [
            r for r in told if 0 < row["trigger_start"] - r["trigger_start"] < RECENT and r["actor1_type"] in DOERS
        ]
        before = [r for r in before if event_class(r["event_class"]).violent]
        best = _nearest(row, before) or best
    return _side(best, side) if best else None


def _suits(told: Mapping[str, Any], class_id: str, side: str) -> bool:
    """True where the actor of a mention can stand on a side: no unarmed in a fight, only crowds first in a protest."""
    acled_type = told[f"actor{side}_type"]
    if class_id in defaults_table()["conflict"]["fights"]:
        return acled_type not in UNARMED_TYPES
    return side == "2" or class_id not in _crowd_classes() or is_crowd(told[f"actor{side}"] or "", acled_type)


def _may_stand(acled_type: str | None, class_id: str, side: str) -> bool:
    """True where a type may be the side that another mention has to tell: states have aircraft, groups lay bombs.

    A crowd is against a state, and no army deploys against the unarmed.
    """
    words = defaults_table()["conflict"]
    if side == "2":
        if class_id in _crowd_classes():
            return acled_type in STATE_TYPES
        return acled_type not in UNARMED_TYPES or class_id not in words["at_foes"]
    if class_id in words["states_only"]:
        return acled_type in STATE_TYPES
    return acled_type not in (STATE_TYPES | CROWD_TYPES) or class_id not in words["by_groups"]


def _adversary(row: Mapping[str, Any], foes: list[dict[str, Any]], side: str, other: str) -> Side | None:
    """Whom the named side fights elsewhere in the article; one of the only pair of foes where no side is named."""
    class_id = row["event_class"]
    if class_id not in _conflict_classes():
        return None
    foes = [r for r in foes if _suits(r, class_id, "1") and _suits(r, class_id, "2")]
    if _named(row, other):
        name = row[f"actor{other}"]
        best = _nearest(row, [r for r in foes if name in {r["actor1"], r["actor2"]}])
        found = _side(best, "2" if best["actor1"] == name else "1") if best else None
        return found if found and _may_stand(found[1], class_id, side) else None
    here = [r for r in foes if r["country_iso3"] == row["country_iso3"]]
    if here and len({frozenset((r["actor1"], r["actor2"])) for r in here}) == 1:
        pair = (_side(here[0], side), _side(here[0], other))
        return next((one for one in pair if _may_stand(one[1], class_id, side)), None)
    return None


def _from_cast(row: Mapping[str, Any], cast: Cast, side: str, other: str) -> Side | None:
    """Who fights the other side in the country of the event: an armed group a state, a state an armed group."""
    class_id = row["event_class"]
    if class_id not in _conflict_classes():
        return None
    if class_id in defaults_table()["conflict"]["at_table"]:
        return _at_table(row, cast, side, other)
    return _in_fight(row, cast, side, other)


def _at_table(row: Mapping[str, Any], cast: Cast, side: str, other: str) -> Side | None:
    """Who sits with the other side at a table of its own country."""
    against, iso3 = row[f"actor{other}_type"], row["country_iso3"]
    if not _named(row, other) or row[f"actor{other}_country"] != iso3:
        return None
    if row["event_class"] in defaults_table()["conflict"]["between"] and against in ARMED_TYPES:
        return _columns(cast.government(iso3, row["date_start"]), row)
    return _in_fight(row, cast, side, other)


def _in_fight(row: Mapping[str, Any], cast: Cast, side: str, other: str) -> Side | None:
    """Who fights the other side: a state's forces from afar, the armed group of the country, its forces."""
    class_id, against = row["event_class"], row[f"actor{other}_type"]
    words = defaults_table()["conflict"]
    here = (row["country_iso3"], (row["sentence_start"], row["sentence_end"]))
    by_states = class_id in words["by_states"]
    if side == "1" and by_states:
        hit = against in ARMED_TYPES | {"Civilians", None}
        return _columns(cast.forces(*here, row["date_start"]), row) if hit else None
    if against in STATE_TYPES:
        abroad = row[f"actor{other}_country"] != row["country_iso3"] and row[f"actor{side}"] is None
        at_war = abroad and class_id in {*words["fights"], *words["from_afar"]}
        foe = cast.armed(*here, row[f"actor{other}"]) or (cast.forces(*here, row["date_start"]) if at_war else None)
        return _columns(foe, row)
    if side == "2" and against in ARMED_TYPES:
        return _columns(cast.foe(*here, row["date_start"], row[f"actor{other}"]), row)
    return None


def _columns(actor: Actor | None, row: Mapping[str, Any]) -> Side | None:
    """An actor as the columns of a side, typed for the country of the event."""
    if actor is None:
        return None
    typed = external(actor, row["country_iso3"]).acled_type
    return actor.name, typed, actor.country_iso3, "; ".join(actor.assoc) or None


@cache
def _bodies() -> frozenset[str]:
    """Bodies that do no violence, though a mention may say so: of states, of aid, of business, parties."""
    return frozenset(e.name for e in entries().values() if e.kind in {"igo", "ngo", "company", "media", "party"})


@cache
def _crowd_classes() -> frozenset[str]:
    """Classes of crowds, against a state if against anybody."""
    hints = defaults_table()["hint1"]
    return frozenset({*hints["protester"], *hints["rioter"]})


@cache
def _conflict_classes() -> frozenset[str]:
    """Classes whose parties are those of the conflict that the article tells, from lexicons/events/defaults.toml."""
    return frozenset(defaults_table()["conflict"]["classes"])
