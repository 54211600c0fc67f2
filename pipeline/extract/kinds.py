"""What kind of thing a noun phrase is: soldier, settlement, weapon, game; frames ask it of their arguments."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue, cues, noun_kinds
from pipeline.extract.slots import AMOUNTS, LOCATIVE, MODIFIERS, NOMINAL, PLACES, under_of
from pipeline.gazetteer import fold, load
from pipeline.normalise.actors.agents import is_actor_noun
from pipeline.normalise.actors.countries import capitals, state_by_demonym, state_by_name
from pipeline.normalise.actors.phrase import has_role
from pipeline.normalise.actors.registry import entries, mentions
from pipeline.normalise.places.cues import cues as place_cues

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.parse.sentence import ParsedSentence, Token

NONE: frozenset[str] = frozenset()
UNKNOWN = frozenset({"unknown"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
REFERRED = frozenset({"dobj", "pobj"})
COUNTED = SUBJECTS | {"dobj"}
HAZARD = frozenset({"hazard", "nature"})
SCENE = frozenset({"place", "settlement"})
PARTIES = frozenset({"group", "person"})
CROWD = frozenset({"crowd", "mob", "civilian"})
ARMS = frozenset({"military", "armed", "police"})
MANY = frozenset({"crowd"})
FOLK = CROWD | {"animal", "sport"}
TOWN = 3.5  # importance (log10 of people) from which a place of the gazetteer is one where a model sees a firm or a man


@dataclass(slots=True, eq=False)
class Kinds:
    """The kinds of a sentence's tokens, as heads of their phrases; one object per sentence."""

    sentence: ParsedSentence
    _registry: dict[int, str] | None = None
    _known: dict[int, frozenset[str]] = field(default_factory=dict)

    @property
    def registry(self) -> dict[int, str]:
        """The registered actors by the index of the tokens that their names are made of; sought when asked for."""
        if self._registry is None:
            self._registry = _named_in(self.sentence)
        return self._registry

    def kinds(self, token: Token) -> frozenset[str]:
        """All kinds of a noun phrase by its head: its own and its compound's; of a number, of what it counts."""
        if token.i not in self._known:
            meant = self._meant(token)
            found = meant if meant & cue("party", "instrument") else self._own(token) | meant
            if not cue("party", "currencies").isdisjoint([c.text for c in token.children]):
                found = found - CROWD | {"money"}
            elif token.pos == "NUM" or not cue("party", "counting").isdisjoint((token.lemma, token.lower)):
                found = found.union(*(self.kinds(t) for t in under_of(token)))
            if token.pos == "PROPN" and "settlement" in (
                told := NONE.union(*(_word(t.lemma, t.lower) for t in token.all("appos")))
            ):
                found = found - {"person", "group"} | told  # "Wad Madani, the country's second-largest city"
            self._known[token.i] = found
        return self._known[token.i]

    def modifier(self, token: Token) -> frozenset[str]:
        """Kinds of a compound or adjective before a noun: "Russian", "drone", "police"."""
        found = _modifying(token.text, token.lemma, token.lower)
        if token.i in self.registry:
            found |= self._of_registry(token)
        if token.entity[2:] == "NORP":
            found |= {"demonym"}
        return found | _name(token) if token.pos == "PROPN" else found

    def _own(self, token: Token) -> frozenset[str]:
        if token.pos == "PRON":
            return _pronoun(token.lower) if token.dep != "poss" else UNKNOWN  # whose it is, is seldom who does it
        if token.lower in cue("argument", "in_prepositions") and _is_part_of_preposition(token):
            return NONE  # "in front of the hall" is no armed front
        compounds = [c for c in token.children if c.dep in MODIFIERS and c.i < token.i]
        if token.pos == "PROPN" and any("hazard" in kinds_of_noun(c.lower) for c in compounds):  # "Hurricane Mitch"
            return HAZARD
        if compounds and ("country" in _name(token) or self._is_registered(token)):  # the EU is no trade union
            return _name(token) | self._of_registry(token)
        found = _word(token.lemma, token.lower)
        if compounds or token.i in self.registry:
            of_compounds = NONE.union(*(kinds_of_noun(f"{c.lower} {token.lemma}") for c in compounds))
            if "armed" in found and of_compounds and "armed" not in of_compounds:
                found = found - {"armed"} | {"group"}  # a group may be armed, an "aid group" is not
            found = found.union(of_compounds, self._of_registry(token))
        found = self._by_company(token, found, compounds)
        # "Bahrain sent troops": the model has a noun there
        is_name = token.pos == "PROPN" or token.entity or (token.text[0].isupper() and state_by_name(token.text))
        if is_name and found & cue("party", "instrument") and (token.pos, token.entity[2:]) != ("PROPN", "PERSON"):
            return found | _name(token) - PARTIES  # "Warplanes", "Super Tucanos": the model sees firms in them
        return found | _name(token) if is_name else found

    def _by_company(self, token: Token, found: frozenset[str], modifiers: list[Token]) -> frozenset[str]:
        """What a noun is by who makes it up, owns it or is in it."""
        if token.lemma in cue("party", "formation"):
            found = self._formation(token, found, modifiers)
        if token.lemma in cue("party", "half") and any(c.lower == "its" for c in token.all("poss")):
            found |= {"area"}  # "reached Aleppo and seized its eastern half"
        follows = has_role(token.lower, "follower") and token.child("poss") is not None  # "his men"
        if follows or (found & CROWD and any(self._bears_arms(c) for c in modifiers)):
            found = found - CROWD | {"armed"}  # "armed groups", "rebel youths", "Abu Sayyaf members"
        return self._in_service(token, found, modifiers) if "military" in found else found

    def _meant(self, token: Token) -> frozenset[str]:
        """What a pronoun, or a number without its noun, may stand for: "One drone was shot down; another hit a depot".

        The nearest noun before it in the sentence that is a subject as it is, or an object.
        """
        stands = _stands_for_other(token)
        if stands is None:
            return MANY if token.pos == "NUM" and token.dep == "nsubj" and _is_large(token.text) else NONE
        place = token.head.head if token.head.lower == "of" else token  # "two of them bombed a camp"
        subjects = place.dep in SUBJECTS
        referred = {"dobj"} if token.lower == "it" else REFERRED
        before = (t for t in reversed(self.sentence.tokens[: place.i]) if t.pos in NOMINAL and stands(t))
        likes = SUBJECTS if subjects else referred
        meant = next((t for t in before if t.dep in likes and t.entity[2:] not in AMOUNTS), None)
        return self.kinds(meant) if meant is not None else NONE

    def _bears_arms(self, modifier: Token) -> bool:
        return modifier.lower in cue("party", "bearing_arms") or "armed" in self._of_registry(modifier)

    def _formation(self, token: Token, found: frozenset[str], modifiers: list[Token]) -> frozenset[str]:
        """What a division or a company is: of soldiers where it is made of them or belongs to a state's army."""
        made_of = NONE.union(*map(self.kinds, under_of(token)), *map(self.modifier, modifiers))
        if made_of & ARMS:
            return found - {"business", "crowd"} | made_of & ARMS
        of_state = token.lemma in cue("party", "formation_of_state") and made_of & {"country", "demonym"}
        return found | {"military"} if of_state else found

    def _in_service(self, token: Token, found: frozenset[str], modifiers: list[Token]) -> frozenset[str]:
        """What soldiers are who are none any more, or never were: "a retired general", "an army of volunteers"."""
        before = [c.lower for c in modifiers]
        for word, civil in (("general", "civil_generals"), ("coalition", "civil_coalitions")):
            if token.lemma == word and not cue("party", civil).isdisjoint(before):
                return found - {"military"}
        if not cue("party", "retired").isdisjoint(before):
            return found - {"military"} | {"person", "crowd"}
        made_of = NONE.union(*(self.kinds(t) for t in under_of(token) if t.pos == "NOUN" and t.lemma != "man"))
        is_figure = token.lemma in cue("party", "figures") and made_of & FOLK and not made_of & {"military", "armed"}
        return found - {"military"} | made_of if is_figure else found

    def _is_registered(self, token: Token) -> bool:
        return token.pos == "PROPN" and token.i in self.registry

    def _of_registry(self, token: Token) -> frozenset[str]:
        return _registry(self.registry[token.i]) if token.i in self.registry else NONE


def _is_part_of_preposition(token: Token) -> bool:
    return token.dep == "pobj" and token.child("det", "poss", "amod", "compound") is None and bool(under_of(token))


def _named_in(sentence: ParsedSentence) -> dict[int, str]:
    registry: dict[int, str] = {}
    for start, end, registry_id in mentions(sentence.text):
        for token in sentence.tokens:
            if sentence.start + start <= token.start < sentence.start + end:
                registry[token.i] = registry_id
    return registry


def _name(token: Token) -> frozenset[str]:
    """Kinds of a name: by the tables of states, else by its entity label."""
    words = [c.text for c in token.children if c.dep == "compound" and c.i < token.i and c.entity]
    whole = " ".join([*words, token.text])
    of = [f"{whole} of {noun.text}" for prep in token.all("prep") if prep.lower == "of" for noun in prep.all("pobj")]
    label = token.entity[2:]
    town = _is_town(whole)
    of_people = label == "NORP" and not (town and _leads_to(token))
    if known := _known_name((whole, token.text, *of), of_people=of_people):
        return known
    return _labelled(token, label) | (frozenset({"toponym"}) if town else NONE)


def _leads_to(name: Token) -> bool:
    """True behind a preposition that only places have: "walked into Kidal", "pulled out of Kidal" have no people."""
    return name.dep == "pobj" and name.head.lower in LOCATIVE | {"into"} and not name.children


@lru_cache(maxsize=20_000)
def _is_town(name: str) -> bool:
    """True for the name of a town that is nobody's: the model takes many for firms and people."""
    folded, people = fold(name), place_cues()
    if folded in people.given_names or folded in people.surnames:
        return False
    return any(hit.via in {"main", "own"} and hit.entry.importance >= TOWN for hit in load().find(folded, limit=2))


@lru_cache(maxsize=10_000)
def _known_name(names: tuple[str, ...], *, of_people: bool) -> frozenset[str]:
    """Kinds of a name by the tables of states, of it all or of its last word; none where they have neither."""
    if any(state_by_name(name) for name in names):
        return frozenset({"country", "place"})
    if of_people or any(state_by_demonym(name) for name in names):
        return frozenset({"demonym", "group", "person"})
    return SCENE | {"country"} if any(_plain(name) in _capitals() for name in names) else NONE


def _labelled(token: Token, label: str) -> frozenset[str]:
    located = token.dep == "pobj" and token.head.lower in LOCATIVE
    if label in PLACES or (label == "PERSON" and located):
        return SCENE
    if label == "PERSON":
        titles = [c for c in token.children if c.dep in {"compound", "appos", "nmod"} and not c.entity]
        return frozenset({"person"}).union(*(kinds_of_noun(c.lemma) & cue("party", "title") for c in titles))
    if label == "ORG":
        return frozenset({"group"})
    # A name that the model knows nothing of can be anybody, or a place; at a sentence's start it is often no name.
    unsure = token.pos == "PROPN" and not kinds_of_noun(token.lemma) and (token.i > 0 or bool(label))
    return frozenset({"group", "person", "place"}) if unsure and label not in AMOUNTS else NONE


@lru_cache(maxsize=50_000)
def _modifying(text: str, lemma: str, form: str) -> frozenset[str]:
    """The kinds of a word before a noun that the lexicons give it."""
    found = _word(lemma, form)
    return found | {"demonym"} if state_by_demonym(text) else found


@lru_cache(maxsize=50_000)
def _word(lemma: str, form: str) -> frozenset[str]:
    return kinds_of_noun(lemma) | kinds_of_noun(form)


@lru_cache(maxsize=50_000)
def kinds_of_noun(lemma: str) -> frozenset[str]:
    """The kinds of a noun, or of a compound, that the lexicons give it."""
    found = noun_kinds().get(lemma, NONE)
    kind = is_actor_noun(lemma)
    return found | cues("actor_kinds").get(kind, frozenset({kind})) if kind else found


@cache
def kinds_of_names() -> frozenset[str]:
    """All kinds that a name of the registry can have."""
    return frozenset().union(*map(_registry, entries()))


@lru_cache(maxsize=10_000)
def _registry(registry_id: str) -> frozenset[str]:
    entry = entries()[registry_id]
    if entry.terms:
        return frozenset({"leader", "person", "government"})
    people = frozenset({"demonym", "person"}) if entry.kind == "community" else NONE
    return cues("actor_kinds").get(entry.kind, NONE) | people | {"group"}


def _stands_for_other(token: Token) -> Callable[[Token], bool] | None:
    """Which nouns a word without one of its own may stand for, by their number; None for one that stands for itself."""
    if token.pos == "PRON" and token.lower in cue("pronoun", "several"):
        return _is_several
    if token.pos == "PRON" and token.lower in cue("pronoun", "single") and token.dep in COUNTED:
        return lambda noun: not _is_several(noun)
    if token.lower not in cue("pronoun", "counted") or token.pos in NOMINAL or under_of(token):
        return None
    one_more = token.lower in {"another", "one", "other"}
    return (lambda noun: noun.pos == "NOUN" and (one_more or _is_several(noun))) if token.dep in COUNTED else None


def _is_large(number: str) -> bool:
    """True for what only people are counted by without their noun: "4,000 marched through Lyon"."""
    digits = number.replace(",", "")
    return digits.isdecimal() and len(digits) > 2


def _is_several(noun: Token) -> bool:
    return noun.tag in {"NNS", "NNPS"} or bool(noun.conjuncts())


@cache
def _pronoun(word: str) -> frozenset[str]:
    known = [kinds for kind, kinds in cues("pronoun_kinds").items() if word in cue("pronoun", kind)]
    return UNKNOWN.union(*known)


def _plain(name: str) -> str:
    """The name without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


@cache
def _capitals() -> frozenset[str]:
    return cue("party", "seats").union(map(_plain, capitals()))
