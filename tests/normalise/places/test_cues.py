"""The places lexicons say what the code expects of them."""

import pytest

from pipeline.errors import LexiconError
from pipeline.gazetteer import load
from pipeline.normalise.places import annotate, cues
from pipeline.normalise.places.cues import abbreviations, demonyms, relation_words


@pytest.mark.parametrize("item", abbreviations().values(), ids=lambda item: item.form)
def test_every_short_form_stands_for_a_place_of_its_country(item: cues.Abbreviation) -> None:
    countries = {hit.entry.country for hit in load().find(item.name)}
    assert countries
    assert item.country_iso3 is None or item.country_iso3 in countries


@pytest.mark.parametrize(("word", "iso3"), [("Afghan", "AFG"), ("Syrian", "SYR"), ("Welsh", "GBR"), ("Tajik", "TJK")])
def test_demonyms_lead_to_their_place(word: str, iso3: str) -> None:
    (place,) = [place for place in annotate(f"The {word} army moved.") if place.text == word]
    assert (place.kind, place.country_iso3) == ("demonym", iso3)
    assert word in demonyms()


def test_every_direction_has_a_bearing_of_the_compass() -> None:
    assert set(relation_words().directions.values()) == {-1, 0, 45, 90, 135, 180, 225, 270, 315}


def test_a_missing_list_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tomllib.loads", lambda _: {"kinds": {}, "organisations": {}})
    with pytest.raises(LexiconError, match=r"cues\.toml: \[organisations\] has no list 'after'"):
        cues.cues.__wrapped__()


def test_a_word_in_capitals_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tomllib.loads", lambda _: {"kinds": {"city": ["Town"]}})
    with pytest.raises(LexiconError, match=r"\[kinds\] city: 'Town' is not in lower case"):
        cues.cues.__wrapped__()
