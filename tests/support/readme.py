"""Commands of the README, for tests that run them as they are written."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def cluster_commands(**replaced: str) -> list[list[str]]:
    """The commands of "On a cluster" (scheduler, worker, build), the README's `address` and so on replaced."""
    (block,) = re.findall(r"```sh\n(.+?)```", README, flags=re.DOTALL)
    written = {"host": "--host 10.0.0.5 --port 8786", "address": "tcp://10.0.0.5:8786", "number": "16"}
    for name, text in (written | {"folder": "s3://bucket"}).items():
        assert text in block
        block = block.replace(text, replaced.get(name, text))
    return [shlex.split(line) for line in block.splitlines()]
