"""Ingest: one record for each article of the inputs, a reject with a reason for everything else."""

from pipeline.ingest.inputs import find_inputs
from pipeline.ingest.published import find_dates, parse_published
from pipeline.ingest.read import read_inputs
from pipeline.ingest.records import REASONS, Record, Reject, article_id, compose_text
from pipeline.ingest.settings import FieldNames, IngestSettings

__all__ = [
    "REASONS",
    "FieldNames",
    "IngestSettings",
    "Record",
    "Reject",
    "article_id",
    "compose_text",
    "find_dates",
    "find_inputs",
    "parse_published",
    "read_inputs",
]
