"""Senses: what a sentence tells, as a small trained model reads it; a second opinion beside the frames."""

from __future__ import annotations

from pipeline.senses.reading import Reading

__all__ = ["Reading"]
