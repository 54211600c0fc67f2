"""A second opinion on what a brief tells: what the model of senses doubts goes, what only it sees comes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.classes import classes, event_class, same_family
from pipeline.event_lexicon import cue, frame_of
from pipeline.extract.arguments import verb_slots
from pipeline.extract.frames import Hit
from pipeline.extract.nominals import noun_slots
from pipeline.extract.slots import NOMINAL, VERBAL
from pipeline.senses.card import model_card
from pipeline.senses.figures import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.event_lexicon import Frame
    from pipeline.extract.kinds import Kinds
    from pipeline.parse.sentence import ParsedSentence, Token
    from pipeline.senses.reading import Reading


def believed(hits: Sequence[Hit], reading: Reading | None) -> list[Hit]:
    """The hits whose class, or one of its kin, the model sees as well; all where it has no opinion."""
    return [hit for hit in hits if reading is None or not _doubted(hit, reading)]


def noticed(sentence: ParsedSentence, hits: Sequence[Hit], kinds: Kinds) -> list[Hit]:
    """The sentence's news where the model is sure of it and no hit tells it: one hit, or none.

    Its sides stand around its verb or noun; where none does, they are the first who can act in the sentence.
    """
    reading = sentence.reading
    class_id = reading.news(figures()["notice"]) if reading else None
    if reading is None or class_id is None or class_id not in classes():
        return []
    head = _head(sentence, sentence.start + reading.senses[class_id].start)
    if head is None or any(head in hit.words or _kin(class_id, hit.frame.event_class) for hit in hits):
        return []
    slots = verb_slots(head) if head.pos in VERBAL else noun_slots(head)
    actors = [t for t in sentence.tokens if t.pos in NOMINAL and kinds.kinds(t) & cue("party", "actor")]
    if not {t for tokens in slots.found.values() for t in tokens}.intersection(actors):
        slots.add("subject", actors[:1])
        slots.add("object", actors[1:2])
    return [Hit(_frame(class_id), head, (head,), slots, is_verb=head.pos in VERBAL)]


def support(class_id: str, reading: Reading) -> int:
    """Per mille that the sentence's news is of the class or its kin."""
    kin = (sense for name, sense in reading.senses.items() if name in classes() and _kin(class_id, name))
    return sum(sense.weight for sense in kin)


def _doubted(hit: Hit, reading: Reading) -> bool:
    """True for a class that the model knows, and does not see.

    Of acts outside ACLED, which it has read less of, the main clause is trusted: a brief's news stands there.
    """
    coded = event_class(hit.frame.event_class)
    if not coded.in_acled and _is_main(hit):
        return False
    return coded.class_id in model_card().classes and support(coded.class_id, reading) < figures()["doubt"]


def _is_main(hit: Hit) -> bool:
    """True where a hit's verb is that of the sentence, or of what the sentence reports."""
    head = hit.head
    while head.dep in {"ccomp", "xcomp"} and head.head.lemma in cue("status", "reports"):
        head = head.head
    return hit.is_verb and head.dep == "ROOT"


@cache
def _kin(left: str, right: str) -> bool:
    """True where reports may use the one class for the other: of one family, or coded alike."""
    one, other = event_class(left), event_class(right)
    return same_family(left, right) or (one.in_acled and one.sub_event_type == other.sub_event_type)


def _head(sentence: ParsedSentence, start: int) -> Token | None:
    """The verb at a place or the nearest above it that reports nothing: who acts stands there; else the noun."""
    at = next((t for t in sentence.tokens if t.start <= start < t.end), None)
    above = [] if at is None else [at, *at.ancestors()]
    verb = next((t for t in above if t.pos == "VERB" and t.lemma not in cue("status", "reports", "says")), None)
    return verb or next((t for t in above if t.pos in NOMINAL), None)


@cache
def _frame(class_id: str) -> Frame:
    """A frame without conditions: the sense that the model sees."""
    own = {
        "id": f"sense.{class_id}",
        "class": class_id,
        "fires": event_class(class_id).example,
        "quiet": "",
        "verb": (),
    }
    return frame_of(own, order=0, where="the model of senses")
