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
    any_case, capital = lexicon.any_case, lexicon.capital
    for first, last in spans if spans is not None else ((0, len(text)),):
        for found in TOKEN.finditer(text, first, last):
            word = found[0]
            group = found.lastgroup
            if group == "word" or group == "ampm":  # noqa: PLR1714 - the hottest line: two comparisons beat a set
                key = word.lower()
                letter = capital.get(key) if word[0].isupper() else None
                classes.append(letter or any_case.get(key, DULL))
            elif group == "mark":
                classes.append(any_case.get(HYPHENS.get(word, word), DULL))
            else:
                classes.append(lexicon.shapes[_shape(group or "", word)])
            start, end = found.span()
            starts.append(start)
            ends.append(end)
            words.append(word)
        starts.append(last)
        ends.append(last)
        words.append("\n\n")
        classes.append(DULL)
    return Tokens(text, starts, ends, words, "".join(classes))


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
