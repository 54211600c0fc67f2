"""Is a text English? Its commonest words tell, else py3langid, on its beginning."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 500  # characters; more changes no verdict and costs time
_HOPELESS = 0.002  # a headline of foreign names keeps 0.01 for English; one of another language 0.0001
# Words that make up a fifth of any English text and of no other: where a third as many are, nobody need be asked.
_ENGLISH = frozenset({"the", "of", "and", "that", "with", "from", "were", "said", "which", "his", "been", "by"})
_SURE = 0.06
_WORDS = 40  # in a shorter text they may be a quotation
_ADDRESS = re.compile(r"https?://\S+|\S{1,100}@\S+|[@#]\w+")


def other_language(body: str) -> str | None:
    """The language (ISO 639) of a body that is surely not English; None for English and for what is too short."""
    words = _ADDRESS.sub(" ", body[: 4 * _SAMPLE]).split()
    sample = " ".join(words)[:_SAMPLE]
    words = sample.lower().split()
    if len(words) >= _WORDS and sum(word in _ENGLISH for word in words) >= _SURE * len(words):
        return None
    ranked = _identifier().rank(sample)
    return str(ranked[0][0]) if dict(ranked)["en"] < _HOPELESS else None


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 (loads numpy and a model)

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
