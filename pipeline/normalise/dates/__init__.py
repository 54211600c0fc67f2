"""Dates: finds expressions of time in a text and resolves them to TIMEX3 values and closed intervals of days."""

from __future__ import annotations

from pipeline.normalise.dates.annotate import annotate, annotate_lines
from pipeline.normalise.dates.model import METHODS, PRECISIONS, DateExpression, time_precision
from pipeline.normalise.dates.published import parse_published

__all__ = ["METHODS", "PRECISIONS", "DateExpression", "annotate", "annotate_lines", "parse_published", "time_precision"]
