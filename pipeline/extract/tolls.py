"""Deaths, injuries, troops and equipment: which numbers of a sentence count them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue, noun_kinds_of
from pipeline.extract.slots import CALENDAR, NOMINAL, under_of
from pipeline.extract.victims import (
    COLLECTIVE,
    NOBODY,
    Toll,
    counts,
    is_nobody,
    is_person,
    quantity_span,
    text_of,
)
from pipeline.extract.wars import of_long_time
from pipeline.normalise.actors import is_actor_noun
from pipeline.normalise.counts import Count, parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pipeline.parse.sentence import ParsedSentence, Token

WAR_DEAD = 1_000  # what a war costs, and hardly one happening in it
VAGUE = re.compile(r"dozen|several|hundred|thousand|scores", re.IGNORECASE)


def tolls(sentence: ParsedSentence) -> list[Toll]:
    """The deaths and injuries that a sentence gives, in text order, each number once."""
    found: dict[tuple[str, int], Toll] = {}
    for token in sentence.tokens:
        for toll in _of_token(token, sentence):
            if not _is_of_war(toll, sentence):
                found.setdefault((toll.kind, toll.start), toll)
    for part in _parts(list(found.values())):
        del found[part.kind, part.start]
    unhurt = [toll for toll in found.values() if toll.kind == "injured" and toll.count == NOBODY]
    if unhurt and all(toll.kind == "injured" for toll in found.values()):
        found["deaths", unhurt[0].start] = replace(unhurt[0], kind="deaths")  # nobody hurt is nobody dead
    return sorted(found.values(), key=lambda t: (t.start, t.kind))


def _is_of_war(toll: Toll, sentence: ParsedSentence) -> bool:
    """True for the dead of a whole war: "the conflict, which has cost 3,400 lives, broke out in April"."""
    return (toll.count.low or 0) >= WAR_DEAD and not sentence.words.isdisjoint(cue("counts", "wars"))


def _parts(found: Sequence[Toll]) -> list[Toll]:
    """Tolls that only part another one: "nine people, six rebels and three soldiers, were killed", "one of them"."""
    parts = []
    for whole in found:
        rest = [t for t in found if t.anchor is whole.anchor and t.kind == whole.kind and t.start > whole.start]
        of_all = whole.victim is not None and whole.victim.lemma in cue("counts", "of_all")
        if of_all and rest and whole.count.low is not None and whole.count.low == sum(t.count.low or 0 for t in rest):
            parts.extend(rest)
    of_them = [t for t in found if t.victim and any(o.lower in {"them", "whom"} for o in under_of(t.victim))]
    parts.extend(t for t in of_them if any(o.kind == t.kind and o.start < t.start for o in found) and t not in parts)
    return parts


def _of_token(token: Token, sentence: ParsedSentence) -> list[Toll]:
    if token.pos not in {"NOUN", "VERB", "ADJ"}:
        return []
    if token.pos == "VERB" and (token.lemma in cue("counts", "kill", "die", "hurt") or _kills_by_phrase(token)):
        return _of_verb(token, sentence)
    if token.pos == "VERB" and _to_death(token):
        return counts(token.all("dobj", "nsubjpass") or token.all("nsubj"), "deaths", token, sentence)
    if token.lower in {"dead", "wounded", "injured"}:
        return _of_state(token, sentence)
    if token.lower in cue("counts", "unhurt") or (token.lemma == "survive" and _outlives(token)):
        return [Toll("injured", NOBODY, token, token.start, token.end)]
    return _of_noun(token, sentence) if token.pos == "NOUN" else []


def _kills_by_phrase(verb: Token) -> bool:
    """True for a verb that kills by what stands with it: "gunned down", "burned alive", "shot in the head"."""
    where = [o for p in verb.all("prep") if p.lower == "in" for o in p.all("pobj")]
    with_it = (f"{verb.lemma} {c.lower}" for c in (*verb.all("prt", "advmod", "oprd", "acomp", "advcl"), *where))
    return any(phrase in cue("counts", "kill_phrases") for phrase in with_it)


def _outlives(verb: Token) -> bool:
    """True for who "survived an attempt on his life"."""
    return any(t.lemma in cue("counts", "outlived") for t in verb.all("dobj"))


def _to_death(verb: Token) -> bool:
    """True for "hacked to death", "burned to death"."""
    return any(o.lower == "death" for p in verb.all("prep") if p.lower == "to" for o in p.all("pobj"))


def _of_verb(verb: Token, sentence: ParsedSentence) -> list[Toll]:
    kind = "injured" if verb.lemma in cue("counts", "hurt") else "deaths"
    if of_long_time(verb) or _is_attempt(verb):
        return []
    dies = verb.lemma in cue("counts", "die")
    victims = verb.all("nsubj") if dies else verb.all("dobj", "nsubjpass")
    if not victims and verb.tag == "VBG":
        victims = _right_behind(verb, sentence)
    if dies and not victims and verb.dep == "conj":
        victims = verb.head.all("nsubj", "nsubjpass")  # "was shot twice and died in hospital"
    if verb.dep == "conj" and "them" in [t.lower for t in victims]:
        victims = verb.head.all("dobj")  # "dragged 11 men from their homes and killed them"
    if not victims and verb.tag == "VBN" and verb.child("aux") is None:
        victims = verb.all("nsubj")  # a headline: "12 soldiers killed in ambush"
    if not victims and verb.dep in {"xcomp", "oprd", "ccomp"} and (dies or verb.tag == "VBN"):
        victims = verb.head.all("nsubjpass")  # "were reported killed", "are believed to have died"
    if not victims and verb.tag == "VBN" and verb.child("dobj") is None:
        victims = _victims_above(verb, sentence)
    people = _people(victims)
    if verb.lemma not in cue("counts", "kill", "die", "hurt"):
        people = [victim for victim in people if victim.lemma not in noun_kinds_of("facility", "vehicle")]
    return counts(people, kind, verb, sentence)


def _right_behind(verb: Token, sentence: ParsedSentence) -> list[Token]:
    """The noun phrase that begins behind a participle and is hung elsewhere: "killing 17 people, police said"."""
    first = sentence.tokens[verb.i + 1] if verb.i + 1 < len(sentence.tokens) else verb
    heads = [t for t in (first, *first.ancestors()) if t.pos in NOMINAL and t.subtree()[0] is first]
    return heads[-1:] if first.i > verb.i and verb not in first.ancestors() else []


def _people(victims: list[Token]) -> list[Token]:
    """Those of the victims who are people, where any is: not the roadblock at which a driver was shot."""
    return [victim for victim in victims if is_person(victim)] or victims


def _is_attempt(verb: Token) -> bool:
    """True for those whom somebody only meant to harm: "tried to kill the governor", "a plot to kill two judges"."""
    done = any(aux.lemma == "have" for aux in verb.all("aux"))
    return verb.has_to() and not done and verb.head.lemma in cue("counts", "attempts")


def _victims_above(verb: Token, sentence: ParsedSentence) -> list[Token]:
    """The victims of a passive participle: "people killed in the raid", "he was shot and killed"."""
    if verb.dep == "acl":
        return [verb.head]
    if verb.dep != "conj":
        return []
    counted = [c for c in verb.all("nsubj") if c.pos == "NUM" or c.lemma in COLLECTIVE]
    if counted and verb.child("aux") is None:
        return counted  # "left three dead and five wounded"
    if verb.head.lemma not in cue("counts", "kill", "die", "hurt"):
        own = ("nsubj", "nsubjpass") if verb.child("auxpass") is not None else ("nsubjpass",)
        return verb.head.all(*own)  # "a woman stepped on a mine and was killed"
    # "three were killed and 12 injured": the number stands before the verb
    between = [t for t in sentence.tokens[verb.head.i + 1 : verb.i] if t.pos == "NUM"]
    return [c for c in verb.children if c.pos == "NUM"] or between[-1:]


def _of_state(token: Token, sentence: ParsedSentence) -> list[Toll]:
    """The number of "left ten people dead", "a man found dead", "12 wounded"."""
    kind = "deaths" if token.lower == "dead" else "injured"
    head = token.head
    if head.lemma in {"be", "lie", "lay"} and token.dep in {"acomp", "oprd", "advcl", "advmod"}:
        return counts(head.all("nsubj"), kind, head, sentence)  # "three are dead", "eight people lay dead"
    result = token.dep in {"oprd", "acomp", "ccomp", "xcomp", "advcl", "amod", "acl"}
    if result and head.pos == "VERB" and head.lemma in cue("counts", "leaves_dead"):
        left = _people(head.all("dobj", "nsubjpass") + token.all("nsubj"))
        return counts(left or token.all("nummod"), kind, head, sentence)  # "left eight dead"
    behind = token.dep in {"amod", "acl", "npadvmod", "advmod", "appos", "nmod"} and token.i > head.i
    if behind and token.child("nummod") is None and head.pos in {"NOUN", "NUM"}:
        return counts([head], kind, token, sentence)
    if token.dep == "amod" and token.i < head.i and head.child("nummod") is not None:
        return counts([head], kind, token, sentence)  # "31 dead soldiers"
    return counts(token.all("nummod", "npadvmod", "nsubj", "amod")[:1], kind, token, sentence)


def _of_noun(noun: Token, sentence: ParsedSentence) -> list[Toll]:
    """The number of "a death toll of 12", "claimed ten lives", "five deaths", "the killing of the mayor"."""
    if noun.lemma in cue("counts", "totals"):
        return _of_toll(noun, sentence)
    if noun.lemma in {"life", "throat"}:
        return _of_life(noun, sentence) if noun.lemma == "life" else _of_throats(noun, sentence)
    if noun.lemma in cue("counts", "losses") or noun.lemma in cue("counts", "bodies", "men", "troops"):
        return _of_people(noun, sentence)
    if noun.lemma == "casualty" and (is_nobody(noun) or _is_untold(noun)):
        return [Toll("injured", NOBODY, noun, noun.start, noun.end)]
    if noun.lemma != "injury" and noun.lemma not in cue("counts", "death_nouns"):
        return []
    kind, inner = "injured" if noun.lemma == "injury" else "deaths", under_of(noun)[:1]
    victims = inner or noun.all("poss") if noun.lemma in cue("counts", "of_one") else inner
    one = any(is_person(victim) for victim in victims)
    return counts([noun], kind, noun, sentence, bare=False) or counts(victims, kind, noun, sentence, bare=one)


def _of_people(noun: Token, sentence: ParsedSentence) -> list[Toll]:
    """The number of "found 12 bodies", "the army lost 12 men", "with the loss of nine officers"."""
    if noun.lemma == "loss" and is_nobody(noun) and any(t.lemma == "life" for t in under_of(noun)[:1]):
        return [Toll("deaths", NOBODY, noun, noun.start, noun.end)]
    if noun.lemma in cue("counts", "losses"):
        return counts([t for t in under_of(noun)[:1] if is_actor_noun(t.lemma)], "deaths", noun, sentence, bare=False)
    if noun.lemma in cue("counts", "bodies"):
        of = [t for t in under_of(noun)[:1] if is_actor_noun(t.lemma) and t.child("nummod") is not None]
        return counts(of or [noun], "deaths", noun, sentence) if noun.head.lemma in cue("counts", "finds_body") else []
    lost = noun.head.lemma == "lose" and noun.dep in {"dobj", "nsubjpass"}
    return counts([noun], "deaths", noun.head, sentence, bare=False) if lost else []


def _of_life(noun: Token, sentence: ParsedSentence) -> list[Toll]:
    """The number of "claimed ten lives", "the life of a boy", "twelve people lost their lives"."""
    if noun.head.lemma not in cue("counts", "takes_life"):
        return []
    own = noun.head.all("nsubj") if noun.head.lemma == "lose" and noun.child("poss") is not None else [noun]
    return counts(under_of(noun)[:1] or own, "deaths", noun.head, sentence)


def _of_throats(noun: Token, sentence: ParsedSentence) -> list[Toll]:
    """Whose throats are cut: "slit the throats of five men", "two women were found with their throats cut"."""
    if noun.head.lemma not in cue("counts", "cuts"):
        return []
    whose = under_of(noun)[:1] or [t for t in noun.all("poss") if t.pos in NOMINAL]
    above = next((t for t in noun.head.ancestors() if t.pos == "VERB"), noun)
    return counts(whose or above.all("nsubjpass", "dobj"), "deaths", noun.head, sentence)


def _of_toll(noun: Token, sentence: ParsedSentence) -> list[Toll]:
    """The first number behind "death toll", "number of dead" ("rose from 9 to 12" gives 12): each has another parse."""
    behind = sentence.tokens[noun.i + 1 : noun.i + 9]
    put = [o for v in (noun.head, *noun.head.all("xcomp", "conj")) for p in v.all("prep") for o in p.all("pobj")]
    put = [o for o in put if o not in behind and o.head.lower in {"at", "to"}]  # "put at 14 the number of dead"
    since = next((t.i for t in behind if t.lower == "from"), noun.i)
    to = next((t.i for t in behind if t.lower == "to" and t.i > since > noun.i), noun.i)
    after = [*(t for t in behind if t.i > to), *put]
    numbers = [t for t in after if t.pos == "NUM" and t.entity[2:] not in CALENDAR]
    of = under_of(noun)[:1]
    told = {c.lower for c in noun.children} | {t.lower for t in of} | {c.lower for t in of for c in t.all("acl")}
    deadly = told & cue("counts", "total_of") or (noun.lemma == "toll" and noun.head.lemma in cue("counts", "reaches"))
    numbers = [t for t in numbers if sentence.tokens[t.i - 1].lower != "from"][:1]
    if not deadly:
        return []
    if to == noun.i:
        return counts(numbers, "deaths", noun, sentence)
    # the parser makes one number of "from nine to 12"
    return [Toll("deaths", count, noun, t.start, t.end) for t in numbers if (count := parse(t.text))]


def _is_untold(noun: Token) -> bool:
    """True for "no reports of casualties"."""
    of = noun.head.head if noun.dep == "pobj" and noun.head.lower == "of" else noun
    return of.lemma == "report" and any(c.lower == "no" for c in of.all("det", "neg"))


def total(parts: Sequence[Toll]) -> Count | None:
    """The sum of what one sentence counts: "two soldiers and a child"; None of nothing."""
    lows = [part.count.low for part in parts if part.count.low is not None]
    highs = [part.count.high for part in parts if part.count.high is not None]
    if not parts:
        return None
    return Count(sum(lows) if lows else None, sum(highs) if len(highs) == len(parts) else None)


def forces(
    tokens: Iterable[Token], sentence: ParsedSentence, *, harmed: Collection[int]
) -> tuple[Count | None, str | None]:
    """Troops and equipment that these tokens of a sentence count: a count, and "200 vehicles; 12 aircraft".

    Numbers that begin where a number of the harmed begins count none.
    """
    troops: Count | None = None
    equipment: list[str] = []
    for token in tokens:
        counted, count = _counted(token, sentence)
        if count is None or count.best is None or quantity_span(token)[0] in harmed:
            continue
        if counted.lemma in cue("counts", "troops"):
            troops = troops or count
        elif counted.lemma in cue("counts", "equipment"):
            equipment.append(f"{count.best} {counted.text.lower()}")
    return troops, "; ".join(equipment) or None


def _counted(token: Token, sentence: ParsedSentence) -> tuple[Token, Count | None]:
    """The noun that is counted, and its number: of "hundreds of troops" the troops."""
    if token.pos not in NOMINAL:
        return token, None
    text = text_of(*quantity_span(token), sentence)
    count = parse(text) if text and (token.all("nummod") or VAGUE.search(text)) else None
    inner = under_of(token)[:1]
    if inner and token.lemma in COLLECTIVE:
        return inner[0], count or parse(token.text)
    return token, count
