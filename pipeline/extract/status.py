"""What the text claims of an event: occurred, ongoing, planned, hypothetical, negated; and how the text vouches for it.

The status is read upwards from the trigger: its own auxiliaries and negation, then each word that governs its clause, until a
report ("said", "told") hands over to the speaker. The day of the event may still change it (planned, historical): see normalise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.lexicon import cue

if TYPE_CHECKING:
    from pipeline.extract.frames import Hit
    from pipeline.parse.sentence import ParsedSentence, Token

UPWARD = frozenset({"xcomp", "ccomp", "pcomp", "pobj", "acl", "dobj", "conj", "prep", "advcl", "relcl", "attr", "nsubj", "nsubjpass", "oprd", "acomp", "dep", "agent", "dative", "csubj"})


@dataclass(frozen=True, slots=True)
class Status:
    """An event's status, the word that decided it and how the text vouches for it."""

    status: str
    cue: str
    certainty: str


def status_of(hit: Hit, sentence: ParsedSentence) -> Status:
    """The status of a trigger in its sentence."""
    found = _question(sentence) or _own(hit) or _governed(hit.head, sentence)
    if found is None:
        found = ("ongoing", "tense") if _ongoing(hit, sentence) else ("occurred", "default")
    return Status(*found, certainty=_certainty(hit, sentence))


def _question(sentence: ParsedSentence) -> tuple[str, str] | None:
    return ("hypothetical", "?") if sentence.text.rstrip(" \"'”’)").endswith("?") else None


def _own(hit: Hit) -> tuple[str, str] | None:
    return _verb_mood(hit.head) if hit.is_verb else _noun_mood(hit.head)


def _verb_mood(verb: Token) -> tuple[str, str] | None:
    """The mood of a verb by its own auxiliaries, negation and conjunction."""
    negation = next((c for c in verb.children if c.dep == "neg" or (c.lower in {"never", "no longer"} and c.dep == "advmod")), None)
    if negation is not None:
        return "negated", negation.lower
    if any(c.dep == "det" and c.lower == "no" for s in verb.all("nsubj", "nsubjpass", "dobj") for c in s.children):
        return "negated", "no"
    mark = next((c for c in verb.children if c.dep in {"mark", "advmod"} and c.lower in cue("mention", "questions") - {"should", "were"}), None)
    if mark is not None:
        return "hypothetical", mark.lower
    for aux in verb.all("aux", "auxpass"):
        mood = _aux_mood(aux, verb)
        if mood:
            return mood
    if verb.dep == "conj" and verb.head.pos in {"VERB", "AUX"} and not verb.all("nsubj", "nsubjpass", "aux"):
        return _verb_mood(verb.head)
    return None


def _aux_mood(aux: Token, verb: Token) -> tuple[str, str] | None:
    word = aux.lower
    if word in cue("status", "modal_planned"):
        return "planned", word
    if word in {"would", "'d"} and aux.tag == "MD":
        # "said the drills would run": a plan told in the past; "would have fallen": a hypothesis.
        past_report = _report_above(verb)
        if verb.child("aux") and any(c.lower == "have" for c in verb.all("aux")):
            return "hypothetical", "would have"
        return ("planned", "would") if past_report else ("hypothetical", "would")
    if word in cue("status", "modal_possible") and aux.tag == "MD":
        return "hypothetical", word
    return None


def _report_above(verb: Token) -> bool:
    if verb.dep == "conj":
        return _report_above(verb.head)
    if any(c.dep == "ccomp" and c.lemma in cue("status", "reports") for c in verb.children):
        return True
    return any(t.lemma in cue("status", "reports") and t.tag in {"VBD", "VBN", "VBZ"} for t in verb.ancestors()) and verb.dep in {"ccomp", "relcl", "conj", "advcl", "dep", "ROOT", "parataxis"}


def _noun_mood(noun: Token) -> tuple[str, str] | None:
    for child in noun.children:
        word = child.lemma
        if child.dep in {"det", "neg"} and child.lower in {"no", "neither"}:
            return "negated", child.lower
        if child.dep in {"amod", "compound", "advmod"}:
            found = _modifier_mood(word, child.lower)
            if found:
                return found
    return None


def _modifier_mood(lemma: str, word: str) -> tuple[str, str] | None:
    if word in {"planned", "scheduled", "upcoming", "forthcoming", "impending", "expected", "imminent", "proposed", "looming"}:
        return ("hypothetical" if word == "proposed" else "planned"), word
    if word in {"possible", "potential", "feared", "threatened", "would-be", "eventual", "hypothetical", "likely", "future"}:
        return "hypothetical", word
    if word in {"foiled", "thwarted", "averted", "cancelled", "canceled", "aborted", "postponed"}:
        return "negated", word
    if word in {"ongoing", "continuing", "continued", "daily", "sustained", "relentless", "current"}:
        return "ongoing", word
    return ("hypothetical", word) if lemma in {"attempted"} else None


def _governed(head: Token, sentence: ParsedSentence) -> tuple[str, str] | None:
    """The first governing word that decides: \"plans to\", \"denied that\", \"fears of\", \"if ...\"."""
    token, report = head, False
    for above in head.ancestors():
        if token.dep not in UPWARD:
            break
        mood = _mood_through(token, above, report=report)
        if mood:
            return mood
        if token.dep == "advcl" and token.tag != "VBG" and token.tag != "VBN":
            break
        if token.dep in {"relcl", "nsubj", "nsubjpass"} and above.pos in {"VERB", "AUX"} and token.pos in {"VERB", "AUX"}:
            break
        report = report or above.lemma in cue("status", "reports")
        token = above
    return None


def _mood_through(token: Token, above: Token, *, report: bool) -> tuple[str, str] | None:
    lemma = above.lemma
    if token.dep == "relcl":
        return None
    if token.dep == "advcl":
        return _adverbial(token, above)
    if above.pos in {"VERB", "AUX"}:
        return _under_verb(token, above, report=report)
    if above.pos in {"NOUN", "PROPN", "ADJ"} and token.dep in {"acl", "prep", "xcomp", "pcomp", "ccomp"}:
        return _under_word(lemma, above.lower, token)
    if above.pos in {"ADP", "SCONJ"} and above.lower in {"without", "against", "instead"} and token.dep in {"pcomp", "pobj"}:
        return ("negated", "without") if above.lower == "without" else None
    return None


def _adverbial(token: Token, above: Token) -> tuple[str, str] | None:
    if token.tag in {"VB", "VBP"} and any(c.lower == "to" and c.dep == "aux" for c in token.children):
        # a purpose: "gathered to demand" is done by the gathering, "sent troops to retake the town" is not yet done
        return "hypothetical", "to"
    mark = token.child("mark")
    if mark is not None and mark.lower in cue("mention", "questions"):
        return "hypothetical", mark.lower
    return _verb_mood(above) if token.tag in {"VBG", "VBN"} and above.pos in {"VERB", "AUX"} else None


def _under_verb(token: Token, verb: Token, *, report: bool) -> tuple[str, str] | None:
    lemma = verb.lemma
    infinitive = token.dep == "xcomp" and any(c.lower == "to" for c in token.all("aux"))
    clause = token.dep in {"xcomp", "ccomp", "pcomp"}
    phrase = token.dep in {"dobj", "pobj", "prep", "attr", "nsubjpass", "oprd", "nsubj", "agent"}
    is_light = lemma in cue("light", "agent") | cue("light", "hits") | cue("light", "happens")
    if (clause or token.dep in {"dobj", "nsubjpass", "prep"}) and lemma in {"deny", "refuse", "avoid", "prevent", "avert", "foil", "thwart", "refrain", "abort", "cancel", "shelve", "scrap", "postpone", "fail", "decline"}:
        if lemma in {"fail", "decline", "refuse"} and token.dep != "xcomp":
            return None
        return "negated", lemma
    if clause and lemma in cue("status", "planned") and (infinitive or token.dep == "pcomp"):
        return ("planned", lemma) if not _verb_mood(verb) else _verb_mood(verb)
    if (clause or token.dep in {"prep", "dobj"}) and lemma in cue("status", "possible"):
        if not is_light or clause:
            return "hypothetical", lemma
    if token.dep in {"dobj", "prep"} and lemma in {"plan", "schedule", "announce", "order", "prepare", "vow", "pledge", "promise", "expect", "approve", "arrange", "authorise", "authorize", "slate", "propose"}:
        return "planned", lemma
    if token.dep in {"nsubjpass"} and lemma in {"plan", "schedule", "expect", "slate", "set", "cancel", "postpone"}:
        return ("negated" if lemma in {"cancel"} else "planned"), lemma
    if token.dep in {"nsubj", "nsubjpass"}:
        controlled = verb.child("xcomp")
        if lemma in {"expect", "schedule", "set", "slate", "plan", "due"} or (verb.child("acomp") and verb.child("acomp").lemma in {"due", "likely", "imminent", "possible", "set"}):  # type: ignore[union-attr]
            return ("planned" if lemma not in {"likely"} else "hypothetical"), lemma
        if controlled is not None and lemma == "be" and any(c.lower == "to" for c in controlled.all("aux")):
            return "planned", "be to"
    if phrase or lemma in cue("light", "agent"):
        return _verb_mood(verb)
    if clause and lemma not in cue("status", "reports"):
        return _verb_mood(verb)
    return None


def _under_word(lemma: str, lower: str, token: Token) -> tuple[str, str] | None:
    if lemma in {"denial", "refusal", "failure", "absence", "lack"}:
        return "negated", lemma
    if lemma in {"plan", "decision", "preparation", "intention", "schedule", "order", "pledge", "promise", "vow", "announcement", "agreement", "deal", "commitment"} and token.dep in {"acl", "prep", "xcomp", "pcomp"}:
        return ("planned", lemma) if token.dep in {"acl", "xcomp"} or lemma in {"plan", "preparation", "schedule"} else None
    if lemma in {"due", "set", "ready", "poised", "about", "scheduled"} and token.dep in {"xcomp", "acl"}:
        return "planned", lemma
    return ("hypothetical", lemma) if lemma in cue("status", "possible") and lower not in {"use", "way", "right", "help", "effort", "train", "concern"} else None


def _ongoing(hit: Hit, sentence: ParsedSentence) -> bool:
    """Present or progressive in running text: headlines tell done things in the present."""
    verb = hit.head if hit.is_verb else _carrier(hit.head)
    if verb is None:
        return False
    if verb.lemma in {"continue", "rage", "intensify", "escalate", "persist"}:
        return True
    own = _finite(verb)
    if own.tag == "VBG" and any(c.lemma == "be" for c in own.all("aux")):
        return True
    if sentence.kind != "body" or own.child("auxpass"):
        return False
    present = own.tag in {"VBZ", "VBP"} and not own.all("aux")
    return present and own.dep in {"ROOT", "conj", "advcl", "relcl", "ccomp"} and own.lemma not in {"say"}


def _finite(verb: Token) -> Token:
    return verb.head if verb.dep == "conj" and verb.head.pos == "VERB" and not verb.all("aux", "nsubj") and verb.tag == verb.head.tag else verb


def _carrier(noun: Token) -> Token | None:
    """The verb that tells a nominal event: the light verb above it or the verb that it is the subject of."""
    head = noun.head
    if noun.dep == "conj" and head.pos in {"NOUN", "PROPN"}:
        return _carrier(head)
    if head is noun or head.pos not in {"VERB", "AUX"}:
        return None
    fitting = cue("light", "agent") | cue("light", "hits") | cue("light", "happens")
    return head if head.lemma in fitting else None


def _certainty(hit: Hit, sentence: ParsedSentence) -> str:
    chain = [hit.head, *hit.head.ancestors()]
    near = [c for t in chain[:2] for c in t.children]
    lemmas = {t.lemma for t in chain} | {c.lower for c in near}
    if lemmas & cue("status", "alleges"):
        return "alleged"
    reports = {t.lemma for t in [*chain, *(c for t in chain for c in t.children if c.dep in {"ccomp", "parataxis"})]}
    if reports & cue("status", "claims"):
        return "claimed"
    return "reported" if reports & {"say", "tell", "report", "announce", "confirm", "state", "add"} else "asserted"
