"""Conflict events from news articles: who did what to whom, where, when, how sure, and the sentence that says so."""

__version__ = "0.1.0"
