"""A real browser for pages: Debian's Chromium, installed where it is missing and this is root."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

CHROMIUM = "/usr/bin/chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not shutil.which(CHROMIUM):
        if os.geteuid() != 0:
            pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium")
        for command in (
            "apt-get update -qq",
            "apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core",
        ):
            subprocess.run(command.split(), check=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    with sync_playwright() as playwright:
        # As root Chromium has no sandbox of its own.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield running
        running.close()


@dataclass
class Watched:
    """A page with all that it asked for and said: what it fetched, its errors and warnings."""

    page: Page
    fetched: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def note_request(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            self.fetched.append(request.url)

    def note_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)


LOOKS = ("light", "dark", "phone")


@pytest.fixture
def look() -> str:
    """How a page is looked at: light unless a test asks for several of LOOKS."""
    return "light"


@pytest.fixture
def watched(browser: Browser, look: str) -> Iterator[Watched]:
    """A new page; that it has said nothing is asserted at the end."""
    context = browser.new_context(
        color_scheme="dark" if look == "dark" else "light",
        viewport={"width": 390, "height": 844} if look == "phone" else {"width": 1200, "height": 900},
    )
    found = Watched(context.new_page())
    found.page.on("request", found.note_request)
    found.page.on("console", found.note_message)
    found.page.on("pageerror", lambda fault: found.said.append(str(fault)))
    found.page.set_default_timeout(20_000)
    yield found
    context.close()
    assert found.said == []
