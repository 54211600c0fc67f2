"""Names of actors and countries as the two sides write them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz, utils

from pipeline.agreement.lexicon import lexicon
from pipeline.normalise.actors.countries import by_name, countries

YEARS = re.compile(r"\(\d{4}\s*-\s*(?:\d{4})?\s*\)")  # "(2021-)", "(2017-2021)"
BRACKETS = re.compile(r"[()]")  # "Myanmar (Burma)"


@cache
def words_of(name: str, kind: str) -> str:
    """An actor's name as the words to compare it by; the name as it is where nothing else would be left."""
    table = lexicon().kind(kind)
    whole: str = utils.default_process(YEARS.sub(" ", name))
    whole = " ".join(table.same_names.get(whole, whole).split())
    told = [table.same_words.get(word, word) for word in whole.split() if word not in lexicon().empty_words]
    return " ".join(told) or whole


@lru_cache(maxsize=1 << 18)
def likeness(left: str, right: str) -> float | None:
    """How alike two actors are by their words, 0 to 100, in any order of words; None where one is not named."""
    return float(fuzz.token_set_ratio(left, right)) if left and right else None


@cache
def country_code(name: str, numeric: str = "") -> str:
    """The ISO3 code of a country by its numeric code, else by its name ("Yemen (North Yemen)"); empty if unknown."""
    if code := _by_number().get(numeric.lstrip("0").removesuffix(".0")):
        return code
    name = lexicon().countries.get(name, name)
    found = (by_name(part.strip()) for part in (name, *BRACKETS.split(name)) if part.strip())
    return next((country.iso3 for country in found if country), "")


@cache
def _by_number() -> dict[str, str]:
    return {str(country.iso_numeric): country.iso3 for country in countries().values() if country.iso_numeric}
