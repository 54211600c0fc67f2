"""The faults that end a run, each with the exit code of the command line."""

from __future__ import annotations


class PipelineError(Exception):
    """A fault of the run itself: exit code 1."""

    exit_code = 1


class UsageError(PipelineError):
    """Wrong flags, configuration, model or lexicon: exit code 2."""

    exit_code = 2


class LexiconError(UsageError):
    """A lexicon or gazetteer file breaks its own rules; the message names file, entry and value."""


class SchemaError(PipelineError):
    """An input table breaks the schema: exit code 3."""

    exit_code = 3


class RejectLimitError(PipelineError):
    """More rows were rejected than the configuration allows: exit code 4."""

    exit_code = 4
