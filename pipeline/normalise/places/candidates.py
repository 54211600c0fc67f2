"""What a stretch of text may mean: hits of the gazetteer under its name, its parts, short forms, other spellings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import ratio

from pipeline.gazetteer import Gazetteer, Hit, fold
from pipeline.gazetteer.names import without_articles
from pipeline.normalise.places.cues import abbreviations, cues, folded_demonyms

if TYPE_CHECKING:
    from collections.abc import Collection

_POSSESSIVE = re.compile(r"['’]s?$")

# Of 100: how alike two spellings of one name are at least.
_ALIKE = 60
# A spelling so much farther off than the best one is another name.
_CLOSE = 4


def plain_name(text: str) -> str:
    """Return a stretch without "the", possessive and line breaks."""
    name = " ".join(_POSSESSIVE.sub("", text.strip()).split())
    return name[4:] if name.lower().startswith("the ") else name


def expand(text: str) -> tuple[str, str]:
    """Return (name, cue) of a stretch: short forms and demonyms written out, anything else as it is."""
    name = plain_name(text)
    item = abbreviations().get(text.strip()) or abbreviations().get(name) or abbreviations().get(name + ".")
    if item is not None:
        return item.name, "admin1" if item.country_iso3 else "country"
    place = folded_demonyms().get(fold(name))
    return (place, "demonym") if place else (name, "")


def hits_of(gazetteer: Gazetteer, name: str) -> tuple[list[Hit], str]:
    """Return the hits of a name and the method that found them ("gazetteer", "part", or "" for none)."""
    hits = gazetteer.find(name)
    if hits:
        return hits, "gazetteer"
    words = fold(name).split()
    generic = cues().generic
    # "Karak Castle", "Greater Manchester Area": generic words off, outermost first, longest rest first.
    for size in range(len(words) - 1, 0, -1):
        for start in (0, len(words) - size):
            rest, off = words[start : start + size], words[:start] + words[start + size :]
            if all(word in generic for word in off) and not all(word in generic for word in rest):
                hits = gazetteer.find(" ".join(rest))
                if hits:
                    return hits, "part"
    return [], ""


def spelled_like(gazetteer: Gazetteer, name: str, countries: Collection[str]) -> list[Hit]:
    """Return hits under another spelling, inside the countries (ISO3) that the document names.

    The consonants are the same, and the letters are alike as well: consonants alone take "Arctic" for Irkutsk.
    """
    hits = gazetteer.find_spelled_like(name, countries)
    bare = without_articles(name)
    alike = [ratio(bare, without_articles(hit.entry.name)) for hit in hits]
    least = max(_ALIKE, max(alike, default=0.0) - _CLOSE)
    return [hit for hit, share in zip(hits, alike, strict=True) if share >= least]
