"""Layers of regular rules over class letters: a run of classes becomes a forest of nodes (a cascade, no recursion)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.normalise.dates import lexicon

if TYPE_CHECKING:
    import re

    from pipeline.normalise.dates.lexicon import Rule


@dataclass(frozen=True, slots=True)
class Node:
    """A rule that matched: token offsets inside its run, and the items (token offset or node) of each named slot."""

    rule: Rule
    start: int
    end: int
    slots: dict[str, tuple[Node | int, ...]]
    items: tuple[Node | int, ...]


LONGEST_CACHED = 100  # letters; runs that repeat are short, and a cache of long ones would only fill memory


def parse(run: str) -> tuple[Node, ...]:
    """The top nodes of a run of class letters, in order."""
    return _parse_cached(run) if len(run) <= LONGEST_CACHED else _parse(run)


@functools.lru_cache(maxsize=50_000)
def _parse_cached(run: str) -> tuple[Node, ...]:
    """The nodes of a run, kept: runs such as "on Friday" repeat endlessly."""
    return _parse(run)


def _parse(run: str) -> tuple[Node, ...]:
    """The nodes of a run, layer by layer."""
    items: list[Node | int] = list(range(len(run)))
    letters = run
    for rules in lexicon.load().layers:
        letters, items = _reduce(letters, items, rules)
    return tuple(item for item in items if isinstance(item, Node))


def _reduce(letters: str, items: list[Node | int], rules: tuple[Rule, ...]) -> tuple[str, list[Node | int]]:
    """Letters and items with each longest match of a layer's rules made one node, from left to right."""
    node_letters = lexicon.load().node_letters
    out_letters: list[str] = []
    out: list[Node | int] = []
    position = 0
    while position < len(letters):
        found = _longest(letters, position, rules)
        if found is None:
            out_letters.append(letters[position])
            out.append(items[position])
            position += 1
            continue
        rule, match = found
        out_letters.append(node_letters[rule.node])
        out.append(_node(rule, match, items))
        position = match.end()
    return "".join(out_letters), out


def _longest(letters: str, position: int, rules: tuple[Rule, ...]) -> tuple[Rule, re.Match[str]] | None:
    """The longest match at a position; the earlier rule wins a tie."""
    best: tuple[Rule, re.Match[str]] | None = None
    for rule in rules:
        match = rule.pattern.match(letters, position)
        if match and match.end() > (best[1].end() if best else position):
            best = rule, match
    return best


def _node(rule: Rule, match: re.Match[str], items: list[Node | int]) -> Node:
    """The node of a match, its slots filled with the items they span."""
    slots = {
        name: tuple(items[match.start(name) : match.end(name)])
        for name, letters in match.groupdict().items()
        if letters is not None
    }
    covered = tuple(items[match.start() : match.end()])
    first, last = covered[0], covered[-1]
    start = first.start if isinstance(first, Node) else first
    end = last.end if isinstance(last, Node) else last + 1
    return Node(rule, start, end, slots, covered)
