"""Politics and daily business of one country at peace are no events; strife and foreign affairs beside them are."""

from __future__ import annotations

import pytest

from pipeline.extract import extract_article
from tests.support.parses import parsed


@pytest.mark.parametrize(
    "text",
    [
        "The governor said he would veto the spending plan if lawmakers did not restore money for rural roads.",
        "Two coalition parties reached an agreement on reform of the pension system late on Thursday.",
        "The senator accused his rival of misleading voters about her record on taxes.",
        "The health minister promised to shorten waiting lists and pledged 200 million euros for new clinics.",
        "Regulators launched an investigation into the merger of the two supermarkets.",
        "The mayor of Turin signed an agreement with the university on student housing.",
        "The minister dismissed reports that the motorway toll would be doubled.",
        "A parliamentary committee summoned the railway's boss to explain the delays.",
        "The director has defended his decision to set the opera in a parking garage.",
    ],
)
def test_matters_of_home_are_no_events(text: str) -> None:
    assert extract_article("a", "d", [parsed(text)]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Party leaders failed to agree on a candidate for mayor after four hours of talks in the town hall.",
        "The mayor demanded an explanation from the water company after taps ran dry in three districts.",
        "The attorney general threatened to sue the social media company over its handling of children's data.",
        "Congressional negotiators reached a deal on Sunday to keep federal agencies open through September.",
        "The bishop called on the faithful to help the poor and urged shops to close on Sundays.",
        "The committee demanded that the minister hand over his e-mails about the contract.",
        "Conservatives urged the chancellor to cut fuel duty in his spring statement.",
        "The television host accused the producers of treating her badly.",
    ],
)
def test_hints_tell_home_in_an_article_that_is_all_about_it(text: str) -> None:
    assert extract_article("a", "d", [parsed(text)])
    assert extract_article("a", "d", [parsed(text)], topic="home") == []


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("The opposition accused the government of rigging the vote in three cities.", {"accusation"}),
        ("Kenya and Uganda signed a deal on Tuesday to build a joint railway to the coast.", {"agreement_signed"}),
        ("The finance ministers of Greece and Germany met in Berlin to discuss pensions.", {"meeting_visit"}),
        ("Lawmakers in Kiev accused Moscow of supplying the separatists with tanks.", {"accusation"}),
        ("Prime Minister Singh discussed taxes in a telephone call with the Japanese chancellor.", {"meeting_visit"}),
        ("The Israeli cabinet rejected a proposal to release 40 Palestinian prisoners.", {"rejection"}),
        ("The rebels promised to reopen the road to the hospital.", {"agreement_intent"}),
    ],
)
def test_strife_and_foreign_affairs_are_told_even_there(text: str, classes: set[str]) -> None:
    assert {row["event_class"] for row in extract_article("a", "d", [parsed(text)], topic="home")} >= classes


@pytest.mark.parametrize(
    ("text", "topic", "is_crime"),
    [
        ("Police arrested a man on suspicion of burgling four shops in Leeds.", None, True),
        ("A court in Perth jailed a plumber for assault.", None, True),
        ("A judge in Houston sentenced the doctor to nine years for selling false prescriptions.", "home", True),
        ("A judge in Minsk sentenced the editor of a newspaper to nine years.", "home", False),
        ("Police arrested the leader of the opposition in Kampala.", "home", False),
    ],
)
def test_arrests_for_plain_crimes(text: str, topic: str | None, is_crime: bool) -> None:  # noqa: FBT001
    rows = extract_article("a", "d", [parsed(text)], topic=topic)
    assert [row["is_crime"] for row in rows if row["event_class"] == "arrest"] == [is_crime]
