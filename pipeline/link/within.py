"""Mentions of one happening in one article become one group: headline and body, "the deployment" after "deployed"."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.link.compare import Judgement, Link, compare, near_deaths
from pipeline.link.lexicon import lexicon
from pipeline.link.profile import WORD, Profile, merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.link.decisions import Overrules

NEAR_BY = 700  # characters: about two paragraphs of a wire story


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention as linking needs it."""

    mention_id: str
    profile: Profile
    kind: str | None
    sentence_start: int
    sentence: str
    is_new: bool


@dataclass(slots=True)
class Group:
    """Mentions of one article that are one event, with their common profile and the judgements that joined them."""

    mentions: list[Mention]
    profile: Profile
    judgements: list[tuple[str, str, Judgement]] = field(default_factory=list)

    def links(self) -> list[Link]:
        """The judgements by which mentions joined, each with the group's first mention and the one that joined."""
        return [Link(left, right, round(j.score, 3), "linked", j.reasons) for left, right, j in self.judgements]

    def add(self, mention: Mention, judgement: Judgement) -> None:
        """Take a mention in."""
        self.judgements.append((self.mentions[0].mention_id, mention.mention_id, judgement))
        self.profile = merged(self.profile, mention.profile)
        self.mentions.append(mention)


def tells_another(sentence: str, trigger_start: int) -> bool:
    """True where a word close before the trigger says that this is another happening ("a separate attack")."""
    before = WORD.findall(sentence[:trigger_start].lower())[-4:]
    return not lexicon().new_event_cues.isdisjoint(before)


def group_article(mentions: Iterable[Mention], overrules: Overrules) -> list[Group]:
    """The events of one article, in the order of their first mentions.

    Mentions are taken in the order of the text, those that only refer back last; each joins the group that speaks most
    for it, and opens a new one where none reaches the threshold.
    """
    groups: list[Group] = []
    for mention in sorted(mentions, key=lambda m: (m.profile.is_reference, m.profile.order, m.mention_id)):
        found = _best(mention, groups, overrules)
        if found is None:
            groups.append(Group([mention], mention.profile))
        else:
            found[0].add(mention, found[1])
    return sorted(groups, key=lambda group: (group.profile.order, group.mentions[0].mention_id))


def _best(mention: Mention, groups: Sequence[Group], overrules: Overrules) -> tuple[Group, Judgement] | None:
    thresholds = lexicon().thresholds
    threshold = thresholds.reference if mention.profile.is_reference else thresholds.article
    found = []
    for group in groups:
        if overrules.apart(mention.mention_id, (m.mention_id for m in group.mentions)):
            continue
        judgement = _judge(group, mention)
        if judgement.contradiction is None and judgement.score >= threshold:
            found.append((group, judgement))
    return max(found, key=lambda pair: (pair[1].score, -_distance(pair[0], mention)), default=None)


def _distance(group: Group, mention: Mention) -> int:
    """Characters to the group's nearest mention; one that comes after is farther, as words refer back."""
    gaps = (mention.sentence_start - m.sentence_start for m in group.mentions)
    return min(gap if gap >= 0 else NEAR_BY - gap for gap in gaps)


def _judge(group: Group, mention: Mention) -> Judgement:
    judgement = compare(group.profile, mention.profile)
    if judgement.contradiction:
        return judgement
    points = lexicon().within
    titled = any(m.kind == "headline" for m in group.mentions)
    if titled and near_deaths(group.profile, mention.profile):
        judgement = judgement.plus(-points.deaths_near, "the headline rounds")
    if titled or _distance(group, mention) <= NEAR_BY:
        judgement = judgement.plus(points.near_by, "close in the text")
    if any(_in_one_breath(mention, other) for other in group.mentions):
        judgement = judgement.plus(points.one_breath, "told beside it in the same sentence")
    earlier = group.mentions[0].sentence_start < mention.sentence_start
    if mention.is_new and earlier and not mention.profile.is_reference:
        judgement = judgement.plus(points.new_event, "told as another one")
    return judgement


def _in_one_breath(one: Mention, other: Mention) -> bool:
    """True for two classes of events in one sentence: "shot four men and raped three girls"."""
    apart = not lexicon().of_one_kind(one.profile.event_class, other.profile.event_class)
    return apart and one.sentence_start == other.sentence_start and not one.profile.is_reference
