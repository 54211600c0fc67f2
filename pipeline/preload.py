"""Loads what the stages keep in memory. Imported by the process that workers are forked from: they share it."""

from __future__ import annotations

import gc
from contextlib import suppress

from pipeline.errors import PipelineError
from pipeline.extract import extract_article
from pipeline.lean import lean
from pipeline.normalise.coding import code_article
from pipeline.parse import from_row, load_parser
from pipeline.parse.gate import passing
from pipeline.runner.guard import attempt
from pipeline.runner.stage import STAGES, load_stage

TEXT = "Rebels attacked Gao, a town in Mali, on Monday."
"""A sentence of which the whole way to a coded row is gone, so that every lexicon is read."""
ARTICLE = {"text": TEXT, **dict.fromkeys(("source", "url", "title", "utc_offset"))}
SENTENCE = {
    "sentence_start": 0,
    "sentence_end": len(TEXT),
    "drop_reason": None,
    "published_at": None,
    "published_method": None,
    "dateline_start": None,
    "dateline_end": None,
}


def load() -> None:
    """Do all that a worker does with an article, once."""
    for module in STAGES.values():
        load_stage(module)
    passing([TEXT])
    (parse,) = load_parser(None).parse([TEXT])
    mentions = extract_article("", "", [from_row({**parse, "sentence_start": 0}, TEXT)])
    code_article(ARTICLE, [SENTENCE], mentions)
    gc.freeze()  # what is shared is looked through no more, and so stays shared


with lean(), suppress(PipelineError):  # a worker meets any fault again, and tells it
    attempt(load)
