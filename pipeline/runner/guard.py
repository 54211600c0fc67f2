"""The one place where a fault in the treatment of one item is held back, so that the run goes on without the item."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Callable

LOG = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Crash:
    """A fault that was held back, in words."""

    fault: str


def attempt(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | Crash:
    """What the function gives, or the fault that it raised; faults of the run itself and interrupts are passed on."""
    try:
        return function(*args, **kwargs)
    except (PipelineError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:  # any article may hit any fault; a library written in Rust panics beside Exception
        LOG.debug("held back", exc_info=fault)
        return Crash(f"{type(fault).__name__}: {fault}")
