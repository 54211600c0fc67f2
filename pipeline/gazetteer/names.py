"""Keys under which the gazetteer stores and finds names: folded spelling and consonant skeleton."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

# Letters that NFKD leaves whole but that English text writes plainly.
_PLAIN = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ə": "e",
        "ŋ": "ng",
        "ħ": "h",
    }
)
_APOSTROPHES = re.compile(r"['’‘ʼʻʿʾ`´.]")
_BREAKS = re.compile(r"[^\w]+|_")
_EXPANSIONS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "mts": "mountains"}
_ARTICLES = frozenset(["al", "el", "ad", "ar", "as", "at", "az", "an", "ash", "ul", "il"])
# One letter for each sound that romanisations spell in several ways, longest spelling first.
_SOUNDS = (
    ("shch", "s"), ("tsch", "s"), ("dzh", "j"), ("sch", "s"), ("tch", "s"), ("sh", "s"), ("ch", "s"), ("ts", "s"),
    ("zh", "z"), ("dj", "j"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k"), ("qu", "k"),
    ("q", "k"), ("c", "k"), ("z", "s"), ("p", "b"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouyw]+")
_DOUBLES = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return the spelling under which a name is looked up.

    Lower case, without diacritics, apostrophes and full stops; hyphens and other marks become one space;
    "St." and "Saint", "Ft." and "Fort", "Mt." and "Mount" are the same.
    """
    plain = unicodedata.normalize("NFKD", name).casefold().translate(_PLAIN)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = _BREAKS.sub(" ", _APOSTROPHES.sub("", plain)).split()
    return " ".join(_EXPANSIONS.get(word, word) for word in words)


def without_articles(name: str) -> str:
    """Return a name's folded spelling without Arabic articles ("ash Shaykh Zuwayd" -> "shaykh zuwayd")."""
    return " ".join(word for word in fold(name).split() if word not in _ARTICLES)


@lru_cache(maxsize=16384)
def skeleton(name: str) -> str:
    """Return the consonants of a name, one letter a sound, without articles; "" when fewer than three are left.

    Spellings of one Arabic, Persian, Slavic or Turkic name share it: "Sheikh Zuweid" and "ash Shaykh Zuwayd".
    Different names share it too, so use it only inside countries that the text already speaks of.
    """
    letters = without_articles(name).replace(" ", "")
    for spelling, sound in _SOUNDS:
        letters = letters.replace(spelling, sound)
    # A name that begins with a vowel keeps that fact, so that Amara and Mara differ.
    start = "a" if letters[:1] in set("aeiou") else ""
    # Final h is written or not ("Hodeidah", "Hodeida").
    letters = _DOUBLES.sub(r"\1", _VOWELS.sub("", letters).rstrip("h"))
    return start + letters if len(letters) >= 3 else ""


def is_latin(name: str) -> bool:
    """Tell whether every letter of a name is of the Latin script."""
    return all(ord(c) < 0x250 or not c.isalpha() or unicodedata.name(c, "").startswith("LATIN") for c in name)


@lru_cache(maxsize=65536)
def key_hash(key: str) -> int:
    """Return the 64-bit number under which a key is stored; the same on every machine and Python."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")
