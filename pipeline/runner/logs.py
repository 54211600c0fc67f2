"""Logs go to standard error, one line each, in the parent and in its workers alike."""

from __future__ import annotations

import logging
import sys


def set_up_logging(level: str) -> None:
    """Write this package's log records from `level` on to standard error; other libraries from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.ERROR, handlers=[handler], force=True)
    logging.getLogger("pipeline").setLevel(level.upper())
