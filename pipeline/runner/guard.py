"""The one place where a fault in the treatment of one item is held back, so that the run goes on without the item."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Callable

LOG = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


def attempt(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | Exception:
    """What the function gives, or the fault that it raised; faults of the run itself (PipelineError) are passed on."""
    try:
        return function(*args, **kwargs)
    except PipelineError:
        raise
    except Exception as fault:  # any article may hit any fault; the caller rejects it with this reason
        LOG.debug("held back", exc_info=fault)
        return fault
