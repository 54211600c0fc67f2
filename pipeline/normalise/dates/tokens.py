"""Text cut into tokens, each with the letter of its class: the alphabet of the date grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.normalise.dates.lexicon import Lexicon

DULL = "."
# Money, percentages, decimals and addresses are consumed whole, so that no rule reads a date out of them.
TOKEN = re.compile(
    r"(?P<ampm>[ap]\.m\.?(?![a-z])|[AP]\.M\.?(?![A-Z])|B\.C\.(?:E\.)?|A\.D\.)|(?P<word>Q[1-4]\b|(?:9/11|26/11|7/7)(?![\w/]|\s[A-Z])|[^\W\d_]+)"
    r"|(?P<iso>[0-9]{4}(?P<isosep>[-/.])[0-9][0-9](?P=isosep)[0-9][0-9](?:T[0-9][0-9]:[0-9][0-9](?::[0-9][0-9])?)?(?![\w-]))"
    r"|(?P<numeric>[0-9]{1,2}(?P<sep>[/.-])[0-9]{1,2}(?P=sep)(?:[0-9]{4}|[0-9][0-9])(?![\w/-]|\.[0-9]))"
    r"|(?P<clock>[0-9]{1,2}(?=[aApP]\.?[mM]\b)|[0-9]{1,2}[:.][0-9][0-9](?=\s?[aApP]\.?[mM]\b)|[0-9]{1,2}:[0-9][0-9](?::[0-9][0-9])?(?![0-9]))"
    r"|(?P<decade>[0-9]{3}0['’]?s\b|['’][0-9]0s\b|(?<!\w)[0-9]0s\b)|(?P<ordinal>[0-9]{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<skip>[$€£¥#]\s?[0-9][0-9.,]*|[0-9][0-9,]*\.[0-9][0-9.]*|[0-9][0-9.,]*\s?%|[0-9]+[^\W\d_]\w*)"
    r"|(?P<number>[0-9]+(?:,[0-9]{3})*)|(?P<shortyear>['’][0-9][0-9]\b(?!s))|(?P<poss>['’]s\b)"
    r"|(?P<gap>\n[^\S\n]*\n\s*)|(?P<mark>[^\w\s])"
)
HYPHENS = {"–": "-", "—": "-", "‑": "-", "−": "-", "’": "'", "‘": "'"}
KEPT = 50_000  # words and marks of which the class is kept
LONGEST = 40  # characters: a longer word or number is no date, and int() of a million digits is refused by Python


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel lists of a text's tokens and, one letter a token, the string of their classes."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    classes: str

    def __len__(self) -> int:
        """The number of tokens."""
        return len(self.words)


def tokenise(text: str, lexicon: Lexicon, spans: Sequence[tuple[int, int]] | None = None) -> Tokens:
    """The tokens of the text's spans (sorted; None is all of it); a gap stands between two spans."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    classes: list[str] = []
    known = lexicon.letters
    for first, last in spans if spans is not None else ((0, len(text)),):
        found = list(TOKEN.finditer(text, first, last))
        told = [match[0] for match in found]
        starts += [match.start() for match in found]
        ends += [match.end() for match in found]
        words += told
        classes += [known.get(word) or _letter(match, lexicon) for word, match in zip(told, found, strict=True)]
        starts.append(last)
        ends.append(last)
        words.append("\n\n")
        classes.append(DULL)
    return Tokens(text, starts, ends, words, "".join(classes))


def _letter(found: re.Match[str], lexicon: Lexicon) -> str:
    """The class letter of a token, kept for words and marks, which are those of their class wherever they stand."""
    word, group = found[0], found.lastgroup or ""
    if group not in {"word", "ampm", "mark"}:
        return lexicon.shapes[_shape(group, word)]
    key = word.lower()
    letter = lexicon.capital.get(key) if word[0].isupper() else None
    letter = letter or lexicon.any_case.get(HYPHENS.get(key, key), DULL)
    if len(lexicon.letters) >= KEPT:
        lexicon.letters.clear()
    lexicon.letters[word] = letter
    return letter


def _shape(group: str, word: str) -> str:
    """The class name of a token that is no word."""
    if group != "number":
        return group
    if len(word) > LONGEST or "," in word:
        return "bignumber"
    if len(word) == 4 and "1000" <= word <= "2199":
        return "year"
    if len(word) == 4 and ("0000" <= word <= "0959" or "2200" <= word <= "2359"):
        return "military"
    if len(word) <= 2 and 1 <= int(word) <= 31:
        return "daynumber"
    return "smallnumber" if len(word) <= 3 else "bignumber"
