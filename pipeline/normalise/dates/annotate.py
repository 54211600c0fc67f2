"""Texts to date expressions: runs of classes are parsed, nodes resolved in the order of the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.normalise.dates import (
    lexicon,
    periods,
    read_amounts,
    read_calendar,
    read_compound,
    read_ranges,
    read_relative,
    read_report,
    read_years,
)
from pipeline.normalise.dates.context import Context
from pipeline.normalise.dates.grammar import Node, parse
from pipeline.normalise.dates.match import Match, Piece
from pipeline.normalise.dates.model import DateExpression
from pipeline.normalise.dates.published import parse_published
from pipeline.normalise.dates.tokens import DULL, Tokens, tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from pipeline.normalise.dates.periods import Period

    Reader = Callable[[Match, Context], Period | list[Piece] | None]

DEICTIC = frozenset({"weekday", "today", "yesterday", "tomorrow", "unit_shift", "day_part"})
MANY_YEARS = 3  # a news text may name a year or two of its background
READER_MODULES = (read_calendar, read_years, read_relative, read_report, read_amounts, read_compound, read_ranges)
RUN = re.compile(f"[^{re.escape(DULL)}]+")


READERS: dict[str, Reader] = {
    name: function
    for module in READER_MODULES
    for name, function in vars(module).items()
    if getattr(function, "__module__", "") == module.__name__
}


def annotate(
    text: str,
    *,
    published: date | None = None,
    spans: Sequence[tuple[int, int]] | None = None,
    day_first: bool | None = None,
    morning_paper: bool = False,
) -> list[DateExpression]:
    """The expressions of time in a text, in order, with exact offsets (see DateExpression).

    `published`: the local publication day; without it relative dates stay null. `spans`: the sorted stretches to look
    into. `day_first`: the source's order of numeric dates; None leaves ambiguous ones unresolved.
    """
    words = lexicon.load()
    tokens = tokenise(text, words, spans)
    context = Context(tokens, words, published, day_first, morning_paper)
    nodes = [(node, base) for base, node in _nodes(tokens)]
    context.narrative = is_narrative(nodes, tokens, published)
    found: list[DateExpression] = []
    for node, base in nodes:
        for piece in resolve(node, base, context):
            context.remember(piece.period, piece.end)
            found.append(_expression(piece, tokens))
    return found


def _nodes(tokens: Tokens) -> Iterator[tuple[int, Node]]:
    """The nodes of each run that holds an anchor, with the run's first token."""
    anchors = lexicon.load().anchor_letters
    for run in RUN.finditer(tokens.classes):
        if not anchors.isdisjoint(run.group()):
            for node in parse(run.group()):
                yield run.start(), node


def resolve(node: Node, base: int, context: Context) -> list[Piece]:
    """The pieces of a node; when its reader declines, those of the nodes inside it."""
    match = Match(node, base, context, resolve)
    try:
        found = READERS[node.rule.reader](match, context)
    except (ValueError, OverflowError):  # outside the years 1 to 9999
        found = None
    if isinstance(found, list):
        return found
    if found is not None:
        return [Piece(match.start, match.end, found)]
    pieces: list[Piece] = []
    for item in node.items:
        if isinstance(item, Node):
            pieces += resolve(item, base, context)
            if pieces:  # "on 19 October, the same day": the second counts from the first
                context.remember(pieces[-1].period, pieces[-1].end)
    return pieces


def _expression(piece: Piece, tokens: Tokens) -> DateExpression:
    """The expression of a piece."""
    start, end, period = tokens.starts[piece.start], tokens.ends[piece.end - 1], periods.of_era(piece.period)
    return DateExpression(
        start, end, tokens.text[start:end], period.kind, period.value, period.start, period.end,
        period.precision, period.method, period.relation,
    )  # fmt: skip


def is_narrative(nodes: list[tuple[Node, int]], tokens: Tokens, published: date | None) -> bool:
    """True for a history: it names years long past, and hardly a phrase counts from the day of publication."""
    if published is None:
        return True
    words = lexicon.load()
    named = zip(tokens.words, tokens.classes, strict=True)
    past = sum(int(word) < published.year - 1 for word, found in named if found == words.shapes["year"])
    eras = zip(tokens.words, tokens.words[1:], strict=False)
    past += sum(number.isdecimal() and ("BC", word.lower()) in words.values for number, word in eras)
    deictic = sum(node.rule.name in DEICTIC and tokens.words[base + node.start] != "Today" for node, base in nodes)
    return past >= MANY_YEARS and past > 8 * deictic


def annotate_lines(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of one document {"doc_id", "text", "published_at"}: its dates and times.

    Durations and sets are found, so that they are not read as dates, and left out: they name no date.
    """
    published = parse_published(document.get("published_at"))
    return [
        {
            "doc_id": document["doc_id"], "start": found.start, "end": found.end, "text": found.text,
            "value": found.value,
            "date_start": found.date_start.isoformat() if found.date_start else None,
            "date_end": found.date_end.isoformat() if found.date_end else None,
            "precision": found.precision, "method": found.method,
        }
        for found in annotate(document["text"], published=published)
        if found.kind in ("DATE", "TIME")
    ]  # fmt: skip
