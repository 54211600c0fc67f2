"""What the text has said so far: publication date, date in focus, narrative or news, and the tense around a phrase."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.normalise.dates.periods import containing

if TYPE_CHECKING:
    from datetime import date

    from pipeline.normalise.dates.lexicon import Lexicon
    from pipeline.normalise.dates.periods import Period
    from pipeline.normalise.dates.tokens import Tokens

BACK, AHEAD = 16, 10  # tokens looked at for a cue, before and after the expression


@dataclass(slots=True)
class Context:
    """The state that readers resolve against, moving on as expressions are read in the order of the text.

    `focus`: the last resolved period; `focus_day`: the last day; `reported`: the quarter or year a business report
    speaks of; `before_christ`: years count backwards; `stated`: the last date in full and the token after it; `told`:
    the token after the last expression.
    """

    tokens: Tokens
    lexicon: Lexicon
    published: date | None
    day_first: bool | None
    morning_paper: bool
    narrative: bool = False
    focus: Period | None = None
    focus_day: date | None = None
    reported: Period | None = None
    before_christ: bool = False
    stated: tuple[Period, int] | None = None
    told: int = 0

    def remember(self, period: Period, end: int) -> None:
        """Make a resolved period that ends before token `end` the one in focus.

        A comparison, an age or century, and in a narrative the day of publication leave the focus where it was.
        """
        self.told = end
        if period.start is None or period.aside or period.unit in ("decade", "century", "duration"):
            return
        if self.narrative and period.method == "publication":
            return
        self.stated = (period, end) if period.method in ("explicit", "narrative", "focus") else None
        if period.unit == "quarter" and not self.narrative and not (self.published and period.start > self.published):
            self.reported = period
        if period.relation == "range" and period.end and period.kind == "DATE":
            # The story goes on from the end of a range.
            period = replace(containing(period.unit, period.end), method=period.method)
        self.focus = period
        if period.unit == "day":
            self.focus_day = period.start

    def background(self, start: int) -> Period | None:
        """The full date of years ago that stands before token `start` in its paragraph, nothing newer between.

        Such a paragraph tells background, and its months go on from that date. A bare year reaches to the end of its
        sentence only: "In 2015 they held the town; ... in October".
        """
        if self.stated is None or self.published is None:
            return None
        period, end = self.stated
        if period.start is None or (self.published - period.start).days <= 730:
            return None
        if period.unit == "year":
            broken = any(self._ends_sentence(position) for position in range(end, start))
        else:
            broken = any(word.startswith("\n") for word in self.tokens.words[end:start])
        return None if broken or period.unit not in ("day", "month", "year") else period

    def word(self, position: int) -> str:
        """The token at a position, in lower case; empty outside the text."""
        return self.tokens.words[position].lower() if 0 <= position < len(self.tokens) else ""

    def tense(self, start: int, end: int) -> str:
        """`past`, `future` or nothing for tokens [start, end): the nearest cue before them, else the nearest after."""
        if self._is_deadline(start):
            return "future"
        for position in range(start - 1, max(start - BACK, -1), -1):
            word = self.word(position)
            if self._ends_sentence(position) or word in self.lexicon.cues["boundary"]:
                break
            if word == "with" and self.word(position - 1) == ",":
                break  # ", with the convoy arriving Tuesday"
            if cue := self._cue(position):
                return "past" if cue == "future" and self._turned(position) else cue
        return self.tense_ahead(end)

    def looks_back(self, start: int) -> bool:
        """True after "had" in the sentence: what it tells lies before the date in focus."""
        for position in range(start - 1, max(start - BACK, -1), -1):
            if self._ends_sentence(position):
                break
            if self.word(position) == "had":
                return True
        return False

    def _is_deadline(self, start: int) -> bool:
        """True after "until" or "by", a clock time maybe between: "until 6 a.m. Sunday"."""
        for position in range(start - 1, start - 6, -1):
            word = self.word(position)
            if word not in self.lexicon.cues["deadline_gap"] and not word.isdecimal():
                return word in self.lexicon.cues["deadline"]
        return False

    def surely_future(self, start: int) -> bool:
        """True when "will", "scheduled" or their like stand close before token `start`, or "until" does."""
        near = range(start - 1, max(start - 9, -1), -1)
        strong = self.lexicon.cues["surely_future"]
        for position in near:
            if self._ends_sentence(position):
                break
            if self.word(position) in strong:
                return True
        return self._is_deadline(start)

    def _turned(self, position: int) -> bool:
        """True for a future cue that something before it turns to the past: "had been scheduled", "neither could"."""
        before = {self.word(earlier) for earlier in range(position - 6, position)}
        negated = not before.isdisjoint(("neither", "nor", "no", "none")) or self.word(position + 1) == "not"
        return "had" in before or (negated and self.word(position) in ("could", "would"))

    def will_ahead(self, end: int) -> bool:
        """True when "will" follows in the sentence."""
        for position in range(end, min(end + AHEAD, len(self.tokens))):
            if self._ends_sentence(position):
                return False
            if self.word(position) in ("will", "shall"):
                return True
        return False

    def tense_ahead(self, end: int) -> str:
        """The tense of the next cue after the expression, in its sentence; "" without one."""
        for position in range(end, min(end + AHEAD, len(self.tokens))):
            if self._ends_sentence(position):
                break
            if cue := self._cue(position):
                return cue
        return ""

    def _cue(self, position: int) -> str:
        """The tense that one token tells."""
        word, cues = self.word(position), self.lexicon.cues
        after, before = self.word(position + 1), self.word(position - 1)
        if word in cues["future"]:
            return "future"
        if before == "be":
            return ""  # "to be held", "will be published": the verb before tells
        if word in cues["past"]:
            return "future" if word in ("has", "have", "had") and after in ("to", "until") else "past"
        exact = self.tokens.words[position]
        participle = word.endswith("ed") and len(word) > 4 and exact.islower() and word not in cues["not_past"]
        if participle and not word.startswith("un"):
            return "past"
        open_to = word == "to" and before not in cues["done_infinitive"] and before != after  # "from hut to hut"
        infinitive = open_to and after.isalpha() and after not in cues["determiner"]
        return "future" if infinitive and self.tokens.words[position + 1].islower() else ""

    def _ends_sentence(self, position: int) -> bool:
        """True for a paragraph break or a full stop before a capital that is no abbreviation's or initial's dot."""
        mark = self.tokens.words[position]
        if mark.startswith("\n"):
            return True
        if mark not in (".", "?", "!"):
            return False
        before, words = self.word(position - 1), self.tokens.words
        if (len(before) == 1 and before.isalpha()) or before in self.lexicon.cues["abbreviations"]:
            return False
        return position + 1 >= len(words) or not words[position + 1][:1].islower()
