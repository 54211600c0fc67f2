"""What happens at a protest belongs to it: arrests, shots into the crowd, looting, by ACLED's hierarchy of forms."""

from __future__ import annotations

from typing import Any

from pipeline.normalise.actors.model import CROWD_TYPES, STATE_TYPES, UNARMED_TYPES

Rows = list[dict[str, Any]]
PEACEFUL, STOPPED, SHOT_AT, RIOT = "protest_peaceful", "protest_intervention", "protest_excessive", "violent_demo"
DEMONSTRATIONS = frozenset({PEACEFUL, STOPPED, SHOT_AT, RIOT, "road_block", "strike"})
REAL = frozenset({"occurred", "ongoing"})
ATTACKS = frozenset({"attack_civilians", "battle", "mass_killing"})
SIDE = ("actor{}", "actor{}_type", "actor{}_country", "actor{}_method", "assoc_actor_{}")


def crowds(rows: Rows) -> Rows:
    """The coded mentions of an article with the class that the sentence as a whole gives to what happens at a protest.

    Protesters who are arrested make a protest with intervention, those whom a force shoots at one with excessive force;
    looters among rioters riot (ACLED codebook, "Sub-event types").
    """
    for row in rows:
        if row["event_status"] not in REAL:
            continue
        beside = [r for r in rows if r is not row and _same_sentence(r, row) and r["event_status"] in REAL]
        protests = [r for r in beside if r["event_class"] in DEMONSTRATIONS]
        arrest = next((r for r in beside if _of_protesters(r)), None)
        if row["event_class"] == PEACEFUL and arrest:
            row["event_class"] = STOPPED
            row |= {name.format(2): arrest[name.format(1)] for name in SIDE}
        elif (
            row["event_class"] in ATTACKS
            and protests
            and row["actor1_type"] in STATE_TYPES
            and row["actor2_type"] in UNARMED_TYPES
        ):
            row["event_class"] = SHOT_AT
            crowd_first(row)
        elif row["event_class"] in ATTACKS and (force := _killed_by(row, protests)):
            force["event_class"] = row["event_class"] = SHOT_AT
            row |= {name.format(n): force[name.format(n)] for name in SIDE for n in (1, 2)}
        riot = next((r for r in protests if r["event_class"] == RIOT), None)
        if row["event_class"] == "looting" and riot:
            row["event_class"] = RIOT
            row |= {name.format(1): riot[name.format(1)] for name in SIDE}
    return _victims(rows)


def _killed_by(row: dict[str, Any], protests: Rows) -> dict[str, Any] | None:
    """The force beside a killing of which nobody else is named: "was killed when police fired at workers"."""
    if (
        row["actor1_method"] not in {None, "default"}
        or row["actor2_type"] not in UNARMED_TYPES
        or not row["fatalities"]
    ):
        return None
    met = (r for r in protests if r["event_class"] in {STOPPED, SHOT_AT} and r["actor2_type"] in STATE_TYPES)
    return next(met, None)


def crowd_first(row: dict[str, Any]) -> None:
    """Put the sides of a protest that is met with force as ACLED has them: the crowd is actor 1, the force actor 2."""
    if row["event_class"] in {STOPPED, SHOT_AT} and row["actor1_type"] in STATE_TYPES:
        for name in SIDE:
            one, two = name.format(1), name.format(2)
            row[one], row[two] = row[two], row[one]


def _victims(rows: Rows) -> Rows:
    """The rows; whom an arrest names nobody for is the crowd of the article's demonstration in that country."""
    for row in rows:
        if row["event_class"] == "arrest" and row["actor2"] is None:
            crowd = next((r for r in rows if _leads_crowd(r) and r["country_iso3"] == row["country_iso3"]), None)
            if crowd:
                row.update({name.format(2): crowd[name.format(1)] for name in SIDE}, actor2_method="article")
    return rows


def _leads_crowd(row: dict[str, Any]) -> bool:
    return row["event_class"] in DEMONSTRATIONS and row["actor1_type"] in CROWD_TYPES


def _same_sentence(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(one["sentence_start"] == other["sentence_start"])


def _of_protesters(row: dict[str, Any]) -> bool:
    return bool(row["event_class"] == "arrest" and row["actor2_type"] in CROWD_TYPES)
