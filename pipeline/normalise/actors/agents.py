"""Role nouns: what kind of actor a word such as "soldier", "villagers" or "prime minister" is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.errors import LexiconError
from pipeline.normalise.actors.countries import rows_of
from pipeline.normalise.actors.matching import Phrasebook, fold, words
from pipeline.normalise.actors.naming import kinds

AGENTS_CSV = "lexicons/actors/agents.csv"
# Kinds of role nouns that are named as another kind (naming.kinds).
NAMED_AS = {
    "military asset": "military",
    "military property": "military",
    "government property": "government",
    "civilian property": "civilian",
    "representative": "government",
    "organisation": "civilian",
}
GROUP = "group"


@dataclass(frozen=True, slots=True)
class Agent:
    """A role noun: its kind, whether it yields to a more telling noun before it, and the ACLED group that it adds."""

    lemma: str
    kind: str
    yields: bool
    assoc: str

    @property
    def named_as(self) -> str:
        """The kind whose name is used, a key of naming.kinds()."""
        return NAMED_AS.get(self.kind, self.kind)


def _plural(lemma: str) -> str:
    """The regular English plural of a noun."""
    if re.search(r"(s|x|z|ch|sh)$", lemma):
        return lemma + "es"
    return lemma[:-1] + "ies" if re.search(r"[^aeiou]y$", lemma) else lemma + "s"


@cache
def agents() -> dict[str, Agent]:
    """Role nouns by folded form, singular and plural; LexiconError for an unknown kind or a double lemma."""
    known = {*kinds(), *NAMED_AS, GROUP}
    table: dict[str, Agent] = {}
    plurals: dict[str, Agent] = {}
    for line, row in rows_of(AGENTS_CSV):
        lemma = row["lemma"]
        if row["kind"] not in known or row["yields"] not in {"", "yes"}:
            raise LexiconError(
                f"{AGENTS_CSV} line {line} ({lemma}): no such kind {row['kind']!r} or yields {row['yields']!r}"
            )
        if fold(lemma) in table:
            raise LexiconError(f"{AGENTS_CSV} line {line}: {lemma!r} is there twice")
        agent = Agent(lemma, row["kind"], row["yields"] == "yes", row["assoc"])
        table[fold(lemma)] = agent
        plurals.setdefault(fold(row["plural"] or _plural(lemma)), agent)
    return {**plurals, **table}


@cache
def phrasebook() -> Phrasebook[Agent]:
    """The role nouns as phrases to find in a text."""
    book: Phrasebook[Agent] = Phrasebook()
    for form, agent in agents().items():
        book.add(form, agent)
    return book


def is_actor_noun(lemma: str) -> str | None:
    """The kind of a role noun ("soldier" -> "military", "tank" -> "military asset"), None when the word is none.

    Singular, plural and phrases ("prime minister", "riot police") count. Kinds are those of lexicons/actors/kinds.csv,
    "military asset", "... property" (what an actor holds), "representative", "organisation" and "group" (members).
    """
    agent = agents().get(fold(lemma))
    if agent is None and not lemma.isalnum():
        agent = agents().get(" ".join(word.folded for word in words(lemma)))
    return agent.kind if agent else None
