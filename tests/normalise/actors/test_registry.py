"""The registry: every entry is found by its own example, every file obeys its rules."""

import pytest

from pipeline.errors import LexiconError
from pipeline.normalise.actors import mentions, registry, resolve
from pipeline.normalise.actors.registry import Entry, entries

ENTRIES = list(entries().values())


def test_every_example_finds_its_entry() -> None:
    lost = [entry.registry_id for entry in ENTRIES if entry.kind != "person" and _found(entry) != entry.registry_id]
    assert lost == []


def _found(entry: Entry) -> str | None:
    actor = resolve(entry.example, countries=entry.homes)
    return actor.registry_id if actor else None


def test_every_person_is_found_in_every_term() -> None:
    for person in (entry for entry in ENTRIES if entry.kind == "person"):
        for term in person.terms:
            actor = resolve(person.name, on=term.since)
            assert actor is not None, person.name
            assert actor.method == "leader", person.name


def test_terms_end_after_they_begin() -> None:
    assert [entry.name for entry in ENTRIES for term in entry.terms if term.until < term.since] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Boko Haram fought the Multinational Joint Task Force.", ["Boko Haram", "Multinational Joint Task Force"]),
        ("al-Shabaab and Al Shabaab", ["al-Shabaab", "Al Shabaab"]),
        ("He sat on the front step, us included.", []),
        ("Jabhat al-Nuṣra's men", ["Jabhat al-Nuṣra"]),
    ],
)
def test_mentions_are_spans_of_the_text(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end, _ in mentions(text)] == names


def test_mention_ids_are_entries() -> None:
    assert [registry_id for _, _, registry_id in mentions("the PKK and Hamas")] == ["kurdistan-workers-party", "hamas"]
    assert "hamas" in entries()


@pytest.mark.parametrize("cell", ["20x4", "2004-13", "2004-02-31"])
def test_wrong_date_is_named(cell: str) -> None:
    with pytest.raises(LexiconError, match="write 2004, 2004-03 or 2004-03-25"):
        registry._day(cell, "file line 2", end=False)
