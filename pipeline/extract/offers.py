"""What the words of a sentence offer to the frames that ask about them: lemmas and kinds, each slot read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue
from pipeline.extract.kinds import SCENE
from pipeline.extract.slots import MODIFIERS, under_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.event_lexicon import Condition
    from pipeline.extract.kinds import Kinds
    from pipeline.extract.slots import Slots
    from pipeline.parse.sentence import ParsedSentence, Token

NOTHING: frozenset[str] = frozenset()
OF_MODIFIERS = frozenset({"mods", "object_mods"})
SILENT = frozenset({"PUNCT", "DET", "SPACE"})


@dataclass(slots=True, eq=False)
class Said:
    """A sentence and what all its words offer, which is read when the first frame asks for it."""

    sentence: ParsedSentence
    kinds: Kinds
    _offer: frozenset[str] | None = None

    def offer(self) -> frozenset[str]:
        """Lemmas of all words, and kinds of all but verbs, each as a modifier: "fired" tells of no fire."""
        if self._offer is None:
            said = [t for t in self.sentence.tokens if t.pos not in SILENT]
            self._offer = _modifying((t for t in said if t.pos != "VERB"), self.kinds)
            self._offer = self._offer.union(*(_words(t.lemma, t.lower) for t in said if t.pos == "VERB"))
            if "?" in self.sentence.text:
                self._offer |= {"=?"}
        return self._offer


@dataclass(slots=True, eq=False)
class Offers:
    """The arguments of one trigger, and by slot what they offer: all of it, and what is sure."""

    slots: Slots
    said: Said
    _read: dict[str, tuple[frozenset[str], frozenset[str]] | None] = field(default_factory=dict)

    def meet(self, condition: Condition, *, strict: bool = False) -> bool:
        """True where a slot holds one of the kinds; "unknown" is also met by an empty slot, unless strict."""
        slot, wanted = condition
        if slot == "sentence":
            return not self.said.offer().isdisjoint(wanted)
        if slot not in self._read:
            self._read[slot] = self._offer(slot)
        found = self._read[slot]
        if found is None:
            return not strict and "unknown" in wanted
        if slot == "subject" and "leaders" in wanted:
            return self._are_leaders()
        return not found[strict].isdisjoint(wanted)

    def _offer(self, slot: str) -> tuple[frozenset[str], frozenset[str]] | None:
        """What a slot offers and, of what is not unknown, for sure; None where nothing stands there."""
        tokens = _tokens(slot, self.slots)
        if not tokens:
            return None
        tokens = [*tokens, *(inner for t in tokens for inner in _counted(t))]
        kinds = self.said.kinds
        if slot in OF_MODIFIERS:
            offer = _modifying(tokens, kinds)
            return offer, offer
        before = _modifying(self.slots.get("mods") if slot == "arg" else (), kinds)
        found = [kinds.kinds(t) for t in tokens]
        words = before.union(*[_words(t.lemma, t.lower) for t in tokens])
        lenient = words.union(*found)
        if "toponym" in lenient:
            lenient |= SCENE  # it may be one; what is forbidden must be sure
        return lenient, words.union(*(k for k in found if "unknown" not in k))

    def _are_leaders(self) -> bool:
        """True for several of whom each leads a country or is one: "the presidents met"."""
        tokens = self.slots.get("subject")
        several = len(tokens) > 1 or tokens[0].tag in {"NNS", "NNPS"}
        return several and all(self.said.kinds.kinds(t) & {"leader", "country"} for t in tokens)


def _modifying(tokens: Iterable[Token], kinds: Kinds) -> frozenset[str]:
    return NOTHING.union(*(offer for t in tokens for offer in (_words(t.lemma, t.lower), kinds.modifier(t))))


@lru_cache(maxsize=20_000)
def _words(lemma: str, form: str) -> frozenset[str]:
    """What a condition asks of the word itself."""
    return frozenset({"any", f"={lemma}", f"={form}"})


def _counted(token: Token) -> list[Token]:
    """The nouns that a noun of number counts: "a number of barracks" are barracks."""
    return under_of(token) if token.lemma in cue("argument", "counting") else []


def _tokens(slot: str, slots: Slots) -> Sequence[Token]:
    """The tokens of a slot that frames ask about: some are several of an argument's own, or none of a preposition's."""
    if slot == "core":
        return slots.get("subject") + slots.get("object")
    if slot == "arg":
        return [t for name, tokens in slots.found.items() if name not in {"verb", "comp", "mods"} for t in tokens]
    if slot == "object_mods":
        return [c for t in slots.get("object") for c in t.children if c.dep in MODIFIERS | {"poss"}]
    if slot == "object":
        return slots.get("object") + slots.get("hit")
    return slots.get(slot)
