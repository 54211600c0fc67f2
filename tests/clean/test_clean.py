"""Whole articles: furniture out, headline and headings apart, the publication date found, no character lost."""

from datetime import datetime

import pytest

from pipeline.clean import Cleaned, clean

STORY = (
    "Rebels attacked an army post outside the town of Menaka on Tuesday and killed nine soldiers.\n\n"
    "Witnesses saw columns of smoke rise over the post, and the road to Ansongo was closed until evening.\n\n"
    "The governor of the region promised reinforcements and asked residents to stay at home until the weekend."
)
TEASERS = (
    "Editorial\n\nA bridge too far\n28 Mar, 2024\n\nA bridge too far\n\nThe province has waited for years for ...\n"
    "Empty dams\n27 Mar, 2024\n\nEmpty dams\n\n"
    "Water is short again, and nobody in office seems to care about it at all."
)


def kept(text: str, cleaned: Cleaned) -> list[str]:
    return [text[s.start : s.end] for s in cleaned.sentences]


def covers(text: str, cleaned: Cleaned) -> bool:
    """Every character is in exactly one sentence or dropped span, or white space."""
    spans = sorted([(s.start, s.end) for s in cleaned.sentences] + [(d.start, d.end) for d in cleaned.dropped])
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    return edges == sorted(edges) and all(not text[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True))


def test_a_page_ends_at_its_publication_line() -> None:
    text = f"BAMAKO: {STORY}\n\nPublished in The Daily Example, July 21st, 2021\n\nOpinion\n\n{TEASERS}"
    cleaned = clean(text)
    assert kept(text, cleaned) == STORY.split("\n\n")
    assert (cleaned.published_at, cleaned.published_method) == (datetime.fromisoformat("2021-07-21"), "text_published")
    assert {d.reason for d in cleaned.dropped} == {"dateline", "publication_line", "section", "teaser"}
    assert covers(text, cleaned)


def test_teasers_end_the_story_without_a_publication_line() -> None:
    text = f"{STORY}\n\nMost read\n\n{TEASERS}"
    assert kept(text, clean(text)) == STORY.split("\n\n")


def test_a_heading_of_that_name_in_mid_story_ends_nothing() -> None:
    text = f"{STORY}\n\nOpinion\n\n{STORY}"
    assert len(clean(text).sentences) == 6


def test_a_publication_line_at_the_top_ends_nothing() -> None:
    text = f"Nine soldiers killed\n\nPublished July 21, 2021\n\n{STORY}"
    cleaned = clean(text, title="Nine soldiers killed")
    assert [s.kind for s in cleaned.sentences] == ["headline", "body", "body", "body"]
    assert cleaned.published_method == "text_published"


@pytest.mark.parametrize(
    ("line", "day", "method"),
    [
        ("Updated 28 Mar, 2024", datetime.fromisoformat("2024-03-28"), "text_updated"),
        ("Wednesday, 21 July 2021 10:30 GMT", datetime.fromisoformat("2021-07-21"), "text_date_line"),
        ("Posted on 2021-07-21 at 9 a.m.", datetime.fromisoformat("2021-07-21"), "text_published"),
        ("Last updated: 3 hours ago", None, None),
        ("Published 03/04/2021", None, None),
    ],
)
def test_lines_about_publication(line: str, day: datetime | None, method: str | None) -> None:
    cleaned = clean(f"{line}\n\n{STORY}")
    assert (cleaned.published_at, cleaned.published_method) == (day, method)
    assert len(cleaned.sentences) == 3


def test_a_given_date_stays() -> None:
    cleaned = clean(
        f"Updated 28 Mar, 2024\n\n{STORY}", published_at=datetime.fromisoformat("2024-03-01"), published_method="record"
    )
    assert (cleaned.published_at, cleaned.published_method) == (datetime.fromisoformat("2024-03-01"), "record")


def test_headings_stay_apart_from_what_follows() -> None:
    first, *rest = STORY.split("\n\n")
    text = "\n\n".join([first, "Road closed to traffic", *rest])
    assert [s.kind for s in clean(text).sentences] == ["body", "subhead", "body", "body"]


def test_a_headline_never_runs_into_the_first_sentence() -> None:
    for gap, title in (("\n\n", None), ("\n", None), (". ", "Nine soldiers killed in Menaka")):
        text = f"Nine soldiers killed in Menaka{gap}{STORY}"
        sentences = clean(text, title=title).sentences
        assert sentences[0].kind == "headline"
        assert text[sentences[1].start :].startswith("Rebels attacked")


def test_wrapped_lines_are_one_sentence() -> None:
    text = (
        "Rebels attacked an army post outside the\ntown of Menaka on Tuesday, the army\nsaid. Nine soldiers\n"
        "were killed.\nA search began."
    )
    assert len(clean(text).sentences) == 3


def test_furniture_between_and_behind_paragraphs_goes() -> None:
    first, second, third = STORY.split("\n\n")
    text = "\n".join(
        [
            "By Jane Roe",
            first,
            "Advertisement",
            "Photo: John Doe/AFP",
            second,
            "Read more",
            "READ MORE: Who are the rebels?",
            f"{third} (Reporting by Jane Roe; Editing by John Doe)",
            "© 2021 Example News. All rights reserved.",
        ]
    )
    cleaned = clean(text)
    assert kept(text, cleaned) == [first, second, third]
    reasons = {"byline", "advertisement", "credit", "related", "reporting_credit", "copyright"}
    assert {d.reason for d in cleaned.dropped} == reasons
    assert covers(text, cleaned)


def test_nothing_comes_of_nothing() -> None:
    assert clean("").sentences == ()
    assert clean(" \n\n ").sentences == ()
