"""One row of the events table from the mentions of one happening."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from pipeline.classes import event_class, outranked
from pipeline.link.corrections import corrected
from pipeline.link.decisions import Review
from pipeline.link.profile import order_of, profile_of
from pipeline.link.values import best_actors, best_date, best_place, deaths_of, most_told, told_days, told_places
from pipeline.normalise.actors.countries import countries
from pipeline.normalise.actors.model import ARMED_TYPES, STATE_TYPES, interaction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.link.profile import Profile

Row = dict[str, Any]
UNREVIEWED = Review()
CERTAINTY = ("asserted", "reported", "claimed", "alleged")
ORGANISED = STATE_TYPES | ARMED_TYPES
STATUSES = ("occurred", "ongoing", "planned", "historical", "negated", "hypothetical")  # the first wins a tie
ARREST = "arrest"
GAINS = ("territory_state_gain", "territory_nonstate_gain")
CROWDS = ("Protesters (", "Rioters (")
CROWD_CLASSES = {"protest_excessive"}


def event_id_of(first_mention_id: str) -> str:
    """The id of the event whose earliest mention this is: content-made, so it holds whatever else is linked to it."""
    return "e" + hashlib.sha256(first_mention_id.encode()).hexdigest()[:16]


def merge(
    mentions: Sequence[Mapping[str, Any]], *, event_id: str, remarks: Sequence[str] = (), review: Review = UNREVIEWED
) -> Row:
    """The event that these rows of the mentions table tell; `notes` holds only remarks: disagreement, denials.

    Most exact date and place, best supported actors, the lowest of the latest reported deaths with the range of all;
    over these what an analyst has corrected.
    """
    rows = sorted(mentions, key=order_of)
    profiles = [profile_of(row) for row in rows]
    best = max(zip(rows, profiles, strict=True), key=lambda pair: _tells_best(*pair))[0]
    event: Row = {"event_id": event_id, "event_class": _class_of(profiles), "event_status": _status_of(rows)}
    event |= best_date(rows) | best_place(rows)
    kind = event_class(event["event_class"])
    event |= best_actors(rows, mutual=kind.mutual, country=event["country_iso3"])
    _type_abroad(event)
    _gain_of(event)
    event |= deaths_of(rows) | {name: most_told(rows, name) for name in ("injured", "troops", "equipment")}
    event |= _support(rows) | {"rule_id": best["rule_id"], "evidence": best["sentence_text"]}
    event |= corrected(event, review.corrections) | {"review": review.verdict}
    event |= _codes(event, best["status_cue"])
    event["notes"] = " ".join([*_disagreements(event, rows), *remarks])
    return event


def _disagreements(event: Row, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    low, high = event["fatalities_low"], event["fatalities_high"]
    remarks = [f"Reports give {low} to {high} deaths."] if low is not None and low != high else []
    for what, values in (("day", told_days(rows)), ("place", told_places(rows))):
        if len(values) > 1:
            remarks.append(f"Reports differ on the {what}: {', '.join(sorted(values))}.")
    return remarks


def _tells_best(row: Mapping[str, Any], profile: Profile) -> tuple[bool, int, bool, float]:
    """How well a row tells the event: its own telling first, then what it knows, running text before a headline."""
    firm = sum(1 for known in (profile.when, profile.place) if known and not known.guess)
    known = firm + sum(1 for value in (profile.actor1, profile.actor2, profile.deaths) if value)
    return (
        not profile.is_reference,
        known - profile.is_open,
        row["sentence_kind"] != "headline",
        row["confidence"] or 0.0,
    )


def _class_of(profiles: Sequence[Profile]) -> str:
    """The class that most mentions tell, of those that no other outranks; references and open triggers count little."""
    votes: defaultdict[str, float] = defaultdict(float)
    for profile in profiles:
        votes[profile.event_class] += 0.1 if profile.is_open else 0.4 if profile.is_reference else 1.0
    firm = [name for name, count in votes.items() if count >= 0.4]
    lower = frozenset().union(*(outranked().get(name, frozenset()) for name in firm))
    left = votes.keys() - lower or votes.keys()
    return max(left, key=lambda name: (round(votes[name], 3), -(event_class(name).rank or 99), name))


def _status_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """The status that most mentions claim; an announced event that any report tells as happened has occurred."""
    own = [row for row in rows if not row["is_reference"]] or list(rows)
    votes = Counter[str](row["event_status"] for row in own)
    if votes["occurred"] or votes["ongoing"]:
        del votes["planned"]
    told_over = sum(row["event_status"] == "occurred" and row["status_cue"] != "default" for row in own)
    if votes["ongoing"] > told_over:
        del votes["occurred"]  # only words that say nothing of it, beside those that say it goes on
    return min(votes, key=lambda status: (-votes[status], STATUSES.index(status)))


def _type_abroad(event: Row) -> None:
    """State forces outside their own country are External/Other forces."""
    for side in ("actor1", "actor2"):
        home, here = event[f"{side}_country"], event["country_iso3"]
        if event[f"{side}_type"] == "State forces" and home and here and home != here:
            event[f"{side}_type"] = "External/Other forces"


def _gain_of(event: Row) -> None:
    """Whose gain it is follows from who takes it: a state in its own country regains territory, rebels overtake it."""
    by_state, by_others = GAINS
    if event["event_class"] in GAINS and event["actor1_type"] in ARMED_TYPES:
        event["event_class"] = by_others
    elif event["event_class"] in GAINS and event["actor1_type"] == "State forces":
        event["event_class"] = by_state


def _support(rows: Sequence[Mapping[str, Any]]) -> Row:
    articles = {row["article_id"] for row in rows}
    told = _independent(rows)
    named = {row["source"] for row in told if row["source"]}
    unnamed = {row["article_id"] for row in told if not row["source"]}
    n_reports = len({row["article_id"] for row in told})
    n_sources = len(named) + len(unnamed)
    sure = max((row["confidence"] or 0.0 for row in rows), default=0.0)
    claims = [row["certainty"] for row in rows if row["certainty"]]
    return {
        "certainty": min(claims, key=CERTAINTY.index, default=None),
        "is_crime": all(row["is_crime"] for row in rows),
        "n_mentions": len(rows),
        "n_articles": n_reports,
        "n_copies": len(articles) - n_reports,
        "n_sources": n_sources,
        "sources": "; ".join(sorted(named)) or None,
        "first_published_at": min((row["published_at"] for row in rows if row["published_at"]), default=None),
        # Each further publisher halves what is left of the doubt.
        "confidence": round(1 - (1 - sure) * 0.5 ** (n_sources - 1), 3),
    }


def _independent(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows of one article for each story: of its report where that tells the event, else of the first copy."""
    teller: dict[str, str] = {}
    for row in rows:
        story = row["copy_of"] or row["article_id"]
        if row["article_id"] == story:
            teller[story] = story
        teller.setdefault(story, row["article_id"])
    return [row for row in rows if row["article_id"] in teller.values()]


def _codes(event: Row, cue: str | None) -> Row:
    """What follows from class, status and its cue, actors and deaths: the other ontologies' codes."""
    kind = event_class(event["event_class"])
    acled = (kind.disorder_type, kind.event_type, kind.sub_event_type)
    if event["is_crime"] or (event["event_class"] == ARREST and (event["actor2"] or "").startswith(CROWDS)):
        acled = (None, None, None)  # an arrest at a protest is part of the protest
    plover_event, plover_mode = kind.plover(event["event_status"], cue, event["rule_id"])
    type1, type2 = event["actor1_type"], event["actor2_type"]
    country = countries().get(event["country_iso3"] or "")
    return {
        "event_class": kind.published_as or kind.class_id,
        **dict(zip(("disorder_type", "event_type", "sub_event_type"), acled, strict=True)),
        "cameo_code": kind.cameo_code,
        "goldstein": kind.goldstein,
        "plover_event": plover_event,
        "plover_mode": plover_mode,
        "plover_context": kind.plover_context,
        "ucdp_type": _ucdp_type(event),
        "interaction": interaction(type1, type2) if type1 else None,
        "civilian_targeting": "Civilian targeting" if _targets_civilians(event) else None,
        "country": country.name if country else None,
    }


def _targets_civilians(event: Row) -> bool:
    kind = event_class(event["event_class"])
    target = event["actor2_type"]
    return (
        (kind.against_civilians and target in ("Civilians", None))
        or (kind.violent and target == "Civilians")
        or event["event_class"] in CROWD_CLASSES
    )


def _ucdp_type(event: Row) -> int | None:
    """UCDP's type of violence: only deaths by an organised side count; None where the sides are not known enough."""
    allowed = event_class(event["event_class"]).ucdp_types
    first, second = event["actor1_type"], event["actor2_type"]
    if event["event_class"] in CROWD_CLASSES:
        first, second = second, first  # the crowd stands first
    if not event["fatalities"] or first not in ORGANISED:
        return None
    if _targets_civilians(event):
        found = 3
    elif second in ORGANISED:
        found = 1 if {first, second} & STATE_TYPES else 2
    else:
        return None
    return found if found in allowed else None
