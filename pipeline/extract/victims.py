"""Whom a phrase counts: the number of its noun, of what is coordinated with it, or one person without a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue, noun_kinds_of
from pipeline.extract.slots import AMOUNTS, CALENDAR, NOMINAL, under_of
from pipeline.normalise.actors import is_actor_noun
from pipeline.normalise.counts import Count, parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.parse.sentence import ParsedSentence, Token

COLLECTIVE = frozenset({"dozen", "hundred", "thousand", "score", "couple", "pair"})
AGE = "old"  # "a 63-year-old woman", "a 19-year-old"
NOBODY = Count(0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Toll:
    """One number of deaths or of injured, with the word that it hangs on and its span in the article.

    adds: it is beyond those told before ("three more"); is_total: it is of all so far ("the death toll rose to 12");
    victim: the noun that it counts.
    """

    kind: str
    count: Count
    anchor: Token
    start: int
    end: int
    adds: bool = False
    victim: Token | None = None

    @property
    def is_total(self) -> bool:
        """True for a number of all the dead so far."""
        return self.anchor.lemma in cue("counts", "totals")


def counts(
    victims: Iterable[Token], kind: str, anchor: Token, sentence: ParsedSentence, *, bare: bool = True
) -> list[Toll]:
    """The numbers of noun phrases and what is coordinated with them; bare: a single person without one counts, too."""
    found: list[Toll] = []
    for noun in (_meant(victim, anchor) for victim in victims):
        if _is_no_number(noun) or _is_part(noun) or noun.lemma in noun_kinds_of("animal"):  # "killing 60,000 sheep"
            continue
        start, end = _group_span(noun, sentence) or quantity_span(noun)
        count = NOBODY if is_nobody(noun) else parse(text_of(start, end, sentence))
        if count is None or count.best is None:
            count = Count(1, 1) if bare and _single(noun) else None
        if count is not None:
            found.append(Toll(kind, count, anchor, start, max(end, noun.end), adds=_adds(noun, anchor), victim=noun))
        others = [t for t in _others(noun, sentence) if not _tells_other(t, kind, sentence)]
        found.extend(t for other in others for t in counts([other], kind, anchor, sentence, bare=_single(other)))
    return found


def _is_part(noun: Token) -> bool:
    """True for those told of apart from all: "killing 30 people, among them two women"."""
    return any(p.lower in {"among", "including"} and p.i < noun.i for p in noun.all("prep"))


def _meant(victim: Token, anchor: Token) -> Token:
    """The word that says who a victim is: the bombers, who killed "five officers as well as themselves"."""
    doers = (*anchor.all("nsubj"), *anchor.head.all("nsubj")) if victim.lower == "themselves" else ()
    return next(iter(doers), victim)


def _group_span(noun: Token, sentence: ParsedSentence) -> tuple[int, int] | None:
    """The span of the number behind "a family of six", "a total of at least 45 people"."""
    if noun.lemma not in cue("counts", "groups"):
        return None
    of, *behind = [*sentence.tokens[noun.i + 1 : noun.i + 6], noun]
    number = next((t for t in behind if t.pos == "NUM"), None)
    if of.lower != "of" or number is None or any(t.pos in NOMINAL | {"VERB"} for t in behind[: behind.index(number)]):
        return None
    return behind[0].start, number.end


def _others(noun: Token, sentence: ParsedSentence) -> list[Token]:
    """What is coordinated with a victim, in whatever place the parser has it."""
    if noun.lemma in cue("counts", "groups"):
        return []
    aside = {t.i for t in sentence.tokens if t.lower in {"among", "including"}}
    if any(c.lower == "or" for c in noun.all("cc")):
        return []  # "either eight fighters or five farmers"
    listed = [
        a
        for a in noun.all("appos")
        if a.child("conj") and a.child("nummod", "poss") and aside.isdisjoint(range(noun.i, a.i))
    ]
    found = [*noun.conjuncts(), *(t for a in listed for t in (a, *a.conjuncts())), *_beyond(noun, sentence)]
    return [t for t in found if t.pos in NOMINAL | {"NUM"} or t.lower in {"themselves", "himself", "herself"}]


def _beyond(noun: Token, sentence: ParsedSentence) -> list[Token]:
    """Who stands behind a closed aside: the soldiers of "12 civilians, including a child, and four soldiers"."""
    parts = [o for p in noun.all("prep") if p.lower == "including" for o in p.all("pobj")]
    pairs = [part.conjuncts()[0] for part in parts if len(part.conjuncts()) == 1]
    return [t for t in pairs if any(sentence.tokens[c.i - 1].lower == "," for c in t.head.all("cc"))]


def _is_no_number(noun: Token) -> bool:
    """True for days, sums and shares; not for people, nor for the number that died, which the model takes for a day."""
    if noun.entity[2:] in AMOUNTS and noun.lower != AGE:
        return not (noun.pos == "NUM" and noun.dep in {"nsubj", "nsubjpass"})
    return any(t.entity[2:] in AMOUNTS for t in noun.all("nummod")) and not is_actor_noun(noun.lemma)


def is_nobody(noun: Token) -> bool:
    """True for "nobody", "no one", "no casualties"; not for "no soldier", "none of the guards"."""
    no = any(c.lower in {"no", "neither"} for c in noun.all("det", "neg", "cc", "preconj", "predet"))
    no = no or (noun.dep == "pobj" and noun.head.lower == "without")
    return (noun.lower in {"nobody", "none"} and not under_of(noun)) or (no and noun.lemma in cue("counts", "anybody"))


def _adds(noun: Token, anchor: Token) -> bool:
    """True for those beyond the ones told before: "three more", "two others", "a guard also died"."""
    open_ended = {c.lower for c in noun.children if c.lower == "than"} and {"more", "other"}  # "more than 30"
    words = {noun.lower} | {c.lower for c in noun.children if c.dep != "prep"} | {c.lower for c in anchor.all("advmod")}
    return _is_next(noun) or not (words - (open_ended or set())).isdisjoint(cue("counts", "further"))


def _is_next(noun: Token) -> bool:
    """True for "a fourth", "a second soldier"."""
    ordinal = not cue("status", "ordinals").isdisjoint({noun.lower, *(c.lower for c in noun.all("amod"))})
    return ordinal and any(c.lower in {"a", "an"} for c in noun.all("det"))


def _tells_other(noun: Token, kind: str, sentence: ParsedSentence) -> bool:
    """True where the word behind a number counts the other kind: the 318 of "41 killed, and 318 injured"."""
    behind = sentence.tokens[noun.i + 1] if noun.i + 1 < len(sentence.tokens) else noun
    hurt = behind.lemma in cue("counts", "hurt") or behind.lower in {"wounded", "injured"}
    dead = behind.lemma in cue("counts", "kill", "die") or behind.lower == "dead"
    return hurt if kind == "deaths" else dead


def text_of(start: int, end: int, sentence: ParsedSentence) -> str:
    """The stretch of a sentence between two offsets of the article."""
    return sentence.text[start - sentence.start : end - sentence.start]


def quantity_span(noun: Token) -> tuple[int, int]:
    """The span of the words before a noun that can count it, the noun included where it is a number itself."""
    counting = {"nummod", "det", "amod", "quantmod", "advmod", "predet"}
    counters = [c for c in noun.children if c.i < noun.i and c.dep in counting and c.lower != AGE]
    hung = [c for name in noun.all("compound", "amod", "nmod") for c in name.all("compound", "nummod")]
    counters += [c for c in hung if c.pos == "NUM" and c.entity[2:] not in CALENDAR]  # "twenty Tuareg rebels"
    before = [t for c in counters for t in _undated(c)]
    if noun.pos == "NUM" or noun.lemma in COLLECTIVE:
        before.append(noun)
    if not before:
        return noun.start, noun.start
    return min(t.start for t in before), max(t.end for t in before)


def _undated(number: Token) -> list[Token]:
    """The words of a number without the date that the parser hung on it: "In 2009, two of its members were killed"."""
    dated = [p for p in number.all("prep") if any(o.entity[2:] in CALENDAR for o in p.all("pobj"))]
    return [t for t in number.subtree() if not any(t is p or p in t.ancestors() for p in dated)]


def _single(noun: Token) -> bool:
    """True for a single person: "a soldier", "her brother", "the mayor", a name, "he"."""
    if noun.pos == "PRON":
        return noun.lower in {"he", "she", "him", "her", "himself", "herself"}
    if noun.tag == "NNP":
        return is_person(noun)
    if noun.tag == "JJ" and _is_next(noun):
        return True
    determined = any(c.dep in {"det", "poss"} and c.lower not in {"no", "every", "any"} for c in noun.children)
    if noun.lower == AGE:
        return determined
    return noun.tag == "NN" and noun.pos == "NOUN" and determined and noun.lemma not in cue("counts", "not_one")


def is_person(noun: Token) -> bool:
    """True for a person by name, title or role: "Ali Saleh", "the former president", "the mayor"; not "the pact"."""
    if noun.pos == "PRON" or noun.entity[2:] == "PERSON":
        return True
    roles = [is_actor_noun(t.lemma) for t in (noun, *noun.children) if t.pos in NOMINAL]
    return any(role and not role.endswith("property") for role in roles)
