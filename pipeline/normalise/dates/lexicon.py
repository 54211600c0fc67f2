"""The date lexicon: words with their classes, rules of the grammar, cues of tense; read once a process and checked."""

from __future__ import annotations

import csv
import functools
import io
import re
import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from pipeline.errors import LexiconError
from pipeline.normalise.dates.tokens import DULL

# Tags of tokens that are no words; rules name them in capitals, like the tags of words.csv.
SHAPES = {
    "year": ("YEAR", "NUM"),
    "daynumber": ("DAYNUM", "NUM"),
    "smallnumber": ("NUM", "SMALLNUM"),
    "bignumber": ("NUM",),
    "military": ("MILTIME", "NUM"),
    "ordinal": ("ORDNUM",),
    "iso": ("ISO",),
    "numeric": ("NUMERIC",),
    "clock": ("CLOCK",),
    "decade": ("DECADE",),
    "shortyear": ("SHORTYEAR",),
    "poss": ("POSS",),
    "skip": (),
    "gap": (),
}
FIRST_LETTER = 0xE000  # Unicode's private area: no class letter is special in a regular expression
ITEM = re.compile(r"\w+=(?=\S)|[()|?*+]|[^\s()|?*+]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the grammar: its pattern over classes, the reader that resolves it, and the node it becomes."""

    name: str
    layer: int
    pattern: re.Pattern[str]
    reader: str
    node: str
    value: str
    example: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Class letters of words and shapes, values of words by (tag, word), rules by layer, and cue words of tense.

    letters holds those of the words and marks that texts have had so far.
    """

    any_case: dict[str, str]
    capital: dict[str, str]
    shapes: dict[str, str]
    values: dict[tuple[str, str], str]
    layers: tuple[tuple[Rule, ...], ...]
    node_letters: dict[str, str]
    cues: dict[str, frozenset[str]]
    anchor_letters: frozenset[str]
    letters: dict[str, str] = field(default_factory=dict)


def read_text(name: str) -> str:
    """The text of a file of pipeline/lexicons/dates. Raises LexiconError when it is not there."""
    try:
        return files("pipeline").joinpath("lexicons", "dates", name).read_text(encoding="utf-8")
    except OSError as error:
        raise LexiconError(f"lexicons/dates/{name}: cannot be read ({error}); reinstall the package") from error


def read_toml(name: str) -> dict[str, Any]:
    """A TOML file of pipeline/lexicons/dates. Raises LexiconError with the parser's line when it is broken."""
    try:
        return tomllib.loads(read_text(name))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"lexicons/dates/{name}: {error}; mend that line") from error


@functools.cache
def load() -> Lexicon:
    """The lexicon of the package, checked. Raises LexiconError naming file, entry and value."""
    tags, capital_only, values = _words()
    grammar = read_toml("grammar.toml")
    macros: dict[str, str] = grammar["macros"]
    named = _holiday_rules() + _reference_rules()
    grammar["rule"] = named + grammar["rule"]  # a named phrase ("recent years") wins over a rule of the same length
    patterns = [rule["pattern"] for rule in grammar["rule"]] + list(macros.values())
    for literal in {item for pattern in patterns for item in ITEM.findall(pattern) if _is_literal(item)}:
        tags.setdefault(literal, set()).add(literal)
    letters, by_tag = _letters(tags, capital_only)
    nodes = {rule["node"] for rule in grammar["rule"]}
    node_letters = {node: chr(FIRST_LETTER + len(letters) + number) for number, node in enumerate(sorted(nodes))}
    by_tag |= {f"<{node}>": letter for node, letter in node_letters.items()}
    for name, members in grammar["sets"].items():
        by_tag[f"<{name}>"] = "".join(node_letters[member] for member in members)
    rules = [make_rule(entry, macros, by_tag) for entry in grammar["rule"]]
    depth = max(rule.layer for rule in rules) + 1
    lower = {word: letters[frozenset(found)] for word, found in tags.items() if found}
    capital = {w: letters[frozenset(tags.get(w, set()) | found)] for w, found in capital_only.items()}
    return Lexicon(
        any_case=lower,
        capital=capital,
        shapes={shape: letters[frozenset(found)] if found else DULL for shape, found in SHAPES.items()},
        values=values,
        layers=tuple(tuple(rule for rule in rules if rule.layer == layer) for layer in range(depth)),
        node_letters=node_letters,
        cues=_cues(),
        anchor_letters=_anchor_letters(grammar["anchors"]["tags"], named, by_tag),
    )


def _holiday_rules() -> list[dict[str, Any]]:
    """A rule for each holiday of holidays.toml; its value is the holiday's name."""
    return [
        {"name": f"holiday_{entry['name']}", "layer": 0, "reader": "holiday", "node": "holiday", "value": entry["name"],
         "pattern": entry["pattern"], "example": entry["example"]}
        for entry in read_toml("holidays.toml")["holiday"]
    ]  # fmt: skip


def _reference_rules() -> list[dict[str, Any]]:
    """A rule for each phrase of references.toml; its value is the TIMEX3 reference."""
    return [
        {"name": f"reference {phrase}", "layer": 0, "reader": "reference", "node": "reference", "value": value,
         "pattern": phrase, "example": phrase}
        for value, entry in read_toml("references.toml").items()
        for phrase in entry["phrases"]
    ]  # fmt: skip


def _anchor_letters(tags: list[str], named: list[dict[str, Any]], by_tag: dict[str, str]) -> frozenset[str]:
    """The letters that justify parsing a run: those of the anchor tags and of the words of holidays and references."""
    if unknown := sorted(set(tags) - set(by_tag)):
        raise LexiconError(f"lexicons/dates/grammar.toml [anchors]: {unknown} name no tag or word of a rule; drop them")
    items = {item for rule in named for item in ITEM.findall(rule["pattern"])}
    words = {item for item in items if _is_literal(item) and len(item) > 2} - {"the"}
    return frozenset("".join(by_tag[tag] for tag in words.union(tags)))


def _cues() -> dict[str, frozenset[str]]:
    """The word lists of cues.toml. Raises LexiconError for one that is no list of lower-case words."""
    cues = read_toml("cues.toml")
    for name, words in cues.items():
        if not isinstance(words, list) or any(word != str(word).lower() for word in words):
            raise LexiconError(f"lexicons/dates/cues.toml {name}: {words!r}; needs a list of lower-case words")
    return {name: frozenset(words) for name, words in cues.items()}


def _words() -> tuple[dict[str, set[str]], dict[str, set[str]], dict[tuple[str, str], str]]:
    """Tags of words in any case, tags of words only with a capital, and values by (tag, word)."""
    tags: dict[str, set[str]] = {}
    capital: dict[str, set[str]] = {}
    values: dict[tuple[str, str], str] = {}
    for number, row in enumerate(csv.DictReader(io.StringIO(read_text("words.csv"))), start=2):
        if row["case"] not in ("any", "capital") or not row["tag"].isupper() or not row["word"]:
            raise LexiconError(f"lexicons/dates/words.csv line {number}: {row}: needs word, TAG, value, any|capital")
        (tags if row["case"] == "any" else capital).setdefault(row["word"], set()).add(row["tag"])
        values[row["tag"], row["word"]] = row["value"]
    return tags, capital, values


def _is_literal(item: str) -> bool:
    """True for a word or mark that a pattern names as such (no tag, node, macro, group or operator)."""
    return not (item.isupper() or item.endswith("=") or item[0] in "<@()|?*+")


def _letters(
    tags: dict[str, set[str]], capital: dict[str, set[str]]
) -> tuple[dict[frozenset[str], str], dict[str, str]]:
    """One letter for each set of tags that some word has, and for each tag all letters whose sets hold it."""
    sets = {frozenset(found) for found in tags.values()} | {frozenset(shape) for shape in SHAPES.values()}
    sets |= {frozenset(tags.get(word, set()) | found) for word, found in capital.items()}
    ordered = sorted(sorted(found) for found in sets if found)
    letters = {frozenset(found): chr(FIRST_LETTER + number) for number, found in enumerate(ordered)}
    by_tag: dict[str, str] = {}
    for found, letter in letters.items():
        for tag in found:
            by_tag[tag] = by_tag.get(tag, "") + letter
    return letters, by_tag


def make_rule(entry: dict[str, Any], macros: dict[str, str], by_tag: dict[str, str]) -> Rule:
    """The rule of a TOML entry. Raises LexiconError for a missing key or an unknown tag."""
    try:
        pattern = re.compile(_expand(entry["pattern"], macros, by_tag))
        return Rule(
            entry["name"], entry["layer"], pattern, entry["reader"], entry["node"],
            entry.get("value", ""), entry["example"],
        )  # fmt: skip
    except (KeyError, re.error) as error:
        raise LexiconError(f"lexicons/dates/grammar.toml rule {entry.get('name')!r}: {error!r}; mend it") from error


def _expand(pattern: str, macros: dict[str, str], by_tag: dict[str, str]) -> str:
    """The regular expression over class letters for a pattern of the grammar file."""
    out: list[str] = []
    name = ""
    for item in ITEM.findall(pattern):
        if item.endswith("=") and len(item) > 1:
            name = f"?P<{item[:-1]}>"
            continue
        if item == "(":
            out.append(f"({name or '?:'}")
        elif item in (")", "|", "?", "*", "+"):
            out.append(item)
        elif item.startswith("@"):
            out.append(f"({name or '?:'}{_expand(macros[item[1:]], macros, by_tag)})")
        else:
            letters = f"[{by_tag[item]}]"
            out.append(f"({name}{letters})" if name else letters)
        name = ""
    return "".join(out)
