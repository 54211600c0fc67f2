"""The report as a person meets it: map, filters, rows, keys; nothing fetched, nothing run that an article holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import expect

from pipeline import cli
from tests.browser.conftest import LOOKS
from tests.support.releases import EVENTS, MARKUP

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Watched

ROWS = "#events-table tbody tr:not(.detail)"
COPIES = 50_400 // EVENTS


@pytest.fixture(scope="module")
def report(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("report") / "report.html"
    assert cli.main(["report", str(release), "-o", str(output)]) == 0
    return output


def opened(watched: Watched, report: Path) -> Page:
    """The page when its charts are drawn."""
    watched.page.goto(report.as_uri())
    for chart in ("#map canvas", "#timeline svg", "#actors svg", "#pairs svg"):
        watched.page.wait_for_selector(chart)
    watched.page.wait_for_function("map !== null")
    return watched.page


def shows(page: Page, count: int) -> None:
    """Wait until the filters leave so many of the events."""
    expect(page.locator("#shown")).to_have_text(f"{count} of {EVENTS} events shown")


def colours_of_map(page: Page) -> int:
    """How many different colours the pixels of the map have."""
    return int(
        page.evaluate("""() => {
            const canvas = document.querySelector("#map canvas");
            const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            return new Set(new Uint32Array(data.buffer)).size;
        }""")
    )


def data_of_map(page: Page, name: str) -> list[str]:
    page.wait_for_timeout(400)  # filters wait for the end of typing
    found: list[str] = page.evaluate(
        "name => map.data(name).map(({ what, properties }) => what ?? properties.what)", name
    )
    return found


@pytest.mark.parametrize("look", LOOKS)
def test_the_map_draws_points_and_areas(watched: Watched, report: Path) -> None:
    page = opened(watched, report)
    assert colours_of_map(page) > 5
    assert "Kabul, Afghanistan" in data_of_map(page, "points")
    assert data_of_map(page, "areas") == ["Colombia"], "of which only the country is known"


def test_nothing_is_fetched(watched: Watched, report: Path) -> None:
    page = opened(watched, report)
    page.locator(".open").first.click()
    page.wait_for_selector(".evidence")
    assert watched.fetched == [report.as_uri()]


def test_filters_work_on_table_and_map(watched: Watched, report: Path) -> None:
    page = opened(watched, report)
    assert page.locator(ROWS).count() == EVENTS
    page.select_option("[name=country]", "Qatar")
    shows(page, 3)
    assert set(data_of_map(page, "points")) == {"Doha, Qatar"}
    page.select_option("[name=status]", "planned")
    shows(page, 1)
    page.get_by_role("button", name="Clear filters").click()
    shows(page, EVENTS)
    page.fill("[name=actor]", "m23")
    shows(page, 1)
    page.fill("[name=actor]", "")
    page.fill("[name=from]", "2021-07-21")
    page.fill("[name=to]", "2021-07-22")
    shows(page, 4)
    page.select_option("[name=type]", "Protests")
    shows(page, 0)
    assert "No event fits" in page.inner_text("#page")


def test_a_row_opens_its_evidence(watched: Watched, report: Path) -> None:
    page = opened(watched, report)
    page.fill("[name=actor]", "civilians")
    shows(page, 1)
    page.locator(".open").click()
    evidence = page.locator(".evidence")
    assert "Ten die in Kabul market blast" in evidence.inner_text()
    assert evidence.locator("blockquote mark.trigger").first.inner_text() == "bomb"
    assert evidence.locator("blockquote mark.date").first.inner_text() == "Monday"
    assert "Kabul" in evidence.locator("blockquote mark.place").all_inner_texts()
    links = evidence.locator("h3 a").all()
    assert {link.get_attribute("href") for link in links} == {
        "https://morning.example/kabul",
        "https://evening.example/kabul",
    }
    assert {link.get_attribute("rel") for link in links} == {"noopener noreferrer"}
    page.locator(".open").click()
    assert page.locator(".evidence").count() == 0


def test_markup_of_an_article_shows_as_text(watched: Watched, report: Path) -> None:
    page = opened(watched, report)
    page.fill("[name=actor]", "m23")
    shows(page, 1)
    page.locator(".open").click()
    heading = page.locator(".evidence h3")
    assert MARKUP in heading.inner_text()
    assert heading.locator("a, script").count() == 0, "its address is a script, too"
    assert page.title() == "Conflict events: report"


def test_it_works_by_keyboard(watched: Watched, report: Path) -> None:
    page = opened(watched, report)
    page.locator(".open").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".evidence")
    before = page.evaluate("seen()")
    page.locator("#map").focus()
    for key in ("+", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    after = page.evaluate("seen()")
    assert after["zoom"] > before["zoom"]
    assert after["lon"] > before["lon"]
    page.locator("#events-table thead button", has_text="Deaths").focus()
    page.keyboard.press("Enter")
    assert page.locator(ROWS).first.locator("td", has_text="Kabul").count() == 1, "the most deaths first"


def test_an_address_names_an_event(watched: Watched, report: Path) -> None:
    page = opened(watched, report)
    event = page.evaluate("columns.event_id[6]")
    watched.page.goto(f"{report.as_uri()}#{event}")
    page.wait_for_selector(".evidence")
    assert page.locator(f"[data-event={event}] .open").get_attribute("aria-expanded") == "true"


@pytest.mark.parametrize("look", LOOKS)
def test_the_page_is_no_wider_than_its_window(watched: Watched, report: Path) -> None:
    page = opened(watched, report)
    page.locator(".open").first.click()
    page.wait_for_selector(".evidence")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def many(release: Path, folder: Path) -> Path:
    """A release of COPIES times the events of the small one, with ids of their own."""
    folder.mkdir()
    for name, keys in (("events", ["event_id"]), ("mentions", ["event_id", "mention_id"]), ("acled", [])):
        table = pq.read_table(release / f"{name}.parquet")
        copies = pa.concat_tables([table] * (COPIES if keys else 1))
        for key in keys:
            ids = [f"{given}-{copy}" for copy in range(COPIES) for given in table[key].to_pylist()]
            copies = copies.set_column(copies.schema.get_field_index(key), key, pa.array(ids))
        pq.write_table(copies, folder / f"{name}.parquet")
    return folder


def test_fifty_thousand_events_stay_usable(browser: Browser, release: Path, tmp_path: Path) -> None:
    folder = many(release, tmp_path / "many")
    assert cli.main(["report", str(folder)]) == 0
    page = browser.new_page()
    page.set_default_timeout(60_000)
    page.goto((folder / "report.html").as_uri())
    page.wait_for_selector("#pairs svg")
    assert page.locator(ROWS).count() == 25, "a page of rows, whatever their number"
    assert page.inner_text("#shown") == "50,400 of 50,400 events shown"
    milliseconds = page.evaluate("""async () => {
        const start = performance.now();
        form.elements.status.value = "planned";
        applyFilters();
        await evidenceOf(49_999);
        return performance.now() - start;
    }""")
    assert milliseconds < 5_000, "a filter and a row; some 500 on a slow machine, left room for a busy one"
    page.close()
