"""The event lexicon: frames, noun kinds and word forms from pipeline/lexicons/events, checked when loaded."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.classes import classes
from pipeline.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = "lexicons/events"
FRAME_FILES = ("violence", "civilians", "demonstrations", "strategic")
# Slots that a frame may ask about by name; every other slot is a preposition.
SLOTS = ("subject", "object", "core", "arg", "dative", "mods", "object_mods", "comp", "comp_object", "comp_subject", "comp_aux", "comp_verb", "verb", "sentence")

Condition: TypeAlias = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One sense of a trigger: its words, what its arguments must and must not be, its class and where its roles stand.

    Conditions are pairs of a slot and the kinds of which one must be found there ("=word" asks for a lemma, "any" for anything).
    """

    id: str
    event_class: str
    fires: str
    quiet: str
    quiet_ok: bool
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
    weak: bool
    generic: bool
    first: bool
    order: int

    @property
    def weight(self) -> int:
        """How telling the frame is: the number of its positive conditions."""
        return len(self.need) + bool(self.any_of) + bool(self.preps) + bool(self.has) + self.passive


_OWN_KEYS = {"id", "class", "fires", "quiet", "quiet_ok", "verb", "noun", "not", "any_of", "has", "preps", "role1", "role2",
             "of_role", "passive", "needs_event", "weak", "generic", "first"}  # fmt: skip


def _read(name: str) -> dict[str, Any]:
    path = f"{FOLDER}/{name}.toml"
    try:
        return tomllib.loads(files("pipeline").joinpath(path).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"{path}: {error}") from error


@cache
def frames() -> tuple[Frame, ...]:
    """All frames in file order; LexiconError for a doubled id, an unknown class or a frame without words."""
    found: list[Frame] = []
    known = classes()
    for name in FRAME_FILES:
        for entry in _read(name)["frame"]:
            frame = _frame(entry, len(found), f"{FOLDER}/{name}.toml, frame {entry.get('id')!r}")
            if frame.event_class not in known:
                raise LexiconError(f"{FOLDER}/{name}.toml, frame {frame.id!r}: no class {frame.event_class!r} in lexicons/classes.toml")
            found.append(frame)
    ids = [frame.id for frame in found]
    doubled = {i for i in ids if ids.count(i) > 1}
    if doubled:
        raise LexiconError(f"{FOLDER}: two frames have the id {min(doubled)!r}")
    return tuple(found)


def _frame(entry: Mapping[str, Any], order: int, where: str) -> Frame:
    missing = {"id", "class", "fires", "quiet"} - entry.keys()
    if missing or not ({"verb", "noun"} & entry.keys()):
        raise LexiconError(f"{where}: needs id, class, fires, quiet, and verb or noun")
    return Frame(
        id=entry["id"],
        event_class=entry["class"],
        fires=entry["fires"],
        quiet=entry["quiet"],
        quiet_ok=entry.get("quiet_ok", True),
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
        weak=entry.get("weak", False),
        generic=entry.get("generic", False),
        first=entry.get("first", False),
        order=order,
    )


def _roles(slots: list[str] | None) -> tuple[str, ...] | None:
    return None if slots is None else tuple(slots)


def _conditions(entry: Mapping[str, Any], where: str) -> tuple[Condition, ...]:
    known = kinds_known()
    for slot, kinds in entry.items():
        for kind in kinds:
            if not kind.startswith("=") and kind not in known:
                raise LexiconError(f"{where}: {slot} asks for the kind {kind!r}, which is neither in nouns.toml nor an actor kind")
    return tuple((slot, frozenset(kinds)) for slot, kinds in entry.items())


# Kinds that the code gives beside those of nouns.toml: from the actor lexicons, from entities, from the words around.
GIVEN_KINDS = frozenset(
    "military armed police government civilian protester group person country place demonym unknown any leaders".split()
)


@cache
def kinds_known() -> frozenset[str]:
    """All kinds that a condition may ask for."""
    return GIVEN_KINDS | _read("nouns").keys()


@cache
def noun_kinds() -> Mapping[str, frozenset[str]]:
    """Kinds by noun lemma (or compound, "car bomb") from nouns.toml."""
    table: dict[str, set[str]] = {}
    for kind, nouns in _read("nouns").items():
        for noun in nouns:
            table.setdefault(noun, set()).add(kind)
    return {noun: frozenset(kinds) for noun, kinds in table.items()}


def noun_kinds_of(*kinds: str) -> frozenset[str]:
    """All noun lemmas of some kinds."""
    return frozenset(noun for noun, have in noun_kinds().items() if have & set(kinds))


@dataclass(frozen=True, slots=True)
class Triggers:
    """Frames by the words that they start from: lemma of a verb, last word of a noun phrase."""

    verbs: Mapping[str, tuple[tuple[tuple[str, ...], Frame], ...]]
    nouns: Mapping[str, tuple[tuple[tuple[str, ...], Frame], ...]]


@cache
def triggers() -> Triggers:
    """The index of triggers: by first word for verbs, by last word for nouns."""
    verbs: dict[str, list[tuple[tuple[str, ...], Frame]]] = {}
    nouns: dict[str, list[tuple[tuple[str, ...], Frame]]] = {}
    for frame in frames():
        for verb in frame.verbs:
            parts = tuple(verb.split())
            verbs.setdefault(parts[0], []).append((parts, frame))
        for noun in frame.nouns:
            parts = tuple(noun.split())
            nouns.setdefault(parts[-1], []).append((parts, frame))
    return Triggers({k: tuple(v) for k, v in verbs.items()}, {k: tuple(v) for k, v in nouns.items()})


@cache
def cues() -> Mapping[str, Any]:
    """The cue words of status, light verbs and generic mentions, from cues.toml."""
    return _read("cues")


@cache
def cue(section: str, name: str) -> frozenset[str]:
    """One list of cues as a set; LexiconError where cues.toml lacks it."""
    try:
        return frozenset(cues()[section][name])
    except KeyError as error:
        raise LexiconError(f"{FOLDER}/cues.toml: no list {name!r} under [{section}]") from error


@cache
def trigger_forms() -> frozenset[str]:
    """Every word form that can be the rarest word of a trigger: what the gate looks for."""
    forms: set[str] = set()
    for frame in frames():
        for verb in frame.verbs:
            parts = verb.split()
            word = parts[0] if len(parts) == 1 or parts[1] in PARTICLES else max(parts[1:], key=len)
            forms.update(verb_forms(word))
            forms.update(noun_forms(word) if word != parts[0] else ())
        for noun in frame.nouns:
            forms.update(noun_forms(noun.split()[-1]))
    return frozenset(part for form in forms for part in re.findall(r"\w+", form) if len(part) > 2)


PARTICLES = frozenset("up down out off over back in into away on upon for alive dead ablaze alight custody from to safely under".split())


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
    forms = {lemma, third, f"{stem}ed", f"{stem}ing"}
    if re.search(r"[^aeiou][aeiou][bdglmnprt]$", lemma):
        forms |= {f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing"}
    return frozenset(forms)


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
def common_words() -> frozenset[str]:
    """Words that a title-case headline may have in lower case: triggers, kinds of nouns, cue words and function words."""
    words = set(trigger_forms())
    for noun in noun_kinds():
        for part in noun.split():
            words |= noun_forms(part)
    for section in cues().values():
        words.update(part for name in section for cue_word in section[name] for part in str(cue_word).split())
    return frozenset(w for w in words if w.islower())


@cache
def lemmas() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Lemmas by word form for the verbs and for the nouns of the lexicon: surer there than a model's lemmatiser."""
    verbs: dict[str, str] = {}
    nouns: dict[str, str] = {}
    for frame in frames():
        for verb in frame.verbs:
            for form in sorted(verb_forms(verb.split()[0])):
                verbs.setdefault(form, verb.split()[0])
        for noun in frame.nouns:
            for form in sorted(noun_forms(noun)) if " " not in noun else ():
                nouns.setdefault(form, noun)
    for noun in noun_kinds():
        for form in noun_forms(noun.split()[-1]):
            nouns.setdefault(form, noun.split()[-1])
    for verb in {v.split()[0] for f in frames() for v in f.verbs}:
        verbs[verb] = verb
    return verbs, nouns


def checks() -> Iterator[Frame]:
    """The frames with examples that tests run: each must fire on one sentence and be quiet on the other."""
    yield from frames()


