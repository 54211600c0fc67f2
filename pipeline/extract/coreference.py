"""Who a pronoun or "the group" stands for: the nearest earlier party that fits in number and kind, by rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue
from pipeline.extract.arguments import subject_of
from pipeline.extract.slots import LOCATIVE, NOMINAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.extract.kinds import Kinds
    from pipeline.parse.sentence import ParsedSentence, Token

# What stands there can be referred to; what only modifies another noun is not.
REFERRED = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos", "poss", "dative", "attr"})
GROUPS = frozenset({"group", "country", "government", "military", "armed", "police"})
# Sentences that a pronoun reaches back.
REACH = 4


@dataclass(frozen=True, slots=True, eq=False)
class Party:
    """A noun phrase that can be referred to, by its head; named where an actor registry has its name."""

    head: Token
    kinds: frozenset[str]
    named: bool


@dataclass(slots=True, eq=False)
class Antecedents:
    """The last sentences of an article that were read, latest last; their parties are named when one is asked for."""

    sentences: list[tuple[ParsedSentence, Kinds]] = field(default_factory=list)

    def read(self, sentence: ParsedSentence, kinds: Kinds) -> None:
        """Take in a sentence."""
        self.sentences.append((sentence, kinds))
        del self.sentences[:-REACH]

    def resolve(self, token: Token, sentence: ParsedSentence, kinds: Kinds) -> Token | None:
        """The party that a token stands for: itself unless a pronoun or pointing back; None for a pronoun of nobody."""
        pointing = token.lemma in cue("party", "pointing") and _points(token)
        if token.pos != "PRON" and not pointing:
            return token
        doers = subject_of(token.head) if token.dep in {"dobj", "dative"} else []  # who accuses "it" means another
        before = [party for party in _parties(sentence, kinds) if party.head.i < token.i and party.head not in doers]
        return self._named(before) or token if pointing else self._pronoun(token, before)

    def _pronoun(self, token: Token, before: Sequence[Party]) -> Token | None:
        """The last subject before in the sentence, else the first of the sentence before it, else any other party."""
        fitting = _subjects_first(before, token)
        if fitting:
            return fitting[-1]
        earlier = (_subjects_first(parties, token) for parties in self._earlier())
        return next((found[0] for found in earlier if found), None)

    def _named(self, before: Sequence[Party]) -> Token | None:
        """The last armed party with a name: what "the group" and "the militants" point to."""
        for parties in chain([before], self._earlier()):
            named = [party.head for party in parties if party.named and "armed" in party.kinds]
            if named:
                return named[-1]
        return None

    def _earlier(self) -> Iterator[list[Party]]:
        """The parties of the sentences before, the nearest first."""
        return (_parties(sentence, kinds) for sentence, kinds in reversed(self.sentences))


def _subjects_first(parties: Iterable[Party], pronoun: Token) -> list[Token]:
    """The heads of the parties that a pronoun agrees with: only the subjects where there are any."""
    heads = [party.head for party in parties if _agrees(pronoun, party)]
    return [t for t in heads if t.dep in {"nsubj", "nsubjpass"}] or heads


def _parties(sentence: ParsedSentence, kinds: Kinds) -> list[Party]:
    nouns = [t for t in sentence.tokens if t.pos in NOMINAL and t.dep in REFERRED]
    parties = [Party(t, kinds.kinds(t), t.i in kinds.registry) for t in nouns]
    return [party for party in parties if party.kinds & cue("party", "named") and not _is_scene(party)]


def _is_scene(party: Party) -> bool:
    """True for a place that is only where something was: "talks in Doha"."""
    return "place" in party.kinds and party.head.dep == "pobj" and party.head.head.lower in LOCATIVE


def _agrees(pronoun: Token, party: Party) -> bool:
    """True where a pronoun can stand for a party: a person in the singular, many or a body, one body."""
    plural = party.head.tag in {"NNS", "NNPS"} or bool(party.head.conjuncts())
    person, group = "person" in party.kinds, bool(party.kinds & GROUPS)
    if pronoun.lower in cue("pronoun", "person"):
        return not plural and (person or "leader" in party.kinds)
    if pronoun.lower in cue("pronoun", "plural"):
        return plural or (group and not person)
    if pronoun.lower in cue("pronoun", "thing"):
        return not plural and group and (not person or "group" in party.kinds)
    return False


def _points(token: Token) -> bool:
    words = [c for c in token.children if c.i < token.i]
    return bool(words) and all(c.lower in {"the", "this", "that", "these", "those"} for c in words)
