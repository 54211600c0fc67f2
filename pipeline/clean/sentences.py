"""Sentence ends in news prose: rules over full stops, with the words of sentences.toml; linear in the text's length."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.clean.lexicon import sentence_words

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SENTENCE = 2000
"""Characters; longer runs are no sentences. They are cut at the last clause end, else space, before this length."""

_CLOSERS = "\"'”’»)\\]"
_END = re.compile(
    rf"(?<![.!?…])(?P<stop>[.!?…]++)(?P<close>(?:[{_CLOSERS}]|(?:\s?(?:''|”)(?=\s|$)))*+)(?:\[\d{{1,3}}\])*+"
    r"(?:(?P<gap>\s++)(?=\S)|(?=[A-Z][a-z]))"
)
_WORD = re.compile(r"[^\s(\[{“”‘\"`—–/]*$")
_NEXT = re.compile(r"[“‘\"'`(\[«]*(?P<word>[\w'’-]*)")
_FIRST_WORDS = re.compile(r"\S+")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")
_GLUED = re.compile(r"[a-z0-9)”’\"']{2}$")
_LOOK_BACK = 40  # characters of the word before a stop
_CLAUSE_ENDS = (";", ":", ",", " –", " —", " ")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The spans of the sentences of a paragraph, without white space at their edges, none longer than MAX_SENTENCE."""
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(text, start, end):
        if match.start() > begin and _ends(text, match, begin, end):
            spans += _cut(text, begin, match.end())
            begin = match.end()
    spans += _cut(text, begin, end)
    return spans


def _ends(text: str, match: re.Match[str], begin: int, end: int) -> bool:
    """Whether a sentence ends at these stops."""
    after = _NEXT.match(text, match.end(), min(end, match.end() + _LOOK_BACK))
    following = after["word"] if after else ""
    if following[:1].islower() or (not following and match.end() < end and text[match.end()] in "-–—,;:"):
        return False
    if match["gap"] is None:
        return _ends_glued(text, match)
    stop = match["stop"]
    if stop[0] in "!?":
        return not (match["close"] and _reported(text, match.end(), end))
    if stop != ".":
        return following in sentence_words().starters or bool(match["close"])
    word = _before(text, match.start(), begin)
    return bool(match["close"].strip(")]")) or _ends_at_stop(
        word, following, at_begin=match.start() - len(word) <= begin
    )


def _ends_at_stop(word: str, following: str, *, at_begin: bool) -> bool:
    """Whether one full stop between these words ends a sentence, or belongs to the word before it."""
    words = sentence_words()
    if at_begin and (word.isdigit() or len(word) == 1):  # "1. First point", "A. Smith"
        return False
    if following[:1].isdigit() and (word in words.before_numbers or word in words.inner):
        return False
    if word in words.titles:
        return False
    if word in words.times:
        return following not in words.after_times
    if word in words.inner or (len(word) == 1 and word.isalpha()) or ("." in word and _ACRONYM.fullmatch(word)):
        return following in words.starters and not (len(word) == 1 and following in ("A", "I"))
    return True


def _ends_glued(text: str, match: re.Match[str]) -> bool:
    """Whether a stop without a space after it ends a sentence: "the talks.The envoy", not "www.Example.Com"."""
    word = _before(text, match.start(), max(0, match.start() - _LOOK_BACK))
    words = sentence_words()
    return (
        bool(_GLUED.search(word + match["close"]))
        and not any(mark in word for mark in "./@_")
        and word not in words.titles
        and word not in words.inner
        and word not in words.before_numbers
    )


def _before(text: str, stop: int, begin: int) -> str:
    """The word before a stop, without quotation marks and brackets."""
    found = _WORD.search(text[max(begin, stop - _LOOK_BACK) : stop])
    return found.group().lstrip("-'’") if found else ""


def _reported(text: str, start: int, end: int) -> bool:
    """Whether a verb of saying is among the next four words: the quotation before is then part of the sentence."""
    words = _FIRST_WORDS.finditer(text, start, min(end, start + 2 * _LOOK_BACK))
    return any(
        match.group().strip(".,:") in sentence_words().reporting for _, match in zip(range(4), words, strict=False)
    )


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without white space at its edges, in pieces of at most MAX_SENTENCE characters."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE:
        at = _safe_cut(text, start)
        yield from _cut(text, start, at)
        start = at
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _safe_cut(text: str, start: int) -> int:
    """Where to cut too long a run: after the last clause end of its second half, else its last space, else hard."""
    low, high = start + MAX_SENTENCE // 2, start + MAX_SENTENCE
    for mark in _CLAUSE_ENDS:
        at = text.rfind(mark, low, high)
        if at >= 0:
            return at + len(mark)
    return high
