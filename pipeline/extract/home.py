"""What is said and bargained about at home, where nobody is at war: budgets, schools, party quarrels, wages, cases."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.classes import event_class
from pipeline.event_lexicon import cue
from pipeline.extract.slots import LOCATIVE, MODIFIERS, NOMINAL
from pipeline.normalise.actors.countries import capitals, state_by_demonym, state_by_name
from pipeline.normalise.actors.registry import entries

if TYPE_CHECKING:
    from pipeline.extract.frames import Hit
    from pipeline.extract.kinds import Kinds
    from pipeline.parse.sentence import ParsedSentence, Token

# Kinds of which none stands in a sentence about matters at home.
STRIFE = frozenset(
    {"armed", "military", "protester", "weapons", "warmachine", "truce", "prisoner", "event", "bomb", "missile"}
)
SIDES = frozenset({"subject", "object", "with", "to", "between", "by", "of", "mods", "comp_subject", "comp_object"})
HINTS = 2  # as many words that home shares with other things tell it of what is only said, one more of the rest


def is_at_home(hit: Hit, sentence: ParsedSentence, kinds: Kinds, topic: str | None) -> bool:
    """True for words, talks and deals about matters of one country alone: "the senator accused his rival over taxes".

    Not where the sentence tells of violence, protest or foreign affairs, names two countries, or a state is spoken to.
    topic is that of the article: in one of strife only the surest words tell it.
    """
    coded = event_class(hit.frame.event_class)
    if not (coded.speech or coded.class_id in cue("home", "classes")):
        return False
    words = sentence.words
    hinted = topic is not None and len(words & cue("home", "hints")) >= (HINTS if coded.speech else HINTS + 1)
    private = topic is not None and _is_of_nobody(hit, kinds)
    told = hinted or private or not words.isdisjoint(cue("home", "words"))
    return told and words.isdisjoint(cue("home", "none")) and not _is_abroad(hit, sentence, kinds)


def _is_of_nobody(hit: Hit, kinds: Kinds) -> bool:
    """True where those who speak or meet have no part in politics: "she met the champion"."""
    sides = [kinds.kinds(t) for slot, tokens in hit.slots.found.items() if slot in SIDES for t in tokens]
    parties = [side for side in sides if side & (cue("party", "actor") | {"sport"})]  # the deal itself is none
    return bool(parties) and not any(side & cue("home", "parties") for side in parties)


def _is_abroad(hit: Hit, sentence: ParsedSentence, kinds: Kinds) -> bool:
    """True where two countries are named, or a union of states, or somebody under arms, or a state is spoken to."""
    others = [t for t in sentence.tokens if t.pos in NOMINAL and t not in hit.words]
    if any(kinds.kinds(t) & STRIFE and t.lemma not in cue("home", "civil") for t in others):
        return True
    named = {iso3 for t in sentence.tokens if t.text[0].isupper() and (iso3 := _country(t.text))}
    if len(named) > 1 or any(entries()[registry_id].kind == "igo" for registry_id in kinds.registry.values()):
        return True
    asked = [t for slot, tokens in hit.slots.found.items() if slot not in LOCATIVE | {"subject"} for t in tokens]
    return any(_is_foreign(t, kinds) for t in asked)


def _is_foreign(token: Token, kinds: Kinds) -> bool:
    """True for "Germany", "the German chancellor"."""
    if token.pos == "PROPN" and _country(token.text):
        return True
    leader = "leader" in kinds.kinds(token)
    return leader and any(_country(c.text) for c in token.children if c.dep in MODIFIERS | {"poss"})


@lru_cache(maxsize=20_000)
def _country(name: str) -> str | None:
    """The country that a word names, by itself, its people or its capital."""
    state = state_by_name(name) or state_by_demonym(name)
    return state.iso3 if state else capitals().get(name)
