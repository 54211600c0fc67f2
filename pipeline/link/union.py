"""Groups of tellings that grow by pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.link.compare import Link, compare
from pipeline.link.profile import merged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.link.decisions import Overrules
    from pipeline.link.telling import Telling

OVERRULED = "overruled by an analyst"
JURY = 8  # tellings of a group that are asked whether another group contradicts it: the earliest


class Union:
    """Groups of tellings that grow by pairs, each with a common profile."""

    def __init__(self, tellings: Sequence[Telling], overrules: Overrules) -> None:
        self._tellings, self._overrules = tellings, overrules
        self._root = list(range(len(tellings)))
        self._members = {index: [index] for index in self._root}
        self._profiles = {index: telling.profile for index, telling in enumerate(tellings)}
        self._homes: dict[int, set[str]] = {}
        """The articles of the groups of more than one telling."""

    def force(self) -> list[Link]:
        """Join what an analyst has linked, contradictions or not; the analyst's judgements on mentions that are there.

        UsageError where mentions that the analyst keeps apart are linked by way of others.
        """
        pairs = self._overrules.pairs()
        wanted = {mention for left, right, _ in pairs for mention in (left, right)}
        home = {
            mention: index
            for index, telling in enumerate(self._tellings)
            for mention in telling.mention_ids
            if mention in wanted
        }
        known = [pair for pair in pairs if pair[0] in home and pair[1] in home]
        for left, right, verdict in known:
            if verdict == "linked":
                self._unite(self._find(home[left]), self._find(home[right]))
        for left, right, verdict in known:
            if verdict == "apart" and self._find(home[left]) == self._find(home[right]):
                raise UsageError(f"decisions: {left} and {right} are to be apart, but others link them")
        return [Link(left, right, 0.0, verdict, (OVERRULED,)) for left, right, verdict in known]

    def join(self, left: int, right: int) -> str | None:
        """Join two groups; None, or why they stay apart."""
        a, b = self._find(left), self._find(right)
        objection = self._objection(a, b) if a != b else None
        if objection is None:
            self._unite(a, b)
        return objection

    def groups(self) -> list[list[int]]:
        """The groups, each in order, by their first members."""
        return [self._members[index] for index in sorted(self._members)]

    def _find(self, index: int) -> int:
        while self._root[index] != index:
            self._root[index] = self._root[self._root[index]]
            index = self._root[index]
        return index

    def _unite(self, a: int, b: int) -> None:
        if a == b:
            return
        low, high = min(a, b), max(a, b)
        self._root[high] = low
        self._homes[low] = self._articles(low) | self._articles(high)
        self._homes.pop(high, None)
        self._members[low] = sorted([*self._members[low], *self._members.pop(high)])
        self._profiles[low] = merged(self._profiles[low], self._profiles.pop(high))

    def _objection(self, a: int, b: int) -> str | None:
        if not self._articles(a).isdisjoint(self._articles(b)):
            return "one article tells them apart"
        if self._overrules.kept_apart:
            others = [m for index in self._members[b] for m in self._tellings[index].mention_ids]
            if any(
                self._overrules.apart(m, others)
                for index in self._members[a]
                for m in self._tellings[index].mention_ids
            ):
                return "kept apart by an analyst"
        contradiction = compare(self._profiles[a], self._profiles[b]).contradiction
        if contradiction is None or not self._mostly_contradict(a, b):
            return None
        return f"their other reports contradict: {contradiction}"

    def _mostly_contradict(self, a: int, b: int) -> bool:
        """True where half of the pairs of tellings contradict: one wrong value in one of many keeps nothing apart."""
        left, right = ([self._tellings[i].profile for i in self._members[root][:JURY]] for root in (a, b))
        contradictions = sum(compare(p, q).contradiction is not None for p in left for q in right)
        return 2 * contradictions >= len(left) * len(right)

    def _articles(self, root: int) -> set[str]:
        return self._homes.get(root) or {self._tellings[root].profile.order[1]}
