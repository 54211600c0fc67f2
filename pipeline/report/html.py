"""What every page of ours is put together with: files of the templates folder, data that no text breaks out of."""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable


def script_json(value: object) -> Markup:
    """A value as JSON that no text in it can end the script element of, nor open a comment in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - every sign that HTML would read is escaped


def content_policy(scripts: Iterable[str], *others: str) -> str:
    """What the browser may do: run these scripts and `others` (sources of a policy), and load nothing."""
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii") for script in scripts)
    allowed = " ".join((*(f"'sha256-{digest}'" for digest in hashes), *others))
    return f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"


def asset(package: str, name: str) -> str:
    """The text of a file of a package's templates folder."""
    return files(package).joinpath("templates", name).read_text(encoding="utf-8")
