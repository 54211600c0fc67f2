"""Sentences that tell no conflict though their words could: stories, remembrance, sport, business, general truths."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.classes import event_class
from pipeline.event_lexicon import cue, cues
from pipeline.extract.generic import is_generic
from pipeline.extract.home import is_at_home
from pipeline.extract.slots import CALENDAR, NOMINAL, PRESENT, VERBAL, under_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from pipeline.extract.frames import Hit
    from pipeline.extract.kinds import Kinds
    from pipeline.parse.sentence import ParsedSentence, Token

WHOLE = ("sport", "review", "markets", "nature")  # topics that an article is wholly about
TOPICS = (*WHOLE, "accident", "crime", "home")
MANY = 4  # sentences that speak of a topic: a word from elsewhere is then a figure of speech
STRIFE = 1 / 4  # of its sentences: an article of which as many tell of strife or foreign affairs is not about home
CRIME_WORDS = 4  # of as many sentences: a shorter text says too little of what it leaves out
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
SCORE = re.compile(r"(?<![\d-])\d{1,2}-\d{1,2}(?![\d-])")  # "won 2-1"
# A sentence with one of these beside the trigger tells of arms, whatever else it speaks of.
ARMS = frozenset(
    {"armed", "military", "police", "protester", "bomb", "drone", "artillery", "missile", "grenade", "mob"}
)
CROWDS = frozenset({"protester", "mob"})  # kinds that thousands of residents may be of
TRADE = frozenset({"sanctions", "relenting", "cooperation"})  # classes in which states deal with goods and firms


def article_topic(sentences: Sequence[str]) -> str | None:
    """What an article as a whole is about that tells no conflict; None for anything else.

    Sport, a review, markets, nature: a third of its sentences, two at least, speak of it. Accident: one of its words
    is there; crime: four, and over four for each word of politics and war. All others: no word is there of what they
    never are about; a figure of speech may be, where many sentences speak of the topic. Home: hardly a sentence
    speaks of strife or of foreign affairs, whatever else it is about.
    """
    told = [_words(sentence) for sentence in sentences]
    said = set[str]().union(*told)
    for topic in WHOLE:
        about = sum(_speaks_of(topic, words) for words in told if words)
        strange = len(said & cue(topic, "none"))
        if about >= max(2, len(told) / 3) and strange <= (about >= max(MANY, len(told) / 2)):
            return topic
    if said & cue("accident", "words") and not said & cue("accident", "none"):
        return "accident"
    crime, politics = len(said & cue("crime", "words")), len(said & cue("crime", "none"))
    plain = len(told) >= CRIME_WORDS <= crime and crime > CRIME_WORDS * politics
    strife = sum(not words.isdisjoint(cue("home", "none")) for words in told)
    quiet = CRIME_WORDS <= len(told) > strife / STRIFE
    return "crime" if plain else "home" if quiet else None


def _speaks_of(topic: str, words: AbstractSet[str]) -> bool:
    if not words.isdisjoint(cue(topic, "words")):
        return True
    return len(words) > 1 and len(words & cue(topic, *(cues(topic).keys() & {"hints", "more"}))) > 1


def _words(sentence: str) -> frozenset[str]:
    """The words of a sentence that topics know, in lower case, plurals without their s."""
    found = _forms() & set(WORD.findall(sentence.lower()))
    return _known() & (found | {word[:-1] for word in found if word[-1] == "s"})


@cache
def _known() -> frozenset[str]:
    """All words that decide on the topic of an article."""
    return frozenset().union(*(words for topic in TOPICS for words in cues(topic).values()))


@cache
def _forms() -> frozenset[str]:
    """These words, and with an s."""
    return _known().union(f"{word}s" for word in _known())


def off_topic(hit: Hit, sentence: ParsedSentence, kinds: Kinds, topic: str | None = None) -> str | None:
    """Why a trigger tells no conflict event, None where it may.

    That is works, sport, accident, nature, business, home or generic; topic is that of the article.
    """
    if _in_work(hit.head):
        return "works"
    if desk := _desk(hit, sentence, kinds, topic):
        return desk
    if is_at_home(hit, sentence, kinds, topic):
        return "home"
    return "generic" if is_generic(hit, sentence) else None


def _desk(hit: Hit, sentence: ParsedSentence, kinds: Kinds, topic: str | None) -> str | None:
    """The desk of a paper that a sentence is from, if it is one that tells of no conflict."""
    words = sentence.words
    others = [t for t in sentence.tokens if t.pos in NOMINAL and t not in hit.words]
    sport = len(words & cue("sport", "words"))
    played = sport > 1 or ((sport or _hints_at_sport(hit, sentence, kinds)) and _is_unarmed(others, kinds))
    if played and hit.frame.event_class not in cue("sport", "never"):
        return "sport"
    accident = topic == "accident" or (words & cue("accident", "words") and _is_unarmed(others, kinds))
    if (accident and hit.head.lemma in cue("accident", "triggers")) or _is_of_fuel(hit, words):
        return "accident"
    if _is_of_nature(hit, words) and _is_unarmed(others, kinds, ARMS - CROWDS):
        return "nature"
    if words & cue("nature", "science") and _is_unarmed((t for t in others if t.lemma != "cell"), kinds):
        return "nature"
    return "business" if _is_business(hit, others) and _is_unarmed(others, kinds) else None


def _is_unarmed(others: Iterable[Token], kinds: Kinds, arms: frozenset[str] = ARMS) -> bool:
    """True where nothing beside the trigger tells of arms."""
    return not any(kinds.kinds(t) & arms for t in others)


def _is_of_nature(hit: Hit, words: AbstractSet[str]) -> bool:
    """True for flight from a flood, a state of emergency before a storm."""
    coded = hit.frame.event_class in cue("accident", "classes")
    return coded and not words.isdisjoint(cue("accident", "disasters")) and words.isdisjoint(cue("accident", "strife"))


def _is_of_fuel(hit: Hit, words: AbstractSet[str]) -> bool:
    """True for "a gas explosion"."""
    bursts = [t for t in _about(hit) if t.lemma in {"explosion", "blast"}]
    burnt = (c.lower for t in bursts for c in t.all("compound"))
    return words.isdisjoint(cue("accident", "none")) and not cue("accident", "fuels").isdisjoint(burnt)


def _about(hit: Hit) -> list[Token]:
    """The words of a trigger and what stands around it."""
    return [*hit.words, *(t for tokens in hit.slots.found.values() for t in tokens)]


def _is_business(hit: Hit, others: Sequence[Token]) -> bool:
    """True for trade and firms as what it is about; not for riots at a market, nor for what states do to trade."""
    coded = event_class(hit.frame.event_class)
    if coded.speech or coded.class_id in TRADE:
        return False
    told, places = cue("business", "words"), cue("business", "places")
    about = (t for t in others if t.lemma in told or t.lower in told)
    return any(t.dep != "pobj" or t.head.lower not in places for t in about)


def _hints_at_sport(hit: Hit, sentence: ParsedSentence, kinds: Kinds) -> bool:
    """True for two words that sport shares with other things, one and a score, or one of them right at the trigger.

    A registered name holds no hint (the Arab League plays no game), nor does a team of somebody ("of mediators").
    """
    hints = cue("sport", "hints")
    told = (t for t in sentence.tokens if t.lemma in hints)
    named = {t.lemma for t in told if t.i in kinds.registry or (t.lemma == "team" and under_of(t))}
    words = sentence.words - named
    found = len(words & hints) + bool(SCORE.search(sentence.text))
    # not "after serving a term", nor "clubbed to death"
    around = (t for t in _about(hit) if t.pos in NOMINAL and t not in hit.words)
    at_trigger = any(t.lemma in hints and t.lemma in words for t in around)
    return (found > 1 and bool(words & hints)) or at_trigger


def _in_work(head: Token) -> bool:
    """True where the trigger hangs below a work or a memorial, or the verb above it has one as its subject."""
    works = cue("works", "made", "kept")
    if any(_is_made(c, works) or c.lemma in cue("works", "figures") for c in head.all("nsubj", "nsubjpass")):
        return True
    if head.pos in VERBAL and _is_told_in_work(head):
        return True
    return any(_is_work(above, works) for above in head.ancestors())


def _is_work(above: Token, works: frozenset[str]) -> bool:
    if above.pos in NOMINAL:
        counts = above.lemma == "series" and any(p.lower == "of" for p in above.all("prep"))  # "a series of raids"
        return not counts and (_is_made(above, works) or above.lemma in cue("works", "witnesses"))
    if above.pos not in VERBAL:
        return False
    subjects = above.all("nsubj", "nsubjpass")
    if _is_told_in_work(above) or any(_is_made(c, works) or _remembers(c, above) for c in subjects):
        return True
    writes = above.lemma in cue("works", "writes") and above.tag in PRESENT
    if writes and above.lemma == "write" and any(p.lower == "about" for p in above.all("prep")):
        return True
    return writes and any(_is_writer(c) for c in above.all("nsubj"))


def _remembers(subject: Token, verb: Token) -> bool:
    """True for "the veteran said", "survivors remembered"; not for "survivors said", "a survivor of Sunday's raid"."""
    dated = any(t.entity[2:] in CALENDAR for t in subject.subtree())
    known = subject.tag == "NN" and not dated and not any(c.lower in {"a", "an"} for c in subject.all("det"))
    return subject.lemma in cue("works", "witnesses") and (known or verb.lemma in cue("status", "recalls"))


def _is_writer(subject: Token) -> bool:
    """True for "the author", "Mr Ferguson"."""
    titled = any(c.lower.rstrip(".") in cue("works", "titles") for c in subject.all("compound"))
    return titled or subject.lemma in cue("works", "writers")


def _is_made(noun: Token, works: frozenset[str]) -> bool:
    """True for a work, and for a part of one: "the play's last act", "half of the book"."""
    if noun.lemma in works:
        return True
    parts = noun.all("poss") + [t for p in noun.all("prep") if p.lower in {"of", "from"} for t in p.all("pobj")]
    return noun.lemma in cue("works", "parts") and any(t.lemma in cue("works", "made") for t in parts)


def _is_told_in_work(verb: Token) -> bool:
    """True for "is kidnapped on page nine", "in her new novel a widow joins the rebels"."""
    places = [t for p in verb.all("prep") if p.lower in {"in", "on", "throughout"} for t in p.all("pobj")]
    at_work = (
        _is_made(t, cue("works", "made")) or t.lower in cue("works", "parts_alone") or _is_numbered(t) for t in places
    )
    return any(at_work) and not any(c.lower == "war" for t in places for c in t.all("compound"))  # "war games"


def _is_numbered(part: Token) -> bool:
    """True for "the second act", "the opening scene"."""
    ordinals = cue("status", "ordinals") | {"opening", "final", "closing"}
    return part.lemma in cue("works", "numbered") and any(c.lower in ordinals for c in part.all("amod"))
