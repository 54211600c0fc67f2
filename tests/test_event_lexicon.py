"""The event lexicon: every frame fires on its example and is quiet on the other; mistakes in the files are told."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import event_lexicon
from pipeline.classes import classes
from pipeline.errors import LexiconError
from pipeline.event_lexicon import (
    Frame,
    common_words,
    cue,
    cues,
    frames,
    kinds_known,
    lemmas,
    noun_forms,
    noun_kinds_of,
    trigger_forms,
    triggers,
    verb_forms,
)
from tests.support.parses import hits_of, parse_all

if TYPE_CHECKING:
    from collections.abc import Iterator

LEXICON = Path(event_lexicon.__file__).parent / "lexicons" / "events"
FRAMES = frames()
ids = [frame.id for frame in FRAMES]


@pytest.fixture(scope="module", autouse=True)
def _parses() -> None:
    parse_all([text for frame in FRAMES for text in (frame.fires, frame.quiet)])


@pytest.mark.parametrize("frame", FRAMES, ids=ids)
def test_each_frame_fires_on_its_example(frame: Frame) -> None:
    assert frame.event_class in {hit.frame.event_class for hit in hits_of(frame.fires)}


@pytest.mark.parametrize("frame", FRAMES, ids=ids)
def test_each_frame_is_quiet_on_the_other(frame: Frame) -> None:
    assert frame.id not in {hit.frame.id for hit in hits_of(frame.quiet)}


def test_no_list_names_a_word_twice() -> None:
    for file in sorted(LEXICON.glob("*.toml")):
        for words in word_lists(tomllib.loads(file.read_text(encoding="utf-8"))):
            assert len(set(words)) == len(words), (file.name, words)


def word_lists(entry: object) -> Iterator[list[str]]:
    """The lists of words at any depth of a lexicon file."""
    inner = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else ()
    if isinstance(entry, list) and entry and isinstance(entry[0], str):
        yield entry
    else:
        for part in inner:
            yield from word_lists(part)


def test_every_event_class_that_is_no_result_of_another_has_a_frame() -> None:
    told = {frame.event_class for frame in FRAMES}
    assert not [name for name, entry in classes().items() if entry.in_acled and name not in told]


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("attack", {"attack", "attacks", "attacked", "attacking"}),
        ("seize", {"seize", "seizes", "seized", "seizing"}),
        ("free", {"free", "frees", "freed", "freeing"}),
        ("clash", {"clash", "clashes", "clashed", "clashing"}),
        ("occupy", {"occupy", "occupies", "occupied", "occupying"}),
        ("ban", {"banned", "banning", "bans"}),
        ("shoot", {"shot", "shooting"}),
    ],
)
def test_verb_forms(lemma: str, forms: set[str]) -> None:
    assert forms <= verb_forms(lemma)


@pytest.mark.parametrize(
    ("lemma", "plural"), [("raid", "raids"), ("clash", "clashes"), ("army", "armies"), ("man", "men")]
)
def test_noun_forms(lemma: str, plural: str) -> None:
    assert {lemma, plural} <= noun_forms(lemma)


def test_the_gate_looks_for_the_telling_word_of_a_phrase() -> None:
    forms = trigger_forms()
    assert {"attacked", "airstrikes", "hostage"} <= forms, "taken hostage is found by hostage"
    assert {"willing", "etat", "dead"} <= forms, "of 'be willing', 'coup d'etat' and tolls"
    assert not {"be", "is", "said", "in", "d"} & forms
    assert all(re.fullmatch(r"\w{2,}", form) for form in forms)


def test_lemmas_know_the_words_of_triggers_and_kinds() -> None:
    verbs, nouns = lemmas()
    assert (verbs["shelled"], verbs["overran"], nouns["airstrikes"], nouns["villages"]) == (
        "shell",
        "overrun",
        "airstrike",
        "village",
    )


def test_common_words_are_lower_case_words() -> None:
    assert {"attack", "troops", "of"} <= common_words()
    assert all(word == word.lower() for word in common_words())


def test_kinds_and_cues_are_read_by_name() -> None:
    assert {"town", "hospital"} <= noun_kinds_of("settlement", "facility")
    assert {"military", "aircraft"} <= kinds_known()
    assert cue("counts", "kill", "die") == cue("counts", "kill") | cue("counts", "die")


def test_lists_of_classes_and_kinds_name_known_ones() -> None:
    for name, listed in cues("classes").items():
        assert listed <= set(classes()), name
    assert cue("outcome", "classes") <= set(classes())
    for name in ("actor", "target", "named", "instrument", "thing", "modifier", "owner", "title"):
        assert cue("party", name) <= kinds_known(), name
    for section in ("actor_kinds", "pronoun_kinds"):
        assert frozenset().union(*cues(section).values()) <= kinds_known(), section


GOOD = {"id": "x.verb", "class": "battle", "fires": "a", "quiet": "b", "verb": ["attack"]}


@pytest.fixture
def lexicon(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The files of the event lexicon by name, for a test to put its own there; the real ones come back after."""
    read = event_lexicon._read
    own: dict[str, Any] = {}
    monkeypatch.setattr(event_lexicon, "_read", lambda name: own[name] if name in own else read(name))
    frames.cache_clear()
    yield own
    frames.cache_clear()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"class": "skirmish"}, "no class 'skirmish'"),
        ({"object": ["citadel"]}, "object asks for 'citadel', which is no kind"),
        ({"weak": True}, "weak must be a list of kinds"),
        ({"verb": None}, "needs id, class, fires, quiet, and verb or noun"),
        ({"quiet": None}, "needs id, class, fires, quiet, and verb or noun"),
    ],
)
def test_a_frame_that_is_wrong_is_named(lexicon: dict[str, Any], change: dict[str, Any], message: str) -> None:
    frame = {key: value for key, value in {**GOOD, **change}.items() if value is not None}
    lexicon["violence"] = {"frame": [frame]}
    with pytest.raises(LexiconError, match=f"violence.toml, frame 'x.verb': {message}"):
        frames()


def test_two_frames_of_one_id_are_an_error(lexicon: dict[str, Any]) -> None:
    lexicon["violence"] = {"frame": [GOOD, GOOD]}
    with pytest.raises(LexiconError, match="another frame has this id"):
        frames()


def test_what_is_first_asks_for_most_words_or_for_most_goes_before() -> None:
    for candidates in (*triggers().verbs.values(), *triggers().nouns.values()):
        ranks = [(frame.first, len(parts), frame.weight, -frame.order) for parts, frame in candidates]
        assert ranks == sorted(ranks, reverse=True)
    both = triggers().of_noun("talk", "summit")
    assert {frame for _, frame in both} >= {frame for _, frame in triggers().of_noun("summit", "summit")}
    assert [len(parts) for parts, frame in both if not frame.first] == sorted(
        (len(parts) for parts, frame in both if not frame.first), reverse=True
    )


def test_a_cue_that_is_not_there_is_named() -> None:
    with pytest.raises(LexiconError, match="no list 'kil' under \\[counts\\]"):
        cue("counts", "kil")
    with pytest.raises(LexiconError, match="no section \\[count\\]"):
        cue("count", "kill")


def test_a_file_that_cannot_be_read_is_named() -> None:
    with pytest.raises(LexiconError, match=r"lexicons/events/verbs\.toml"):
        event_lexicon._read("verbs")
