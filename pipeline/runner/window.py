"""Which tasks are under way, so that few are held at a time and results come in the order of the tasks."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(slots=True)
class Window(Generic[Task, Result]):
    """The tasks that are under way: taken from `tasks`, not yet finished, or finished before an earlier one."""

    tasks: Iterator[Task]
    size: int
    unfinished: dict[int, Task] = field(default_factory=dict)
    results: dict[int, Result] = field(default_factory=dict)
    taken: int = 0
    given: int = 0

    def fill(self) -> bool:
        """Take tasks up to the size, which may have changed; False when none is left at all."""
        for task in islice(self.tasks, max(0, self.size - len(self.unfinished) - len(self.results))):
            self.unfinished[self.taken] = task
            self.taken += 1
        return bool(self.unfinished or self.results)

    def finish(self, number: int, result: Result) -> None:
        """Put a task's result in its place."""
        del self.unfinished[number]
        self.results[number] = result

    def ready(self) -> Iterator[Result]:
        """The results that no unfinished task stands before, each once."""
        while self.given in self.results:
            self.given += 1
            yield self.results.pop(self.given - 1)
