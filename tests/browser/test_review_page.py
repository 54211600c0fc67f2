"""The review page as an analyst uses it, down to the rows of the file and the build that honours them."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import expect

from pipeline.link.decisions import read_decisions
from pipeline.report.release import read_release, read_table
from pipeline.review.command import review_page
from pipeline.review.desk import Desk
from pipeline.review.journal import Journal
from pipeline.review.server import ReviewServer
from tests.support.releases import EVENTS, MARKUP, build_release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import Watched


@pytest.fixture
def server(release: Path, tmp_path: Path) -> Iterator[ReviewServer]:
    desk = Desk(read_release(release), read_table(release, "links"), Journal(tmp_path / "review.csv"))
    with ReviewServer(desk, review_page()) as running:
        thread = Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def opened(watched: Watched, server: ReviewServer, words: str) -> Page:
    """The page at the one event that these words find."""
    page = watched.page
    page.goto(server.url)
    expect(page.locator("#position")).to_contain_text("1 of ")
    page.fill("[name=words]", words)
    expect(page.locator("#position")).to_have_text("1 of 1")
    expect(page.locator("#event")).to_contain_text(words, ignore_case=True)
    return page


def saved(page: Page, text: str) -> None:
    expect(page.locator("#message")).to_contain_text(f"Saved: {text}")


@pytest.mark.parametrize("look", ["light", "phone"])
def test_a_click_through_is_honoured_by_the_next_build(watched: Watched, server: ReviewServer, tmp_path: Path) -> None:
    page = opened(watched, server, "talks")
    page.get_by_role("button", name="Accept").click()
    saved(page, "accepted.")

    page = opened(watched, server, "protest")
    page.fill("#comment", "teachers are not conflict")
    page.get_by_role("button", name="Strike").click()
    saved(page, "struck.")

    page = opened(watched, server, "ied")
    page.get_by_role("button", name="Correct").click()
    page.fill("[name=fatalities]", "11")
    page.fill("#place-name", "Charikar")
    page.get_by_role("button", name="Look up").click()
    page.locator("#places button").first.click()
    page.get_by_role("button", name="Save corrections").click()
    saved(page, "location, ")
    assert page.inner_text("#progress") == f"3 of {EVENTS} events reviewed"

    after = build_release(tmp_path, settings=f'[link]\ndecisions = "{tmp_path / "review.csv"}"\n')
    events = {row["event_class"]: row for row in pq.read_table(after / "events.parquet").to_pylist()}
    assert events["talks"]["review"] == "accepted"
    assert "protest_peaceful" not in events
    bomb = events["ied"]
    assert (bomb["review"], bomb["fatalities"], bomb["admin1"]) == ("corrected", 11, "Parwan")
    assert bomb["place_method"] == "review"


def test_sentences_are_split_off_and_events_merged(watched: Watched, server: ReviewServer, tmp_path: Path) -> None:
    page = opened(watched, server, "ied")
    boxes = page.locator("[name=apart]")
    others = boxes.count() - 1
    assert others > 1
    boxes.last.check()
    page.keyboard.press("s")
    saved(page, "split at the next build.")
    page = opened(watched, server, "ied")
    page.get_by_role("button", name="Same event").first.click()
    saved(page, "merged at the next build.")
    decisions = read_decisions(tmp_path / "review.csv")
    assert [decision.decision for decision in decisions] == ["split"] * others + ["merge"]


def test_it_is_quick_by_keys(watched: Watched, server: ReviewServer, tmp_path: Path) -> None:
    page = watched.page
    page.goto(server.url)
    page.wait_for_selector(".evidence")
    for key, said in (("a", "accepted"), ("x", "struck")):
        page.keyboard.press(key)
        saved(page, said)
    assert [decision.decision for decision in read_decisions(tmp_path / "review.csv")] == ["accept", "strike"]


def test_markup_of_an_article_shows_as_text(watched: Watched, server: ReviewServer) -> None:
    page = opened(watched, server, "m23")
    assert MARKUP in page.inner_text(".evidence h3")
    assert page.title() == "Conflict events: review"
    assert all(address.startswith(server.url.partition("/?")[0]) for address in watched.fetched)
