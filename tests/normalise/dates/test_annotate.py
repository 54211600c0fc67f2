"""Phrases of cases.csv resolve to their value and interval; the target stands in brackets when words surround it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from pipeline.normalise.dates import METHODS, PRECISIONS, DateExpression, annotate, annotate_lines, time_precision

HERE = Path(__file__).parent
WEDNESDAY = date(2021, 7, 21)


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def dates(
    text: str, published: date | None = WEDNESDAY, *, day_first: bool | None = None, morning_paper: bool = False
) -> list[DateExpression]:
    found = annotate(text, published=published, day_first=day_first, morning_paper=morning_paper)
    return [expression for expression in found if expression.kind in ("DATE", "TIME")]


@pytest.mark.parametrize("row", rows("cases.csv"), ids=lambda row: f"{row['phrase']} @ {row['published']}")
def test_case(row: dict[str, str]) -> None:
    before, bracket, rest = row["phrase"].partition("[")
    target, _, after = rest.partition("]") if bracket else (before, "", "")
    start = len(before) if bracket else 0
    text = before + target + after if bracket else target
    covering = [
        found for found in dates(text, date.fromisoformat(row["published"]))
        if found.start < start + len(target) and found.end > start
    ]  # fmt: skip
    assert [found.text for found in covering] == [target]
    found = covering[0]
    interval = [day.isoformat() if day else "" for day in (found.date_start, found.date_end)]
    assert [found.value, *interval, found.precision] == [row["value"], row["start"], row["end"], row["precision"]]


def test_there_are_enough_cases() -> None:
    assert len(rows("cases.csv")) >= 300


@pytest.mark.parametrize("row", rows("no_dates.csv"), ids=lambda row: row["phrase"])
def test_no_date(row: dict[str, str]) -> None:
    assert dates(row["phrase"]) == []


def test_offsets_are_of_the_whole_text() -> None:
    text = "Kabul – “quiet” on Monday, shelled on Tuesday."
    assert [text[found.start : found.end] for found in dates(text)] == ["Monday", "Tuesday"]


def test_spans_limit_the_search() -> None:
    text = "On Monday they met. On Tuesday they left."
    found = annotate(text, published=WEDNESDAY, spans=[(20, len(text))])
    assert [expression.text for expression in found] == ["Tuesday"]


def test_without_publication_date_relative_dates_stay_null() -> None:
    found = {expression.text: expression for expression in dates("They met on Monday and in October.", None)}
    assert found["Monday"].date_start is None
    assert found["October"].value == "XXXX-10"
    assert found["October"].method == "unresolved"


def test_order_of_numeric_dates_is_the_sources() -> None:
    text = "dated 05/08/2020"
    assert dates(text)[0].method == "unresolved"
    assert dates(text, day_first=True)[0].value == "2020-08-05"
    assert dates(text, day_first=False)[0].value == "2020-05-08"


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("in the past 24 hours", "2021-07-20", "2021-07-21", "days"),
        ("in the last three weeks", "2021-06-30", "2021-07-21", "month_part"),
        ("over the next two months", "2021-07-21", "2021-09-21", "year_part"),
    ],
)
def test_a_duration_up_to_publication_covers_days(text: str, start: str, end: str, precision: str) -> None:
    found = annotate(text, published=WEDNESDAY)[0]
    assert (found.kind, found.precision) == ("DURATION", precision)
    assert (found.date_start, found.date_end) == (date.fromisoformat(start), date.fromisoformat(end))


def test_morning_paper_writes_of_last_weeks_day() -> None:
    text = "The camp was shelled on Wednesday."
    assert dates(text)[0].value == "2021-07-21"
    assert dates(text, morning_paper=True)[0].value == "2021-07-14"


HISTORY = (
    "The war began on 3 March 1921. On 5 April the first attack failed; two days later the fort fell. In November the "
    "king fled, and in January a truce was signed. In 1923 the sides met, by June they agreed. In the summer of 1924, "
    "in 1926, 1927 and 1928 there were raids, and the winter of 1930 was calm. On 4 May 1931 it was over. "
    "By 1934 the army was gone. Today the fort is a ruin."
)


def test_a_narrative_counts_from_its_last_full_date() -> None:
    values = [found.value for found in dates(HISTORY)]
    assert values[:8] == ["1921-03-03", "1921-04-05", "1921-04-07", "1921-11", "1922-01", "1923", "1923-06", "1924-SU"]
    assert values[-1] == "PRESENT_REF"


def test_background_in_news_goes_on_from_its_last_full_date() -> None:
    text = (
        "Troops entered the valley on 3 March 2014. The last post fell in November.\n\nOn Monday the valley was calm."
    )
    assert [found.value for found in dates(text)] == ["2014-03-03", "2014-11", "2021-07-19"]


def test_a_report_compares_with_the_quarter_it_reports() -> None:
    text = (
        "Third-quarter wheat exports grew to 27 million tons from 13 million a year ago. The year-ago quarter was dry."
    )
    assert [found.value for found in dates(text, date(2010, 11, 2))] == ["2010-Q3", "2009-Q3", "2009-Q3"]


def test_since_runs_to_publication_and_ranges_share_their_interval() -> None:
    since, first, last = dates("Shelled since Friday, it will be closed from July 29 to Aug 11.")
    assert (since.relation, since.date_end) == ("since", WEDNESDAY)
    assert (first.relation, first.date_start, first.date_end) == ("range", date(2021, 7, 29), date(2021, 8, 11))
    assert (last.value, last.date_start) == ("2021-08-11", first.date_start)


def test_durations_and_sets_are_told_apart() -> None:
    found = annotate("After 20 years of war, the 10-year plan is reviewed every Friday.", published=WEDNESDAY)
    assert [(expression.kind, expression.value) for expression in found] == [
        ("DURATION", "P20Y"), ("DURATION", "P10Y"), ("SET", "XXXX"),
    ]  # fmt: skip


def test_time_precision_is_acleds() -> None:
    phrases = ["on Monday", "from Aug 5-10", "last weekend", "last week", "late June", "in June", "in 2020", "now"]
    assert [time_precision(dates(phrase)[0]) for phrase in phrases] == [1, 1, 2, 2, 3, 3, 4, 4]


def test_closed_lists() -> None:
    found = dates(HISTORY) + dates("last week, on 3/4/21, at noon on Monday, Eid al-Fitr, a decade ago, now")
    assert {expression.precision for expression in found} <= set(PRECISIONS)
    assert {expression.method for expression in found} <= set(METHODS)


def test_lines_hold_dates_and_times_only() -> None:
    text = "It lasted two weeks and ended on Monday night."
    document = {"doc_id": "a", "text": text, "published_at": "2021-07-21T08:00:00+05:00"}
    assert annotate_lines(document) == [
        {
            "doc_id": "a", "start": 33, "end": 45, "text": "Monday night", "value": "2021-07-19TNI",
            "date_start": "2021-07-19", "date_end": "2021-07-19", "precision": "day", "method": "publication_tense",
        }
    ]  # fmt: skip
