"""A parsed sentence as the extraction reads it: tokens with heads and children, from a row of the parses table."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pipeline.event_lexicon import lemmas
from pipeline.parse.repair import repair
from pipeline.senses.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


NO_LEMMAS: dict[str, str] = {}


@dataclass(slots=True, eq=False)
class Token:
    """One token: offsets count the article's code points; head and children are tokens of the same sentence."""

    i: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    entity: str
    start: int
    end: int
    head: Token = field(init=False, repr=False)
    children: list[Token] = field(init=False, repr=False, default_factory=list)

    def has_to(self) -> bool:
        """True for an infinitive with "to"."""
        return any(aux.lower == "to" for aux in self.all("aux"))

    def child(self, *deps: str) -> Token | None:
        """The first child with one of the labels."""
        for child in self.children:
            if child.dep in deps:
                return child
        return None

    def all(self, *deps: str) -> list[Token]:
        """All children with one of the labels, in text order."""
        return [c for c in self.children if c.dep in deps]

    def subtree(self) -> list[Token]:
        """The token and everything below it, in text order."""
        found, stack = [], [self]
        while stack:
            token = stack.pop()
            found.append(token)
            stack.extend(token.children)
        return in_order(found)

    def ancestors(self) -> Iterator[Token]:
        """Heads up to the root, nearest first."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def conjuncts(self) -> list[Token]:
        """The tokens coordinated under this one: "A, B and C" gives B and C for A."""
        found: list[Token] = []
        for child in self.children:
            if child.dep == "conj":
                found.append(child)
                found.extend(child.conjuncts())
        return found


@dataclass(frozen=True, slots=True, eq=False)
class ParsedSentence:
    """A sentence of an article with its tokens; start and end count the article's code points.

    words holds the lemmas and the lower-case forms of all tokens.
    """

    text: str
    start: int
    kind: str
    tokens: tuple[Token, ...]
    words: frozenset[str]
    reading: Reading | None = None

    @property
    def end(self) -> int:
        """End of the sentence, exclusive."""
        return self.start + len(self.text)


def from_row(row: Mapping[str, Any], text: str, *, kind: str = "body") -> ParsedSentence:
    """The parsed sentence of a row of the parses table; text is the sentence's own text."""
    start, known = row["sentence_start"], _lemmas_by_pos()
    starts, ends = row["token_starts"], row["token_ends"]
    words = [text[s:e] for s, e in zip(starts, ends, strict=True)]
    lower = [word.lower() for word in words]
    # The lexicon's lemma of a word, in lower case, that it knows, else the model's.
    lemmas = [
        lemma if (own := known.get(pos, NO_LEMMAS)).get(lemma) == lemma else own.get(word, lemma)
        for word, lemma, pos in zip(lower, row["lemmas"], row["pos"], strict=True)
    ]
    read = (row[name] for name in ("pos", "xpos", "deps", "entities"))
    places = ([start + at for at in offsets] for offsets in (starts, ends))
    tokens = list(map(Token, range(len(words)), words, lower, lemmas, *read, *places))
    for at, (token, head) in enumerate(zip(tokens, row["heads"], strict=True)):
        token.head = above = tokens[head]
        if head != at:
            above.children.append(token)
    repair(tokens)
    said = frozenset([t.lemma for t in tokens]).union([t.lower for t in tokens])
    return ParsedSentence(text, start, kind, tuple(tokens), said, Reading.from_row(row))


def in_order(tokens: Iterable[Token]) -> list[Token]:
    """Tokens in text order."""
    return sorted(tokens, key=attrgetter("i"))


@cache
def _lemmas_by_pos() -> Mapping[str, Mapping[str, str]]:
    """The lexicon's lemmas by word form, by the parts of speech that it has words of."""
    verbs, nouns = lemmas()
    return {"VERB": verbs, "AUX": verbs, "NOUN": nouns, "PROPN": nouns}
