"""What is furniture of a page or a wire message, by the rules of furniture.toml, each looked for where it can stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from pipeline.clean.lexicon import load_toml
from pipeline.clean.model import DROP_REASONS, DropReason
from pipeline.errors import LexiconError

Where = Literal["whole", "begins", "ends", "head", "tail"]
Closes = Literal["no", "teasers", "sure"]
"""Whether the story may end at a rule: no; when teasers follow; when what follows is shorter than the story."""

_CLOSES: dict[bool | str, Closes] = {False: "no", True: "teasers", "sure": "sure"}
_WINDOW = 600  # characters at a paragraph's beginning or end that rules see: keeps every pattern's cost constant


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of furniture.toml, its phrases and patterns as one expression."""

    reason: DropReason
    where: Where
    expression: re.Pattern[str]
    max_words: int
    closes: Closes
    examples: tuple[str, ...]
    keeps: tuple[str, ...]


def takes(rule: Rule, paragraph: str) -> bool:
    """Whether a rule about whole paragraphs takes this one."""
    return _takes(rule, paragraph, len(paragraph.split()))


def _takes(rule: Rule, paragraph: str, n_words: int) -> bool:
    if rule.where == "whole":
        return len(paragraph) <= _WINDOW and rule.expression.fullmatch(paragraph) is not None
    if n_words > rule.max_words or len(paragraph) > 4 * _WINDOW:
        return False
    if rule.where == "begins":
        return rule.expression.match(paragraph[:_WINDOW]) is not None
    return rule.expression.search(paragraph[-_WINDOW:]) is not None


def furniture(paragraph: str) -> Rule | None:
    """The first rule that takes the paragraph as a whole; None for story."""
    n_words = len(paragraph.split())
    return next((rule for rule in _rules_for("whole", "begins", "ends") if _takes(rule, paragraph, n_words)), None)


def cut_edges(paragraph: str) -> tuple[int, int, DropReason | None, DropReason | None]:
    """Where the story begins and ends inside a paragraph, and the reasons for what is cut before and after."""
    start, end = 0, len(paragraph)
    head = tail = None
    for rule in _rules_for("head"):
        match = rule.expression.match(paragraph[:_WINDOW])
        if match and match.end() > start:
            start, head = match.end(), rule.reason
    while rule_and_start := _tail(paragraph, start, end):
        tail, end = rule_and_start
    return start, end, head, tail


def _tail(paragraph: str, start: int, end: int) -> tuple[DropReason, int] | None:
    """The rule and beginning of furniture at the end of paragraph[start:end]."""
    low = max(start, end - _WINDOW)
    window = paragraph[low:end]
    for rule in _rules_for("tail"):
        match = rule.expression.search(window)
        if match and low + match.start() < end:
            return rule.reason, low + match.start()
    return None


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of furniture.toml in their order; LexiconError names the rule and value that break its form."""
    return tuple(_rule(number, entry) for number, entry in enumerate(load_toml("furniture.toml")["rule"], start=1))


@cache
def _rules_for(*where: Where) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if rule.where in where)


def _rule(number: int, entry: dict[str, Any]) -> Rule:
    def check(*, holds: bool, what: str) -> None:
        if not holds:
            raise LexiconError(f"lexicons/clean/furniture.toml: rule {number} ({entry.get('reason')}): {what}")

    known = {"reason", "where", "phrases", "patterns", "case", "max_words", "closes", "examples", "keeps"}
    check(holds=set(entry) <= known, what=f"unknown keys {sorted(set(entry) - known)}")
    check(holds=entry.get("reason") in DROP_REASONS, what=f"reason must be one of {', '.join(DROP_REASONS)}")
    check(holds=entry.get("where") in get_args(Where), what=f"where must be one of {', '.join(get_args(Where))}")
    check(holds=bool(entry.get("phrases") or entry.get("patterns")), what="neither phrases nor patterns")
    check(holds=entry.get("closes", False) in (True, False, "sure"), what='closes must be true, false or "sure"')
    return Rule(
        reason=entry["reason"],
        where=entry["where"],
        expression=_expression(number, entry),
        max_words=entry.get("max_words", 40),
        closes=_CLOSES[entry.get("closes", False)],
        examples=tuple(entry.get("examples", ())),
        keeps=tuple(entry.get("keeps", ())),
    )


def _expression(number: int, entry: dict[str, Any]) -> re.Pattern[str]:
    """Phrases, with punctuation after them, and patterns as one alternation; anchored for rules about ends."""
    phrases = [rf"{re.escape(phrase)}\W{{0,3}}".replace(r"\ ", r"\s+") for phrase in entry.get("phrases", ())]
    body = "|".join([*phrases, *entry.get("patterns", ())])
    if entry["where"] in ("ends", "tail"):
        body = rf"(?:{body})\s*$"
    try:
        return re.compile(body, 0 if entry.get("case") else re.IGNORECASE)
    except re.error as error:
        raise LexiconError(f"lexicons/clean/furniture.toml: rule {number}: bad pattern: {error}") from error
