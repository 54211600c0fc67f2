"""Who a pronoun or \"the group\" stands for: the nearest earlier party that fits in number and kind, by rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extract.kinds import Kinds
    from pipeline.parse.sentence import ParsedSentence, Token

PARTY = frozenset("military armed police government civilian protester group person country leader crowd".split())
PERSONAL = frozenset({"he", "she", "him", "her", "his", "himself", "herself", "i", "me"})
PLURAL = frozenset({"they", "them", "their", "themselves", "we", "us", "both", "some", "others", "who"})
THING = frozenset({"it", "its", "itself", "which", "that"})
# Nouns that only point to a party named before: "the group", "the militants".
POINTING = frozenset(
    {
        "group",
        "militant",
        "rebel",
        "insurgent",
        "fighter",
        "movement",
        "militia",
        "organisation",
        "organization",
        "faction",
        "gunman",
        "attacker",
        "assailant",
        "jihadist",
        "militiaman",
        "guerrilla",
        "terrorist",
        "extremist",
    }
)
REACH = 4


@dataclass(slots=True)
class Antecedents:
    """The parties that the article has named so far, latest sentence last."""

    sentences: list[tuple[list[Token], dict[int, frozenset[str]], set[int]]] = field(default_factory=list)

    def read(self, sentence: ParsedSentence, kinds: Kinds) -> None:
        """Take in the parties of a sentence."""
        parties, kind_of, named = _parties(sentence, kinds)
        self.sentences.append((parties, kind_of, named))
        del self.sentences[:-REACH]

    def resolve(self, token: Token, sentence: ParsedSentence, kinds: Kinds) -> Token | None:
        """The party that a token stands for: itself unless it is a pronoun or only points back; None where nobody fits."""
        if token.pos == "PRON":
            return self._pronoun(token, sentence, kinds)
        if token.lemma in POINTING and _points(token):
            return self._named(token, sentence, kinds) or token
        return token

    def _pronoun(self, token: Token, sentence: ParsedSentence, kinds: Kinds) -> Token | None:
        here, kind_of, _ = _parties(sentence, kinds)
        before = [t for t in here if t.i < token.i and _agrees(token, t, kind_of[t.i])]
        subjects = [t for t in before if t.dep in {"nsubj", "nsubjpass"}]
        if subjects or before:
            return (subjects or before)[-1]
        for parties, kind_of, _ in reversed(self.sentences):
            fitting = [t for t in parties if _agrees(token, t, kind_of[t.i])]
            subjects = [t for t in fitting if t.dep in {"nsubj", "nsubjpass"}]
            if subjects or fitting:
                return (subjects or fitting)[0]
        return None

    def _named(self, token: Token, sentence: ParsedSentence, kinds: Kinds) -> Token | None:
        here, kind_of, named = _parties(sentence, kinds)
        pools = [([t for t in here if t.i < token.i], kind_of, named), *reversed(self.sentences)]
        for parties, kind_map, names in pools:
            fitting = [t for t in parties if t.i in names and "armed" in kind_map[t.i]]
            if fitting:
                return fitting[-1]
        return None


def _parties(sentence: ParsedSentence, kinds: Kinds) -> tuple[list[Token], dict[int, frozenset[str]], set[int]]:
    found, kind_of, named = [], {}, set()
    for token in sentence.tokens:
        if token.pos not in {"NOUN", "PROPN"} or token.dep in {"compound", "amod"}:
            continue
        kind = kinds.kinds(token)
        if kind & PARTY and token.dep in {
            "nsubj",
            "nsubjpass",
            "dobj",
            "pobj",
            "conj",
            "appos",
            "poss",
            "dative",
            "attr",
        }:
            found.append(token)
            kind_of[token.i] = kind
            if token.i in kinds.registry:
                named.add(token.i)
    return found, kind_of, named


def _agrees(pronoun: Token, party: Token, kind: frozenset[str]) -> bool:
    word = pronoun.lower
    plural = party.tag in {"NNS", "NNPS"} or bool(party.conjuncts())
    if word in PERSONAL:
        return bool(kind & {"person", "leader"}) and not plural
    if word in PLURAL:
        return (
            plural
            or bool(kind & {"group", "armed", "military", "police", "country", "government"})
            and "person" not in kind
        )
    if word in THING:
        return (
            not plural
            and bool(kind & {"group", "country", "government", "military", "armed", "police"})
            and not kind & {"person"} - ({"person"} if "group" in kind else set())
        )
    return False


def _points(token: Token) -> bool:
    words = [c for c in token.children if c.i < token.i]
    return bool(words) and all(c.lower in {"the", "this", "that", "these", "those"} for c in words)
