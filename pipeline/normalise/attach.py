"""What an annotation and a mention's spans share: which dates or places stand in a phrase or clause of the event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Annotation(Protocol):
    """A date expression or a place: anything with a stretch of the article's text, in characters."""

    @property
    def start(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """The character behind its last."""


Found = TypeVar("Found", bound=Annotation)


def inside(found: Sequence[Found], spans: Iterable[Mapping[str, int]]) -> list[Found]:
    """The annotations that lie in one of the spans, in their order; one may end a character behind its span."""
    return [f for f in found if any(s["start"] <= f.start and f.end <= s["end"] + 1 for s in spans)]
