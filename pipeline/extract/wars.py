"""Which deaths are those of a war, or of years, and of no one happening."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue
from pipeline.extract.victims import AGE

if TYPE_CHECKING:
    from pipeline.parse.sentence import Token

YEAR = re.compile(r"(?:19|20)\d\ds?")


def of_long_time(verb: Token) -> bool:
    """True for those of a war, or of another time: "the war has killed 200,000 since 2011", "March, when 40 died"."""
    if verb.dep == "relcl" and verb.head.entity[2:] == "DATE":
        return True
    of = [o for p in verb.all("prep") if p.lower in {"in", "during"} for o in p.all("pobj")]
    war = any(t.lemma in cue("counts", "wars") for t in (*of, *verb.all("nsubj")))
    if war and any(p.lower == "since" for p in verb.all("prep")):
        return True
    perfect = any(aux.lemma == "have" for aux in verb.all("aux"))
    if perfect and any(t.lower == AGE for o in of for t in o.all("amod")):
        return True  # "in the 19-day-old offensive"
    if any(t.lower in cue("counts", "lately") for t in verb.subtree()):
        return False
    long_war = perfect and any(t.lemma in cue("counts", "long_wars") for t in (*of, *verb.all("nsubj")))
    by_somebody = verb.child("agent") is not None or verb.child("dobj") is not None
    return long_war or (not by_somebody and (_is_yearly(verb) or (perfect and _since(verb))))


def _is_yearly(verb: Token) -> bool:
    """True for those of a year or more: "were killed this year", "have died in the past decade"."""
    of = [o for p in verb.all("prep") if p.lower in {"in", "over", "during", "within"} for o in p.all("pobj")]
    spans = [*verb.all("npadvmod"), *of]
    return any(t.lemma in cue("counts", "long") and _is_whole(t) for t in spans)


def _is_whole(span: Token) -> bool:
    """True for "this year", "the past decade", "the last two years"; not for "last year", which is a date."""
    words = {c.lower for c in span.children}
    return bool(words & {"this", "past", "recent"}) or {"the", "last"} <= words


def _since(verb: Token) -> bool:
    """True for "have died since 2009", "since the revolt began in the 1970s"."""
    since = [
        t
        for t in verb.all("prep", "advcl")
        if t.lower == "since" or any(m.lower == "since" for m in t.all("mark", "prep"))
    ]
    return any(YEAR.fullmatch(t.lower) for clause in since for t in clause.subtree())
