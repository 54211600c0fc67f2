"""Which words of a sentence are triggers, and of which frame: the sense that fits and that asks for most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.event_lexicon import Frame, Triggers, cue
from pipeline.extract.arguments import verb_slots
from pipeline.extract.nominals import noun_slots
from pipeline.extract.offers import Offers, Said
from pipeline.extract.possible import possible
from pipeline.extract.slots import CALENDAR, NOMINAL, VERBAL, Slots

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
    said, triggers = Said(sentence, kinds), possible(sentence.text).triggers
    hits: list[Hit] = []
    for token in sentence.tokens:
        seek = _verb_hit if token.pos in VERBAL else _noun_hit if token.pos in NOMINAL else None
        hit = seek(token, triggers, said) if seek else None
        if hit is None and token.tag == "VBG" and _is_noun_after_all(token):
            hit = _noun_hit(token, triggers, said)
        if hit:
            hits.append(hit)
    taken = {t.i for h in hits if len(h.words) > 1 for t in h.words if t is not h.head}
    return [h for h in hits if h.head.i not in taken]


def _is_noun_after_all(gerund: Token) -> bool:
    """True for "fighting continued", "fighting claimed lives", "killed in fighting", of which the model makes verbs."""
    above = gerund.head
    if gerund.dep == "nsubj":
        return above.lemma in cue("light", "happens", "hits")
    return gerund.dep == "pcomp" and above.lower in {"in", "during"} and gerund.child("dobj", "nsubj") is None


def _verb_hit(token: Token, triggers: Triggers, said: Said) -> Hit | None:
    """The first of the verb's frames that holds, if any."""
    candidates = triggers.verbs.get(token.lemma)
    if not candidates or token.dep in {"amod", "aux", "auxpass", "compound"}:
        return None
    offers: Offers | None = None
    for parts, frame in candidates:
        if (words := _verb_words(token, parts, said)) is None:
            continue
        offers = offers or Offers(verb_slots(token), said)
        if (offers.slots.passive or not frame.passive) and _holds(frame, offers):
            return Hit(frame, token, words, offers.slots, is_verb=True)
    return None


def _verb_words(verb: Token, parts: tuple[str, ...], said: Said) -> tuple[Token, ...] | None:
    """The tokens of a verb of several words: particles anywhere below it, other words close after it, in order."""
    if len(parts) == 1:
        return (verb,)
    if not said.sentence.words.issuperset(parts[1:]):
        return None
    words = [verb]
    at = verb.i
    for part in parts[1:]:
        near = said.sentence.tokens[at + 1 : at + 5]
        found = next((t for t in near if part in {t.lemma, t.lower} and t.pos != "VERB"), None)
        is_particle = part in cue("trigger", "particles")
        if found is None and is_particle:
            found = next((c for c in verb.children if c.lower == part and c.dep in {"prt", "advmod"}), None)
        if found is None or (is_particle and found.head is not verb and found.i > verb.i + 2) or _says_when(found):
            return None
        words.append(found)
        at = max(at, found.i)
    return tuple(words)


def _says_when(token: Token) -> bool:
    """True for the preposition of a day or a month: "closes in June" closes in on nobody."""
    return any(t.entity[2:] in CALENDAR for t in token.all("pobj"))


def _noun_hit(token: Token, triggers: Triggers, said: Said) -> Hit | None:
    """The first of the noun's frames that holds, if any."""
    candidates = triggers.of_noun(token.lemma, token.lower)
    if not candidates or token.dep in {"compound", "nmod"} or token.entity[2:] in CALENDAR:
        return None
    offers: dict[int, Offers] = {}
    for parts, frame in candidates:
        if (words := _noun_words(token, parts, said)) is None:
            continue
        head = min(words, key=lambda t: sum(1 for _ in t.ancestors())) if len(words) > 1 else token
        if head.i not in offers:
            offers[head.i] = Offers(noun_slots(head), said)
        if _holds(frame, offers[head.i]):
            return Hit(frame, head, words, offers[head.i].slots, is_verb=False)
    return None


def _noun_words(token: Token, parts: tuple[str, ...], said: Said) -> tuple[Token, ...] | None:
    """The tokens of a noun of several words that ends in the token, determiners and owners between them skipped."""
    if len(parts) == 1:
        return (token,)
    if not said.sentence.words.issuperset(parts[:-1]):
        return None
    words, tokens = [token], said.sentence.tokens
    at = token.i
    for part in reversed(parts[:-1]):
        at -= 1
        while at >= 0 and (tokens[at].pos in {"DET", "PUNCT"} or tokens[at].dep == "poss"):
            at -= 1
        if at < 0 or part not in {tokens[at].lemma, tokens[at].lower}:
            return None
        words.insert(0, tokens[at])
    return tuple(words)


def _holds(frame: Frame, offers: Offers) -> bool:
    """True where the arguments are what the frame asks for, and nothing that it forbids."""
    found, meet = offers.slots.found, offers.meet
    if frame.has and not any(found.get(slot) for slot in frame.has):
        return False
    if frame.preps and not any(found.get(prep) for prep in frame.preps):
        return False
    if not all(map(meet, frame.need)) or any(meet(condition, strict=True) for condition in frame.forbid):
        return False
    return not frame.any_of or any(all(map(meet, option)) for option in frame.any_of)
