"""Deaths, injuries, troops and equipment: which numbers of a sentence count them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.normalise.counts import Count, parse

if TYPE_CHECKING:
    from pipeline.extract.kinds import Kinds
    from pipeline.parse.sentence import ParsedSentence, Token

KILL = frozenset({"kill", "massacre", "slaughter", "assassinate", "murder", "slay", "execute", "behead", "lynch"})
DIE = frozenset({"die", "perish", "drown"})
HURT = frozenset({"wound", "injure", "hurt", "maim"})
DEATH_NOUNS = frozenset({"death", "fatality", "killing"})
TROOPS = frozenset(
    {
        "troop",
        "soldier",
        "personnel",
        "servicemen",
        "serviceman",
        "marine",
        "peacekeeper",
        "paratrooper",
        "fighter",
        "reservist",
        "militant",
        "officer",
        "policeman",
        "force",
    }
)
EQUIPMENT = frozenset(
    {
        "vehicle",
        "tank",
        "aircraft",
        "jet",
        "plane",
        "warplane",
        "helicopter",
        "warship",
        "ship",
        "vessel",
        "drone",
        "missile",
        "rocket",
        "howitzer",
        "boat",
        "truck",
        "submarine",
        "destroyer",
        "frigate",
        "shell",
        "bomber",
    }
)
PEOPLE = frozenset({"people", "person", "man", "woman", "child", "life", "body", "dead", "other", "civilian"})


@dataclass(frozen=True, slots=True, eq=False)
class Toll:
    """One number with the word that it hangs on and its span."""

    kind: str
    count: Count
    anchor: Token
    start: int
    end: int


def tolls(sentence: ParsedSentence, kinds: Kinds) -> list[Toll]:
    """The deaths and injuries that a sentence gives, in text order."""
    found: list[Toll] = []
    for token in sentence.tokens:
        if token.pos == "VERB" and token.lemma in KILL | DIE | HURT:
            found.extend(_of_verb(token, sentence))
        elif token.pos == "VERB" and any(
            p.lower == "to" and any(o.lower == "death" for o in p.all("pobj")) for p in token.all("prep")
        ):
            found.extend(t for v in token.all("dobj", "nsubjpass") for t in _count(v, "deaths", token, sentence))
        elif token.lower in {"dead", "wounded", "injured"} and token.pos in {"ADJ", "VERB", "NOUN"}:
            found.extend(_of_state(token, sentence))
        elif token.pos == "NOUN" and token.lemma in DEATH_NOUNS | {"toll", "injury", "life", "fatality"}:
            found.extend(_of_noun(token, sentence))
    return _unique(found)


def _of_verb(verb: Token, sentence: ParsedSentence) -> list[Toll]:
    kind = "deaths" if verb.lemma in KILL | DIE else "injured"
    victims = verb.all("dobj", "nsubjpass") if verb.lemma not in DIE else verb.all("nsubj")
    if not victims and verb.dep in {"acl", "conj", "advcl"}:
        passive = verb.tag == "VBN" and verb.child("dobj") is None
        if verb.dep == "acl" and passive:
            victims = [verb.head]
        elif verb.dep == "conj" and passive and verb.head.lemma not in KILL | HURT | DIE:
            # "he was shot and killed"
            victims = verb.head.all("nsubjpass")
        elif verb.dep == "conj" and passive and verb.head.lemma in KILL | HURT | DIE:
            # "three were killed and 12 injured": the number stands before the verb
            victims = [c for c in verb.children if c.pos == "NUM"] or [
                t for t in sentence.tokens[verb.head.i + 1 : verb.i] if t.pos == "NUM"
            ][-1:]
    return [toll for v in victims for toll in _count(v, kind, verb, sentence)]


def _of_state(token: Token, sentence: ParsedSentence) -> list[Toll]:
    kind = "deaths" if token.lower == "dead" else "injured"
    head = token.head
    if (
        token.dep in {"oprd", "acomp", "ccomp", "xcomp", "advcl", "amod", "acl"}
        and head.pos == "VERB"
        and head.lemma in {"leave", "find", "shoot", "pronounce", "confirm"}
    ):
        return [t for v in head.all("dobj", "nsubjpass") + token.all("nsubj") for t in _count(v, kind, head, sentence)]
    if (
        head.pos in {"NOUN", "NUM"}
        and token.dep in {"amod", "acl", "npadvmod", "advmod", "appos", "nmod"}
        and token.i > head.i
    ):
        return _count(head, kind, token, sentence)
    number = next((c for c in token.children if c.dep in {"nummod", "npadvmod", "nsubj", "amod"}), None)
    return _count(number, kind, token, sentence) if number is not None else []


def _of_noun(noun: Token, sentence: ParsedSentence) -> list[Toll]:
    if noun.lemma == "toll":
        if not any(c.lower in {"death", "casualty"} for c in noun.children):
            return []
        after = [
            t
            for t in sentence.tokens[noun.i + 1 : noun.i + 9]
            if t.pos == "NUM" and t.entity[2:] not in {"DATE", "TIME"}
        ]
        return [_toll("deaths", after[0], noun, sentence)] if after and parse(after[0].text) else []
    if noun.lemma == "life":
        if noun.head.lemma not in {"claim", "take", "cost", "lose"}:
            return []
        inner = next((p for prep in noun.all("prep") if prep.lower == "of" for p in prep.all("pobj")), None)
        return _count(inner if inner is not None else noun, "deaths", noun.head, sentence)
    kind = "injured" if noun.lemma == "injury" else "deaths"
    inner = next((p for prep in noun.all("prep") if prep.lower == "of" for p in prep.all("pobj")), None)
    return _count(noun, kind, noun, sentence, bare=False) or (
        _count(inner, kind, noun, sentence, bare=False) if inner is not None else []
    )


def _count(noun: Token, kind: str, anchor: Token, sentence: ParsedSentence, *, bare: bool = True) -> list[Toll]:
    """The number of a noun phrase: its numeral, \"dozens of\", or one for a single person."""
    start, end = _quantity_span(noun)
    text = sentence.text[start - sentence.start : end - sentence.start]
    if any(t.entity[2:] in {"DATE", "TIME", "PERCENT", "MONEY"} for t in (noun, *noun.all("nummod"))):
        return []
    count = parse(text)
    if count is None or count.best is None:
        count = Count(1, 1) if bare and _single(noun) else None
    found = [Toll(kind, count, anchor, start, max(end, noun.end))] if count is not None else []
    for other in noun.conjuncts():
        if other.pos in {"NOUN", "NUM", "PROPN"}:
            found.extend(
                _count(other, kind, anchor, sentence, bare=False)
                if not _single(other)
                else _count(other, kind, anchor, sentence)
            )
    return found


def _quantity_span(noun: Token) -> tuple[int, int]:
    before = [
        t
        for c in noun.children
        if c.i < noun.i and c.dep in {"nummod", "det", "amod", "quantmod", "advmod", "predet"}
        for t in c.subtree()
    ]
    if noun.pos == "NUM" or noun.lemma in {"dozen", "hundred", "thousand", "score"}:
        before.append(noun)
    if not before:
        return noun.start, noun.start
    return min(t.start for t in before), max(t.end for t in before)


def _single(noun: Token) -> bool:
    """A single person: \"a soldier\", \"her brother\", \"the mayor\", a name."""
    if noun.tag == "NNP":
        return noun.entity[2:] == "PERSON"
    return (
        noun.tag == "NN"
        and noun.pos == "NOUN"
        and any(c.dep in {"det", "poss"} and c.lower not in {"no", "every", "any"} for c in noun.children)
        and noun.lemma
        not in {
            "people",
            "group",
            "number",
            "crowd",
            "family",
            "enemy",
            "population",
            "bill",
            "idea",
            "convoy",
            "police",
        }
    )


def _toll(kind: str, number: Token, anchor: Token, sentence: ParsedSentence) -> Toll:
    start, end = _quantity_span(number)
    count = parse(sentence.text[start - sentence.start : end - sentence.start]) or Count(None, None)
    return Toll(kind, count, anchor, start, end)


def _unique(found: list[Toll]) -> list[Toll]:
    seen: dict[tuple[str, int], Toll] = {}
    for toll in found:
        seen.setdefault((toll.kind, toll.start), toll)
    return sorted(seen.values(), key=lambda t: (t.start, t.kind))


def total(parts: list[Toll]) -> Count | None:
    """The sum of what one sentence counts: \"two soldiers and a child\"; numbers of \"including\" phrases are parts of others."""
    if not parts:
        return None
    lows = [p.count.low if p.count.low is not None else 0 for p in parts]
    highs = [p.count.high for p in parts]
    low = sum(lows) if any(p.count.low is not None for p in parts) else None
    return Count(low, None if any(h is None for h in highs) else sum(h for h in highs if h is not None))


_INCLUDING = re.compile(r"\b(including|among them|of whom|of them)\b", re.I)


def forces(sentence: ParsedSentence, hit_tokens: set[int]) -> tuple[Count | None, str | None]:
    """Troops and equipment that a sentence counts, among the given tokens: a count and \"200 vehicles; 12 aircraft\"."""
    troops: Count | None = None
    equipment: list[str] = []
    for token in sentence.tokens:
        if token.i not in hit_tokens or token.pos not in {"NOUN", "PROPN"}:
            continue
        start, end = _quantity_span(token)
        text = sentence.text[start - sentence.start : end - sentence.start]
        count = (
            parse(text)
            if start < end
            and (token.all("nummod") or re.search(r"dozen|several|hundred|thousand|scores", text.lower()))
            else None
        )
        if count is None and token.lemma in {"dozen", "hundred", "thousand"}:
            inner = next((p for prep in token.all("prep") if prep.lower == "of" for p in prep.all("pobj")), None)
            count, token = (parse(token.text), inner) if inner is not None else (None, token)  # noqa: PLW2901 - "hundreds of troops" counts the troops
        if count is None or count.best is None:
            continue
        if token.lemma in TROOPS and troops is None:
            troops = count
        elif token.lemma in EQUIPMENT:
            equipment.append(f"{count.best} {token.text.lower()}")
    return troops, "; ".join(equipment) or None
