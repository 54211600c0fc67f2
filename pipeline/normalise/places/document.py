"""One document: its mentions with the words beside them, resolved together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.gazetteer import Gazetteer, Hit, load
from pipeline.normalise.places.candidates import expand, hits_of, spelled_like
from pipeline.normalise.places.cues import capitals, cues
from pipeline.normalise.places.model import Mention, Place
from pipeline.normalise.places.resolve import Reading, contains, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BEFORE_OF = re.compile(r"(\w+)\s+of\s+(?:the\s+)?$")
_BEFORE = re.compile(r"(\w+)\s+$")
_NEXT_WORD = re.compile(r"^\s+(?:has |have |had |also |again |later |on \w+day )?(\w+)")
_AFTER = re.compile(r"^(?:['’]s?)?\s+(?:\w+ern\s+)?(\w+)")
# Between X and what contains it: "X, Y", "X (Y)", "X in Y", "X, in the western province of Y", "X, a town in Y".
_INSIDE = re.compile(
    r"^(?:,\s+|\s+\(|,?\s+(?:\w+\s+){0,4}?(?:in|of)\s+(?:the\s+)?(?:[\w-]+ern\s+|rural\s+|central\s+)?(?:(?:\w+\s+){1,2}of\s+)?)$"
)
_POSSESSIVE = re.compile(r"^['’]s?\s+((?:[\w-]+\s+){0,4})$")
# Where people write the state after every town.
_STATE_WRITERS = frozenset({"USA", "CAN", "AUS"})


@dataclass(frozen=True, slots=True)
class Resolved:
    """A mention with its reading (None: unresolved) and how that was found."""

    mention: Mention
    reading: Reading | None
    method: str


def with_cues(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions, in order of text, with the cues that stand beside them in the text."""
    ordered = sorted(mentions, key=lambda m: (m.start, m.end))
    marked = []
    for i, mention in enumerate(ordered):
        cue, inside = mention.cue or _cue(text, mention), _inside(text, ordered, i)
        is_same = cue == mention.cue and inside == mention.inside  # to ask costs a tenth of a new one
        marked.append(mention if is_same else replace(mention, cue=cue, inside=inside))
    return marked


def _cue(text: str, mention: Mention) -> str:
    kinds = cues().kinds
    words = mention.text.lower().split()
    if len(words) > 1 and words[-1] in kinds and words[-1] != "city":
        return kinds[words[-1]]
    before = text[max(0, mention.start - 40) : mention.start]
    of = _BEFORE_OF.search(before)
    if of and of.group(1).lower() in kinds:
        return kinds[of.group(1).lower()]
    after = _AFTER.match(text[mention.end : mention.end + 40])
    if after and after.group(1).lower() in kinds:
        return kinds[after.group(1).lower()]
    if _governs(text, mention):
        return "government"
    plain = _BEFORE.search(before)
    return kinds.get(plain.group(1).lower(), "") if plain and plain.group(1).islower() else ""


def _governs(text: str, mention: Mention) -> bool:
    """Tell whether a capital or a building stands for a government ("Moscow denied it", "the Kremlin")."""
    if mention.text.lower() in cues().metonyms:
        return True
    verb = _NEXT_WORD.match(text[mention.end : mention.end + 30])
    return verb is not None and verb.group(1) in cues().government_verbs and mention.name in capitals()


def _inside(text: str, ordered: Sequence[Mention], i: int) -> tuple[int, int] | None:
    mention = ordered[i]
    if i + 1 < len(ordered):
        after = ordered[i + 1]
        if after.start - mention.end <= 45 and _INSIDE.match(text[mention.end : after.start]):
            return after.start, after.end
    if i:
        before = ordered[i - 1]
        owned = _POSSESSIVE.match(text[before.end : mention.start]) if mention.start - before.end <= 40 else None
        if owned and _describes(owned.group(1).lower().split()):
            return before.start, before.end
        # "Syrian city of X", "eastern Syrian town X"
        if before.cue == "demonym" and re.fullmatch(
            r"\s+(?:[\w-]+\s+){0,3}", text[before.end : mention.start]
        ) and _cue(text, mention):  # fmt: skip
            return before.start, before.end
    return None


def _describes(words: Sequence[str]) -> bool:
    """Tell whether words say what lies in a country ("northern city of") and no deed of its people ("army struck")."""
    known = cues()
    if words[-1:] == ["of"]:
        return len(words) > 1 and words[-2] in known.kinds and _describes(words[:-1])
    return known.verbs.isdisjoint(words) and known.placing.isdisjoint(words)


def resolve_document(
    mentions: Sequence[Mention], *, home: str | None = None, gazetteer: Gazetteer | None = None
) -> list[Resolved]:
    """Return every mention resolved, in order; those with unknown names are tried again in the countries found."""
    gazetteer = gazetteer or load()
    cache: dict[str, tuple[list[Hit], str]] = {}
    found = []
    for mention in mentions:
        if mention.name not in cache:
            cache[mention.name] = hits_of(gazetteer, mention.name)
        found.append(cache[mention.name])
    by_span = {(m.start, m.end): hits for m, (hits, _) in zip(mentions, found, strict=True)}
    found = [(_inside_state(m, hits, by_span), how) for m, (hits, how) in zip(mentions, found, strict=True)]
    if any(not hits for hits, _ in found):
        found = _respelled(mentions, found, home, gazetteer)
    readings = resolve(mentions, [_suited(hits, m) for (hits, _), m in zip(found, mentions, strict=True)], home=home)
    return [
        Resolved(mention, reading, _method(mention, reading, how))
        for mention, reading, (_, how) in zip(mentions, readings, found, strict=True)
    ]


def _inside_state(mention: Mention, hits: list[Hit], by_span: Mapping[tuple[int, int], list[Hit]]) -> list[Hit]:
    """Return a mention's hits, none when "X, Y" names a state that has no X; elsewhere "X, Y" may be a list."""
    if mention.inside is None or mention.inside[0] != mention.end + 2:
        return hits
    outer = by_span.get(mention.inside)
    if not outer or outer[0].entry.kind != "admin1" or outer[0].entry.country not in _STATE_WRITERS:
        return hits
    return [hit for hit in hits if contains(outer[0].entry, hit.entry)]


def _suited(hits: list[Hit], mention: Mention) -> list[Hit]:
    """Return the hits that a demonym or a written-out short form can mean."""
    if mention.cue != "demonym":
        return hits
    return [hit for hit in hits if hit.via == "own" or hit.entry.kind == "admin1"] or hits


def _respelled(
    mentions: Sequence[Mention], found: list[tuple[list[Hit], str]], home: str | None, gazetteer: Gazetteer
) -> list[tuple[list[Hit], str]]:
    countries = {hit.entry.country for hits, _ in found for hit in hits[:3] if hit.entry.kind == "country"}
    countries.add(home)
    named = sorted(code for code in countries if code)
    return [
        (hits, how) if hits or mention.cue == "facility" else (spelled_like(gazetteer, mention.name, named), "spelling")
        for mention, (hits, how) in zip(mentions, found, strict=True)
    ]


def _method(mention: Mention, reading: Reading | None, how: str) -> str:
    if reading is None:
        return "unresolved"
    if mention.cue == "demonym":
        return "demonym"
    if how in ("part", "spelling"):
        return how
    if reading.rivals == 0:
        return "gazetteer"
    return "cue" if mention.cue or mention.inside else "joint"


def to_place(item: Resolved, gazetteer: Gazetteer) -> Place:
    """Return the public form of a resolved mention."""
    mention, reading = item.mention, item.reading
    if reading is None:
        return Place(
            mention.start, mention.end, mention.text, mention.name, None, None, None, None, None, None, "unresolved",
            "unknown", 0.0, None,
        )  # fmt: skip
    entry = reading.entry
    return Place(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        name=entry.name,
        latitude=round(entry.latitude, 5),
        longitude=round(entry.longitude, 5),
        country_iso3=entry.country,
        admin1=unit_name(gazetteer, entry.admin1),
        admin2=unit_name(gazetteer, entry.admin2),
        geo_precision=max(entry.geo_precision, 2) if item.method == "part" else entry.geo_precision,
        method=item.method,
        kind=mention.cue if mention.cue in ("demonym", "government") else entry.kind,
        confidence=round(reading.share, 3),
        radius_km=entry.radius_km,
    )


def unit_name(gazetteer: Gazetteer, row: int) -> str | None:
    """Return the name of an admin unit by its row, None for -1."""
    return gazetteer.entry(row).name if row >= 0 else None


def given_mention(text: str, start: int, end: int) -> Mention:
    """Return the mention of a stretch that somebody says is a place."""
    stretch = text[start:end]
    name, cue = expand(stretch)
    return Mention(start, end, stretch, name, cue)


def from_context(place: Place, known: Sequence[Place], *, inside: tuple[int, int] | None = None) -> Place:
    """Return an unresolved place at the point of the nearest resolved one in the text, marked as such.

    What the text says contains it comes first, then towns, facilities and counties, then provinces, then countries;
    unchanged when there is none.
    """
    outer = [other for other in known if (other.start, other.end) == inside]
    known = outer or known
    for kinds in (("city", "admin2", "facility"), ("admin1", "region"), ("country", "demonym")):
        near = [other for other in known if other.kind in kinds and other.latitude is not None]
        if near:
            other = min(near, key=lambda o: (abs(o.start - place.start), o.start))
            return replace(
                place,
                latitude=other.latitude,
                longitude=other.longitude,
                country_iso3=other.country_iso3,
                admin1=other.admin1,
                admin2=other.admin2,
                geo_precision=max(other.geo_precision or 2, 2),
                method="context",
                confidence=round(other.confidence / 4, 3),
                radius_km=50.0 if kinds[0] == "city" else 300.0,
            )
    return place
