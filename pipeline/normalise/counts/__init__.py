"""Numbers in words: "at least 12", "between five and eight", "dozens", "some 1,500" as a lower and an upper bound."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

# Beyond this a "number" is no count of people or things.
LARGEST = 100_000_000
_DIGITS = re.compile(r"\d{1,3}(?:[,  ]\d{3})+(?!\d)|\d{1,9}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Count:
    """A number as the text gives it: low and high bound (None: open on that side)."""

    low: int | None
    high: int | None

    @property
    def best(self) -> int | None:
        """The most conservative figure: the lower bound, else the upper."""
        return self.low if self.low is not None else self.high


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(files("pipeline").joinpath("lexicons/numbers.toml").read_text(encoding="utf-8"))


def parse(text: str) -> Count | None:
    """The count that a phrase gives; None where it gives none. "between 5 and 8" is 5 to 8, "at least 12" 12 or more.

    Bounds are whole numbers of persons or things; what is beyond 100 million is no count.
    """
    words = re.sub(r"\s+", " ", text.lower().replace("-", " ")).strip()
    between = re.search(r"\bbetween (.+?) and (.+)|\b(\S+) (?:to|or) (\S+)", words)
    if between:
        left, right = (
            _number(part) for part in (between.group(1) or between.group(3), between.group(2) or between.group(4))
        )
        if left is not None and right is not None and left <= right:
            return Count(left, right)
    vague = _vague(words)
    if vague is not None:
        return vague
    value = _number(words)
    if value is None:
        return None
    return _opened(words, value)


def _opened(words: str, value: int) -> Count:
    openers = _lexicon()["openers"]
    if any(re.search(rf"\b{re.escape(o)}\b", words) for o in openers["low"]):
        return Count(value, None)
    if any(re.search(rf"\b{re.escape(o)}\b", words) for o in openers["high"] if o not in openers["about"]):
        return Count(None, value)
    return Count(value, value)


def _vague(words: str) -> Count | None:
    for phrase, (low, high) in sorted(_lexicon()["vague"].items(), key=lambda item: -len(item[0])):
        if re.search(rf"\b{re.escape(phrase)}\b", words) and not re.search(r"\d", words):
            if phrase == "some" and _number(words.replace("some", "")) is not None:
                continue
            return Count(low, None if high < 0 else high)
    return None


def _number(words: str) -> int | None:
    """The first number of a phrase, in digits or in words, with its scale ("2.5 million", "three hundred and five")."""
    found = _DIGITS.search(words)
    if found:
        value = float(re.sub(r"[,  ]", "", found.group()))
        rest = words[found.end() :].split()
        scale = _lexicon()["scales"].get(rest[0], 1) if rest else 1
        total = value * scale
        return int(total) if total <= LARGEST else None
    return _in_words(words)


def _in_words(words: str) -> int | None:
    units, scales = _lexicon()["units"], _lexicon()["scales"]
    total, current, seen = 0, 0, False
    for word in words.split():
        if word in scales and (seen or word == "dozen"):
            current = max(current, 1) * scales[word]
            if scales[word] >= 1000:
                total, current = total + current, 0
            seen = True
        elif word in units and (word not in {"a", "an"} or _before_scale(words, word)):
            if current % (10 if units[word] < 10 else 100):
                break  # "eight and five" are two numbers, "twenty five" is one
            current += units[word]
            seen = True
        elif seen and word != "and":
            break
    return total + current if seen and total + current <= LARGEST else None


def _before_scale(words: str, article: str) -> bool:
    """True for "a dozen", "a hundred": elsewhere an article counts nothing."""
    return bool(re.search(rf"\b{article} (dozen|hundred|thousand|million)\b", words))
