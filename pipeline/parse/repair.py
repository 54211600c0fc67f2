"""Repairs of trees that the parser is known to build wrongly in news: one function a fault, each with its example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue, hyphenated, lemmas, triggers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.parse.sentence import Token

ARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ed", "es", "ul"})  # Arabic ones
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
TAKEN_FOR_NOUNS = ("NOUN", "PROPN", "ADJ")
FINITE = frozenset({"VBD", "VBZ", "VBP"})
OF_DEEDS = frozenset({"by", "against"})  # prepositions of who did a deed, and to whom


def repair(tokens: Sequence[Token]) -> None:
    """Mend the tree in place."""
    says = cue("status", "says")
    for mark in tokens[1:-1]:
        if mark.text == "-":
            _around_hyphen(tokens[mark.i - 1], mark, tokens[mark.i + 1])
        elif mark.text == ";":
            _part(tokens, mark)
    for token in tokens:
        if token.pos in TAKEN_FOR_NOUNS:
            _verb_after_all(token)
        if token.lower == "to":
            _count_of_object(token)
        if token.lower == "dead" and token.pos == "ADJ":
            _shot_dead(tokens[token.i - 1], token)
        if token.lower in OF_DEEDS:
            _party_of_deed(token, tokens[token.i - 1])
        if token.dep in {"prt", "acomp"}:
            _object_of_particle(token)
        if token.pos == "VERB":
            _subject_before(token, tokens[token.i - 1])
            _sentence_of_noun(token)
            _infinitive_below(token)
        if token.lemma in says:
            _remark_above(token)
            _give_subject_back(token)


def _around_hyphen(first: Token, hyphen: Token, second: Token) -> None:
    if first.end == hyphen.start and hyphen.end == second.start:
        _join(first, second)
        _name_after_article(first, hyphen, second)


def _part(tokens: Sequence[Token], semicolon: Token) -> None:
    """Part two sentences at their semicolon: "A shell struck the house; nobody was hurt" denies no shell."""
    for clause in tokens:
        across = (clause.i < semicolon.i) != (clause.head.i < semicolon.i)
        if across and clause.dep in {"ccomp", "parataxis"} and clause.head.lemma not in cue("status", "says"):
            clause.head.children.remove(clause)
            clause.head, clause.dep = clause, "ROOT"


def _verb_after_all(token: Token) -> None:
    """Make a verb of what has a verb's arguments: the model takes "The army retook Gao" for a noun's."""
    verbs, _ = lemmas()
    if token.lower in verbs and token.child("nsubj") is not None and token.child("dobj", "prep", "prt") is not None:
        token.pos, token.lemma = "VERB", verbs[token.lower]


def _join(first: Token, second: Token) -> None:
    """Make one word of what the tokeniser cut at its hyphen, where the lexicon has it: "cease-fire", "sit-in"."""
    forms = (f"{first.lower}-{second.lower}", f"{first.lower}-{second.lemma}", f"{first.lemma}-{second.lower}")
    lemma = next((form for form in forms if form in hyphenated()), None)
    if lemma is None:
        return
    kept, other = (first, second) if second.head is first else (second, first)
    kept.text, kept.lower, kept.lemma = f"{first.text}-{second.text}", f"{first.lower}-{second.lower}", lemma
    kept.start, kept.end = first.start, second.end
    other.pos, other.lemma = "X", "-"


def _name_after_article(article: Token, hyphen: Token, name: Token) -> None:
    """Put a name in the place of its article: the model makes three objects of "arrested Omar al-Tayeb"."""
    above = article.head
    if article.lower not in ARTICLES or not name.text[0].isupper() or above in {article, name, hyphen}:
        return
    if name in above.ancestors():
        return
    _move(name, above)
    name.dep, article.dep, hyphen.dep, hyphen.pos = article.dep, "compound", "punct", "PUNCT"
    for token in [*article.children, article, hyphen]:
        if token is not name:
            _move(token, name)


def _shot_dead(shot: Token, dead: Token) -> None:
    """Make "shot" the verb of "gunmen on a motorbike shot dead a colonel", which the parser took for a noun."""
    if shot.lower != "shot" or shot.pos == "VERB" or dead.child("nsubj") is None:
        return
    for own in shot.all("compound")[-1:] if shot.dep == "pobj" else ():
        _move(own, shot.head)
        own.dep = "pobj"
    shot.head.children.remove(shot)
    shot.pos, shot.tag, shot.lemma, shot.dep, shot.head = "VERB", "VBD", "shoot", dead.dep, shot
    if dead.head is not dead:
        above = dead.head
        above.children[above.children.index(dead)] = shot
        shot.head = above
    for child in list(dead.children):
        _move(child, shot)
    dead.head, dead.dep = shot, "oprd"
    shot.children.append(dead)


def _count_of_object(to: Token) -> None:
    """Make the noun the verb's object: the parser takes "kidnapped up to 16 miners" for a direction."""
    verb, noun = to.head.head if to.head.lower == "up" else to.head, to.child("pobj")
    up = next((t for t in [*to.children, *verb.children] if t.lower == "up" and t.i == to.i - 1), None)
    if to.dep != "prep" or up is None or noun is None or verb.pos != "VERB" or verb.child("dobj") is not None:
        return
    if noun.child("nummod") is None:
        return
    _move(noun, verb)
    noun.dep = "dobj"
    for word in (up, to):
        _move(word, noun)
        word.dep = "advmod"


def _party_of_deed(prep: Token, before: Token) -> None:
    """Hang "by" and "against" on the deed, and not on a noun between: "the ambush of a convoy by rebels"."""
    if prep.dep not in {"prep", "agent"}:
        return
    deeds, above = triggers().nouns, prep.head
    if above.pos in {"VERB", "AUX"} and above.tag != "VBN" and before.lemma in deeds:
        _move(prep, before)  # "ten men are on trial over the coup by officers"
    while above.lemma not in deeds:
        if above.dep != "pobj" or above.head.head.pos not in TAKEN_FOR_NOUNS:
            return
        above = above.head.head
    if above is not prep.head:
        _move(prep, above)


def _object_of_particle(particle: Token) -> None:
    """Give the verb the object that the parser hung on its particle: "handing over weapons", "shot dead the mayor"."""
    noun, verb = particle.child("pobj", "dobj"), particle.head
    if noun is not None and verb.child("dobj") is None:
        _move(noun, verb)
        noun.dep = "dobj"


def _subject_before(verb: Token, noun: Token) -> None:
    """Give a finite verb the noun right before it: "in May gunmen attacked", "fired at the gate and guards fled".

    The parser hangs such a noun on the date, on the noun before "and", or on that as the verb's subject.
    """
    if verb.tag not in FINITE or noun.pos not in TAKEN_FOR_NOUNS:
        return
    _date_before(verb, noun)
    if verb.child(*SUBJECTS, "aux") is None:
        if noun.dep == "conj" and noun.head.pos in TAKEN_FOR_NOUNS and verb not in noun.ancestors():
            _move(noun, verb)
            noun.dep = "nsubj"
    elif verb.dep == "ccomp" and noun.dep == "conj" and noun.head.dep == "nsubj" and noun.head.head is verb:
        _object_of_first(verb, noun, verb.head)


def _date_before(verb: Token, noun: Token) -> None:
    date = next((t for t in noun.all("compound", "nmod") if t.entity[2:] == "DATE"), None)
    prep = next((t for t in (noun.head, *verb.all("prep")) if date is not None and t.i == date.i - 1), None)
    if date is None or prep is None or prep.pos != "ADP":
        return
    if noun.dep == "pobj":
        _move(noun, verb)
        noun.dep = "nsubj"
    if prep.child("pobj") is None:
        _move(date, prep)
        date.dep = "pobj"


def _object_of_first(verb: Token, noun: Token, first: Token) -> None:
    """Part "Rebels shelled the town and residents fled": the town is the first verb's object."""
    town = noun.head
    says = cue("status", "says") | cue("status", "reports")
    if first.pos == "VERB" and first.lemma not in says and first.i < town.i and first.child("dobj", "mark") is None:
        _move(noun, verb)
        _move(town, first)
        noun.dep, town.dep, verb.dep = "nsubj", "dobj", "conj"


def _sentence_of_noun(verb: Token) -> None:
    """Make a sentence of a noun that the parser took for one: "Three groups announced that they had merged"."""
    noun = verb.head
    is_finite = verb.tag == "VBD" or verb.child("ccomp") is not None
    if verb.dep != "acl" or noun.head is not noun or noun.i > verb.i or not is_finite:
        return
    _above(verb, noun)


def _above(verb: Token, noun: Token) -> None:
    """Turn the two round: the verb is the sentence's, the noun its subject."""
    noun.children.remove(verb)
    verb.head, verb.dep = verb, "ROOT"
    noun.head, noun.dep = verb, "nsubj"
    verb.children.insert(0, noun)


def _infinitive_below(verb: Token) -> None:
    """Make a purpose what the verb says: "threatened on Monday to ban the party", "asked Japan on Friday to leave".

    A noun that the parser took for the whole sentence is the subject: "rebels threatened on Monday to attack".
    """
    taken = "object_infinitive" if verb.child("dobj", "nsubjpass") is not None else "infinitive"
    purpose = next((t for t in verb.all("advcl") if t.has_to()), None)
    if purpose is None or purpose.i < verb.i or verb.lemma not in cue("parse", taken):
        return
    purpose.dep = "xcomp"
    noun = verb.head
    if taken == "infinitive" and verb.dep == "acl" and noun.head is noun:
        _above(verb, noun)


def _remark_above(report: Token) -> None:
    """Hang the reported verb on its report: "Russia said the drills, also there, would run" has the two upside down."""
    verb = report.head
    if (
        report.dep != "parataxis"
        or report.child("dobj") is None
        or verb.child(*SUBJECTS) is not None
        or report.i > verb.i
    ):
        return
    above, dep = verb.head, verb.dep
    verb.children.remove(report)
    if above is verb:
        report.head = report
    else:
        above.children[above.children.index(verb)] = report
        report.head = above
    report.dep = dep
    verb.head, verb.dep = report, "ccomp"
    report.children.append(verb)


def _give_subject_back(report: Token) -> None:
    """Give the reported verb the subject that the parser took for the object of "said", with what is between them."""
    swallowed, verb = report.child("dobj"), report.child("ccomp")
    if swallowed is None or verb is None or verb.child(*SUBJECTS) is not None or not report.i < swallowed.i < verb.i:
        return
    for child in [c for c in report.children if swallowed.i < c.i < verb.i]:
        _move(child, swallowed)
    _move(swallowed, verb)
    swallowed.dep = "nsubj"


def _move(token: Token, head: Token) -> None:
    token.head.children.remove(token)
    token.head = head
    head.children.append(token)
    head.children.sort(key=lambda t: t.i)
