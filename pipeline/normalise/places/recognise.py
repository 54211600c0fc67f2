"""Stretches of text that may name a place: names of the gazetteer, abbreviations, demonyms, streets and airports."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from pipeline.gazetteer import fold, load
from pipeline.normalise.places.cues import abbreviations, cues, demonyms
from pipeline.normalise.places.model import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"[^\W_]+(?:['’](?!s\b)[^\W\d_]+)*")
# What may stand between two words of one name: a space, a line break inside a paragraph, a hyphen, "St. ", "U.S.".
_GAP = re.compile(r"(?:\.?[ \u00a0]|[ ]*\n[ ]+|[-‑–’']|\.)")
_ABBREVIATION = re.compile(r"(?<![\w.])(?:[A-Z]\.(?:\s?[A-Z][a-z]*\.)+|[A-Z][a-z]{1,4}\.|[A-Z]{2,4})(?![\w])")
_COMMA = re.compile(r",\s+")
_LONGEST = 6
# An Arabic article begins a name in a small letter ("al-Bab").
_ARTICLES = frozenset(["al", "el", "ad", "ar", "as", "ash", "at", "az", "an", "ed", "es", "ez"])
_WORD = r"[A-Z][\w'’.-]{0,40}"
_FACILITY = re.compile(
    rf"\b(?:{_WORD}(?: and)? ){{1,4}}(?:Street|St\.|Road|Rd\.|Avenue|Ave\.|Boulevard|Drive|Lane|Airport|Castle|"
    rf"Cathedral|Church|Stadium|Bridge|Square)(?!\w)|\b(?:Highway|Route|Interstate) \d+\b"
)


class Token(NamedTuple):
    """A word of the text: offsets, spelling, lower case.

    joined: it follows the word before within one name; capital: it begins with a capital letter.
    """

    start: int
    end: int
    text: str
    lower: str
    joined: bool
    capital: bool


_token = partial(tuple.__new__, Token)  # a Token of six values at a third of the cost: a text has hundreds


def tokenise(text: str) -> list[Token]:
    """Return the words of a text in order."""
    found, gap = list(_TOKEN.finditer(text)), _GAP.fullmatch
    told = [match[0] for match in found]
    starts, ends = [match.start() for match in found], [match.end() for match in found]
    joined = [
        text[end:start] == " "
        or (gap(text, end, start) is not None and not (text[end:start] == ". " and _ends_sentence(word)))
        for word, end, start in zip(told, ends, starts[1:], strict=False)
    ]
    capital = [word[0].isupper() for word in told]
    # zip ends with the words: joined has one value more where there are none
    return list(map(_token, zip(starts, ends, told, map(str.lower, told), [False, *joined], capital, strict=False)))


def _ends_sentence(word: str) -> bool:
    """True unless a full stop behind the word may stand inside a name: "in Talas. Protesters", but "in St. Louis"."""
    return len(word) > 1 and word.lower() not in cues().abbreviated


def runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield (first, last + 1) for each longest row of capitalised words, joining words such as "of" inside.

    A preposition or article that begins a sentence begins no name ("In Eldoret, traders shut", "The Gao attack").
    """
    joins, leads = cues().joins, cues().placing | {"the"}
    i = 0
    while i < len(tokens):
        if not tokens[i].capital or tokens[i].lower in leads:
            i += 1
            continue
        j, end = i + 1, i + 1
        while j < len(tokens) and tokens[j].joined and (tokens[j].capital or tokens[j].lower in joins):
            if tokens[j].capital:
                end = j + 1
            j += 1
        yield i, end
        i = end


def find_names(text: str, tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return (first, last + 1) of the longest rows of words that the gazetteer knows, none overlapping."""
    windows = [window for i in range(len(tokens)) for window in _windows(tokens, i)]
    keys = [fold(text[tokens[i].start : tokens[j - 1].end]) for i, j in windows]
    known = load().known(keys) if keys else []
    best: dict[int, int] = {}
    for (i, j), found in zip(windows, known, strict=True):
        if found:
            best[i] = max(j, best.get(i, 0))
    names, reached = [], 0
    for i in sorted(best):
        if i >= reached:
            reached = best[i]
            if not _names_another(tokens, reached):
                names.append((i, reached))
    return names


def _names_another(tokens: Sequence[Token], end: int) -> bool:
    """True where the name goes on after what the gazetteer knows of it, and is another place's ("Mandalay Bay").

    A direction goes with what follows: of "Far North Queensland" the gazetteer knows a region of Cameroon.
    """
    after = tokens[end] if end < len(tokens) else None
    if after is None or not (after.joined and after.capital):
        return False
    return after.lower in cues().features or tokens[end - 1].lower in cues().directions


def _windows(tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int]]:
    """Yield the rows of words from i on that may be a name: they begin (after an article) and end with a capital."""
    words = cues()
    first = tokens[i]
    if not first.capital:
        if first.lower not in _ARTICLES or i + 1 >= len(tokens):
            return
        if not (tokens[i + 1].capital and tokens[i + 1].joined):
            return
    for j in range(i + 1, min(i + _LONGEST, len(tokens)) + 1):
        last = tokens[j - 1]
        if j > i + 1 and not (last.joined and (last.capital or last.lower in words.joins)):
            return
        if last.capital and (j > i + 1 or len(last.text) > 2):
            yield i, j


def find_abbreviations(text: str) -> list[Mention]:
    """Return the mentions of short forms ("Fla.", "U.S.", "DRC"); some count only after a comma."""
    found = []
    table = abbreviations()
    for match in _ABBREVIATION.finditer(text):
        form = match.group()
        item = table.get(form)
        if item is None or (item.comma and text[max(0, match.start() - 2) : match.start()] != ", "):
            continue
        found.append(Mention(match.start(), match.end(), form, item.name, "admin1" if item.country_iso3 else "country"))
    return found


def find_facilities(text: str) -> list[Mention]:
    """Return the streets, roads, airports and the like that a text names, whatever the gazetteer knows of them."""
    return [Mention(m.start(), m.end(), m.group(), m.group(), "facility") for m in _FACILITY.finditer(text)]


def find_demonyms(text: str, tokens: Sequence[Token]) -> list[Mention]:
    """Return the demonyms of a text; their name is that of the place."""
    table = demonyms()
    found: list[Mention] = []
    for i, token in enumerate(tokens):
        if not token.capital:
            continue
        for size in (3, 2, 1):
            word = text[token.start : tokens[min(i + size, len(tokens)) - 1].end]
            if word in table and not (found and found[-1].end > token.start):
                found.append(Mention(token.start, token.start + len(word), word, table[word], "demonym"))
    return found
