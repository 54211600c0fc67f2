"""Parsing: the gate that picks sentences, the model that parses them, and the form that parses are kept in."""

from __future__ import annotations

from pipeline.parse.model import Parser, load_parser
from pipeline.parse.sentence import ParsedSentence, Token, from_row

__all__ = ["ParsedSentence", "Parser", "Token", "from_row", "load_parser"]
