"""From the parsed sentences of an article to its event mentions: rows of the `extracted` table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.classes import event_class
from pipeline.event_lexicon import cue
from pipeline.extract.background import in_front
from pipeline.extract.coreference import Antecedents
from pipeline.extract.frames import find
from pipeline.extract.further import with_those_before
from pipeline.extract.kinds import Kinds
from pipeline.extract.opinion import believed, noticed
from pipeline.extract.outcomes import merged, way
from pipeline.extract.roles import roles_of
from pipeline.extract.rows import Context, Draft, both_sides, mention_row, toll_rows
from pipeline.extract.screen import is_reference, names_event, tells_nothing
from pipeline.extract.status import is_question, status_of
from pipeline.extract.tolls import tolls
from pipeline.extract.topics import off_topic
from pipeline.extract.victims import NOBODY, Toll

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.parse.sentence import ParsedSentence


def extract_article(
    article_id: str, document_id: str, sentences: Iterable[ParsedSentence], *, topic: str | None = None
) -> list[dict[str, Any]]:
    """The rows of the `extracted` table for one article, in text order; sentences are its parsed ones, in text order.

    topic is what article_topic() makes of it.

    Every role, date and place span counts code points of the article's text.
    """
    rows: list[dict[str, Any]] = []
    headline: list[dict[str, Any]] = []
    antecedents = Antecedents()
    violence_before = False
    for sentence in sentences:
        kinds = Kinds(sentence)
        context = Context(article_id, document_id, sentence, kinds, antecedents, topic)
        drafts = _drafts(context)
        found = tolls(sentence) if drafts or violence_before or sentence.kind == "headline" else []
        drafts = [draft for draft in drafts if not _is_toll_of_none(draft, found)]
        if violence_before and all(draft.is_reference and draft.hit.is_verb for draft in drafts):
            deaths = [toll for toll in found if toll.kind == "deaths"]
            drafts = [] if with_those_before(deaths, sentence, rows) else drafts
        elsewhere = _attach_tolls(drafts, found, told=violence_before)
        rows.extend(mention_row(draft, context) for draft in drafts)
        violence_here = any(_is_violent(draft) for draft in drafts)
        if violence_before and (elsewhere or not violence_here) and topic != "accident" and not is_question(sentence):
            # "intercepted two missiles, and nobody was hurt" is no toll of what was told before
            told = [toll for toll in found if toll.count != NOBODY] if drafts else found
            rows.extend(toll_rows(elsewhere or told, context, rows))
        if sentence.kind == "headline" and not drafts:
            headline = toll_rows(found, context, rows)
        elif violence_here and not violence_before:
            rows[:0] = headline  # "ten dead in Karachi" is the toll of what the text tells first
        violence_before = violence_before or violence_here
        antecedents.read(sentence, kinds, [pair for draft in drafts if (pair := both_sides(draft, context))])
    return rows


def _drafts(context: Context) -> list[Draft]:
    """What a sentence tells, in text order."""
    sentence, kinds = context.sentence, context.kinds
    found = believed([h for h in find(sentence, kinds) if names_event(h)], sentence.reading)
    told = sorted([*found, *noticed(sentence, found, kinds)], key=lambda h: h.head.i)
    hits = [h for h in told if off_topic(h, sentence, kinds, context.topic) is None]
    drafts = []
    for hit in in_front(merged(hits)):
        status, roles = status_of(hit, sentence), roles_of(hit, kinds)
        if not tells_nothing(hit, status, roles):
            drafts.append(Draft(hit, status, roles, is_reference=is_reference(hit, roles)))
    return drafts


def _is_violent(draft: Draft) -> bool:
    return event_class(draft.hit.frame.event_class).violent


def _is_toll_of_none(draft: Draft, found: Iterable[Toll]) -> bool:
    """True for "nobody was killed": it denies no event, it gives the toll of one."""
    unharmed = any(toll.count == NOBODY and toll.anchor is draft.hit.head for toll in found)
    return unharmed and not draft.hit.slots.get("subject")


def _attach_tolls(drafts: Sequence[Draft], found: Sequence[Toll], *, told: bool) -> list[Toll]:
    """Give each toll to the violent draft nearest in the tree; without one, to the nearest of another deadly class.

    A total of all so far is no further part of what an event is told to have cost. Returned are the tolls of what was
    told before, beside deeds that shed no blood: "he counted 14 bodies, and women had been marched off".
    """
    violent = [d for d in drafts if _is_violent(d) and d.status.status in {"occurred", "ongoing"}]
    deadly = [d for d in drafts if d.hit.frame.event_class in cue("classes", "tolls")]
    bloodless = cue("classes", "bloodless")
    if told and violent and all(d.hit.frame.event_class in bloodless for d in violent):
        return [toll for toll in found if toll.anchor.lemma in cue("counts", "finds_body") | cue("counts", "bodies")]
    parts = {toll.kind for toll in found if not toll.is_total}
    for toll in (toll for toll in found if not toll.is_total or toll.kind not in parts):
        below = toll.anchor.subtree()  # "gunmen seized a clerk as bombs killed 31"
        near = min(
            violent or deadly,
            key=lambda d: (len(way(toll.anchor, d.hit.head)), d.hit.head not in below, d.hit.start),
            default=None,
        )
        if near is not None:
            (near.deaths if toll.kind == "deaths" else near.injured).append(toll)
    return []
