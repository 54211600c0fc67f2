"""Which frames could hold in a sentence, by its words alone.

A frame asks for a trigger, and in some slots for words of some kinds. Where the sentence has no form of the trigger,
or no word that could fill one of the slots, whatever its syntax, the frame cannot hold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline.event_lexicon import (
    TOLL_NOUNS,
    TOLL_VERBS,
    Triggers,
    cue,
    cues,
    frames,
    lemmas,
    model_forms,
    noun_kinds,
    triggers,
)
from pipeline.extract.kinds import kinds_of_names, kinds_of_noun
from pipeline.normalise.actors.agents import agents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.event_lexicon import Candidate, Condition, Frame

WORD = re.compile(r"\w+(?:-\w+)+|\w+|[%$€£]")
CAPITAL = re.compile("[A-Z]")
# What any name may be, or a word that the model takes for one; and what needs no word at all.
NAMES = frozenset({"country", "place", "settlement", "demonym", "group", "person", "leaders", "any", "unknown"})
# Slots that syntax fills; the others are named by the word that must stand there, a preposition.
OPEN_SLOTS = frozenset(
    {"subject", "object", "dative", "arg", "core", "mods", "object_mods", "poss", "hit", "suffer", "verb", "sentence"}
    | {"comp", "comp_object", "comp_subject", "comp_verb", "comp_aux"}
)
# Pronouns whose party stands right before them, or is nobody of the article.
NEAR = frozenset({"who", "whom", "which", "that", "this", "i", "me", "we", "us"})
STATES = frozenset({"wounded", "injured"})


@dataclass(frozen=True, slots=True)
class Possible:
    """The triggers of a sentence of which a frame could hold; whether it may give a toll, or refer to another one."""

    triggers: Triggers
    toll: bool
    points: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a sentence could be: their lemmas, and what they could offer to a frame that asks.

    An offer is a kind of noun phrase that a word could head, or "=lemma", as conditions of frames have them.
    """

    lemmas: frozenset[str]
    offers: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Words:
        """The words of a sentence; of one with hyphens its parts as well."""
        found = WORD.findall(text.lower())
        found += [part for word in found if "-" in word for part in word.split("-")]
        of_names = kinds_of_names() if CAPITAL.search(text) else frozenset[str]()
        of_signs = {"money"} if any(sign in text for sign in cue("party", "currencies")) else set[str]()
        offers = NAMES.union(of_names, of_signs, *map(_offers, found))
        return cls(frozenset().union(*map(possible_lemmas, found)), offers)


@lru_cache(maxsize=8_192)  # of the shard at hand, if it is small: the gate, extraction and the runner ask in turn
def possible(sentence: str) -> Possible:
    """What the words of a sentence leave possible."""
    words = Words.of(sentence)
    return Possible(
        Triggers(_held(triggers().verbs, words), _held(triggers().nouns, words)),
        toll=not words.lemmas.isdisjoint(_toll_words()),
        points=not words.lemmas.isdisjoint(_pointers()),
    )


def _held(index: Mapping[str, tuple[Candidate, ...]], words: Words) -> dict[str, tuple[Candidate, ...]]:
    """The part of an index of triggers whose frames may hold."""
    found = {lemma: tuple([c for c in index[lemma] if _may_hold(c, words)]) for lemma in words.lemmas & index.keys()}
    return {lemma: candidates for lemma, candidates in found.items() if candidates}


def _may_hold(candidate: Candidate, words: Words) -> bool:
    parts, frame = candidate
    if len(parts) > 1 and not words.lemmas.issuperset(parts):
        return False
    asked, lacks = _asked()[frame.order], words.offers.isdisjoint
    if any(map(lacks, asked.every)):
        return False
    return not asked.options or any(not any(map(lacks, option)) for option in asked.options)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a frame asks of the words of a sentence: one of each set of offers, and all that one of the options asks."""

    every: tuple[frozenset[str], ...]
    options: tuple[tuple[frozenset[str], ...], ...]

    @classmethod
    def by(cls, frame: Frame) -> Asked:
        """What a frame asks; its `forbid` forbids nothing here, for it asks where a word stands."""
        slots = [_standing(slot) for slot in frame.has]
        every = [kinds for condition in frame.need for kinds in _met_by(condition)]
        if slots and all(slots):
            every.append(frozenset().union(*slots))
        if frame.preps:
            every.append(frozenset(f"={prep}" for prep in frame.preps))
        options = (tuple(kinds for condition in option for kinds in _met_by(condition)) for option in frame.any_of)
        return cls(tuple(every), tuple(options))


@cache
def _asked() -> tuple[Asked, ...]:
    """What each frame asks, by its order."""
    return tuple(map(Asked.by, frames()))


def _met_by(condition: Condition) -> list[frozenset[str]]:
    """The sets of offers of each of which a condition asks one; none for one that an empty slot meets."""
    slot, kinds = condition
    return [] if "unknown" in kinds else [offers for offers in (frozenset(kinds), _standing(slot)) if offers]


def _standing(slot: str) -> frozenset[str]:
    """The words of which one must stand in the sentence for a slot to be filled; none where syntax alone fills it."""
    if slot in OPEN_SLOTS:
        return frozenset()
    involves = cue("argument", "involves") if slot == "with" else frozenset[str]()
    return frozenset(f"={word}" for word in {slot.removeprefix("comp_")} | involves)


@lru_cache(maxsize=50_000)
def possible_lemmas(word: str) -> frozenset[str]:
    """All that a word form could be a form of, itself included: more than it is, for nothing may be missed."""
    found = {word, *(table[word] for table in lemmas() if word in table), *model_forms().get(word, ())}
    for ending, instead in ENDINGS:
        if word.endswith(ending):
            found.add(word.removesuffix(ending) + instead)
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and stem[-1] == stem[-2]:
            found.add(stem[:-1])
    return frozenset(found)


ENDINGS = (
    *(("s", ""), ("es", ""), ("ies", "y"), ("ves", "f"), ("ves", "fe"), ("men", "man"), ("ied", "y")),
    *(("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")),
    *(("er", ""), ("est", ""), ("er", "e"), ("est", "e"), ("ier", "y"), ("iest", "y")),
)


@lru_cache(maxsize=50_000)
def _offers(word: str) -> frozenset[str]:
    """Its lemmas, and all kinds that a noun phrase could have by this word, its own or as the last of a compound."""
    of_pronoun = [kinds for kind, kinds in cues("pronoun_kinds").items() if word in cue("pronoun", kind)]
    own = [kinds for lemma in possible_lemmas(word) for kinds in (kinds_of_noun(lemma), _compounds().get(lemma, ()))]
    return frozenset(f"={lemma}" for lemma in possible_lemmas(word)).union(*own, *of_pronoun)


@cache
def _compounds() -> dict[str, frozenset[str]]:
    """The kinds of nouns of several words by their last word."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for phrase in (*noun_kinds(), *agents()):
        if " " in phrase:
            found[phrase.split()[-1]] |= kinds_of_noun(phrase)
    return found


@cache
def _toll_words() -> frozenset[str]:
    return STATES | cue("counts", *TOLL_VERBS, *TOLL_NOUNS)


@cache
def _pointers() -> frozenset[str]:
    """Pronouns of the third person, and nouns that point back: what stands for somebody named before."""
    return (cue("pronoun", "person", "plural", "thing") - NEAR) | cue("party", "pointing")
