"""Few tasks are held at a time, and their results leave in order."""

from __future__ import annotations

from pipeline.runner.window import Window


def test_results_leave_in_the_order_of_their_tasks() -> None:
    window: Window[str, str] = Window(iter("abc"), size=2)
    assert window.fill()
    assert window.unfinished == {0: "a", 1: "b"}
    window.finish(1, "B")
    assert list(window.ready()) == []
    window.finish(0, "A")
    assert list(window.ready()) == ["A", "B"]
    assert window.fill()
    window.finish(2, "C")
    assert list(window.ready()) == ["C"]
    assert not window.fill()


def test_a_window_that_shrinks_takes_nothing_until_there_is_room() -> None:
    window: Window[str, str] = Window(iter("abcd"), size=3)
    window.fill()
    window.size = 1
    assert window.fill()
    assert list(window.unfinished.values()) == ["a", "b", "c"]
