"""The event lexicon: frames, kinds of nouns, cue words and word forms of lexicons/events, checked when loaded."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.classes import classes
from pipeline.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FOLDER = "lexicons/events"
TOLL_VERBS, TOLL_NOUNS = ("kill", "die", "hurt"), ("death_nouns", "bodies", "told_by")
"""The lists of [counts] whose words a toll hangs on."""
FRAME_FILES = ("violence", "civilians", "demonstrations", "strategic", "diplomacy", "idioms")
CUE_FILES = ("cues", "roles", "topics")

Condition: TypeAlias = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One sense of a trigger: its words, what its arguments must and must not be, its class and where its roles stand.

    Conditions are pairs of a slot and the kinds of which one must be found there ("=word" asks for a lemma, "any" for
    anything).
    """

    id: str
    event_class: str
    fires: str
    quiet: str
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    need: tuple[Condition, ...]
    any_of: tuple[tuple[Condition, ...], ...]
    forbid: tuple[Condition, ...]
    has: tuple[str, ...]
    preps: frozenset[str]
    role1: tuple[str, ...] | None
    role2: tuple[str, ...] | None
    of_role: int
    passive: bool
    needs_event: bool
    first: bool
    order: int

    @property
    def weight(self) -> int:
        """How telling the frame is: the number of its positive conditions."""
        return len(self.need) + bool(self.any_of) + bool(self.preps) + bool(self.has) + self.passive


# What is not a condition on a slot in a frame's table.
_OWN_KEYS = {field.name for field in fields(Frame)} | {"class", "verb", "noun", "not"}


@cache
def _read(name: str) -> dict[str, Any]:
    path = f"{FOLDER}/{name}.toml"
    try:
        return tomllib.loads(files("pipeline").joinpath(path).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"{path}: {error}") from error


@cache
def frames() -> tuple[Frame, ...]:
    """All frames in file order; LexiconError for a doubled id, an unknown class or a frame without words."""
    found: dict[str, Frame] = {}
    for name in FRAME_FILES:
        for entry in _read(name)["frame"]:
            where = f"{FOLDER}/{name}.toml, frame {entry.get('id')!r}"
            frame = frame_of(entry, order=len(found), where=where)
            if frame.event_class not in classes():
                raise LexiconError(f"{where}: no class {frame.event_class!r} in lexicons/classes.toml")
            if frame.id in found:
                raise LexiconError(f"{where}: another frame has this id")
            found[frame.id] = frame
    return tuple(found.values())


def frame_of(entry: Mapping[str, Any], *, order: int, where: str) -> Frame:
    """The frame of a table of the lexicon; LexiconError, which says where, for what is missing or not known."""
    missing = {"id", "class", "fires", "quiet"} - entry.keys()
    if missing or not ({"verb", "noun"} & entry.keys()):
        raise LexiconError(f"{where}: needs id, class, fires, quiet, and verb or noun")
    return Frame(
        id=entry["id"],
        event_class=entry["class"],
        fires=entry["fires"],
        quiet=entry["quiet"],
        verbs=tuple(entry.get("verb", ())),
        nouns=tuple(entry.get("noun", ())),
        need=_conditions({k: v for k, v in entry.items() if k not in _OWN_KEYS}, where),
        any_of=tuple(_conditions(option, where) for option in entry.get("any_of", ())),
        forbid=_conditions(entry.get("not", {}), where),
        has=tuple(entry.get("has", ())),
        preps=frozenset(entry.get("preps", ())),
        role1=_roles(entry.get("role1")),
        role2=_roles(entry.get("role2")),
        of_role=entry.get("of_role", 0),
        passive=entry.get("passive", False),
        needs_event=entry.get("needs_event", False),
        first=entry.get("first", False),
        order=order,
    )


def _roles(slots: list[str] | None) -> tuple[str, ...] | None:
    return None if slots is None else tuple(slots)


def _conditions(entry: Mapping[str, Any], where: str) -> tuple[Condition, ...]:
    for slot, kinds in entry.items():
        if not isinstance(kinds, list):
            raise LexiconError(f"{where}: {slot} must be a list of kinds, not {kinds!r}")
        unknown = [k for k in kinds if not k.startswith("=") and k not in kinds_known()]
        if unknown:
            raise LexiconError(
                f"{where}: {slot} asks for {unknown[0]!r}, which is no kind of nouns.toml or party.given"
            )
    return tuple((slot, frozenset(kinds)) for slot, kinds in entry.items())


@cache
def kinds_known() -> frozenset[str]:
    """All kinds that a condition may ask for: those of nouns.toml, and those that the code gives (party.given)."""
    return cue("party", "given") | _read("nouns").keys()


@cache
def noun_kinds() -> Mapping[str, frozenset[str]]:
    """Kinds by noun lemma (or compound, "car bomb") from nouns.toml."""
    table: dict[str, set[str]] = {}
    for kind, nouns in _read("nouns").items():
        for noun in nouns:
            table.setdefault(noun, set()).add(kind)
    return {noun: frozenset(kinds) for noun, kinds in table.items()}


@cache
def noun_kinds_of(*kinds: str) -> frozenset[str]:
    """All noun lemmas of some kinds."""
    return frozenset(noun for noun, have in noun_kinds().items() if have & set(kinds))


Candidate: TypeAlias = tuple[tuple[str, ...], Frame]
"""A trigger's words and its frame."""


@dataclass(frozen=True, slots=True)
class Triggers:
    """Frames by the words that they start from: lemma of a verb, last of a noun phrase; the first that fits wins."""

    verbs: Mapping[str, tuple[Candidate, ...]]
    nouns: Mapping[str, tuple[Candidate, ...]]

    def frames(self) -> list[Frame]:
        """The frames of all triggers, each as often as it has one."""
        return [frame for index in (self.verbs, self.nouns) for found in index.values() for _, frame in found]

    def of_noun(self, lemma: str, form: str) -> Sequence[Candidate]:
        """The frames of a noun by its lemma and by its form, where that is another word."""
        found, more = self.nouns.get(lemma, ()), self.nouns.get(form, ()) if form != lemma else ()
        return sorted((*found, *more), key=_rank) if found and more else found or more


def _rank(candidate: Candidate) -> tuple[bool, int, int, int]:
    """What goes before: a frame that is first, has most words, asks for most, stands first in the lexicon."""
    parts, frame = candidate
    return not frame.first, -len(parts), -frame.weight, frame.order


@cache
def triggers() -> Triggers:
    """The index of triggers: by first word for verbs, by last word for nouns."""
    verbs: dict[str, list[Candidate]] = {}
    nouns: dict[str, list[Candidate]] = {}
    for frame in frames():
        for verb in frame.verbs:
            parts = tuple(verb.split())
            verbs.setdefault(parts[0], []).append((parts, frame))
        for noun in frame.nouns:
            parts = tuple(noun.split())
            nouns.setdefault(parts[-1], []).append((parts, frame))
    return Triggers(*({k: tuple(sorted(v, key=_rank)) for k, v in index.items()} for index in (verbs, nouns)))


@cache
def cues(section: str) -> Mapping[str, frozenset[str]]:
    """The word lists of one section of cues.toml, roles.toml or topics.toml; LexiconError where none has it."""
    for name in CUE_FILES:
        lists = _read(name).get(section)
        if lists is not None:
            return {entry: frozenset(words) for entry, words in lists.items()}
    raise LexiconError(f"{FOLDER}: no section [{section}] in {', '.join(CUE_FILES)}")


@cache
def cue(section: str, *names: str) -> frozenset[str]:
    """One list of cue words as a set, or several together; LexiconError where the section lacks one."""
    missing = [name for name in names if name not in cues(section)]
    if missing:
        raise LexiconError(f"{FOLDER}: no list {missing[0]!r} under [{section}]")
    return frozenset().union(*(cues(section)[name] for name in names))


@cache
def hyphenated() -> frozenset[str]:
    """The words with a hyphen that frames and kinds of nouns know: "cease-fire", "counter-offensive"."""
    phrases = [word for frame in frames() for word in (*frame.verbs, *frame.nouns)]
    return frozenset(part for phrase in (*phrases, *noun_kinds()) for part in phrase.split() if "-" in part)


@cache
def trigger_forms() -> frozenset[str]:
    """One telling word of every trigger, and the words of tolls, in all forms and lower case: what the gate seeks."""
    forms = {form for verb in cue("counts", *TOLL_VERBS) for form in verb_forms(verb)}
    forms |= {form for noun in cue("counts", *TOLL_NOUNS) for form in noun_forms(noun)}
    return _sought(forms).union(*map(forms_of, frames()))


def forms_of(frame: Frame) -> frozenset[str]:
    """One telling word of every trigger of a frame, in all forms and lower case."""
    forms: set[str] = set()
    for verb in frame.verbs:
        asked = _asked(frame) if verb in cue("trigger", "everywhere") else frozenset()
        forms |= asked or _telling_forms(verb.split())
    for noun in frame.nouns:
        *_, last = parts = noun.split()
        forms |= noun_forms(last if len(last) > 2 else max(parts, key=len))
    return _sought(forms)


def _sought(forms: Iterable[str]) -> frozenset[str]:
    """Of each form the word that stands for it: the longest where a hyphen or an apostrophe parts it."""
    return frozenset(max(re.findall(r"\w+", form.lower()), key=len) for form in forms)


def _asked(frame: Frame) -> frozenset[str]:
    """The words that a frame needs beside its verb: "is willing" is found by them, for "is" is everywhere."""
    needed = [kinds for _, kinds in frame.need if all(kind.startswith("=") for kind in kinds)]
    words = [kind[1:] for kinds in needed[:1] for kind in kinds]
    return frozenset(form for word in words for form in noun_forms(word) | verb_forms(word))


def _telling_forms(parts: list[str]) -> frozenset[str]:
    """The forms of a verb of one word, or with a particle; else of its longest other word ("take hostage")."""
    word = max(parts[1:], key=len, default="")
    if len(word) <= 2 or parts[1] in cue("trigger", "particles"):
        return verb_forms(parts[0])
    return verb_forms(word) | noun_forms(word)


@cache
def verb_forms(lemma: str) -> frozenset[str]:
    """The inflected forms of a verb, itself included."""
    irregular = _read("forms")["verbs"].get(lemma)
    if irregular is not None:
        return frozenset({lemma, *irregular})
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma
    third = f"{lemma}es" if re.search(r"(s|x|z|ch|sh|o)$", lemma) else f"{lemma}s"
    if re.search(r"[^aeiou]y$", lemma):
        return frozenset({lemma, f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"})
    forms = {lemma, third, f"{lemma}d" if lemma.endswith("e") else f"{lemma}ed", f"{stem}ing"}
    if re.search(r"[^aeiou][aeiou][bdglmnprt]$", lemma):
        forms |= {f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing"}
    return frozenset(forms)


# Verbs that double their last letter: of one syllable, or stressed on the last.
DOUBLING = re.compile(r"^[^aeiou]*[aeiou][^aeiou]$|(?:fer|cur|pel|trol|mit)$")


@cache
def present_of() -> Mapping[str, str]:
    """Verbs by their two present forms ("attack", "attacks"): of frames, and those that carry a noun or report."""
    carrying = {*cue("light", "agent", "patient", "hits", "happens"), *cue("status", "says")}
    verbs = {*(verb.split()[0] for frame in frames() for verb in frame.verbs), *_read("forms")["verbs"], *carrying}
    plain = sorted(verb for verb in verbs - cue("headline", "no_verbs") if verb.isalpha())
    thirds = {form: verb for verb in plain for form in verb_forms(verb) if form.endswith("s") and form != verb}
    return thirds | {verb: verb for verb in plain}


@cache
def past_of(lemma: str) -> str:
    """The simple past of a verb, as its forms are spelled out or by rule; its base where that is the past as well."""
    own, known = _read("forms")["verbs"].get(lemma), _read("forms")["model"].get(lemma, [])
    if own is not None:
        return own[2] if len(own) > 2 and not (len(own) == 3 and own[2].endswith("en")) else lemma
    if irregular := [form for form in known if not form.endswith("n")]:
        return str(irregular[0])
    found = sorted((form for form in verb_forms(lemma) if form.endswith("ed")), key=len)
    doubled = DOUBLING.search(lemma) is not None
    return found[-1 if doubled else 0]


@cache
def noun_forms(lemma: str) -> frozenset[str]:
    """Singular and plural of a noun."""
    irregular = _read("forms")["nouns"].get(lemma)
    if irregular is not None:
        return frozenset({lemma, *irregular})
    if re.search(r"[^aeiou]y$", lemma):
        return frozenset({lemma, f"{lemma[:-1]}ies"})
    return frozenset({lemma, f"{lemma}es" if re.search(r"(s|x|z|ch|sh)$", lemma) else f"{lemma}s"})


@cache
def model_forms() -> Mapping[str, frozenset[str]]:
    """Lemmas by irregular form, of those that the model's lemmatiser knows and verb_forms and noun_forms do not."""
    found: dict[str, set[str]] = {}
    for lemma, forms in _read("forms")["model"].items():
        for form in forms:
            found.setdefault(form, set()).add(lemma)
    return {form: frozenset(lemmas) for form, lemmas in found.items()}


@cache
def common_words() -> frozenset[str]:
    """Words that a title-case headline may have in lower case: triggers, nouns with a kind, cue and function words."""
    nouns = {form for noun in noun_kinds() for part in noun.split() for form in noun_forms(part)}
    cue_words = {
        part for lists in _read("cues").values() for words in lists.values() for w in words for part in w.split()
    }
    return frozenset(w for w in trigger_forms() | nouns | cue_words if w.islower())


@cache
def lemmas() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Lemmas by word form for the verbs and for the nouns of the lexicon: surer there than a model's lemmatiser.

    Of the words that only cues and conditions name those whose forms are spelled out: the model makes "hop" of
    "hoping" and "corps" of "corpses".
    """
    verbs: dict[str, str] = {}
    nouns: dict[str, str] = {}
    words = [*(verb.split()[0] for frame in frames() for verb in frame.verbs), *_read("forms")["verbs"]]
    for verb in words:
        for form in verb_forms(verb):
            verbs.setdefault(form, verb)
    verbs.update((verb, verb) for verb in words)
    triggering = [noun for frame in frames() for noun in frame.nouns if " " not in noun]
    for noun in [*triggering, *(noun.split()[-1] for noun in noun_kinds()), *_read("forms")["nouns"]]:
        for form in noun_forms(noun):
            nouns.setdefault(form, noun)
    return verbs, nouns
