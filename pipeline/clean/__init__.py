"""The clean stage's logic: sentences, dateline and publication date of an article's text."""

from pipeline.clean.cleaner import clean
from pipeline.clean.model import DROP_REASONS, PUBLISHED_METHODS, Cleaned, Dateline, Dropped, SentenceSpan
from pipeline.clean.sentences import MAX_SENTENCE, split_sentences

__all__ = [
    "DROP_REASONS",
    "MAX_SENTENCE",
    "PUBLISHED_METHODS",
    "Cleaned",
    "Dateline",
    "Dropped",
    "SentenceSpan",
    "clean",
    "split_sentences",
]
