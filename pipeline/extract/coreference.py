"""Who a pronoun, "the group", "the troops" or "both sides" stands for: earlier parties that fit, by rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from pipeline.event_lexicon import cue
from pipeline.extract.arguments import subject_of
from pipeline.extract.slots import LOCATIVE, MODIFIERS, NOMINAL, under_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.extract.kinds import Kinds
    from pipeline.parse.sentence import ParsedSentence, Token

Pair: TypeAlias = "tuple[Token, Token]"
# What stands there can be referred to; what only modifies another noun is not.
REFERRED = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos", "poss", "dative", "attr"})
GROUPS = frozenset({"group", "country", "government", "military", "armed", "police"})
# Who may be told again by a bare noun: "Kenyan troops" as "the troops".
TOLD_AGAIN = GROUPS | {"civilian", "aircraft", "ship"}
# Words that only point back: "the troops", "those soldiers".
POINTERS = frozenset({"the", "this", "that", "these", "those"})
PAIR = 2
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

    sentences: list[tuple[ParsedSentence, Kinds, Sequence[Pair]]] = field(default_factory=list)

    def read(self, sentence: ParsedSentence, kinds: Kinds, sides: Sequence[Pair] = ()) -> None:
        """Take in a sentence with both sides of each of its events that tells them."""
        self.sentences.append((sentence, kinds, sides))
        del self.sentences[:-REACH]

    def pair(self, token: Token, sentence: ParsedSentence, kinds: Kinds) -> Pair | None:
        """Who "the two countries" and "both sides" are: the last two that are told together or deal with one another.

        Of states, leaders and armies, two of a kind are sought.
        """
        wanted = cue("pair", "of_states" if token.lemma in cue("pair", "states") else "of_sides")
        here = [pair for pair in _coordinated(sentence, kinds) if pair[1].i < token.i]
        before = ((known, [*sides, *_coordinated(told, known)]) for told, known, sides in reversed(self.sentences))
        for known, pairs in chain([(kinds, here)], before):
            fitting = [pair for pair in pairs if all(known.kinds(t) & wanted for t in pair)]
            if fitting:
                return fitting[-1]
        return self._two_states() if token.lemma in cue("pair", "states") else None

    def _two_states(self) -> Pair | None:
        """The states of the last sentence that names just two, in whatever place: "Cuba's deal with the US"."""
        for sentence, kinds, _ in reversed(self.sentences):
            states = {t.lower: t for t in sentence.tokens if t.pos == "PROPN" and _is_state(t, kinds)}
            if len(states) == PAIR:
                one, two = states.values()
                return one, two
        return None

    def resolve(self, token: Token, sentence: ParsedSentence, kinds: Kinds) -> Token | None:
        """The party that a token stands for: itself unless a pronoun or pointing back; None for a pronoun of nobody."""
        if token.pos == "PRON":
            found = self._pronoun(token, sentence, kinds)
            return self.resolve(found, sentence, kinds) if found else None
        counted = under_of(token) if token.lemma in cue("party", "counting") or token.pos == "NUM" else []
        for noun in (token, *counted[:1]):  # "20 of the soldiers"
            pointing = not cue("party", "pointing").isdisjoint((noun.lemma, noun.lower.removesuffix("s")))
            pointing = pointing and _points(noun)
            told = (self._named(noun, sentence, kinds) if pointing else None) or self._fuller(noun, sentence, kinds)
            if told:
                return told
        return token

    def _pronoun(self, token: Token, sentence: ParsedSentence, kinds: Kinds) -> Token | None:
        """The last subject before in the sentence, else the first of the sentence before it, else any other party."""
        doers = subject_of(token.head) if token.dep in {"dobj", "dative"} else []  # who accuses "it" means another
        others = [self.resolve(doer, sentence, kinds) for doer in doers if doer.pos != "PRON"]
        taken = [*doers, *others]
        before = [p for p in _parties(sentence, kinds) if p.head.i < token.i and p.head not in taken]
        fitting = _subjects_first(before, token)
        if fitting:
            return fitting[-1]
        earlier = (_subjects_first([p for p in parties if p.head not in taken], token) for parties in self._earlier())
        return next((found[0] for found in earlier if found), None)

    def _named(self, token: Token, sentence: ParsedSentence, kinds: Kinds) -> Token | None:
        """The last armed party with a name: what "the group" and "the militants" point to."""
        before = [party for party in _parties(sentence, kinds) if party.head.i < token.i]
        for parties in chain([before], self._earlier()):
            named = [party.head for party in parties if party.named and "armed" in party.kinds]
            if token.lemma in cue("pair", "own_kind"):  # "the rebels" are not "Hezbollah fighters"
                named = [head for head in named if head.pos == "PROPN" or head.lemma == token.lemma]
            if named:
                return named[-1]
        return None

    def _fuller(self, token: Token, sentence: ParsedSentence, kinds: Kinds) -> Token | None:
        """The earlier phrase that says whose a bare noun is: of "the troops", "Kenyan troops", or "Kenyan soldiers"."""
        if not kinds.kinds(token) & TOLD_AGAIN or not _points(token) or _is_told(token, kinds):
            return None
        said = [([t for t in sentence.tokens if t.i < token.i], kinds)]
        said += [(list(earlier.tokens), known) for earlier, known, _ in reversed(self.sentences)]
        for words in ({token.lemma, token.lower}, _alike(token.lemma)):
            for tokens, known in said:
                told = [t for t in tokens if {t.lemma, t.lower} & words and t.pos in NOMINAL and _is_told(t, known)]
                if told:
                    return told[-1]
        return None

    def _earlier(self) -> Iterator[list[Party]]:
        """The parties of the sentences before, the nearest first."""
        return (_parties(sentence, kinds) for sentence, kinds, _ in reversed(self.sentences))


def _subjects_first(parties: Iterable[Party], pronoun: Token) -> list[Token]:
    """The heads of the parties that a pronoun agrees with: only the subjects where there are any."""
    heads = [party.head for party in parties if _agrees(pronoun, party)]
    return [t for t in heads if t.dep in {"nsubj", "nsubjpass"}] or heads


def _parties(sentence: ParsedSentence, kinds: Kinds) -> list[Party]:
    nouns = [t for t in sentence.tokens if t.pos in NOMINAL and t.dep in REFERRED]
    parties = [Party(t, kinds.kinds(t), _is_named(t, kinds)) for t in nouns]
    return [party for party in parties if party.kinds & cue("party", "named") and not _is_scene(party)]


def _is_named(noun: Token, kinds: Kinds) -> bool:
    """True for a registered name, and for those of one who bears arms: "Al Shabaab fighters", "rebels of the RUF"."""
    bearers = [c for c in noun.children if c.dep in MODIFIERS | {"poss"} and c.i in kinds.registry] + under_of(noun)
    of_arms = any({"armed", "military"} & kinds.kinds(c) for c in bearers if c.pos == "PROPN")
    return noun.i in kinds.registry or (of_arms and "armed" in kinds.kinds(noun))


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
    """True for a bare "the group"; what arms it says nothing of who it is: "the guerrilla group"."""
    words = [c for c in token.children if c.i < token.i]
    return any(c.lower in POINTERS for c in words) and all(
        c.lower in POINTERS or c.lower in cue("party", "bearing_arms") for c in words
    )


def _is_told(noun: Token, kinds: Kinds) -> bool:
    """True where a phrase says whose, or of what name, its noun is."""
    owners = [c for c in noun.children if c.dep in MODIFIERS | {"poss"} and c.pos != "PRON"]
    owners += [t for t in under_of(noun) if t.pos == "PROPN"]
    return any(kinds.modifier(c) & cue("pair", "telling") for c in owners) or noun.i in kinds.registry


def _alike(lemma: str) -> frozenset[str]:
    """The nouns that may tell the same forces again, none for a noun that is no force's."""
    return next((words for name in ("troops", "planes") if lemma in (words := cue("pair", name))), frozenset())


def _coordinated(sentence: ParsedSentence, kinds: Kinds) -> list[Pair]:
    """Parties that are told together: "Rwanda and Uganda"."""
    heads = [party.head for party in _parties(sentence, kinds)]
    heads += [t for t in sentence.tokens if t.dep in MODIFIERS | {"conj"} and t.pos == "ADJ" and t.entity[2:] == "NORP"]
    return [(head, other) for head in heads for other in head.conjuncts() if head.i < other.i and other in heads]


def _is_state(token: Token, kinds: Kinds) -> bool:
    return "country" in (found := kinds.kinds(token)) and "settlement" not in found and token.dep in REFERRED


def is_pair(token: Token) -> bool:
    """True for "the two countries", "both sides", "both": two that were told of before."""
    if token.lower == "both" and not token.children:
        return True
    if token.tag != "NNS" or token.lemma not in cue("pair", "states") | cue("pair", "sides") or token.all("appos"):
        return False
    before = [c.lower for c in token.children if c.i < token.i]
    if token.lemma in cue("pair", "sides") and before == ["the"]:
        return True
    counted = not cue("pair", "two").isdisjoint(before) and not (POINTERS | {"both"}).isdisjoint(before)
    others = [c for c in token.children if c.i < token.i and c.text[0].isupper() and c.i > 0]
    return counted and all(c.text in cue("pair", "common") for c in others)  # not "the two Turkish ministers"
