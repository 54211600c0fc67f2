"""Extraction: from parses to event mentions with class, status, roles and counts."""

from __future__ import annotations

from pipeline.extract.mentions import extract_article

__all__ = ["extract_article"]
