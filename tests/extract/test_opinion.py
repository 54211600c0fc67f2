"""The model of senses has a second opinion: it can doubt what a frame says, and notice what no frame says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.kinds import Kinds
from pipeline.extract.opinion import believed, noticed, support
from pipeline.senses.reading import Reading, Sense
from tests.support.parses import hits_of, parsed

if TYPE_CHECKING:
    from pipeline.extract.frames import Hit
    from pipeline.parse import ParsedSentence

BATTLE = "Rebels attacked an army post near Gao on Monday."
OUSTED = "Officers put an end to the rule of the president on Friday."


def read(text: str, **senses: tuple[int, int]) -> ParsedSentence:
    return replace(parsed(text), reading=Reading({name: Sense(*values) for name, values in senses.items()}))


def seen(sentence: ParsedSentence, *hits: Hit) -> list[Hit]:
    return noticed(sentence, hits, Kinds(sentence))


def test_without_an_opinion_frames_decide() -> None:
    assert believed(hits_of(BATTLE), None)
    assert not seen(parsed(BATTLE))


def test_a_hit_that_the_model_sees_stays() -> None:
    hits = hits_of(BATTLE)
    assert [hit.head.text for hit in hits] == ["attacked"]
    for sense in ({"battle": (700, 7)}, {"talks": (900, 0), "battle": (60, 7)}):
        assert believed(hits, read(BATTLE, **sense).reading) == hits


def test_kin_of_the_class_speaks_for_it() -> None:
    assert support("battle", Reading({"attack_civilians": Sense(400, 7), "none": Sense(10, 0)})) == 400


def test_a_hit_that_the_model_does_not_see_goes() -> None:
    assert believed(hits_of(BATTLE), read(BATTLE, none=(990, 0)).reading) == []


def test_news_that_no_frame_tells_is_found_at_its_word() -> None:
    (hit,) = seen(read(OUSTED, coup=(800, OUSTED.index("end"))))
    assert (hit.frame.id, hit.frame.event_class, hit.head.text) == ("sense.coup", "coup", "put")


def test_unsure_news_and_nothing_are_not_noticed() -> None:
    assert not seen(read(OUSTED, coup=(100, 0)))
    assert not seen(read(OUSTED, none=(990, 0)))


def test_what_a_frame_tells_is_not_noticed_again() -> None:
    hits = hits_of(BATTLE)
    assert not seen(read(BATTLE, battle=(900, 7)), *hits)


def test_its_sides_are_the_first_who_can_act_where_none_stands_at_its_word() -> None:
    text = "In Lusaka, the army and the unions: a coup is what the president fears."
    (hit,) = seen(read(text, coup=(800, text.index("coup"))))
    assert [t.text for t in (*hit.slots.get("subject"), *hit.slots.get("object"))]
