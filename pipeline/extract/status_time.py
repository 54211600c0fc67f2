"""Whether what the text tells as a fact is over, going on, to come or history: by tense, noun and time phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.classes import event_class
from pipeline.event_lexicon import cue
from pipeline.extract.slots import CALENDAR, MODIFIERS, PRESENT, VERBAL
from pipeline.extract.status_mood import SUBJECT, Mood
from pipeline.extract.status_phrases import ADJUNCTS, around, is_present, is_surely_present, phrase_of
from pipeline.extract.status_steps import carries, keys, steps

if TYPE_CHECKING:
    from pipeline.extract.frames import Hit
    from pipeline.parse.sentence import ParsedSentence, Token

HEADLINE_WORDS = 14
OCCURRED = Mood("occurred", "default")
PAST = Mood("occurred", "past")  # a past tense: a weekday with it is over


def time_mood(hit: Hit, sentence: ParsedSentence) -> Mood:
    """Historical, planned, ongoing or else occurred, with the word that says so."""
    verb = hit.head if hit.is_verb else _carrier(hit.head)
    aims = verb is not None and verb.dep == "advcl" and verb.has_to() and verb.head.pos in VERBAL
    told = _historical(hit) or _future(hit, verb.head if verb and aims else verb) or _scheduled(hit, verb, sentence)
    told = told or _ongoing(hit, verb, sentence)
    return told or (PAST if verb is not None and _is_past(verb) else OCCURRED)


def is_headline(sentence: ParsedSentence) -> bool:
    """True for headlines, told so or short without a final stop: their present tense tells what has happened."""
    is_short = len(sentence.tokens) <= HEADLINE_WORDS and sentence.text.rstrip()[-1:].isalnum()
    return sentence.kind == "headline" or is_short


def _carrier(noun: Token) -> Token | None:
    """The verb that tells a nominal event: "talks are being held", "a series of raids has hit"."""
    for step in steps(noun):
        if step.above.pos in VERBAL:
            return step.above if step.relation in {"subject", "object"} and carries(step) else None
        if step.above.lemma not in cue("status", "transparent"):
            return None
    return None


def _historical(hit: Hit) -> Mood | None:
    """By wording that is old whenever the text was published; the day of the event decides the rest (see normalise)."""
    words = [hit.head, *(step.above for step in steps(hit.head) if step.relation != "relative")]
    if (
        hit.head.dep == "conj"
        and hit.head.pos in VERBAL
        and not any(t.entity[2:] in CALENDAR for t in hit.head.subtree())
    ):
        words.append(hit.head.head)  # "in the last century they were driven out and marched to the coast"
    told = " ".join(around(word, but="since") for word in words)
    found = (
        phrase_of(told, "past_time") or _years_after(hit) or _bygone(hit) or _of_the_dead(hit) or _looked_back_on(hit)
    )
    if not found and not event_class(hit.frame.event_class).violent:
        found = phrase_of(told, "life_time")
    return Mood("historical", found) if found else None


def _bygone(hit: Hit) -> str | None:
    """Who was there only long ago, as a party of it or of what it hangs on: "the Ottomans", "Napoleon's army"."""
    parties = [t for slot in ("subject", "object", "poss", "mods", "by", "from") for t in hit.slots.get(slot)]
    verbs = [t for t in (hit.head, *hit.head.ancestors()) if t.pos in VERBAL]
    parties += [t for verb in verbs for t in verb.all("nsubj", "nsubjpass")]
    named = [t.lower for p in parties for t in (p, *(c for c in p.children if c.dep in MODIFIERS | {"poss"}))]
    return next((name for name in named if name in cue("status", "bygone")), None)


def _of_the_dead(hit: Hit) -> str | None:
    """The word of an obituary: "Harcourt, who has died aged 94, led the raid", "who led it, died in his bed"."""
    for verb in [t for t in (hit.head, *hit.head.ancestors()) if t.pos in VERBAL]:
        deaths = [d for s in verb.all("nsubj", "nsubjpass") for d in s.all("relcl") if d.lemma == "die"]
        deaths = [d for d in deaths if any(a.lower == "has" for a in d.all("aux"))]
        if verb is not hit.head and verb.lemma == "die":
            deaths.append(verb)
        for death in deaths:
            if not cue("status", "deathbed").isdisjoint([t.lower for t in death.subtree()]):
                return death.lower
    return None


def _looked_back_on(hit: Hit) -> str | None:
    """The word that tells it as long known: heard in court, rewarded with a medal, what somebody is famous for."""
    for step in steps(hit.head):
        verb = step.above
        heard_by = verb.all("nsubj") if verb.lemma == "hear" else verb.all("dobj", "dative", "nsubjpass")
        if verb.lemma in {"hear", "tell"} and any(t.lemma in cue("status", "courts") for t in heard_by):
            return "court"
        if verb.lemma in cue("status", "recalls") and is_present(verb) and step.relation in {"clause", "object"}:
            return verb.lower
        kept = step.relation == "object" and verb.lemma in cue("status", "memories")
        if kept and (step.prep == "of" or verb.pos in VERBAL):
            return verb.lower  # "the anniversary of the massacre", "commemorated the siege"
        if step.prep == "for" and not cue("status", "famed").isdisjoint(keys(step)):
            return "famed"
        won = verb.all("dobj", "nsubjpass") if step.prep == "for" and verb.lemma in cue("status", "gets") else []
        if any(t.lemma in cue("status", "honours") for t in won):
            return "honour"
    return None


def _years_after(hit: Hit) -> str | None:
    """The phrase that dates the present by an event long over: "twenty years after the bombing"."""
    above = hit.head.head
    if hit.head.dep != "pobj" or above.lower not in {"after", "since", "before"}:
        return None
    counted = [
        t for t in above.children if t.dep in {"npadvmod", "advmod"} and t.lemma in {"year", "decade", "century"}
    ]
    return f"years {above.lower}" if counted else None


def _future(hit: Hit, verb: Token | None) -> Mood | None:
    """Planned for a present tense with a day to come: "ministers meet in Vienna tomorrow"."""
    told = verb or next((step.above for step in steps(hit.head) if step.above.pos in VERBAL), None)
    if told is None or not (is_present(told) or _is_progressive(told)):
        return None
    found = phrase_of(around(told), "future_time")
    return Mood("planned", found) if found else None


def _scheduled(hit: Hit, verb: Token | None, sentence: ParsedSentence) -> Mood | None:
    """Planned for the present of a time-table ("open talks on Friday") and for a move announced in the progressive."""
    kind = event_class(hit.frame.event_class)
    if verb is None or kind.violent or kind.speech:
        return None
    if kind.class_id in cue("status", "ordered") and _is_progressive(verb) and _is_told_by(verb, "proclaims"):
        return Mood("planned", verb.head.lower)
    is_passive = verb.tag == "VBN" and any(aux.tag in PRESENT for aux in verb.all("auxpass"))
    if is_headline(sentence) or not (is_surely_present(verb) or is_passive) or _is_meanwhile(verb):
        return None
    found = phrase_of(around(verb), "dated_time")
    return Mood("planned", found) if found else None


def _ongoing(hit: Hit, verb: Token | None, sentence: ParsedSentence) -> Mood | None:
    name = hit.frame.event_class
    if event_class(name).speech and name not in cue("status", "lasting_speech"):
        return None
    if not hit.is_verb and (lasting := _lasts(hit.head)):
        return Mood("ongoing", lasting)
    if verb is None:
        return None
    if _is_meanwhile(verb) or (not _is_proclaimed(verb, name) and (_is_progressive(verb) or _was_on(verb, name))):
        return Mood("ongoing", "progressive")
    if not is_headline(sentence) and (_is_state(verb) or _is_still(verb)):
        return Mood("ongoing", verb.lemma)
    lasting = _drawn_out(verb) or phrase_of(around(verb), "counted_time")
    return Mood("ongoing", lasting) if lasting else None


def _lasts(noun: Token) -> str | None:
    """What makes a noun's event go on: "the war", "a truce in force since April", "the curfew is still in effect"."""
    if _is_durative(noun):
        return noun.lemma
    above = noun.head
    held = noun.dep == "nsubj" and above.lemma in {"be", "remain", "stay"} and is_present(above)
    return phrase_of(around(noun), "standing") or (phrase_of(around(above), "standing") if held else None)


def _is_durative(noun: Token) -> bool:
    """True for "the war", "the fight against", but not where a past verb only starts it: "launched an offensive".

    Nor where it does so itself: "unrest broke out".
    """
    if not {noun.lemma, *(f"{noun.lemma} {prep.lower}" for prep in noun.all("prep"))} & cue("status", "durative"):
        return False
    step = next(steps(noun), None)
    if step is None or step.above.tag not in {"VBD", "VBN"}:
        return True
    starts = {"object": cue("status", "starts"), "subject": cue("status", "breaks_out")}
    return step.above.lemma not in starts.get(step.relation, ())


def _is_progressive(verb: Token) -> bool:
    if verb.tag == "VBN":
        words = [aux.lower for aux in verb.all("aux", "auxpass")]
        is_gerund = verb.dep in {"pcomp", "xcomp", "csubj"} and len(words) == 1  # "survived being shot"
        return "being" in words and not is_gerund
    if verb.tag != "VBG":
        return False
    if helpers := [aux for aux in verb.all("aux") if aux.lemma == "be"]:
        # "were burning tyres" tells what was; "said that jets were striking" what is
        return verb.dep == "ccomp" or any(aux.tag != "VBD" for aux in helpers)
    is_free = verb.dep in {"advcl", "conj", "xcomp"} and not verb.all("aux", "mark", "nsubj")
    return is_free and verb.head.pos in VERBAL and _is_progressive(verb.head)


def _is_proclaimed(verb: Token, name: str) -> bool:
    """True for what is done by announcing it: "announced that it was closing the border"."""
    is_told = _is_told_by(verb, "proclaims")
    return is_told and name in cue("status", "enacted") and not event_class(name).violent


def _is_told_by(verb: Token, name: str) -> bool:
    return verb.dep == "ccomp" and verb.head.lemma in cue("status", name)


def _was_on(verb: Token, name: str) -> bool:
    """True for "troops were combing the hills": the day's news tells it as going on.

    Not where it frames another deed ("were praying when a bomb went off"), nor for what is soon over where it has a day
    of its own or stands beside the main clause ("died as rebels were shelling the town").
    """
    helpers = verb.all("aux", "auxpass")
    if not any(aux.tag == "VBD" and aux.lemma == "be" for aux in helpers):
        return False
    if verb.tag != "VBG" and not any(aux.lower == "being" for aux in helpers):
        return False
    is_dated = any(t.entity[2:] in CALENDAR for c in verb.all(*ADJUNCTS) for t in (c, *c.children))
    is_brief = name not in cue("status", "arranged", "lengthy") and (is_dated or verb.dep == "advcl")
    marks = [mark.lower for clause in verb.all("advcl") for mark in clause.all("advmod", "mark")]
    return verb.dep != "relcl" and not is_brief and "when" not in marks


def _is_still(verb: Token) -> bool:
    """True for "still man checkpoints"."""
    return is_present(verb) and any(c.lower == "still" for c in verb.all("advmod"))


def _is_meanwhile(verb: Token) -> bool:
    """True for what goes on beside the main clause: "as foreign troops pull out"."""
    if not is_present(verb) or verb.lemma in cue("status", "at_once"):
        return False
    return any(mark.lower in cue("status", "meanwhile") for mark in verb.all("mark"))


def _is_state(verb: Token) -> bool:
    """True for "occupies the hills", "are stationed in", "have been uprooted"."""
    is_perfect = any(aux.tag in PRESENT and aux.lemma == "have" for aux in verb.all("aux"))
    if verb.lemma in cue("status", "displaces") and is_perfect and verb.all("auxpass"):
        return True
    if verb.lemma in cue("status", "states") and any(aux.tag in PRESENT for aux in verb.all("auxpass")):
        return True
    return verb.lemma in cue("status", "lasting") and is_present(verb)


def _drawn_out(verb: Token) -> str | None:
    """The phrase that draws a perfect or a present out: "have fallen every night", "shells the port most nights"."""
    is_perfect = any(aux.lemma == "have" and aux.tag in {*PRESENT, "VB"} for aux in verb.all("aux"))
    is_perfect |= verb.dep == "acl" and verb.lemma in cue("status", "displaces")  # "the thousands uprooted since"
    is_now = is_present(verb) or any(aux.tag in PRESENT for aux in verb.all("auxpass"))
    if verb.lemma in cue("status", "terms") or not (is_perfect or is_now):
        return None
    marks = [mark.lower for clause in verb.all("advcl") if clause.child(*SUBJECT) for mark in clause.all("mark")]
    if is_perfect and "since" in marks:
        return "since"
    since_then = any(t.lower == "since" and t.dep == "advmod" and not t.children for t in verb.children)
    told = [verb, *verb.all("acomp", "oprd", "xcomp")]  # "has kept the road closed since May"
    return phrase_of(" ".join(around(t, but="since" if since_then else "") for t in told), "lasting_time")


def _is_past(verb: Token) -> bool:
    """True for "attacked", "was attacked", "has attacked"."""
    helpers = verb.all("aux", "auxpass")
    return verb.tag == "VBD" or (verb.tag == "VBN" and any(aux.tag == "VBD" or aux.lemma == "have" for aux in helpers))
