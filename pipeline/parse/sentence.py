"""A parsed sentence as the extraction reads it: tokens with heads and children, from a row of the parses table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.event_lexicon import lemmas
from pipeline.parse.repair import repair
from pipeline.senses.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(slots=True, eq=False)
class Token:
    """One token: offsets count the article's code points; head and children are tokens of the same sentence."""

    i: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    entity: str
    start: int
    end: int
    head: Token = field(init=False, repr=False)
    children: list[Token] = field(default_factory=list, repr=False)
    lower: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Keep the text in lower case, which is asked for most."""
        self.lower = self.text.lower()

    def has_to(self) -> bool:
        """True for an infinitive with "to"."""
        return any(aux.lower == "to" for aux in self.all("aux"))

    def child(self, *deps: str) -> Token | None:
        """The first child with one of the labels."""
        return next((c for c in self.children if c.dep in deps), None)

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
        return sorted(found, key=lambda t: t.i)

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
    """A sentence of an article with its tokens; start and end count the article's code points."""

    text: str
    start: int
    kind: str
    tokens: tuple[Token, ...]
    reading: Reading | None = None

    @property
    def end(self) -> int:
        """End of the sentence, exclusive."""
        return self.start + len(self.text)


def from_row(row: Mapping[str, Any], text: str, *, kind: str = "body") -> ParsedSentence:
    """The parsed sentence of a row of the parses table; text is the sentence's own text."""
    start = row["sentence_start"]
    names = ("token_starts", "token_ends", "lemmas", "pos", "xpos", "deps", "entities")
    columns = zip(*(row[name] for name in names), strict=True)
    tokens = [
        Token(i, text[s:e], _lemma(text[s:e], lemma, pos), pos, tag, dep, entity, start + s, start + e)
        for i, (s, e, lemma, pos, tag, dep, entity) in enumerate(columns)
    ]
    for token, head in zip(tokens, row["heads"], strict=True):
        token.head = tokens[head]
        if head != token.i:
            tokens[head].children.append(token)
    repair(tokens)
    return ParsedSentence(text=text, start=start, kind=kind, tokens=tuple(tokens), reading=Reading.from_row(row))


def _lemma(word: str, lemma: str, pos: str) -> str:
    """The lexicon's lemma of a word that it knows, else the model's."""
    verbs, nouns = lemmas()
    known = verbs if pos in {"VERB", "AUX"} else nouns if pos in {"NOUN", "PROPN"} else {}
    return lemma if known.get(lemma) == lemma else known.get(word.lower(), lemma)
