"""Every frame's own example, told in other ways: event, status and sides must survive (rows of changes.csv).

An example counts where its trigger is a verb in a past tense with the subject before it. Floors are counts of examples
that come out right; they only rise. What is missing is mostly the parser's: a change makes a noun of the verb.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.event_lexicon import frames, lemmas, verb_forms
from tests.support.parses import mentions_of, parse_all, parsed, read_cases

if TYPE_CHECKING:
    from pipeline.runner.tables import Row

CHANGES = read_cases(Path(__file__).parent / "changes.csv")


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a frame in pieces, and the last words of its sides."""

    frame: str
    subject: str
    verb: str
    lemma: str
    rest: str
    is_plural: bool
    is_name: bool
    sides: tuple[frozenset[str], frozenset[str]]

    def told(self, template: str) -> str:
        """The example in another way: S subject (s within a sentence), V verb, L lemma, I participle, R rest."""
        return template.format(
            S=self.subject,
            s=self.subject if self.is_name else self.subject[0].lower() + self.subject[1:],
            V=self.verb,
            L=self.lemma,
            I=max((f for f in verb_forms(self.lemma) if f.endswith("ing")), key=len),
            R=self.rest,
            was="were" if self.is_plural else "was",
        )


def sides_of(row: Row, text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The last words of who and whom."""
    first, second = (
        frozenset(text[span["start"] : span["end"]].rsplit(maxsplit=1)[-1].lower() for span in row[column])
        for column in ("actor1_spans", "actor2_spans")
    )
    return first, second


def found(frame: str, text: str) -> Row | None:
    return next((row for row in mentions_of(text) if row["rule_id"] == frame), None)


def example_of(frame: str, text: str) -> Example | None:
    """The frame's example in pieces; None where it is not told by subject and past tense."""
    row = found(frame, text)
    root = next(t for t in parsed(text).tokens if t.head is t)
    subject = root.child("nsubj")
    if row is None or subject is None or root.tag != "VBD" or root.start != row["trigger_start"] or root.child("aux"):
        return None
    words = list(subject.subtree())
    before = text[: root.start].rstrip()
    if text[words[0].start : words[-1].end] != before:
        return None
    lemma = lemmas()[0].get(root.lower, root.lemma)
    if not any(form.endswith("ing") for form in verb_forms(lemma)):
        return None
    name = words[0].pos == "PROPN" or bool(words[0].entity)
    rest = text[root.end :].rstrip(".")
    return Example(frame, before, root.text, lemma, rest, subject.tag in {"NNS", "NNPS"}, name, sides_of(row, text))


@cache
def examples() -> tuple[Example, ...]:
    parse_all([frame.fires for frame in frames()])
    made = (example_of(frame.id, frame.fires) for frame in frames())
    return tuple(example for example in made if example)


def fault(example: Example, text: str, statuses: list[str]) -> str | None:
    """What went wrong with an example told in another way."""
    row = found(example.frame, text)
    if row is None:
        return "not found"
    if row["event_status"] not in statuses:
        return f"{row['event_status']} ({row['status_cue']})"
    lost = [want for want, got in zip(example.sides, sides_of(row, text), strict=True) if want and not want & got]
    return f"lost {', '.join(sorted(lost[0]))}" if lost else None


@pytest.mark.parametrize("change", CHANGES, ids=[change["change"] for change in CHANGES])
def test_examples_survive_a_change(change: dict[str, str]) -> None:
    texts = [example.told(change["template"]) for example in examples()]
    parse_all(texts)
    statuses = change["statuses"].split()
    faults = {
        text: why for example, text in zip(examples(), texts, strict=True) if (why := fault(example, text, statuses))
    }
    right = len(texts) - len(faults)
    assert right >= int(change["floor"]), "\n".join(f"{why}: {text}" for text, why in faults.items())
