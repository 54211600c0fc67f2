"""Headlines told as sentences: parsers learnt "The army retook Palmyra" and take "Army retakes Palmyra" for a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.event_lexicon import cue, lemmas, past_of, present_of
from pipeline.normalise.actors.countries import state_by_demonym

WORD = re.compile(r"[^\W_][\w'’-]*|,")
DASH = re.compile(r"(?<=\s)[-–—](?=\s)|(?<=\w)—(?=\w)")
OWNING = ("'", "’", "'s", "’s")
TREEBANK_DASH = "--"


class Shift(NamedTuple):
    """A word that was told otherwise: its stretch in the retold text, and in the headline."""

    start: int
    end: int
    own_start: int
    own_end: int


@dataclass(frozen=True, slots=True)
class Retold:
    """A headline as a sentence, and which words of it are not the headline's own, in order."""

    text: str
    shifts: tuple[Shift, ...] = ()

    def own(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the headline that a token of the retold text stands for."""
        moved = 0
        for shift in self.shifts:
            if start < shift.start:
                break
            if end <= shift.end:
                return shift.own_start, shift.own_end
            moved = shift.own_end - shift.end
        return start + moved, end + moved


def with_dashes(text: str) -> Retold:
    """A sentence with the dashes that the parser learnt: it joins words at all others ("Two jets - both new - hit")."""
    parts, shifts, last, length = [], [], 0, 0
    for dash in DASH.finditer(text):
        start, end = dash.span()
        told = TREEBANK_DASH if text[end:].startswith(" ") else f" {TREEBANK_DASH} "  # "the town—held by rebels—fell"
        parts += [text[last:start], told]
        length += start - last + len(told)
        shifts.append(Shift(length - len(told), length, start, end))
        last = end
    return Retold("".join([*parts, text[last:]]), tuple(shifts))


def retold(headline: str) -> Retold:
    """The headline with its verb in the past, or with "will" for "to"; as it is where it has no such verb.

    The verb is the first word that can only be one, else the first that can be one where it stands: "Rebels attack
    army base", but not "Gun attack kills two". Further ones follow a comma or "and".
    """
    words = list(WORD.finditer(headline))
    lower = [word.group().lower() for word in words]
    if any(word.group() in cue("headline", "finite") for word in words):
        return Retold(headline)
    at = _verb(words, lower)
    told = _future(words, lower) if at is None else {at: past_of(present_of()[lower[at]])}
    if at is not None:
        told |= {i: past_of(present_of()[lower[i]]) for i in _further(lower, at)}
    return _with(headline, words, told)


def _verb(words: list[re.Match[str]], lower: list[str]) -> int | None:
    """Which word is the headline's verb."""
    past = next((i for i, word in enumerate(lower) if _is_past(word)), len(lower))
    able = [i for i in range(1, past) if _may_be_verb(words, lower, i)]
    doubtful = [
        i for i in able if _is_noun(lower[i]) and (_agrees(words[i - 1].group(), lower[i]) or _of_two(lower, i))
    ]
    sure = [i for i in able if not _is_noun(lower[i])]
    if sure and doubtful and doubtful[0] < sure[0] and lower[sure[0] - 1] in {",", "and"}:
        return doubtful[0]
    return next(iter(sure or doubtful), None)


def _may_be_verb(words: list[re.Match[str]], lower: list[str], i: int) -> bool:
    behind = lower[i + 1] if i + 1 < len(lower) else ""
    return (
        words[i].group().islower()
        and lower[i] in present_of()
        and lower[i - 1] not in cue("headline", "no_verb_after")
        and not lower[i - 1][-1].isdigit()
        and not (_is_noun(lower[i]) and (lower[i - 1] == "," or state_by_demonym(words[i - 1].group())))
        and not lower[i - 1].endswith(OWNING)
        and behind not in {"of", "by"}
    )


def _further(lower: list[str], at: int) -> list[int]:
    """The verbs that share the first one's subject: "Gunmen ambush convoy, kill 12"."""
    joined = (i for i in range(at + 2, len(lower)) if lower[i - 1] in {",", "and"})
    return [i for i in joined if lower[i] in present_of() and (not _is_noun(lower[i]) or _counts(lower, i + 1))]


def _counts(lower: list[str], i: int) -> bool:
    """True for a number: "bomb kills 12, wounds 30" has two verbs."""
    return i < len(lower) and lower[i].isdecimal()


def _of_two(lower: list[str], i: int) -> bool:
    """True for the verb of two with a comma between: "Rebels, army clash"."""
    return i > 2 and lower[i - 2] == "," and present_of()[lower[i]] == lower[i]


def _future(words: list[re.Match[str]], lower: list[str]) -> dict[int, str]:
    """What a headline says is to be done: "Denmark to send jets", not "vows to send", which says so itself."""
    for i in range(1, len(lower) - 1):
        if lower[i] == "to" and present_of().get(lower[i + 1]) == lower[i + 1]:
            stands_alone = words[i - 1].group()[0].isupper() or lower[i - 1].endswith("s")
            return {i: "will"} if stands_alone and lower[i - 1] not in lemmas()[0] else {}
    return {}


def _agrees(before: str, verb: str) -> bool:
    """True where a verb has the number of the word before it; of a name it may have either."""
    if before[0].isupper() and not _is_noun(before.lower()) and not before.endswith("s"):
        return True
    plural = (before.endswith("s") and not before.endswith("ss")) or before.lower() in cue("headline", "plurals")
    return plural != (present_of()[verb] != verb)


def _is_past(word: str) -> bool:
    return word in lemmas()[0] and word not in present_of() and not word.endswith("ing")


def _is_noun(word: str) -> bool:
    return word in lemmas()[1] or word in cue("headline", "nouns")


def _with(headline: str, words: list[re.Match[str]], told: dict[int, str]) -> Retold:
    parts, shifts, last, length = [], [], 0, 0
    for i in sorted(told):
        start, end = words[i].span()
        parts += [headline[last:start], told[i]]
        length += start - last + len(told[i])
        shifts.append(Shift(length - len(told[i]), length, start, end))
        last = end
    return Retold("".join([*parts, headline[last:]]), tuple(shifts))
