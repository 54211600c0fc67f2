"""The review server, asked without a browser: who may ask, what is kept, what a crash leaves."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from pipeline.link.decisions import overrules_of, read_decisions
from pipeline.report.release import read_release, read_table
from pipeline.review.desk import Desk
from pipeline.review.journal import Journal
from pipeline.review.server import ReviewServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JSON = dict[str, Any]


@pytest.fixture
def server(release: Path, tmp_path: Path) -> Iterator[ReviewServer]:
    """A server of the small release whose decisions go to review.csv of tmp_path."""
    desk = Desk(read_release(release), read_table(release, "links"), Journal(tmp_path / "review.csv"), coder="ana")
    with ReviewServer(desk, "<title>review</title>") as running:
        thread = Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def ask(url: str, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
    """Status and content of an answer; `headers` with _ for -."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    text = json.dumps(body) if body is not None else None
    connection.request(method, path, text, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    content = answer.read().decode()
    connection.close()
    return answer.status, json.loads(content) if answer.headers["Content-Type"] == "application/json" else content


def get(server: ReviewServer, path: str) -> Any:
    status, content = ask(server.url, "GET", path, X_Review_Token=server.token)
    assert status == 200
    return content


def post(server: ReviewServer, rows: object) -> tuple[int, JSON]:
    return ask(server.url, "POST", "/decisions", rows, X_Review_Token=server.token)


def queue(server: ReviewServer) -> list[JSON]:
    found: list[JSON] = get(server, "/queue")["events"]
    return found


def event_of(server: ReviewServer, event_class: str) -> JSON:
    (event_id,) = (row["event_id"] for row in queue(server) if row["event_class"] == event_class)
    found: JSON = get(server, f"/event/{event_id}")
    return found


def test_the_printed_address_opens_the_page(server: ReviewServer) -> None:
    parts = urlsplit(server.url)
    assert ask(server.url, "GET", f"/?{parts.query}") == (200, "<title>review</title>")


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/", {}),
        ("GET", "/?token=wrong", {}),
        ("GET", "/queue", {"X_Review_Token": "wrong"}),
        ("GET", "/event/e1", {}),
        ("POST", "/decisions", {}),
        ("POST", "/decisions?token=TOKEN", {}),  # a form of another page could send no header
        ("GET", "/?token=TOKEN", {"Host": "elsewhere.example"}),  # a name of theirs that leads to this machine
        ("POST", "/decisions", {"X_Review_Token": "TOKEN", "Host": "elsewhere.example"}),
    ],
)
def test_nobody_else_may_ask(
    server: ReviewServer, tmp_path: Path, method: str, path: str, headers: dict[str, str]
) -> None:
    headers = {name: value.replace("TOKEN", server.token) for name, value in headers.items()}
    status, _ = ask(server.url, method, path.replace("TOKEN", server.token), [{"decision": "accept"}], **headers)
    assert status == 403
    assert read_decisions(tmp_path / "review.csv") == ()


def test_it_listens_on_this_machine_only(server: ReviewServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    with socket.socket() as other:
        other.bind(("127.0.0.2", server.server_port))  # free: all addresses would have taken it, too


def test_the_queue_tells_every_event_and_its_verdict(server: ReviewServer) -> None:
    assert {row["event_class"] for row in queue(server)} >= {"ied", "talks", "battle"}
    event = event_of(server, "ied")
    assert post(server, [{"decision": "strike", "mention_id": event["mention_id"]}]) == (200, {"saved": 1})
    assert {row["event_class"]: row["verdict"] for row in queue(server)}["ied"] == "struck"


def test_an_event_has_evidence_values_and_neighbours(server: ReviewServer) -> None:
    event = event_of(server, "ied")
    assert len(event["evidence"]["articles"]) == 2
    assert (event["values"]["date_start"], event["values"]["fatalities"]) == ("2021-07-19", "10")
    assert "Herāt" in str(event["neighbours"]), "a day apart, in the same country"


def test_a_decision_is_in_the_file_before_the_answer(server: ReviewServer, tmp_path: Path) -> None:
    event = event_of(server, "talks")
    row = {"decision": "correct", "event_id": event["evidence"]["id"], "mention_id": event["mention_id"]}
    post(server, [row | {"column": "fatalities", "value": "0", "comment": "nobody died"}])
    (decision,) = read_decisions(tmp_path / "review.csv")
    assert (decision.coder, decision.value, decision.comment) == ("ana", "0", "nobody died")
    assert event_of(server, "talks")["decisions"] == [decision.row()]


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([], "the request must be a list of decisions"),
        ("accept", "the request must be a list of decisions"),
        ([{"decision": "maybe", "mention_id": "m"}], "decision 'maybe'"),
        ([{"decision": "accept", "mention_id": "m"}], "mention_id 'm' is not in the release"),
        ([{"decision": "correct", "mention_id": "m", "column": "fatalities", "value": "few"}], "not a whole number"),
    ],
)
def test_what_cannot_be_followed_is_not_kept(
    server: ReviewServer, tmp_path: Path, rows: object, complaint: str
) -> None:
    status, content = post(server, rows)
    assert (status, complaint in content["error"]) == (400, True)
    assert read_decisions(tmp_path / "review.csv") == ()


def test_one_wrong_decision_keeps_none_of_its_list(server: ReviewServer, tmp_path: Path) -> None:
    right = {"decision": "accept", "mention_id": event_of(server, "talks")["mention_id"]}
    assert post(server, [right, {"decision": "maybe", "mention_id": "m"}])[0] == 400
    assert read_decisions(tmp_path / "review.csv") == ()


def test_corrections_that_deny_each_other_are_refused(server: ReviewServer, tmp_path: Path) -> None:
    row = {"decision": "correct", "mention_id": event_of(server, "ied")["mention_id"], "column": "date_end"}
    status, content = post(server, [row | {"value": "2001-01-01"}])
    assert (status, "date_start is above date_end" in content["error"]) == (400, True)
    assert read_decisions(tmp_path / "review.csv") == ()


def test_a_merge_takes_back_the_splits_between_the_events(server: ReviewServer, tmp_path: Path) -> None:
    one, other = (event_of(server, kind)["mention_id"] for kind in ("ied", "shelling"))
    pair = {"mention_id": one, "other_mention_id": other}
    post(server, [{"decision": "split", **pair}])
    assert post(server, [{"decision": "merge", **pair}])[0] == 200
    decisions = read_decisions(tmp_path / "review.csv")
    assert [decision.decision for decision in decisions] == ["split", "reopen", "merge"]
    assert overrules_of(decisions).kept_apart == {}


def test_other_paths_lead_nowhere(server: ReviewServer) -> None:
    for path in ("/../pyproject.toml", "/event/none"):
        assert ask(server.url, "GET", path, X_Review_Token=server.token)[0] == 404
    assert ask(server.url, "POST", "/queue", [{}], X_Review_Token=server.token)[0] == 400


def test_places_are_looked_up(server: ReviewServer) -> None:
    found = get(server, "/places?name=Charikar")
    assert (found[0]["values"]["country_iso3"], found[0]["kind"]) == ("AFG", "city")


def test_a_killed_server_has_lost_no_decision(release: Path, tmp_path: Path) -> None:
    file = tmp_path / "review.csv"
    command = [sys.executable, "-m", "pipeline", "review", str(release), "-o", str(file), "--coder", "ben"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        url = running.stdout.readline().removeprefix("Review: ").strip()
        token = urlsplit(url).query.removeprefix("token=")
        _, content = ask(url, "GET", "/queue", X_Review_Token=token)
        _, event = ask(url, "GET", f"/event/{content['events'][0]['event_id']}", X_Review_Token=token)
        row = {"decision": "accept", "mention_id": event["mention_id"]}
        assert ask(url, "POST", "/decisions", [row], X_Review_Token=token) == (200, {"saved": 1})
        running.send_signal(signal.SIGKILL)
    (decision,) = read_decisions(file)
    assert (decision.mention_id, decision.coder) == (event["mention_id"], "ben")
