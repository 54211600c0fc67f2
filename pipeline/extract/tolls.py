"""Deaths, injuries, troops and equipment: which numbers of a sentence count them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue, noun_kinds_of
from pipeline.extract.slots import AMOUNTS, CALENDAR, NOMINAL, under_of
from pipeline.normalise.actors import is_actor_noun
from pipeline.normalise.counts import Count, parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pipeline.parse.sentence import ParsedSentence, Token

COLLECTIVE = frozenset({"dozen", "hundred", "thousand", "score"})
NOBODY = Count(0, 0)
WAR_DEAD = 1_000  # what a war costs, and hardly one happening in it
VAGUE = re.compile(r"dozen|several|hundred|thousand|scores", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Toll:
    """One number of deaths or of injured, with the word that it hangs on and its span in the article.

    adds: it is beyond those told before ("three more"); is_total: it is of all so far ("the death toll rose to 12").
    """

    kind: str
    count: Count
    anchor: Token
    start: int
    end: int
    adds: bool = False

    @property
    def is_total(self) -> bool:
        """True for a number of all the dead so far."""
        return self.anchor.lemma in cue("counts", "totals")


def tolls(sentence: ParsedSentence) -> list[Toll]:
    """The deaths and injuries that a sentence gives, in text order, each number once."""
    found: dict[tuple[str, int], Toll] = {}
    for token in sentence.tokens:
        for toll in _of_token(token, sentence):
            if not _is_of_war(toll, sentence):
                found.setdefault((toll.kind, toll.start), toll)
    unhurt = [toll for toll in found.values() if toll.kind == "injured" and toll.count == NOBODY]
    if unhurt and all(toll.kind == "injured" for toll in found.values()):
        found["deaths", unhurt[0].start] = replace(unhurt[0], kind="deaths")  # nobody hurt is nobody dead
    return sorted(found.values(), key=lambda t: (t.start, t.kind))


def _is_of_war(toll: Toll, sentence: ParsedSentence) -> bool:
    """True for the dead of a whole war: "the conflict, which has cost 3,400 lives, broke out in April"."""
    return (toll.count.low or 0) >= WAR_DEAD and not sentence.words.isdisjoint(cue("counts", "wars"))


def _of_token(token: Token, sentence: ParsedSentence) -> list[Toll]:
    if token.pos not in {"NOUN", "VERB", "ADJ"}:
        return []
    if token.pos == "VERB" and token.lemma in cue("counts", "kill", "die", "hurt"):
        return _of_verb(token, sentence)
    if token.pos == "VERB" and _to_death(token):
        return _counts(token.all("dobj", "nsubjpass"), "deaths", token, sentence)
    if token.lower in {"dead", "wounded", "injured"}:
        return _of_state(token, sentence)
    return _of_noun(token, sentence) if token.pos == "NOUN" else []


def _to_death(verb: Token) -> bool:
    """True for "hacked to death"."""
    return any(o.lower == "death" for p in verb.all("prep") if p.lower == "to" for o in p.all("pobj"))


def _of_verb(verb: Token, sentence: ParsedSentence) -> list[Toll]:
    kind = "injured" if verb.lemma in cue("counts", "hurt") else "deaths"
    if _of_long_time(verb) or _is_attempt(verb):
        return []
    dies = verb.lemma in cue("counts", "die")
    victims = verb.all("nsubj") if dies else verb.all("dobj", "nsubjpass")
    if verb.dep == "conj" and [t.lower for t in victims] == ["them"]:
        victims = verb.head.all("dobj")  # "dragged 11 men from their homes and killed them"
    if not victims and verb.tag == "VBN" and verb.child("aux") is None:
        victims = verb.all("nsubj")  # a headline: "12 soldiers killed in ambush"
    if not victims and verb.dep in {"xcomp", "oprd", "ccomp"} and (dies or verb.tag == "VBN"):
        victims = verb.head.all("nsubjpass")  # "were reported killed", "are believed to have died"
    if not victims and verb.tag == "VBN" and verb.child("dobj") is None:
        victims = _victims_above(verb, sentence)
    return _counts(victims, kind, verb, sentence)


def _is_attempt(verb: Token) -> bool:
    """True for those whom somebody only meant to harm: "tried to kill the governor", "a plot to kill two judges"."""
    done = any(aux.lemma == "have" for aux in verb.all("aux"))
    return verb.has_to() and not done and verb.head.lemma in cue("counts", "attempts")


def _of_long_time(verb: Token) -> bool:
    """True for those of a war, or of another time: "the war has killed 200,000 since 2011", "March, when 40 died"."""
    if verb.dep == "relcl" and verb.head.entity[2:] == "DATE":
        return True
    of = [o for p in verb.all("prep") if p.lower in {"in", "during"} for o in p.all("pobj")]
    war = any(t.lemma in cue("counts", "wars") for t in (*of, *verb.all("nsubj")))
    return war and any(p.lower == "since" for p in verb.all("prep"))


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
        return verb.head.all("nsubjpass")
    # "three were killed and 12 injured": the number stands before the verb
    between = [t for t in sentence.tokens[verb.head.i + 1 : verb.i] if t.pos == "NUM"]
    return [c for c in verb.children if c.pos == "NUM"] or between[-1:]


def _of_state(token: Token, sentence: ParsedSentence) -> list[Toll]:
    """The number of "left ten people dead", "a man found dead", "12 wounded"."""
    kind = "deaths" if token.lower == "dead" else "injured"
    head = token.head
    result = token.dep in {"oprd", "acomp", "ccomp", "xcomp", "advcl", "amod", "acl"}
    if result and head.pos == "VERB" and head.lemma in cue("counts", "leaves_dead"):
        counted = head.all("dobj", "nsubjpass") + token.all("nsubj")
        return _counts(counted or token.all("nummod"), kind, head, sentence)
    behind = token.dep in {"amod", "acl", "npadvmod", "advmod", "appos", "nmod"} and token.i > head.i
    if behind and token.child("nummod") is None and head.pos in {"NOUN", "NUM"}:
        return _counts([head], kind, token, sentence)
    if token.dep == "amod" and token.i < head.i and head.child("nummod") is not None:
        return _counts([head], kind, token, sentence)  # "31 dead soldiers"
    return _counts(token.all("nummod", "npadvmod", "nsubj", "amod")[:1], kind, token, sentence)


def _of_noun(noun: Token, sentence: ParsedSentence) -> list[Toll]:
    """The number of "a death toll of 12", "claimed ten lives", "five deaths", "the killing of the mayor"."""
    if noun.lemma in cue("counts", "totals"):
        return _of_toll(noun, sentence)
    if noun.lemma == "life":
        return _of_life(noun, sentence)
    if noun.lemma == "loss" or noun.lemma in cue("counts", "bodies", "men", "troops"):
        return _of_people(noun, sentence)
    if noun.lemma == "casualty" and _is_nobody(noun):
        return _counts([noun], "injured", noun, sentence)
    if noun.lemma != "injury" and noun.lemma not in cue("counts", "death_nouns"):
        return []
    kind, inner = "injured" if noun.lemma == "injury" else "deaths", _of_phrase(noun)
    victims = inner or noun.all("poss") if noun.lemma in cue("counts", "of_one") else inner
    one = any(_is_person(victim) for victim in victims)
    return _counts([noun], kind, noun, sentence, bare=False) or _counts(victims, kind, noun, sentence, bare=one)


def _of_people(noun: Token, sentence: ParsedSentence) -> list[Toll]:
    """The number of "found 12 bodies", "the army lost 12 men", "with the loss of nine officers"."""
    if noun.lemma == "loss":
        return _counts([t for t in _of_phrase(noun) if is_actor_noun(t.lemma)], "deaths", noun, sentence, bare=False)
    if noun.lemma in cue("counts", "bodies"):
        return _counts([noun], "deaths", noun, sentence) if noun.head.lemma in cue("counts", "finds_body") else []
    lost = noun.head.lemma == "lose" and noun.dep == "dobj"
    return _counts([noun], "deaths", noun.head, sentence, bare=False) if lost else []


def _of_life(noun: Token, sentence: ParsedSentence) -> list[Toll]:
    """The number of "claimed ten lives", "the life of a boy", "twelve people lost their lives"."""
    if noun.head.lemma not in cue("counts", "takes_life"):
        return []
    own = noun.head.all("nsubj") if noun.head.lemma == "lose" and noun.child("poss") is not None else [noun]
    return _counts(_of_phrase(noun) or own, "deaths", noun.head, sentence)


def _of_phrase(noun: Token) -> list[Token]:
    """What stands behind a noun's "of"."""
    return under_of(noun)[:1]


def _of_toll(noun: Token, sentence: ParsedSentence) -> list[Toll]:
    """The first number behind "death toll", "number of dead" ("rose from 9 to 12" gives 12): each has another parse."""
    behind = sentence.tokens[noun.i + 1 : noun.i + 9]
    since = next((t.i for t in behind if t.lower == "from"), noun.i)
    to = next((t.i for t in behind if t.lower == "to" and t.i > since > noun.i), noun.i)
    numbers = [t for t in behind if t.pos == "NUM" and t.i > to and t.entity[2:] not in CALENDAR]
    told = {c.lower for c in noun.children} | {t.lower for t in _of_phrase(noun)}
    deadly = told & cue("counts", "total_of") or (noun.lemma == "toll" and noun.head.lemma in cue("counts", "reaches"))
    numbers = [t for t in numbers if sentence.tokens[t.i - 1].lower != "from"][:1]
    if not deadly:
        return []
    if to == noun.i:
        return _counts(numbers, "deaths", noun, sentence)
    # the parser makes one number of "from nine to 12"
    return [Toll("deaths", count, noun, t.start, t.end) for t in numbers if (count := parse(t.text))]


def _counts(
    victims: Iterable[Token], kind: str, anchor: Token, sentence: ParsedSentence, *, bare: bool = True
) -> list[Toll]:
    """The numbers of noun phrases and what is coordinated with them; bare: a single person without one counts, too."""
    found: list[Toll] = []
    for noun in victims:
        if _is_no_number(noun) or noun.lemma in noun_kinds_of("animal"):  # "killing 60,000 sheep"
            continue
        start, end = _quantity_span(noun)
        count = NOBODY if _is_nobody(noun) else parse(_text(start, end, sentence))
        if count is None or count.best is None:
            count = Count(1, 1) if bare and _single(noun) else None
        if count is not None:
            found.append(Toll(kind, count, anchor, start, max(end, noun.end), adds=_adds(noun, anchor)))
        others = [t for t in noun.conjuncts() if t.pos in NOMINAL | {"NUM"} and not _tells_other(t, kind, sentence)]
        found.extend(t for other in others for t in _counts([other], kind, anchor, sentence, bare=_single(other)))
    return found


def _is_no_number(noun: Token) -> bool:
    """True for days, sums and shares; not for people, nor for the number that died, which the model takes for a day."""
    if noun.entity[2:] in AMOUNTS:
        return not (noun.pos == "NUM" and noun.dep in {"nsubj", "nsubjpass"})
    return any(t.entity[2:] in AMOUNTS for t in noun.all("nummod")) and not is_actor_noun(noun.lemma)


def _is_nobody(noun: Token) -> bool:
    """True for "nobody", "no one", "no casualties"; not for "no soldier", "none of the guards"."""
    no = any(c.lower == "no" for c in noun.all("det", "neg"))
    return (noun.lower in {"nobody", "none"} and not under_of(noun)) or (no and noun.lemma in cue("counts", "anybody"))


def _adds(noun: Token, anchor: Token) -> bool:
    """True for those beyond the ones told before: "three more", "two others", "a guard also died"."""
    words = {noun.lower} | {c.lower for c in noun.children if c.dep != "prep"} | {c.lower for c in anchor.all("advmod")}
    return not words.isdisjoint(cue("counts", "further"))


def _tells_other(noun: Token, kind: str, sentence: ParsedSentence) -> bool:
    """True where the word behind a number counts the other kind: the 318 of "41 killed, and 318 injured"."""
    behind = sentence.tokens[noun.i + 1] if noun.i + 1 < len(sentence.tokens) else noun
    hurt = behind.lemma in cue("counts", "hurt") or behind.lower in {"wounded", "injured"}
    dead = behind.lemma in cue("counts", "kill", "die") or behind.lower == "dead"
    return hurt if kind == "deaths" else dead


def _text(start: int, end: int, sentence: ParsedSentence) -> str:
    return sentence.text[start - sentence.start : end - sentence.start]


def _quantity_span(noun: Token) -> tuple[int, int]:
    """The span of the words before a noun that can count it, the noun included where it is a number itself."""
    counting = {"nummod", "det", "amod", "quantmod", "advmod", "predet"}
    before = [t for c in noun.children if c.i < noun.i and c.dep in counting for t in _undated(c)]
    if noun.pos == "NUM" or noun.lemma in COLLECTIVE:
        before.append(noun)
    if not before:
        return noun.start, noun.start
    return min(t.start for t in before), max(t.end for t in before)


def _undated(number: Token) -> list[Token]:
    """The words of a number without the date that the parser hung on it: "In 2009, two of its members were killed"."""
    dated = [p for p in number.all("prep") if any(o.entity[2:] in CALENDAR for o in p.all("pobj"))]
    return [t for t in number.subtree() if not any(t is p or p in t.ancestors() for p in dated)]


def _single(noun: Token) -> bool:
    """True for a single person: "a soldier", "her brother", "the mayor", a name, "he"."""
    if noun.pos == "PRON":
        return noun.lower in {"he", "she", "him", "her"}
    if noun.tag == "NNP":
        return _is_person(noun)
    determined = any(c.dep in {"det", "poss"} and c.lower not in {"no", "every", "any"} for c in noun.children)
    return noun.tag == "NN" and noun.pos == "NOUN" and determined and noun.lemma not in cue("counts", "not_one")


def _is_person(noun: Token) -> bool:
    """True for a person by name, title or role: "Ali Saleh", "the former president", "the mayor"; not "the pact"."""
    if noun.pos == "PRON" or noun.entity[2:] == "PERSON":
        return True
    roles = [is_actor_noun(t.lemma) for t in (noun, *noun.children) if t.pos in NOMINAL]
    return any(role and not role.endswith("property") for role in roles)


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
        if count is None or count.best is None or _quantity_span(token)[0] in harmed:
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
    text = _text(*_quantity_span(token), sentence)
    count = parse(text) if text and (token.all("nummod") or VAGUE.search(text)) else None
    inner = _of_phrase(token)
    if inner and token.lemma in COLLECTIVE:
        return inner[0], count or parse(token.text)
    return token, count
