"""What kind of thing a noun phrase is: soldier, settlement, weapon, game. Kinds are what frames ask of their arguments."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.extract.lexicon import noun_kinds
from pipeline.normalise.actors.agents import is_actor_noun
from pipeline.normalise.actors.countries import countries, state_by_demonym, state_by_name
from pipeline.normalise.actors.registry import entries, mentions

if TYPE_CHECKING:
    from pipeline.parse.sentence import ParsedSentence, Token

# Kinds of the actor lexicons in the words of the frames.
ACTOR_KINDS: dict[str, tuple[str, ...]] = {
    "military": ("military",),
    "military asset": (),
    "military property": ("military",),
    "former military": ("armed",),
    "mutiny": ("military", "armed"),
    "rebel": ("armed",),
    "separatist": ("armed",),
    "armed": ("armed",),
    "militia": ("armed",),
    "pro-government militia": ("armed",),
    "gang": ("armed",),
    "perpetrator": ("armed", "person"),
    "communal": ("armed",),
    "vigilante": ("armed", "mob"),
    "private security": ("armed",),
    "coalition": ("military",),
    "peacekeeper": ("military",),
    "opposition": ("group",),
    "rioter": ("mob", "protester"),
    "protester": ("protester",),
    "civilian": ("civilian",),
    "civilian property": ("facility",),
    "police": ("police",),
    "government": ("government",),
    "government property": ("facility",),
    "representative": ("leader",),
    "organisation": ("group",),
    "group": ("crowd",),
}
NONE: frozenset[str] = frozenset()
PLACE_ENTITIES = frozenset({"GPE", "LOC", "FAC"})
# What a title before a name, or an apposition behind it, makes of a person: "President Tebboune", "Kabulov, the envoy".
TITLES = frozenset({"leader", "government", "military", "police", "armed", "civilian"})
NUMERIC = frozenset({"thousand", "hundred", "dozen", "score", "million", "ten"})


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """The kinds of a sentence's tokens, as heads of their phrases; one object per sentence."""

    registry: dict[int, str]
    text_start: int

    @classmethod
    def of(cls, sentence: ParsedSentence) -> Kinds:
        """Kinds for a sentence: the registry's names are sought in it once."""
        registry: dict[int, str] = {}
        spans = mentions(sentence.text)
        for start, end, registry_id in spans:
            for token in sentence.tokens:
                if sentence.start + start <= token.start < sentence.start + end:
                    registry[token.i] = registry_id
        return cls(registry, sentence.start)

    def kinds(self, token: Token) -> frozenset[str]:
        """All kinds of a noun phrase by its head: its own, its compound's, its conjuncts' are not among them."""
        found = set(self._own(token))
        if token.lemma in NUMERIC or token.lower in {"group", "number", "lot", "series", "member", "kind", "one", "some", "many", "most", "all", "scores"}:
            # "dozens of students", "a group of gunmen": what is counted says what they are.
            for prep in token.all("prep"):
                if prep.lower == "of":
                    for inner in prep.all("pobj"):
                        found |= self.kinds(inner)
        return frozenset(found)

    def _own(self, token: Token) -> frozenset[str]:
        if token.pos == "PRON":
            return _pronoun(token.lower)
        found = set(_noun(token.lemma)) | set(_noun(token.lower))
        for child in token.children:
            if child.dep in {"compound", "amod", "nmod"} and child.i < token.i:
                found |= _noun(f"{child.lower} {token.lemma}")
        if token.i in self.registry:
            found |= _registry(self.registry[token.i])
        if token.pos == "PROPN" or token.entity:
            found |= self._name(token)
        return frozenset(found)

    def _name(self, token: Token) -> set[str]:
        found: set[str] = set()
        label = token.entity[2:]
        span = _entity_text(token)
        state = state_by_name(span) or state_by_name(token.text)
        if state:
            found |= {"country", "place"}
        elif state_by_demonym(span) or state_by_demonym(token.text) or label == "NORP":
            found |= {"demonym", "group", "person"}
        elif _is_capital(span) or _is_capital(token.text):
            found |= {"country", "settlement", "place"}
        elif label in PLACE_ENTITIES:
            found |= {"place", "settlement"}
        elif label == "PERSON" and token.dep == "pobj" and token.head.lower in {"in", "at", "near", "outside", "around"} and not found:
            found |= {"place", "settlement"}
        elif label == "PERSON":
            found.add("person")
            for child in token.children:
                if child.dep in {"compound", "appos", "nmod"} and not child.entity:
                    found |= _noun(child.lemma) & TITLES
        elif label == "ORG":
            found.add("group")
        elif label not in {"DATE", "TIME", "MONEY", "PERCENT"} and token.pos == "PROPN" and not _noun(token.lemma) and (token.i > 0 or label):
            found |= {"group", "person", "place"}
        return found

    def modifier(self, token: Token) -> frozenset[str]:
        """Kinds of a compound or adjective before a noun: \"Russian\", \"drone\", \"police\"."""
        found = set(_noun(token.lemma)) | set(_noun(token.lower))
        if token.i in self.registry:
            found |= _registry(self.registry[token.i])
        if state_by_demonym(token.text) or token.entity[2:] == "NORP":
            found.add("demonym")
        if token.pos == "PROPN":
            found |= self._name(token)
        return frozenset(found)


def _entity_text(token: Token) -> str:
    """The text of the entity that the token heads, articles off."""
    words = [c.text for c in token.children if c.dep == "compound" and c.i < token.i and c.entity] + [token.text]
    return " ".join(words)


@lru_cache(maxsize=50_000)
def _noun(lemma: str) -> frozenset[str]:
    found = set(noun_kinds().get(lemma, NONE))
    kind = is_actor_noun(lemma)
    if kind:
        found.update(ACTOR_KINDS.get(kind, (kind,)))
    return frozenset(found)


@lru_cache(maxsize=10_000)
def _registry(registry_id: str) -> frozenset[str]:
    entry = entries()[registry_id]
    if entry.terms:
        return frozenset({"leader", "person", "government"})
    return frozenset({*ACTOR_KINDS.get(entry.kind, ("group",)), "group"})


def _plain(name: str) -> str:
    """The name without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def _is_capital(name: str) -> bool:
    return name in _capitals() or _plain(name) in _capitals()


@lru_cache(maxsize=1)
def _capitals() -> frozenset[str]:
    return frozenset(n for c in countries().values() for n in (c.capital, c.capital and _plain(c.capital))) | {"Kremlin", "White House", "Pentagon", "Kiev", "Washington"}


PRONOUNS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("he", "she", "him", "her", "himself", "herself", "i", "me"), frozenset({"person", "leader", "unknown"})),
    **dict.fromkeys(
        ("they", "them", "we", "us", "themselves", "who", "whom", "both", "each", "some", "others"),
        frozenset({"person", "group", "unknown"}),
    ),
    **dict.fromkeys(("it", "itself", "which", "that", "this"), frozenset({"group", "country", "unknown"})),
}


def _pronoun(word: str) -> frozenset[str]:
    return PRONOUNS.get(word, frozenset({"unknown"}))
