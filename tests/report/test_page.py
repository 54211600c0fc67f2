"""The report's page: whole in itself, the same every time, and nothing of an article read as markup."""

from __future__ import annotations

import base64
import gzip
import json
import re
import sys
import tomllib
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline import cli
from pipeline.report.charts import INSTALL, charts
from pipeline.report.html import script_json
from pipeline.report.outlines import country_features
from pipeline.report.release import read_release
from pipeline.report.summary import facts, quality, rejects, sources
from tests.support.releases import EVENTS, MARKUP

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
LOADING = {"src", "href", "srcset", "action", "poster", "data", "background"}


class Elements(HTMLParser):
    """What a page is made of: attributes of every element, and the text of every script by its id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str | None]] = []
        self.scripts: dict[str, str] = {}
        self._script: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]
        self._script = dict(attrs).get("id") if tag == "script" else None

    def handle_endtag(self, _tag: str) -> None:
        self._script = None

    def handle_data(self, data: str) -> None:
        if self._script:
            self.scripts[self._script] = data

    def evidence(self) -> list[dict[str, Any]]:
        chunks = [text for name, text in self.scripts.items() if name.startswith("evidence-")]
        return [event for text in chunks for event in json.loads(gzip.decompress(base64.b64decode(text)))]


@pytest.fixture(scope="module")
def page(release: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    output = tmp_path_factory.mktemp("report") / "report.html"
    assert cli.main(["report", str(release), "-o", str(output)]) == 0
    return output.read_text(encoding="utf-8")


def test_the_same_release_gives_the_same_bytes(page: str, release: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.html"
    assert cli.main(["report", str(release), "--output", str(again)]) == 0
    assert again.read_text(encoding="utf-8") == page


def test_nothing_is_loaded_from_anywhere(page: str) -> None:
    attributes = Elements(page).attributes
    found = {(tag, value) for tag, name, value in attributes if name in LOADING}
    assert found == {("a", "#table")}, "links of articles are made when a row opens"
    assert any(name == "content" and str(value).startswith("default-src 'none'; ") for _, name, value in attributes)
    assert not re.search(r"@import|url\(", page[: page.index("<body>")])


def test_markup_of_articles_is_text(page: str, release: Path) -> None:
    assert MARKUP in str(pq.read_table(release / "mentions.parquet")["title"].to_pylist())
    assert MARKUP not in page
    assert "Daily &lt;script&gt;document.title" in page, "the publisher stands in the table of sources"
    event = next(one for one in Elements(page).evidence() if one["articles"][0]["title"].startswith("Rebels"))
    assert MARKUP in event["articles"][0]["title"]
    assert event["articles"][0]["url"] is None, "its address was a script"


@pytest.mark.parametrize("text", ["</script><script>x()", "<!--<script>", "]]>", "\u2028", "&amp;"])
def test_no_text_breaks_out_of_a_script_element(text: str) -> None:
    packed = script_json({"a": text})
    assert not set("<>&\u2028") & set(packed)
    assert json.loads(packed) == {"a": text}


def test_every_event_has_its_evidence_in_the_order_of_the_table(page: str, release: Path) -> None:
    elements = Elements(page)
    ids = pq.read_table(release / "events.parquet")["event_id"].to_pylist()
    assert json.loads(elements.scripts["data-events"])["event_id"] == ids
    assert [event["id"] for event in elements.evidence()] == ids
    assert all(event["mentions"] for event in elements.evidence())


def test_the_release_in_numbers(release: Path) -> None:
    found = dict(facts(read_release(release)))
    assert (found["events"], found["occurred or ongoing"], found["articles"]) == (str(EVENTS), str(EVENTS - 1), "4")
    assert found["days of what happened"] == "2021-07-18 to 2021-07-22"


def test_tallies_count_every_event_once(release: Path) -> None:
    read = read_release(release)
    publishers, *others = [*sources(read), *quality(read)]
    assert {tally.title: sum(count for _, count in tally.rows) for tally in others} == {
        tally.title: EVENTS for tally in others
    }
    assert dict(publishers.rows)["Evening Star"] == 1
    held_back = rejects(read)
    assert held_back is not None
    assert held_back.rows == ()


def test_charts_have_no_address_and_no_data() -> None:
    made = charts()
    assert made == charts()
    assert "http" not in json.dumps(made)
    assert "values" not in json.dumps(made)


def test_no_outline_goes_round_the_world() -> None:
    features = country_features()
    assert len(features) > 200
    for feature in features:
        for ring, *_ in feature["geometry"]["coordinates"]:
            turns = sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(ring))
            assert turns > 0, f"{feature['id']}: a ring that does not run clockwise"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nowhere"], "nowhere: no release, events.parquet is not there"),
        (["RELEASE", "-o", "report.pdf"], "--output report.pdf: the file's name must end in .html"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], complaint: str, release: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", *(str(release) if a == "RELEASE" else a for a in arguments)]) == 2
    assert complaint in capsys.readouterr().err


def test_a_missing_package_is_named_with_its_command(
    release: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in ("command", "page", "charts"):
        monkeypatch.delitem(sys.modules, f"pipeline.report.{module}", raising=False)
    monkeypatch.setitem(sys.modules, "altair", None)
    assert cli.main(["report", str(release)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("pip install 'altair>=6.3,<7' 'vl-convert-python>=1.9'")


def test_the_command_to_install_names_what_the_extra_holds() -> None:
    extra = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]["report"]
    assert "pip install " + " ".join(f"'{package}'" for package in extra) == INSTALL
