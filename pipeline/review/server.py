"""The review page's server: on this machine only, for whoever has the token, and for nobody that a web page sends."""

from __future__ import annotations

import json
import secrets
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from pipeline.errors import UsageError
from pipeline.review.desk import places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.review.desk import Desk

LOOPBACK = "127.0.0.1"
TOKEN_HEADER = "X-Review-Token"  # noqa: S105 - the name of a header
MAX_BODY = 1_000_000  # bytes of a request


class ReviewServer(ThreadingHTTPServer):
    """Serves one desk under one token. `url` is the address that opens the page."""

    daemon_threads = True

    def __init__(self, desk: Desk, page: str, *, port: int = 0) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.desk, self.page, self.lock = desk, page, Lock()
        self.token = secrets.token_urlsafe(32)
        self.hosts = {f"{name}:{self.server_port}" for name in (LOOPBACK, "localhost")}
        self.url = f"http://{LOOPBACK}:{self.server_port}/?token={self.token}"


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "conflict-events", ""
    timeout: ClassVar[int] = 60

    def do_GET(self) -> None:
        """The page, the queue, the form, an event, or what a place's name may mean."""
        if not self._allowed():
            return
        path, asked = self._asked()
        desk = self.server.desk
        if path == "/":
            self._answer(self.server.page.encode(), "text/html; charset=utf-8")
        elif path == "/queue":
            with self.server.lock:
                self._json({"events": desk.queue(), "form": desk.form()})
        elif path.startswith("/event/"):
            with self.server.lock:
                event = desk.event(unquote(path.removeprefix("/event/")))
            self._json(event) if event else self._fault(HTTPStatus.NOT_FOUND, "there is no such event")
        elif path == "/places":
            self._json(places(asked.get("name", "")))
        else:
            self._fault(HTTPStatus.NOT_FOUND, "there is nothing here")

    def do_POST(self) -> None:
        """Keep decisions: a JSON list of rows; they are on the disk before the answer goes out."""
        if not self._allowed():
            return
        try:
            rows = self._body()
            with self.server.lock:
                kept = self.server.desk.decide(rows)
        except UsageError as fault:
            self._fault(HTTPStatus.BAD_REQUEST, str(fault))
        except OSError as fault:
            self._fault(HTTPStatus.INTERNAL_SERVER_ERROR, f"not saved: {fault.strerror or fault}")
        else:
            self._json({"saved": kept})

    def _allowed(self) -> bool:
        """Whether a request is for this server by name and has the token; else it has been answered with 403.

        The name is looked at because a page elsewhere may have its own name lead to this machine.
        """
        _, asked = self._asked()
        given = self.headers.get(TOKEN_HEADER) or (asked.get("token", "") if self.command == "GET" else "")
        if self.headers.get("Host") in self.server.hosts and secrets.compare_digest(
            given.encode(), self.server.token.encode()
        ):
            return True
        self.close_connection = True
        self._fault(HTTPStatus.FORBIDDEN, "open the address that the command has printed, with its token")
        return False

    def _asked(self) -> tuple[str, Mapping[str, str]]:
        parts = urlsplit(self.path)
        return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}

    def _body(self) -> list[Mapping[str, Any]]:
        if urlsplit(self.path).path != "/decisions":
            raise UsageError("decisions are sent to /decisions")
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MAX_BODY:
            self.close_connection = True
            raise UsageError(f"a request must say its length, at most {MAX_BODY} bytes")
        try:
            rows = json.loads(self.rfile.read(int(length)))
        except ValueError as fault:
            raise UsageError("the request is no JSON") from fault
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            raise UsageError("the request must be a list of decisions")
        return rows

    def _json(self, value: object, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._answer(json.dumps(value, ensure_ascii=False).encode(), "application/json", status)

    def _fault(self, status: HTTPStatus, message: str) -> None:
        self._json({"error": message}, status)

    def _answer(self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: requests hold the token."""
