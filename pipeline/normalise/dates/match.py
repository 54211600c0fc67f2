"""What a reader sees of a node: its slots as words, numbers and resolved periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.normalise.dates.grammar import Node

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.normalise.dates.context import Context
    from pipeline.normalise.dates.periods import Period

NUMBER_TAGS = ("CARD", "TENS", "HUNDRED", "ORDWORD", "DECADEWORD")


@dataclass(frozen=True, slots=True)
class Piece:
    """A period with the tokens it stands for, [start, end) in the document; ranges give two."""

    start: int
    end: int
    period: Period


@dataclass(frozen=True, slots=True)
class Match:
    """A node at its place in a document. `base` is the document's token where the node's run starts."""

    node: Node
    base: int
    context: Context
    resolve: Callable[[Node, int, Context], list[Piece]]

    @property
    def start(self) -> int:
        """The first token of the node in the document."""
        return self.base + self.node.start

    @property
    def end(self) -> int:
        """The token after the node in the document."""
        return self.base + self.node.end

    @property
    def tense(self) -> str:
        """The tense around the node."""
        return self.context.tense(self.start, self.end)

    def has(self, slot: str) -> bool:
        """True when the slot was filled."""
        return slot in self.node.slots

    def bounds(self, slot: str) -> tuple[int, int]:
        """The document tokens [start, end) of a slot."""
        items = self.node.slots[slot]
        first, last = items[0], items[-1]
        start = first.start if isinstance(first, Node) else first
        end = last.end if isinstance(last, Node) else last + 1
        return self.base + start, self.base + end

    def words(self, slot: str) -> list[str]:
        """The tokens of a slot, in lower case; none when it was not filled."""
        if not self.has(slot):
            return []
        start, end = self.bounds(slot)
        return [word.lower() for word in self.context.tokens.words[start:end]]

    def value(self, slot: str, *tags: str) -> str:
        """The lexicon's value of the slot's first word under the first tag that knows it; else an empty string."""
        words = self.words(slot)
        return next(
            (found for tag in tags if words and (found := self.context.lexicon.values.get((tag, words[0])))), ""
        )

    def before(self, count: int = 1) -> str:
        """The token that stands `count` before the node, in lower case."""
        return self.context.word(self.start - count)

    def after(self, count: int = 1) -> str:
        """The token that stands `count` after the node, in lower case."""
        return self.context.word(self.end + count - 1)

    def own_words(self) -> list[str]:
        """The node's own tokens, in lower case."""
        return [self.context.word(position) for position in range(self.start, self.end)]

    def shift(self) -> int | None:
        """The shift of "last" (-1), "this" (0), "next" (1) in the slot `which`; None without one."""
        found = self.value("which", "SHIFTWORD", "FOCUSWORD")
        return int(found) if found else None

    def day(self, slot: str) -> int | None:
        """The day of month in a slot, 1 to 31."""
        found = self.number(slot)
        return found if found and 1 <= found <= 31 else None

    def word_value(self, tag: str) -> str:
        """The value of the first of the node's own tokens that has this tag; a modifier anywhere in the phrase."""
        for item in self.node.items:
            if isinstance(item, int):
                found = self.context.lexicon.values.get((tag, self.context.word(self.base + item)))
                if found:
                    return found
        return ""

    def child(self, slot: str) -> Period | None:
        """The period of the node in a slot, resolved now; None when it resolves to none or to several."""
        pieces = self.pieces(slot)
        return pieces[0].period if len(pieces) == 1 else None

    def inside(self, slot: str) -> Match:
        """The match of the node in a slot."""
        node = next(item for item in self.node.slots[slot] if isinstance(item, Node))
        return Match(node, self.base, self.context, self.resolve)

    def rule_value(self, slot: str) -> str:
        """The value of the rule that made the node in a slot."""
        return self.inside(slot).node.rule.value

    def pieces(self, slot: str) -> list[Piece]:
        """The pieces of the node in a slot."""
        nodes = [item for item in self.node.slots.get(slot, ()) if isinstance(item, Node)]
        return self.resolve(nodes[0], self.base, self.context) if nodes else []

    def number(self, slot: str) -> int | None:
        """The number a slot spells in digits or words ("1,500", "twenty-five", "a hundred"); None when vague."""
        return spelled(self.words(slot), self.context.lexicon.values)


def spelled(words: list[str], values: dict[tuple[str, str], str]) -> int | None:
    """The number that words or digits spell; None for "several", "a few" and anything above six digits."""
    total = current = 0
    seen = False
    for word in words:
        digits = word.replace(",", "").rstrip("stndrh")
        found = next((values[tag, word] for tag in NUMBER_TAGS if (tag, word) in values), digits)
        if word in ("a", "an"):
            found = "1"
        if word in ("couple", "pair"):
            return 2
        if not found.isdecimal() or len(found) > 6:
            if ("VAGUE", word) in values:
                return None
            if seen and word in ("or", "to"):
                break
            continue
        seen = True
        amount = int(found)
        if word in ("hundred", "thousand"):
            current = max(current, 1) * amount
        else:
            current += amount
    total += current
    return total if seen else None
