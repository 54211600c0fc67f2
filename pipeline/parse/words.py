"""Parts of speech and lemmas as the model's rules give them, each kind of word reckoned once.

The attribute ruler and the lemmatizer look at a token's word, tag and relation, and for a few words ("let 's") at the
next one or the one before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spacy.language import Language
    from spacy.tokens import Token

READ = {"LOWER", "TAG", "DEP", "IS_SPACE"}
"""What the rules may look at; a model with others is left to its own components."""

KINDS = 100_000
"""Kinds of words that are kept; beyond them it starts anew, so that memory stays flat."""

Seen: TypeAlias = tuple[int, int, int]
"""Word, tag and relation of a token, by their numbers in the model's vocabulary."""

Word: TypeAlias = tuple[str, str, str, str]
"""Part of speech, tag, lemma in lower case, and the relation, "" where it stays what it is."""

Ruled: TypeAlias = tuple[str, str, str, str, str]
"""What the rules say of a token: part of speech, tag, morphology, and lemma and relation, "" where they say none."""

Asked: TypeAlias = "str | Mapping[str, Any]"
"""A condition of a rule on one thing: a value, or a table of IN, NOT_IN or REGEX."""

STOP = (".", ".", "punct")


@dataclass(frozen=True, slots=True)
class Words:
    """The rules of a loaded model and what they and its lemmatizer gave so far.

    relations and words are those that a rule asks for, patterns its other conditions on words, pairs the rules
    about two neighbours.
    Of each word seen, by its number: whether a rule names it, and which pairs may set it.
    """

    nlp: Language
    relations: frozenset[int]
    words: frozenset[str]
    patterns: tuple[Any, ...]
    pairs: tuple[tuple[int, Sequence[Mapping[str, Any]]], ...]
    named: dict[int, tuple[bool, tuple[int, ...]]] = field(default_factory=dict)
    ruled: dict[tuple[int, ...], Ruled] = field(default_factory=dict)
    lemmas: dict[tuple[int, str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, nlp: Language) -> Words | None:
        """The rules of a model; None where they are of other kinds than those of spaCy's English models."""
        rules = getattr(nlp.get_pipe("attribute_ruler"), "patterns", None)
        if rules is None or getattr(nlp.get_pipe("lemmatizer"), "mode", None) != "rule":
            return None
        patterns = [(rule["index"], pattern) for rule in rules for pattern in rule["patterns"]]
        if any(len(pattern) > 2 or set().union(*pattern) - READ for _, pattern in patterns):
            return None
        elements = [element for _, pattern in patterns for element in pattern]
        relations = {name for e in elements if "DEP" in e for name in _values(e["DEP"])}
        asked = [element["LOWER"] for element in elements if "LOWER" in element]
        _index_by_hash(nlp)
        return cls(
            nlp,
            frozenset(map(nlp.vocab.strings.add, relations)),
            frozenset(word for value in asked if _is_list(value) for word in _values(value)),
            tuple(value for value in asked if not _is_list(value)),
            tuple((at, pattern) for at, pattern in patterns if len(pattern) > 1),
        )

    def read(self, docs: Sequence[Doc]) -> list[list[Word]]:
        """Each token of each sentence, which has its tags and relations."""
        if len(self.lemmas) > KINDS:
            for kept in (self.named, self.ruled, self.lemmas):
                kept.clear()
        columns: list[int | str] = ["ORTH", "TAG", "DEP"]
        sentences: list[list[Any]] = [doc.to_array(columns).reshape(len(doc), 3).tolist() for doc in docs]
        keys = [[self._key(sentence, at) for at in range(len(sentence))] for sentence in sentences]
        places = {
            key: (sentence, at)
            for sentence, of_sentence in zip(sentences, keys, strict=True)
            for at, key in enumerate(of_sentence)
            if key not in self.ruled
        }
        if places:
            self.ruled.update(zip(places, self._rule(list(places.values())), strict=True))
        ruled = [[self.ruled[key] for key in of_sentence] for of_sentence in keys]
        self._lemmatise(
            (seen[0], rule[0], rule[2])
            for sentence, rules in zip(sentences, ruled, strict=True)
            for seen, rule in zip(sentence, rules, strict=True)
        )
        return [
            [self._word(seen[0], rule) for seen, rule in zip(sentence, rules, strict=True)]
            for sentence, rules in zip(sentences, ruled, strict=True)
        ]

    def _word(self, word: int, rule: Ruled) -> Word:
        pos, tag, morph, lemma, relation = rule
        return pos, tag, lemma or self.lemmas[word, pos, morph], relation

    def _key(self, sentence: Sequence[Seen], at: int) -> tuple[int, ...]:
        """All that the rules look at: the word only where one names it."""
        word, tag, relation = sentence[at]
        if word not in self.named:
            self.named[word] = self._names(word)
        named, pairs = self.named[word]
        held = [rule for rule in pairs if self._holds(rule, sentence, at)] if pairs else ()
        return (word if named else 0, tag, relation if relation in self.relations else 0, *held)

    def _names(self, word: int) -> tuple[bool, tuple[int, ...]]:
        text = self.nlp.vocab.strings[word].lower()
        pairs = tuple(n for n, (at, pattern) in enumerate(self.pairs) if _fits(pattern[at].get("LOWER"), text))
        named = text in self.words or text.isspace() or any(_fits(asked, text) for asked in self.patterns)
        return named, pairs

    def _holds(self, rule: int, sentence: Sequence[Seen], at: int) -> bool:
        index, pattern = self.pairs[rule]
        first = at - index
        if first < 0 or first + 1 >= len(sentence):
            return False
        strings = self.nlp.vocab.strings
        for asked, seen in zip(pattern, sentence[first : first + 2], strict=True):
            word, tag, relation = (strings[number] for number in seen)
            if not all(map(_fits, map(asked.get, ("LOWER", "TAG", "DEP")), (word.lower(), tag, relation))):
                return False
        return True

    def _rule(self, places: Sequence[tuple[Sequence[Seen], int]]) -> list[Ruled]:
        """What the attribute ruler makes of some tokens; those that a pair may set stand between their neighbours."""
        strings = self.nlp.vocab.strings
        row: list[tuple[str, str, str]] = []
        where: list[int] = []
        for sentence, at in places:
            wide = bool(self.named[sentence[at][0]][1])
            near = [sentence[i] if 0 <= i < len(sentence) else None for i in ((at - 1, at, at + 1) if wide else (at,))]
            where.append(len(row) + wide)
            row += [(strings[seen[0]], strings[seen[1]], strings[seen[2]]) if seen else STOP for seen in near]
        words, tags, relations = map(list, zip(*row, strict=True))
        doc = Doc(self.nlp.vocab, words=words, tags=tags, deps=relations, heads=[0] * len(words))
        found = [(at, token) for at, token in enumerate(self.nlp.get_pipe("attribute_ruler")(doc))]
        given = [t.dep_ if t.dep_ != relations[at] else "" for at, t in found]
        return [(t.pos_, t.tag_, str(t.morph), t.lemma_.lower(), given[at]) for at, t in (found[at] for at in where)]

    def _lemmatise(self, kinds: Iterable[tuple[int, str, str]]) -> None:
        """Keep the lemmas of kinds of words: word, part of speech, morphology."""
        new = list(dict.fromkeys(kind for kind in kinds if kind not in self.lemmas))
        if not new:
            return
        words, pos, morphs = map(list, zip(*((self.nlp.vocab.strings[w], p, m) for w, p, m in new), strict=True))
        doc = self.nlp.get_pipe("lemmatizer")(Doc(self.nlp.vocab, words=words, pos=pos, morphs=morphs))
        self.lemmas.update((kind, token.lemma_.lower()) for kind, token in zip(new, doc, strict=True))


def _index_by_hash(nlp: Language) -> None:
    """Make sets of the lemmatizer's lists of words: it looks for most word forms in one of up to 58,000."""
    index = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index", {})  # type: ignore[attr-defined]
    index.update({part_of_speech: frozenset(words) for part_of_speech, words in index.items()})


def as_word(token: Token) -> Word:
    """What a token of a doc that the model has done itself says of its word."""
    return token.pos_, token.tag_, token.lemma_.lower(), token.dep_


def _is_list(asked: Asked) -> bool:
    """True for a condition that names the words that fulfil it."""
    return isinstance(asked, str) or asked.keys() == {"IN"}


def _values(asked: Asked) -> list[str]:
    return [asked] if isinstance(asked, str) else [name for names in asked.values() for name in names]


def _fits(asked: Asked | None, value: str) -> bool:
    """True where a value is what a condition of a rule asks for; None asks for nothing."""
    if asked is None or isinstance(asked, str):
        return asked is None or asked == value
    if "REGEX" in asked:
        return re.search(asked["REGEX"], value) is not None
    return (value in asked["IN"]) if "IN" in asked else (value not in asked["NOT_IN"])
