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
    from collections.abc import Mapping, Sequence

    from spacy.language import Language
    from spacy.tokens import Token

READ = {"LOWER", "TAG", "DEP", "IS_SPACE"}
"""What the rules may look at; a model with others is left to its own components."""

KINDS = 100_000
"""Kinds of words that are kept; beyond them it starts anew, so that memory stays flat."""

Seen: TypeAlias = tuple[int, int, int]
"""Word, tag and relation of a token, by their numbers in the model's vocabulary."""

Word: TypeAlias = tuple[str, str, str, str]
"""Part of speech, tag, lemma in lower case, relation."""


@dataclass(frozen=True, slots=True)
class Words:
    """The rules of a loaded model and what they gave so far.

    pairs are the rules about two neighbours, pairs_at those that may set a word, by the word.
    """

    nlp: Language
    pairs: tuple[tuple[int, Sequence[Mapping[str, Any]]], ...]
    pairs_at: dict[int, tuple[int, ...]] = field(default_factory=dict)
    known: dict[tuple[Any, ...], Word] = field(default_factory=dict)

    @classmethod
    def of(cls, nlp: Language) -> Words | None:
        """The rules of a model; None where they are of other kinds than those of spaCy's English models."""
        rules = getattr(nlp.get_pipe("attribute_ruler"), "patterns", None)
        if rules is None or getattr(nlp.get_pipe("lemmatizer"), "mode", None) != "rule":
            return None
        patterns = [(rule["index"], pattern) for rule in rules for pattern in rule["patterns"]]
        if any(len(pattern) > 2 or set().union(*pattern) - READ for _, pattern in patterns):
            return None
        return cls(nlp, tuple((at, pattern) for at, pattern in patterns if len(pattern) > 1))

    def read(self, docs: Sequence[Doc]) -> list[list[Word]]:
        """Each token of each sentence, which has its tags and relations."""
        sentences = [doc.to_array(["ORTH", "TAG", "DEP"]).reshape(len(doc), 3).tolist() for doc in docs]
        keys = [[self._key(sentence, at) for at in range(len(sentence))] for sentence in sentences]
        new = {
            key: [sentence[i] if 0 <= i < len(sentence) else sentence[at] for i in (at - 1, at, at + 1)]
            for sentence, of_sentence in zip(sentences, keys, strict=True)
            for at, key in enumerate(of_sentence)
            if key not in self.known
        }
        if new:
            self.known.update(zip(new, self._reckon(list(new.values())), strict=True))
        found = [[self.known[key] for key in of_sentence] for of_sentence in keys]
        if len(self.known) > KINDS:
            self.known.clear()
        return found

    def _key(self, sentence: Sequence[Seen], at: int) -> tuple[Any, ...]:
        word, tag, relation = sentence[at]
        rules = self.pairs_at.get(word)
        if rules is None:
            rules = self.pairs_at[word] = self._may_set(word)
        held = [rule for rule in rules if self._holds(rule, sentence, at)] if rules else ()
        return (word, tag, relation, *held)

    def _may_set(self, word: int) -> tuple[int, ...]:
        lower = self.nlp.vocab.strings[word].lower()
        elements = [pattern[at] for at, pattern in self.pairs]
        return tuple(n for n, asked in enumerate(elements) if _fits(asked.get("LOWER"), lower))

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

    def _reckon(self, windows: Sequence[Sequence[Seen]]) -> list[Word]:
        """What the model's own components make of the middle ones of three tokens each."""
        strings = self.nlp.vocab.strings
        words, tags, relations = zip(*((strings[n] for n in seen) for window in windows for seen in window), strict=True)
        doc = Doc(self.nlp.vocab, words=list(words), tags=list(tags), deps=list(relations), heads=[0] * len(words))
        for name in ("attribute_ruler", "lemmatizer"):
            doc = self.nlp.get_pipe(name)(doc)
        return [as_word(doc[at]) for at in range(1, len(doc), 3)]


def as_word(token: Token) -> Word:
    """What a token says of its word."""
    return token.pos_, token.tag_, token.lemma_.lower(), token.dep_


def _fits(asked: Any, value: str) -> bool:
    """True where a value is what a condition of a rule asks for; None asks for nothing."""
    if asked is None or isinstance(asked, str):
        return asked is None or asked == value
    if "REGEX" in asked:
        return re.search(asked["REGEX"], value) is not None
    return (value in asked["IN"]) if "IN" in asked else (value not in asked["NOT_IN"])
