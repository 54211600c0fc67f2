"""Countries, role nouns, regimes: what the files promise, and a few facts by name."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import LexiconError
from pipeline.normalise.actors import countries as module
from pipeline.normalise.actors import is_actor_noun
from pipeline.normalise.actors.agents import agents
from pipeline.normalise.actors.countries import by_demonym, by_name, countries, state_by_demonym, state_by_name
from pipeline.normalise.actors.naming import kinds, regime_years, role_name


def test_all_countries_are_there_once() -> None:
    table = countries()
    assert len(table) == 250
    assert len({country.id_prefix for country in table.values()}) == len(table)
    assert {"XKX", "TWN", "PSE", "ESH"} <= set(table)


def test_every_name_and_demonym_leads_back() -> None:
    for country in countries().values():
        assert by_name(country.name) is country
        assert all(by_name(name) is country for name in country.names)
        assert all(by_demonym(demonym) is country for demonym in country.demonyms)


@pytest.mark.parametrize(
    ("text", "iso3"),
    [("the U.S.", "USA"), ("Côte d'Ivoire", "CIV"), ("Congo", "COD"), ("Burma", "MMR"), ("USSR", "RUS")],
)
def test_other_names(text: str, iso3: str) -> None:
    country = by_name(text)
    assert country is not None
    assert country.iso3 == iso3


@pytest.mark.parametrize("word", ["us", "pole", "it", "turkey shoot", ""])
def test_common_words_are_no_countries(word: str) -> None:
    assert by_name(word) is None
    assert by_demonym(word) is None


def test_historic_states_keep_their_name() -> None:
    soviet, zaire = state_by_demonym("Soviet"), state_by_name("Zaire")
    assert soviet is not None
    assert (soviet.name, soviet.iso3) == ("Soviet Union", "RUS")
    assert zaire is not None
    assert (zaire.name, zaire.iso3, zaire.until) == ("Zaire", "COD", 1997)


def test_ragged_row_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("a,b\n1\n")
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    with pytest.raises(LexiconError, match=r"bad\.csv line 2"):
        module.rows_of("bad.csv")
    with pytest.raises(LexiconError, match="cannot be read"):
        module.rows_of("missing.csv")


@pytest.mark.parametrize(
    ("lemma", "kind"),
    [
        ("soldier", "military"),
        ("villagers", "civilian"),
        ("protester", "protester"),
        ("gunmen", "armed"),
        ("riot police", "police"),
        ("Prime Minister", "government"),
        ("warship", "military asset"),
        ("embassies", "government property"),
        ("table", None),
        ("weather", None),
    ],
)
def test_role_nouns(lemma: str, kind: str | None) -> None:
    assert is_actor_noun(lemma) == kind


def test_every_role_noun_has_a_name_for_its_kind() -> None:
    assert {agent.named_as for agent in agents().values()} - {"group"} <= set(kinds())


@pytest.mark.parametrize(
    ("iso3", "on", "label"),
    [
        ("AFG", date(2021, 8, 14), "(2004-2021)"),
        ("AFG", date(2021, 8, 15), "(2021-)"),
        ("RUS", date(2022, 2, 24), "(2000-)"),
        ("RUS", date(1996, 1, 1), ""),
        ("AFG", None, ""),
    ],
)
def test_regime_years(iso3: str, on: date | None, label: str) -> None:
    assert regime_years(iso3, on) == label


def test_historic_state_carries_no_years() -> None:
    assert (
        role_name("military", state_by_name("Soviet Union"), on=date(2005, 1, 1))
        == "Military Forces of the Soviet Union"
    )
