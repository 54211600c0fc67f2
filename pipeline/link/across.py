"""Tellings of one happening in several articles become one event: blocks, scored pairs, union."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.link.blocks import candidates
from pipeline.link.compare import Judgement, Link, compare
from pipeline.link.judged import LinkRows, Ranking
from pipeline.link.lexicon import lexicon
from pipeline.link.profile import CALM, STEM
from pipeline.link.union import Union
from pipeline.link.words import Stories, bag_of, known_words, likeness, weights_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.link.decisions import Overrules
    from pipeline.link.profile import Profile
    from pipeline.link.telling import Telling

NO_WORDS = "no words shared"
ENOUGH_WORDS = 3  # fewer shared words than these say less, however rare
ANSWER = 14  # days within which a claim is denied
FEW_WORDS = 3  # fewer words than these on a side and none shared says nothing


def link_tellings(
    tellings: Sequence[Telling], overrules: Overrules, links: LinkRows, folder: Path | None = None
) -> tuple[list[list[int]], list[int]]:
    """Groups of tellings (indices) that are one event, and the tellings that another article denies.

    `links` takes the judgements from the ambiguous upwards; those of a large corpus wait in files inside `folder`.
    The tellings of an article stand side by side. The best pairs are joined first; two groups are joined only where
    what they have come to say does not contradict.
    """
    threshold = lexicon().thresholds
    judged, denied = _judged(tellings, folder)
    union = Union(tellings, overrules)
    forced = union.force()
    for found in forced:
        links.add(found)
    overruled = {frozenset((found.left, found.right)) for found in forced}
    for score, left, right, reasons in judged.ranked():
        objection = union.join(left, right) if score >= threshold.corpus else None
        ids = tellings[left].mention_ids[0], tellings[right].mention_ids[0]
        if frozenset(ids) in overruled:
            continue
        verdict = "ambiguous" if score < threshold.corpus else "apart" if objection else "linked"
        links.add(Link(*ids, round(score, 3), verdict, (reasons, objection) if objection else (reasons,)))
    return union.groups(), denied


def _judged(tellings: Sequence[Telling], folder: Path | None) -> tuple[Ranking, list[int]]:
    """The pairs that may be one event, from the ambiguous upwards; the claims that another telling denies."""
    weights = weights_of(tellings)
    stories = Stories(tellings, weights)
    ranking = Ranking(len(tellings), folder)
    denied: list[int] = []
    least = lexicon().thresholds.ambiguous
    for left, right in candidates(tellings):
        if (claim := _claim(tellings, left, right)) is not None:
            denial = right if claim == left else left
            answers = _is_answer(tellings[claim].profile, tellings[denial].profile)
            if answers and _is_denied(tellings[left], tellings[right], weights):
                denied.append(claim)
            continue
        judgement = _judge(tellings[left], tellings[right], weights)
        if judgement.contradiction or judgement.score < least - lexicon().points.same_story:
            continue
        if NO_WORDS not in judgement.reasons:
            judgement = _with_story(judgement, left, right, tellings, stories)
        if judgement.score >= least:
            ranking.add(left, right, judgement)
    return ranking, denied


def _claim(tellings: Sequence[Telling], left: int, right: int) -> int | None:
    """Which of two tellings says that it happened, where the other one says that it did not."""
    for claim, denial in ((left, right), (right, left)):
        a, b = tellings[claim].profile, tellings[denial].profile
        if a.status in CALM and b.status == "negated" and not (a.is_reference or b.is_reference):
            return claim
    return None


def _is_answer(claim: Profile, denial: Profile) -> bool:
    """True where a denial was published within days of what is claimed to have happened; most denials tell no day."""
    return bool(claim.when and denial.published and 0 <= denial.published - claim.when.start <= ANSWER)


def _is_denied(left: Telling, right: Telling, weights: Mapping[str, float]) -> bool:
    """True where two tellings would be one event if both said that it happened."""
    a, b = (replace(told, profile=replace(told.profile, status="occurred")) for told in (left, right))
    judgement = _judge(a, b, weights)
    return judgement.contradiction is None and judgement.score >= lexicon().thresholds.corpus


def _judge(left: Telling, right: Telling, weights: Mapping[str, float]) -> Judgement:
    judgement = compare(left.profile, right.profile)
    if judgement.contradiction:
        return judgement
    points = lexicon().points
    if not set(left.sentences).isdisjoint(right.sentences):
        return judgement.plus(points.same_sentence, "the same sentence or quotation")
    if any(told.profile.when is None and told.profile.published is None for told in (left, right)):
        judgement = judgement.plus(points.date_unknown, "no day known")
    known = known_words(left.profile) | known_words(right.profile)
    a, b = ({word for word in told.words if word.lower()[:STEM] not in known} for told in (left, right))
    shared = sorted(a & b, key=lambda word: (-weights[word], word))
    if not shared and min(len(a), len(b)) >= FEW_WORDS:
        return judgement.plus(points.no_shared_words, NO_WORDS)
    alike = min(1.0, 2 * likeness(bag_of(a, weights), bag_of(b, weights), weights), len(shared) / ENOUGH_WORDS)
    return judgement.plus(points.shared_words * alike, f"shared words: {', '.join(shared[:5]) or 'too few'}")


def _with_story(
    judgement: Judgement, left: int, right: int, tellings: Sequence[Telling], stories: Stories
) -> Judgement:
    """The judgement on two tellings of articles that are alike: those of a few days on one story tell one happening.

    Not those of other days: a story goes on, and what is told of it changes.
    """
    story, days = lexicon().story, (tellings[left].profile.published, tellings[right].profile.published)
    if None in days or abs((days[0] or 0) - (days[1] or 0)) > story.days:
        return judgement
    alike = stories.likeness(left, right)
    if alike <= story.least:
        return judgement
    part = min(1.0, (alike - story.least) / (story.sure - story.least))
    return judgement.plus(lexicon().points.same_story * part, f"articles alike ({alike:.2f})")
