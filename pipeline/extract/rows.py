"""Rows of the `extracted` table: a mention, or the toll of one told before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.classes import event_class
from pipeline.event_lexicon import cue
from pipeline.extract.coreference import is_pair
from pipeline.extract.further import with_those_before
from pipeline.extract.roles import PLURAL, Roles, phrase
from pipeline.extract.scope import above_spans, aside_spans, clause_spans, clause_tokens, near_spans, report_spans
from pipeline.extract.screen import is_crime
from pipeline.extract.slots import under_of, with_conjuncts
from pipeline.extract.tolls import forces, total
from pipeline.normalise.actors.phrase import has_role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.extract.coreference import Antecedents, Pair
    from pipeline.extract.frames import Hit
    from pipeline.extract.kinds import Kinds
    from pipeline.extract.status import Status
    from pipeline.extract.victims import Toll
    from pipeline.parse.sentence import ParsedSentence, Token


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What a row says of where it stands, and what its phrases are understood from."""

    article_id: str
    document_id: str
    sentence: ParsedSentence
    kinds: Kinds
    antecedents: Antecedents
    topic: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A mention in the making; its tolls are added when all mentions of the sentence are known."""

    hit: Hit
    status: Status
    roles: Roles
    is_reference: bool
    deaths: list[Toll] = field(default_factory=list)
    injured: list[Toll] = field(default_factory=list)


def mention_row(draft: Draft, context: Context) -> dict[str, Any]:
    """The row of one mention."""
    hit, roles, sentence = draft.hit, _each(draft, context), context.sentence
    troops, equipment = None, None
    if hit.frame.event_class in cue("classes", "forces"):
        harmed = [toll.start for toll in (*draft.deaths, *draft.injured)]
        troops, equipment = forces(clause_tokens(hit), sentence, harmed=harmed)
    return {
        **_trigger(hit.start, hit.end, hit.frame.event_class, context),
        "event_status": draft.status.status,
        "status_cue": draft.status.cue,
        "certainty": draft.status.certainty,
        "rule_id": hit.frame.id,
        "actor1_spans": _spans(roles.actor1, context),
        "actor2_spans": _spans(roles.actor2, context),
        "other_spans": [span for token in roles.others for span in _spans((token,), context)[:1]],
        "near_spans": near_spans(hit),
        "clause_spans": clause_spans(hit),
        "report_spans": report_spans(hit),
        "aside_spans": aside_spans(hit),
        "above_spans": above_spans(hit),
        **_harm(draft.deaths, draft.injured, sentence),
        "troops": troops.best if troops else None,
        "equipment": equipment,
        "is_reference": draft.is_reference,
        "is_crime": is_crime(hit, sentence, context.topic),
    }


def _each(draft: Draft, context: Context) -> Roles:
    """The roles with the two whom "the two countries", "both sides" or "they" stand for, each a side of a deal."""
    roles, mutual = draft.roles, event_class(draft.hit.frame.event_class).mutual
    first, second, others = roles.actor1, roles.actor2, roles.others
    if first and (two := _two(first[0], context)) is not None:
        first = two[:1]
        dealt = mutual and (not two or not second or second[0] in two)
        second, others = (two[1:], others) if dealt else (second, (*others, *two[1:]))
    if second and (two := _two(second[0], context)) is not None:
        second, others = two[:1], (*others, *two[1:])
    return Roles(first, second, others)


def _two(token: Token, context: Context) -> tuple[Token, ...] | None:
    """The two that a token stands for, none where nobody tells who they are; None for a token of one party."""
    antecedents, sentence, kinds = context.antecedents, context.sentence, context.kinds
    beside = token.all("appos") or (token.all("conj") if token.lemma in cue("pair", "named") else [])
    named = [t for name in beside for t in with_conjuncts(name) if t.pos == "PROPN" and kinds.kinds(t)]
    if token.tag == "NNS" and len(named) > 1:
        return named[0], named[1]  # "two groups, the JEM and the SLA, clashed"
    whose = antecedents.resolve(token, sentence, kinds) if token.pos == "PRON" else token
    meant = whose or token
    if is_pair(token) or is_pair(meant):
        found = antecedents.pair(meant, sentence, kinds)
        return found or (None if meant.lemma in cue("pair", "states") else ())
    told = [t for t in whose.conjuncts() if kinds.kinds(t)] if whose and whose is not token else []
    return (whose, told[0]) if whose and told else None


def both_sides(draft: Draft, context: Context) -> Pair | None:
    """Who deals with whom in a mention, where both are told; of pronouns, whom they stand for."""
    told = [
        context.antecedents.resolve(side[0], context.sentence, context.kinds)
        for side in (draft.roles.actor1, draft.roles.actor2)
        if side and not is_pair(side[0])
    ]
    return (told[0], told[1]) if len(told) > 1 and told[0] and told[1] else None


def toll_rows(found: Sequence[Toll], context: Context, before: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The row of a sentence that only gives the toll of an event told before; none where it gives no toll.

    before: the article's rows so far; those who died besides ("three more") come to their last count.
    """
    deaths, injured = ([toll for toll in found if toll.kind == kind] for kind in ("deaths", "injured"))
    deaths = [toll for toll in deaths if toll.is_total] or deaths
    if not deaths and not injured:
        return []
    anchor, sentence = (deaths or injured)[0].anchor, context.sentence
    all_told = with_those_before(deaths, sentence, before)
    row = {
        **_trigger(anchor.start, anchor.end, "attack_civilians", context),
        "event_status": "occurred",
        "status_cue": "total" if all_told or any(toll.is_total for toll in deaths) else "toll",
        "certainty": "reported",
        "rule_id": "toll",
        "actor1_spans": [],
        "actor2_spans": [],
        "other_spans": [],
        "near_spans": [],
        "clause_spans": [{"start": sentence.start, "end": sentence.end}],
        "report_spans": [],
        "aside_spans": [],
        "above_spans": [],
        **_harm(deaths, injured, sentence),
        **all_told,
        "troops": None,
        "equipment": None,
        "is_reference": True,
        "is_crime": context.topic == "crime",
    }
    return [row]


def _trigger(start: int, end: int, class_id: str, context: Context) -> dict[str, Any]:
    sentence = context.sentence
    return {
        "article_id": context.article_id,
        "document_id": context.document_id,
        "sentence_start": sentence.start,
        "sentence_end": sentence.end,
        "sentence_text": sentence.text,
        "sentence_kind": sentence.kind,
        "mention_id": f"{context.article_id}:{start}:{class_id}",
        "trigger_start": start,
        "trigger_end": end,
        "trigger_text": _text(start, end, sentence),
        "event_class": class_id,
    }


def _harm(deaths: Sequence[Toll], injured: Sequence[Toll], sentence: ParsedSentence) -> dict[str, Any]:
    dead, hurt = total(deaths), total(injured)
    return {
        "deaths_low": dead.low if dead else None,
        "deaths_high": dead.high if dead else None,
        "deaths_text": "; ".join(_text(toll.start, toll.end, sentence) for toll in deaths) or None,
        "injured_low": hurt.low if hurt else None,
        "injured_high": hurt.high if hurt else None,
    }


def _text(start: int, end: int, sentence: ParsedSentence) -> str:
    return sentence.text[start - sentence.start : end - sentence.start]


def _spans(tokens: Sequence[Token], context: Context) -> list[dict[str, int]]:
    """The phrase and its head word, of the antecedent where the phrase is a pronoun; empty where nobody fits it.

    Of "its troops" the antecedent of the pronoun is a third span.
    """
    if not tokens:
        return []
    owned = [t for t in under_of(tokens[0]) if tokens[0].pos == "NUM" and t.child("poss") and _are_forces(t, context)]
    tokens = owned or tokens  # "three of its soldiers"
    resolved = context.antecedents.resolve(tokens[0], context.sentence, context.kinds)
    if resolved is None:
        return []
    resolved = _by_name(resolved, context)
    start, end = _whole_name(resolved, *phrase(resolved), context)
    spans = [{"start": start, "end": end}, {"start": resolved.start, "end": resolved.end}]
    whose = _owner(resolved, context) if resolved is tokens[0] else None
    if whose is not None:
        first, last = phrase(whose)
        spans.append({"start": first, "end": last})
    return spans


def _by_name(noun: Token, context: Context) -> Token:
    """The name beside a noun that says of itself not who it is: "its eastern neighbour | Myanmar"."""
    if noun.pos != "NOUN" or noun.tag in PLURAL:
        return noun
    beside = [t for t in noun.all("appos") if {"country", "armed"} & context.kinds.kinds(t)]
    return beside[0] if beside and beside[0].pos == "PROPN" and noun.lemma in cue("pair", "named") else noun


def _are_forces(noun: Token, context: Context) -> bool:
    return has_role(noun.lower, "follower") or not {"military", "armed"}.isdisjoint(context.kinds.kinds(noun))


def _whole_name(token: Token, start: int, end: int, context: Context) -> tuple[int, int]:
    """The span of a phrase with all of a registered name: "a United | Nations travel ban"."""
    if token.i >= len(context.sentence.tokens) or context.sentence.tokens[token.i] is not token:
        return start, end
    registry, run = context.kinds.registry, [token]
    for step, beside in ((-1, 0), (1, -1)):
        while token.i in registry and registry.get(run[beside].i + step) == registry[token.i]:
            run.insert(0 if step < 0 else len(run), context.sentence.tokens[run[beside].i + step])
    return min(start, run[0].start), max(end, run[-1].end)


def _owner(noun: Token, context: Context) -> Token | None:
    """Whom "its" stands for in "its troops", and "the group" in "the group's men".

    A state's "rebels" and "militants" are mostly those whom it fights.
    """
    owner, kinds = noun.child("poss"), context.kinds
    if owner is None:
        return None
    whose = context.antecedents.resolve(owner, context.sentence, kinds)
    if whose is owner:
        return None
    armed = "armed" in kinds.kinds(noun) and not has_role(noun.lower, "follower")
    foes = armed and whose is not None and "armed" not in kinds.kinds(whose)
    return None if foes else whose
