"""From the parsed sentences of an article to its event mentions: rows of the `extracted` table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.classes import event_class
from pipeline.extract.coreference import Antecedents
from pipeline.extract.frames import Hit, find
from pipeline.extract.kinds import Kinds
from pipeline.event_lexicon import cue
from pipeline.extract.roles import Roles, phrase, roles_of
from pipeline.extract.scope import clause_spans, clause_tokens, near_spans
from pipeline.extract.status import Status, status_of
from pipeline.extract.topics import off_topic
from pipeline.extract.tolls import DIE, HURT, KILL, Toll, forces, tolls, total

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.parse.sentence import ParsedSentence, Token

# Verbs that tell the outcome of violence, not its form: they join the event that tells the form.
OUTCOME = KILL | DIE | HURT | {"hit", "strike", "attack", "target", "destroy", "shoot", "damage", "fire"}
OPEN_NOUNS = frozenset(
    {"attack", "assault", "killing", "violence", "shooting", "bloodshed", "explosion", "blast", "raid", "operation"}
)
OPEN_CLASSES = frozenset({"attack_civilians", "battle", "ied", "airstrike"})
# What the text only supposes, or does something else for, is no event of its own.
SUPPOSED = frozenset({"to", "if", "unless", "whether", "?", "in case", "provided"})
FORCE_CLASSES = frozenset(
    "deployment weapons_deployment exercise_single exercise_joint withdrawal peacekeepers_in peacekeepers_out training recruitment surrender disarmament security_measures arms_transfer arms_pledge battle".split()
)


@dataclass(slots=True, eq=False)
class Draft:
    """A mention in the making."""

    hit: Hit
    status: Status
    roles: Roles
    deaths: list[Toll]
    injured: list[Toll]
    is_reference: bool = False


def extract_article(article_id: str, document_id: str, sentences: Iterable[ParsedSentence]) -> list[dict[str, Any]]:
    """The rows of the `extracted` table for one article, in text order; sentences are its parsed ones, in text order.

    Every role, date and place span counts code points of the article's text.
    """
    rows: list[dict[str, Any]] = []
    antecedents = Antecedents()
    violence_before = False
    for sentence in sentences:
        kinds = Kinds.of(sentence)
        drafts = _drafts(sentence, kinds)
        found = tolls(sentence, kinds)
        _attach_tolls(drafts, found)
        for draft in drafts:
            rows.append(_row(article_id, document_id, sentence, draft, antecedents, kinds))
        if not any(event_class(d.hit.frame.event_class).violent for d in drafts) and violence_before:
            rows.extend(_toll_row(article_id, document_id, sentence, found))
        violence_before = violence_before or any(event_class(d.hit.frame.event_class).violent for d in drafts)
        antecedents.read(sentence, kinds)
    return rows


def _drafts(sentence: ParsedSentence, kinds: Kinds) -> list[Draft]:
    hits = [h for h in find(sentence, kinds) if _is_event(h) and off_topic(h, sentence, kinds) is None]
    hits = _merged(hits)
    drafts = []
    for hit in hits:
        status = status_of(hit, sentence)
        roles = roles_of(hit, kinds)
        if (
            _is_generic(hit, status)
            or _is_abstract(hit, status, roles)
            or (status.status == "hypothetical" and status.cue in SUPPOSED)
        ):
            continue
        drafts.append(Draft(hit, status, roles, [], [], is_reference=_is_reference(hit, roles)))
    return drafts


def _is_event(hit: Hit) -> bool:
    """False where a thing is only named: \"the bomb squad\", \"aid groups\"."""
    if not hit.frame.needs_event:
        return True
    verbs = {v.lemma for v in hit.slots.get("verb")}
    telling = (
        cue("light", "hits")
        | cue("light", "happens")
        | {
            "explode",
            "detonate",
            "kill",
            "reach",
            "sign",
            "arrive",
            "deliver",
            "distribute",
            "send",
            "go",
            "die",
            "wound",
            "injure",
        }
    )
    return bool(verbs & telling) or (bool(hit.slots.get("hit")) and not hit.is_verb)


def _merged(hits: list[Hit]) -> list[Hit]:
    """Hits without those that only tell the outcome, or the open name, of another violent hit in the same clause chain."""
    kept: list[Hit] = []
    violent = [h for h in hits if event_class(h.frame.event_class).violent]
    for hit in hits:
        other = next((o for o in violent if o is not hit and _absorbs(o, hit)), None)
        if other is None:
            kept.append(hit)
        else:
            _hand_over(hit, other)
    return kept


def _absorbs(other: Hit, hit: Hit) -> bool:
    if not event_class(hit.frame.event_class).violent:
        return False
    outcome = hit.is_verb and hit.head.lemma in OUTCOME
    opened = (
        not hit.is_verb
        and hit.head.lemma in OPEN_NOUNS
        and len(hit.words) == 1
        and hit.frame.event_class in OPEN_CLASSES
    )
    if not outcome and not opened:
        return False
    other_open = (other.is_verb and other.head.lemma in OUTCOME) or (
        not other.is_verb and other.head.lemma in OPEN_NOUNS
    )
    if other_open and (hit.head.i < other.head.i or (outcome and hit.head.lemma not in KILL | HURT | DIE)):
        return False
    return _near_in_tree(hit.head, other.head)


def _near_in_tree(one: Token, other: Token) -> bool:
    """True where the way between them in the tree is short and nobody reports on it."""
    up = [one, *one.ancestors()]
    path: list[Token] = []
    for above in [other, *other.ancestors()]:
        if above in up:
            between = [*path, *up[: up.index(above)], above]
            inner = [t for t in between if t is not one and t is not other]
            return len(between) <= 6 and not any(t.lemma in cue("status", "reports") for t in inner)
        path.append(above)
    return False


def _hand_over(hit: Hit, other: Hit) -> None:
    """Give the absorbed hit's victim to the hit that tells the form."""
    slot = "object" if other.is_verb and hit.is_verb and not other.slots.get("object") else "hit"
    other.slots.add(slot, hit.slots.get("object"))
    if hit.is_verb and not hit.slots.passive and not other.slots.get("subject"):
        other.slots.add(
            "subject", [t for t in hit.slots.get("subject") if t is not other.head and t not in other.words]
        )


def _is_generic(hit: Hit, status: Status) -> bool:
    """True for mentions of no one happening: \"many attacks\", \"attacks are common\", \"such protests\"."""
    if hit.is_verb or status.status in {"planned", "negated"}:
        return False
    words = {c.lower for c in hit.head.children if c.dep in {"det", "amod", "advmod", "predet"}}
    if words & cue("mention", "generic"):
        return True
    verb = next(iter(hit.slots.get("verb")), None)
    return (
        verb is not None
        and verb.lemma == "be"
        and any(c.lower in cue("mention", "generic") for c in verb.children if c.dep in {"acomp", "attr"})
    )


def _is_abstract(hit: Hit, status: Status, roles: Roles) -> bool:
    """True for a noun that tells no happening: nobody does or suffers it, and it is supposed, or a bare plural out of time and place."""
    if hit.is_verb or roles.actor1 or roles.actor2:
        return False
    if status.status in {"hypothetical", "negated"} and event_class(hit.frame.event_class).violent:
        return True
    bare = hit.head.tag == "NNS" and not any(c.dep in {"det", "nummod", "poss"} for w in hit.words for c in w.children)
    verbs = {v.lemma for v in hit.slots.get("verb")}
    told = verbs & (cue("light", "happens") | cue("light", "hits") | cue("light", "agent"))
    grounded = any(t.entity[2:] in {"GPE", "LOC", "FAC", "DATE", "TIME"} for t in clause_tokens(hit))
    return bare and not told and not grounded


def _is_reference(hit: Hit, roles: Roles) -> bool:
    """True for a noun that only points back: \"the attack\", \"this deployment\"."""
    if hit.is_verb:
        # "35 soldiers were wounded": the outcome of what was told before
        return hit.slots.passive and hit.head.lemma in KILL | DIE | HURT and not roles.actor1
    if roles.actor1 or roles.actor2:
        return False
    return any(
        c.dep == "det" and c.lower in {"the", "this", "that", "these", "those"} for w in hit.words for c in w.children
    )


def _attach_tolls(drafts: list[Draft], found: list[Toll]) -> None:
    violent = [
        d for d in drafts if event_class(d.hit.frame.event_class).violent and d.status.status in {"occurred", "ongoing"}
    ]
    others = [
        d
        for d in drafts
        if d not in violent
        and d.hit.frame.event_class
        in {
            "violent_demo",
            "protest_excessive",
            "disrupted_weapons",
            "protest_intervention",
            "mob_violence",
            "protest_peaceful",
            "coup",
        }
    ]
    for toll in found:
        nearest = min(violent or others, key=lambda d: (_distance(toll.anchor, d.hit.head), d.hit.start), default=None)
        if nearest is not None:
            (nearest.deaths if toll.kind == "deaths" else nearest.injured).append(toll)


def _distance(one: Token, other: Token) -> int:
    path = [one, *one.ancestors()]
    for steps, above in enumerate([other, *other.ancestors()]):
        if above in path:
            return steps + path.index(above)
    return 99


def _row(
    article_id: str, document_id: str, sentence: ParsedSentence, draft: Draft, antecedents: Antecedents, kinds: Kinds
) -> dict[str, Any]:
    hit, roles = draft.hit, draft.roles
    deaths, injured = total(draft.deaths), total(draft.injured)
    troops, equipment = (None, None)
    if hit.frame.event_class in FORCE_CLASSES:
        troops, equipment = forces(sentence, {t.i for t in clause_tokens(hit)})
    return {
        **_base(article_id, document_id, sentence),
        **_trigger(article_id, sentence, hit.start, hit.end, hit.frame.event_class),
        "event_status": draft.status.status,
        "status_cue": draft.status.cue,
        "certainty": draft.status.certainty,
        "rule_id": hit.frame.id,
        "actor1_spans": _spans(roles.actor1, sentence, antecedents, kinds),
        "actor2_spans": _spans(roles.actor2, sentence, antecedents, kinds),
        "other_spans": [s for t in roles.others for s in _spans((t,), sentence, antecedents, kinds)[:1]],
        "near_spans": near_spans(hit),
        "clause_spans": clause_spans(hit),
        "deaths_low": deaths.low if deaths else None,
        "deaths_high": deaths.high if deaths else None,
        "deaths_text": "; ".join(sentence.text[t.start - sentence.start : t.end - sentence.start] for t in draft.deaths)
        or None,
        "injured_low": injured.best if injured else None,
        "injured_high": injured.high if injured else None,
        "troops": troops.best if troops else None,
        "equipment": equipment,
        "is_reference": draft.is_reference,
        "is_crime": _is_crime(hit, sentence),
    }


def _base(article_id: str, document_id: str, sentence: ParsedSentence) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "document_id": document_id,
        "sentence_start": sentence.start,
        "sentence_end": sentence.end,
        "sentence_text": sentence.text,
        "sentence_kind": sentence.kind,
    }


def _trigger(article_id: str, sentence: ParsedSentence, start: int, end: int, class_id: str) -> dict[str, Any]:
    return {
        "mention_id": f"{article_id}:{start}:{class_id}",
        "trigger_start": start,
        "trigger_end": end,
        "trigger_text": sentence.text[start - sentence.start : end - sentence.start],
        "event_class": class_id,
    }


def _spans(
    tokens: tuple[Token, ...], sentence: ParsedSentence, antecedents: Antecedents, kinds: Kinds
) -> list[dict[str, int]]:
    """The phrase and its head word, of the antecedent where the phrase is a pronoun."""
    if not tokens:
        return []
    token = tokens[0]
    resolved = antecedents.resolve(token, sentence, kinds)
    if resolved is None:
        return []
    start, end = phrase(resolved)
    return [{"start": start, "end": end}, {"start": resolved.start, "end": resolved.end}]


def _is_crime(hit: Hit, sentence: ParsedSentence) -> bool:
    if hit.frame.event_class not in {
        "attack_civilians",
        "arrest",
        "grenade",
        "ied",
        "abduction",
        "sexual_violence",
        "looting",
        "assassination",
        "arms_seizure",
        "mass_killing",
    }:
        return False
    words = {t.lemma for t in sentence.tokens} | {t.lower for t in sentence.tokens}
    return bool(words & cue("mention", "crime"))


def _toll_row(article_id: str, document_id: str, sentence: ParsedSentence, found: list[Toll]) -> list[dict[str, Any]]:
    """A mention that only gives the toll of the event told before."""
    deaths = [t for t in found if t.kind == "deaths"]
    injured = [t for t in found if t.kind == "injured"]
    if not deaths and not injured:
        return []
    anchor = (deaths or injured)[0].anchor
    dead, hurt = total(deaths), total(injured)
    return [{
        **_base(article_id, document_id, sentence),
        **_trigger(article_id, sentence, anchor.start, anchor.end, "attack_civilians"),
        "event_status": "occurred",
        "status_cue": "toll",
        "certainty": "reported",
        "rule_id": "toll",
        "actor1_spans": [], "actor2_spans": [], "other_spans": [],
        "near_spans": [], "clause_spans": [{"start": sentence.start, "end": sentence.end}],
        "deaths_low": dead.low if dead else None,
        "deaths_high": dead.high if dead else None,
        "deaths_text": "; ".join(sentence.text[t.start - sentence.start : t.end - sentence.start] for t in deaths) or None,
        "injured_low": hurt.best if hurt else None,
        "injured_high": hurt.high if hurt else None,
        "troops": None, "equipment": None, "is_reference": True, "is_crime": False,
    }]  # fmt: skip
