"""Which words of a sentence are triggers, and of which frame: the sense whose conditions hold and that asks for most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.arguments import Slots, noun_slots, verb_slots
from pipeline.extract.kinds import Kinds
from pipeline.extract.lexicon import PARTICLES, Condition, Frame, triggers

if TYPE_CHECKING:
    from pipeline.parse.sentence import ParsedSentence, Token

NOUN_POS = frozenset({"NOUN", "PROPN"})
ARGUMENT_SLOTS = ("subject", "object", "dative")


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """One trigger in a sentence with its frame, its words and its arguments."""

    frame: Frame
    head: Token
    words: tuple[Token, ...]
    slots: Slots
    is_verb: bool

    @property
    def start(self) -> int:
        """First character of the trigger."""
        return min(t.start for t in self.words)

    @property
    def end(self) -> int:
        """End of the trigger."""
        return max(t.end for t in self.words)


def find(sentence: ParsedSentence, kinds: Kinds) -> list[Hit]:
    """The triggers of a sentence, in text order, one frame each; words of a longer trigger start none of their own."""
    hits: list[Hit] = []
    for token in sentence.tokens:
        hit = _verb_hit(token, sentence, kinds) if token.pos in {"VERB", "AUX"} else None
        if hit is None and token.pos in NOUN_POS:
            hit = _noun_hit(token, sentence, kinds)
        if hit is not None:
            hits.append(hit)
    taken = {t.i for h in hits if len(h.words) > 1 for t in h.words if t is not h.head}
    return [h for h in hits if h.head.i not in taken]


def _verb_hit(token: Token, sentence: ParsedSentence, kinds: Kinds) -> Hit | None:
    candidates = triggers().verbs.get(token.lemma)
    if not candidates or token.dep in {"amod", "aux", "auxpass", "compound"}:
        return None
    slots = verb_slots(token)
    best: tuple[tuple[bool, int, int, int], Frame, tuple[Token, ...]] | None = None
    for parts, frame in candidates:
        words = _verb_words(token, parts, sentence)
        if words is None or (frame.passive and not slots.passive) or not _holds(frame, slots, sentence, kinds):
            continue
        key = (frame.first, len(words), frame.weight, -frame.order)
        if best is None or key > best[0]:
            best = (key, frame, words)
    return Hit(best[1], token, best[2], slots, is_verb=True) if best else None


def _verb_words(verb: Token, parts: tuple[str, ...], sentence: ParsedSentence) -> tuple[Token, ...] | None:
    """The tokens of a verb of several words: particles anywhere below it, other words close after it, in order."""
    words = [verb]
    at = verb.i
    for part in parts[1:]:
        near = sentence.tokens[at + 1 : at + 5]
        found = next((t for t in near if part in {t.lemma, t.lower} and t.pos != "VERB"), None)
        if found is None and part in PARTICLES:
            found = next((c for c in verb.children if c.lower == part and c.dep in {"prt", "advmod"}), None)
        if found is None or (part in PARTICLES and found.head is not verb and found.i > verb.i + 2):
            return None
        words.append(found)
        at = max(at, found.i)
    return tuple(words)


def _noun_hit(token: Token, sentence: ParsedSentence, kinds: Kinds) -> Hit | None:
    candidates = triggers().nouns.get(token.lemma) or triggers().nouns.get(token.lower)
    if not candidates or token.dep in {"compound", "nmod"} or token.entity[2:] in {"DATE", "TIME"}:
        return None
    best: tuple[tuple[bool, int, int, int], Frame, tuple[Token, ...], Slots] | None = None
    slots: Slots | None = None
    for parts, frame in candidates:
        words = _noun_words(token, parts, sentence)
        if words is None:
            continue
        head = min(words, key=lambda t: sum(1 for _ in t.ancestors()))
        slots = slots if slots is not None and head is token else noun_slots(head)
        if not _holds(frame, slots, sentence, kinds):
            continue
        key = (frame.first, len(words), frame.weight, -frame.order)
        if best is None or key > best[0]:
            best = (key, frame, words, slots)
    if best is None:
        return None
    head = min(best[2], key=lambda t: sum(1 for _ in t.ancestors()))
    return Hit(best[1], head, best[2], best[3], is_verb=False)


def _noun_words(token: Token, parts: tuple[str, ...], sentence: ParsedSentence) -> tuple[Token, ...] | None:
    """The tokens of a noun of several words that ends in the token, determiners between them skipped."""
    words = [token]
    at = token.i
    for part in reversed(parts[:-1]):
        at -= 1
        while at >= 0 and (sentence.tokens[at].pos in {"DET", "PUNCT"} or sentence.tokens[at].lower == "-"):
            at -= 1
        if at < 0 or part not in {sentence.tokens[at].lemma, sentence.tokens[at].lower}:
            return None
        words.insert(0, sentence.tokens[at])
    return tuple(words)


def _holds(frame: Frame, slots: Slots, sentence: ParsedSentence, kinds: Kinds) -> bool:
    if not all(_met(c, slots, sentence, kinds) for c in frame.need):
        return False
    if any(_met(c, slots, sentence, kinds, strict=True) for c in frame.forbid):
        return False
    if frame.any_of and not any(all(_met(c, slots, sentence, kinds) for c in option) for option in frame.any_of):
        return False
    if frame.has and not any(slots.get(slot) for slot in frame.has):
        return False
    return not frame.preps or any(slots.get(prep) for prep in frame.preps)


def _met(condition: Condition, slots: Slots, sentence: ParsedSentence, kinds: Kinds, *, strict: bool = False) -> bool:
    """True where a slot holds one of the kinds; \"unknown\" is also met by an empty slot, unless strict."""
    slot, wanted = condition
    if slot == "sentence":
        return any(_is(t, wanted, kinds.modifier(t)) for t in sentence.tokens if t.pos not in {"PUNCT", "DET", "SPACE"})
    tokens = _slot_tokens(slot, slots)
    if not tokens:
        return not strict and "unknown" in wanted
    if slot in {"mods", "object_mods"}:
        return any(_is(t, wanted, kinds.modifier(t)) for t in tokens)
    if slot == "arg" and any(_is(t, wanted, kinds.modifier(t)) for t in slots.get("mods")):
        return True
    if slot == "subject" and "leaders" in wanted:
        return (len(tokens) > 1 or tokens[0].tag in {"NNS", "NNPS"}) and all(kinds.kinds(t) & {"leader", "country"} for t in tokens)
    return any(_is(t, wanted, kinds.kinds(t), strict=strict) for t in tokens)


def _is(token: Token, wanted: frozenset[str], found: frozenset[str], *, strict: bool = False) -> bool:
    if "any" in wanted or f"={token.lemma}" in wanted or f"={token.lower}" in wanted:
        return True
    if strict and "unknown" in found:
        return False
    return not wanted.isdisjoint(found)


def _slot_tokens(slot: str, slots: Slots) -> list[Token]:
    if slot == "core":
        return slots.get("subject") + slots.get("object")
    if slot == "arg":
        return [t for name, tokens in slots.found.items() if name not in {"verb", "comp", "mods"} for t in tokens]
    if slot == "object_mods":
        return [c for t in slots.get("object") for c in t.children if c.dep in {"amod", "compound", "nmod"}]
    if slot == "object":
        return slots.get("object") + slots.get("hit")
    return slots.get(slot)
