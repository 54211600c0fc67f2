"""The arguments of triggers: logical subject and object whatever the syntax, and what a nominal trigger inherits."""

from __future__ import annotations

import pytest

from pipeline.extract.slots import Slots
from tests.support.parses import hits_of, parsed


def slots_of(sentence: str, trigger: str) -> Slots:
    """The slots of the hit whose words are the trigger."""
    return next(hit.slots for hit in hits_of(sentence) if " ".join(t.lower for t in hit.words) == trigger)


def words(slots: Slots, slot: str) -> list[str]:
    return [token.lower for token in slots.get(slot)]


@pytest.mark.parametrize(
    ("sentence", "trigger", "subject", "target"),
    [
        ("Rebels attacked the town.", "attacked", ["rebels"], ["town"]),
        ("The town was attacked by rebels.", "attacked", ["rebels"], ["town"]),
        ("The rebels who attacked the town fled.", "attacked", ["rebels"], ["town"]),
        ("Rebels attacked the town and burned the market.", "burned", ["rebels"], ["market"]),
        ("The town attacked by rebels lies in ruins.", "attacked", ["rebels"], ["town"]),
        ("Having seized the town, rebels burned the market.", "seized", ["rebels"], ["town"]),
        ("Rebels killed and wounded ten soldiers.", "killed", ["rebels"], ["soldiers"]),
        ("Soldiers and policemen arrested two students.", "arrested", ["soldiers", "policemen"], ["students"]),
        ("The rebels agreed to withdraw.", "withdraw", ["rebels"], []),
        ("The general ordered troops to withdraw.", "withdraw", ["troops"], []),
        ("Three men were accused of killing a judge.", "killing", ["men"], ["judge"]),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_subject_and_object_of_verbs(sentence: str, trigger: str, subject: list[str], target: list[str]) -> None:
    slots = slots_of(sentence, trigger)
    assert words(slots, "subject") == subject
    assert words(slots, "object") == target


def test_the_noun_of_a_relative_clause_is_its_object() -> None:
    assert words(slots_of("The town that rebels attacked was burning.", "attacked"), "object") == ["town"]


def test_a_preposition_may_hang_on_the_object() -> None:
    assert words(slots_of("Rebels fired rockets at the town.", "fired"), "at") == ["town"]


@pytest.mark.parametrize(
    ("sentence", "trigger", "expected"),
    [
        ("The army carried out an attack on the camp.", "attack", {"subject": ["army"], "on": ["camp"]}),
        ("The convoy came under attack from rebels.", "attack", {"suffer": ["convoy"], "from": ["rebels"]}),
        ("The town was placed under siege by rebels.", "siege", {"suffer": ["town"]}),
        ("An attack by rebels killed ten soldiers.", "attack", {"subject": ["rebels"], "hit": ["soldiers"]}),
        ("An attack carried out by rebels killed a man.", "attack", {"subject": ["rebels"], "hit": ["man"]}),
        ("The rebels' attack on the town failed.", "attack", {"subject": ["rebels"], "on": ["town"]}),
        ("Ten soldiers were killed in an ambush by rebels.", "ambush", {"subject": ["rebels"], "hit": ["soldiers"]}),
        ("A series of attacks by rebels hit the coast.", "attacks", {"subject": ["rebels"], "hit": ["coast"]}),
        (
            "The arrest of two students by soldiers was condemned.",
            "arrest",
            {"subject": ["soldiers"], "of": ["students"]},
        ),
        ("Russian air strikes hit the town.", "air strikes", {"mods": ["russian", "air"], "hit": ["town"]}),
        ("Kenya took part in drills with Uganda.", "drills", {"subject": ["kenya"], "with": ["uganda"]}),
        (
            "Talks between Kenya and Somalia were held in Doha.",
            "talks",
            {"between": ["kenya", "somalia"], "in": ["doha"]},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_arguments_of_nouns(sentence: str, trigger: str, expected: dict[str, list[str]]) -> None:
    slots = slots_of(sentence, trigger)
    assert {slot: words(slots, slot) for slot in expected} == expected


def test_slots_hold_each_token_once() -> None:
    rebels, _, town = parsed("Rebels attacked towns").tokens
    slots = Slots()
    slots.add("subject", [rebels, rebels])
    slots.add("subject", [rebels, town])
    assert slots.get("subject") == [rebels, town]
    assert slots.get("object") == []
