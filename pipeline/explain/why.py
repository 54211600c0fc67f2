"""Why a row of events is what it is: its mentions one by one, what disagreed among them, what was merged and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pipeline.explain.frame import frame_words
from pipeline.explain.lexicon import place_words, words
from pipeline.explain.rows import UNKNOWN, actor_words, days, line, place_name, row_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipeline.explain.evidence import Evidence

Row = dict[str, Any]
COMPARED: Mapping[str, Callable[[Row], str | None]] = {
    "class": lambda row: row["event_class"],
    "status": lambda row: row["event_status"],
    "day": lambda row: None if row["date_start"] is None else days(row),
    "actor 1": lambda row: row["actor1"],
    "actor 2": lambda row: row["actor2"],
    "place": lambda row: row["location"],
    "deaths": lambda row: None if row["fatalities"] is None else str(row["fatalities"]),
}
"""What mentions of one event may disagree in, and how a mention tells it; None: it does not say."""


def explanation(evidence: Evidence) -> str:
    """The row, its mentions, disagreements and judgements as text of several lines."""
    lines = list(row_lines(evidence.event))
    for number, mention in enumerate(evidence.mentions, 1):
        lines += ["", *_mention_lines(number, mention, evidence.mentions)]
    lines += _section("what disagrees", list(_disagreements(evidence.mentions)))
    numbers = {mention["mention_id"]: f"mention {n}" for n, mention in enumerate(evidence.mentions, 1)}
    linked = [row for row in evidence.links if row["verdict"] == "linked"]
    lines += _section("why they are one event", [_judgement(row, numbers, evidence.event_of) for row in linked])
    apart = [row for row in evidence.links if row["verdict"] != "linked"]
    lines += _section("what was kept apart", [_judgement(row, numbers, evidence.event_of) for row in apart])
    return "\n".join(lines) + "\n"


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", f"{title}:", *(f"  {text}" for text in lines)] if lines else []


def _mention_lines(number: int, mention: Row, others: Sequence[Row]) -> Iterator[str]:
    told = words()
    yield f"mention {number}: {_source(mention)}"
    yield line("sentence", _marked(mention))
    yield line("rule", frame_words(mention["rule_id"]))
    cue = mention["status_cue"] or "default"
    why = told["status"].get(cue, f'"{cue}"')
    yield line("status", f"{mention['event_status']}: {why}; {told['certainty'].get(mention['certainty'], UNKNOWN)}")
    yield line("when", _found(days(mention), mention["date_text"], told["date"].get(mention["date_method"] or "")))
    place = place_words(mention["place_method"]) if mention["place_method"] else None
    yield line("where", _found(place_name(mention), mention["place_text"], place))
    for side in (1, 2):
        text = _span_text(mention, f"actor{side}_spans", others)
        how = told["actor"].get(mention[f"actor{side}_method"] or "", "which is no actor" if text else None)
        yield line(f"actor {side}", _found(actor_words(mention, side), text, how))
    if mention["fatalities"] is not None:
        yield line("deaths", str(mention["fatalities"]))
    if mention["is_reference"]:
        yield line("", "only refers back to the event")


def _source(mention: Row) -> str:
    published = f"{mention['published_at']:%Y-%m-%d}" if mention["published_at"] else "undated"
    named = (mention["source"], mention["title"], mention["url"])
    parts = [part for part in named if part] or [mention["document_id"]]
    copy = f", a copy of article {mention['copy_of']}" if mention["copy_of"] else ""
    return f"{published}, {', '.join(parts)} ({mention['sentence_kind']}){copy}"


def _marked(mention: Row) -> str:
    """The sentence on one line, its trigger in square brackets."""
    text, start = mention["sentence_text"], mention["sentence_start"]
    first, last = mention["trigger_start"] - start, mention["trigger_end"] - start
    return " ".join(f"{text[:first]}[{text[first:last]}]{text[last:]}".split())


def _found(value: str, text: str | None, how: str | None) -> str:
    """A value, the words that it was read from, and how."""
    told = "; ".join(part for part in (f'from "{" ".join(text.split())}"' if text else "", how or "") if part)
    return f"{value} - {told}" if told else value


def _span_text(mention: Row, column: str, others: Sequence[Row]) -> str | None:
    """The words of the first span of a column, from whichever sentence of the article has it."""
    spans = mention[column] or []
    for row in (mention, *others) if spans else ():
        start, end = (spans[0][edge] - row["sentence_start"] for edge in ("start", "end"))
        if row["article_id"] == mention["article_id"] and 0 <= start < end <= len(row["sentence_text"]):
            return str(row["sentence_text"][start:end])
    return None


def _disagreements(mentions: Sequence[Row]) -> Iterator[str]:
    for name, tell in COMPARED.items():
        told = Counter(value for mention in mentions if (value := tell(mention)) is not None)
        if len(told) > 1:
            yield f"{name}: " + ", ".join(
                f"{value} ({n})" for value, n in sorted(told.items(), key=lambda v: (-v[1], v[0]))
            )


def _judgement(row: Row, numbers: Mapping[str, str], event_of: Mapping[str, str]) -> str:
    """What was compared, with how many points, and why: "mention 1 with mention 2 (6.8 points): same class"."""
    sides = [row["left_mention_id"], row["right_mention_id"]]
    left, right = (numbers.get(side, f"event {event_of.get(side, side)}") for side in sides)
    verdict = "" if row["verdict"] == "linked" else f"{row['verdict']}, "
    return f"{left} with {right} ({verdict}{row['link_score']:g} points): {row['reasons']}"
