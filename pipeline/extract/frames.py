"""Which words of a sentence are triggers, and of which frame: the sense that fits and that asks for most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.event_lexicon import Condition, Frame, cue, triggers
from pipeline.extract.arguments import verb_slots
from pipeline.extract.nominals import noun_slots
from pipeline.extract.slots import MODIFIERS, NOMINAL, VERBAL, Slots, under_of

if TYPE_CHECKING:
    from pipeline.extract.kinds import Kinds
    from pipeline.parse.sentence import ParsedSentence, Token


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
        hit = _verb_hit(token, sentence, kinds) if token.pos in VERBAL else None
        if token.pos in NOMINAL:
            hit = _noun_hit(token, sentence, kinds)
        if hit is not None:
            hits.append(hit)
    taken = {t.i for h in hits if len(h.words) > 1 for t in h.words if t is not h.head}
    return [h for h in hits if h.head.i not in taken]


def _best(fitting: list[Hit]) -> Hit | None:
    """The hit of the frame that goes first, has most words, asks for most, stands first in the lexicon."""
    return max(fitting, key=lambda h: (h.frame.first, len(h.words), h.frame.weight, -h.frame.order), default=None)


def _verb_hit(token: Token, sentence: ParsedSentence, kinds: Kinds) -> Hit | None:
    candidates = triggers().verbs.get(token.lemma)
    if not candidates or token.dep in {"amod", "aux", "auxpass", "compound"}:
        return None
    slots = verb_slots(token)
    fitting = []
    for parts, frame in candidates:
        words = _verb_words(token, parts, sentence)
        if words is not None and (slots.passive or not frame.passive) and _holds(frame, slots, sentence, kinds):
            fitting.append(Hit(frame, token, words, slots, is_verb=True))
    return _best(fitting)


def _verb_words(verb: Token, parts: tuple[str, ...], sentence: ParsedSentence) -> tuple[Token, ...] | None:
    """The tokens of a verb of several words: particles anywhere below it, other words close after it, in order."""
    words = [verb]
    at = verb.i
    for part in parts[1:]:
        near = sentence.tokens[at + 1 : at + 5]
        found = next((t for t in near if part in {t.lemma, t.lower} and t.pos != "VERB"), None)
        is_particle = part in cue("trigger", "particles")
        if found is None and is_particle:
            found = next((c for c in verb.children if c.lower == part and c.dep in {"prt", "advmod"}), None)
        if found is None or (is_particle and found.head is not verb and found.i > verb.i + 2):
            return None
        words.append(found)
        at = max(at, found.i)
    return tuple(words)


def _noun_hit(token: Token, sentence: ParsedSentence, kinds: Kinds) -> Hit | None:
    forms = dict.fromkeys((token.lemma, token.lower))
    candidates = [found for form in forms for found in triggers().nouns.get(form, ())]
    if not candidates or token.dep in {"compound", "nmod"} or token.entity[2:] in {"DATE", "TIME"}:
        return None
    slots: dict[int, Slots] = {}
    fitting = []
    for parts, frame in candidates:
        words = _noun_words(token, parts, sentence)
        if words is None:
            continue
        head = min(words, key=lambda t: sum(1 for _ in t.ancestors()))
        if head.i not in slots:
            slots[head.i] = noun_slots(head)
        if _holds(frame, slots[head.i], sentence, kinds):
            fitting.append(Hit(frame, head, words, slots[head.i], is_verb=False))
    return _best(fitting)


def _noun_words(token: Token, parts: tuple[str, ...], sentence: ParsedSentence) -> tuple[Token, ...] | None:
    """The tokens of a noun of several words that ends in the token, determiners between them skipped."""
    words = [token]
    at = token.i
    for part in reversed(parts[:-1]):
        at -= 1
        while at >= 0 and sentence.tokens[at].pos in {"DET", "PUNCT"}:
            at -= 1
        if at < 0 or part not in {sentence.tokens[at].lemma, sentence.tokens[at].lower}:
            return None
        words.insert(0, sentence.tokens[at])
    return tuple(words)


def _holds(frame: Frame, slots: Slots, sentence: ParsedSentence, kinds: Kinds) -> bool:
    """True where the arguments are what the frame asks for, and nothing that it forbids."""
    if frame.has and not any(slots.get(slot) for slot in frame.has):
        return False
    if frame.preps and not any(slots.get(prep) for prep in frame.preps):
        return False
    if not all(_met(c, slots, sentence, kinds) for c in frame.need):
        return False
    if any(_met(c, slots, sentence, kinds, strict=True) for c in frame.forbid):
        return False
    return not frame.any_of or any(all(_met(c, slots, sentence, kinds) for c in option) for option in frame.any_of)


def _met(condition: Condition, slots: Slots, sentence: ParsedSentence, kinds: Kinds, *, strict: bool = False) -> bool:
    """True where a slot holds one of the kinds; "unknown" is also met by an empty slot, unless strict."""
    slot, wanted = condition
    if slot == "sentence":
        words = [t for t in sentence.tokens if t.pos not in {"PUNCT", "DET", "SPACE"}]
        return any(_is(t, wanted, kinds.modifier(t)) for t in words)
    tokens = _slot_tokens(slot, slots)
    if not tokens:
        return not strict and "unknown" in wanted
    if slot == "subject" and "leaders" in wanted:
        several = len(tokens) > 1 or tokens[0].tag in {"NNS", "NNPS"}
        return several and all(kinds.kinds(t) & {"leader", "country"} for t in tokens)
    tokens = [*tokens, *(inner for t in tokens for inner in _counted(t))]
    modifiers = tokens if slot in {"mods", "object_mods"} else slots.get("mods") if slot == "arg" else []
    heads = tokens if slot not in {"mods", "object_mods"} else []
    return any(_is(t, wanted, kinds.modifier(t)) for t in modifiers) or any(
        _is(t, wanted, kinds.kinds(t), strict=strict) for t in heads
    )


def _counted(token: Token) -> list[Token]:
    """The nouns that a noun of number counts: "a number of barracks" are barracks."""
    return under_of(token) if token.lemma in cue("argument", "counting") else []


def _is(token: Token, wanted: frozenset[str], found: frozenset[str], *, strict: bool = False) -> bool:
    if not wanted.isdisjoint(("any", f"={token.lemma}", f"={token.lower}")):
        return True
    return not (strict and "unknown" in found) and not wanted.isdisjoint(found)


def _slot_tokens(slot: str, slots: Slots) -> list[Token]:
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
