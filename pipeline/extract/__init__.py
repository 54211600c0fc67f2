"""Extraction: from parses to event mentions with class, status, roles and counts."""

from __future__ import annotations

from pipeline.extract.mentions import extract_article
from pipeline.extract.topics import article_topic

__all__ = ["article_topic", "extract_article"]
