"""Repairs of trees that the parser is known to build wrongly in news: one function a fault, each with its example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue, hyphenated, lemmas, triggers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.parse.sentence import Token

ARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ed", "es", "ul"})  # Arabic ones
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
NOUN_TAGS = {"VBZ": "NNS", "VBP": "NN", "VB": "NN"}
TAKEN_FOR_NOUNS = ("NOUN", "PROPN", "ADJ")
NO_THINGS = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"})  # entities that are no object
OF_NOUNS = frozenset({"dobj", "pobj", "nsubj", "nsubjpass"})
DETERMINERS = frozenset({"det", "amod", "compound", "nummod", "poss"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
LONG_NAME = 4  # words of a name in a headline
OF_DEEDS = frozenset({"by", "against", "of"})  # prepositions of who did a deed, and to whom


def repair(tokens: Sequence[Token]) -> None:
    """Mend the tree in place. Raises ValueError where that leaves no tree: who climbs a ring never ends."""
    for mark in tokens[1:-1]:
        if mark.text == "-":
            _around_hyphen(tokens[mark.i - 1], mark, tokens[mark.i + 1])
        elif mark.text == ";":
            _part(tokens, mark)
    _two_names(tokens)
    for token in tokens:
        before = tokens[token.i - 1]
        if token.dep in {"compound", "amod"}:
            _number_at_front(token)
            _verb_before_name(token, before)
        _part_of_speech(token, before)
        _around_word(token, before)
        _object_elsewhere(token, before)
        if token.pos == "VERB":
            _around_verb(token, before)
    if sum(len(root.subtree()) for root in tokens if root.head is root) != len(tokens):
        raise ValueError(f"the parse of {' '.join(t.text for t in tokens)!r} is no tree")


def _part_of_speech(token: Token, before: Token) -> None:
    if token.pos in TAKEN_FOR_NOUNS:
        _participle_after_all(token)
        _adjective_after_all(token)
        _verb_after_all(token)
    elif token.tag in NOUN_TAGS and token.dep in {"dobj", "pobj", *SUBJECTS}:
        _noun_after_all(token, before)


def _two_names(tokens: Sequence[Token]) -> None:
    """Make one subject of two names with a comma between, as headlines have them: "Xi, Modi meet in Wuhan"."""
    comma = next((t for t in tokens[1:LONG_NAME] if t.text == ","), None)
    if comma is None or any(t.pos != "PROPN" for t in tokens[: comma.i]):
        return
    first = tokens[comma.i - 1]
    second = next((t for t in tokens[comma.i + 1 : comma.i + LONG_NAME] if t.dep in {"nsubj", "nsubjpass"}), None)
    if second is None or second.pos != "PROPN" or any(t.pos != "PROPN" for t in tokens[comma.i + 1 : second.i]):
        return
    verb = second.head
    if first.head is not verb or first.dep not in {"npadvmod", "nsubj", "dep", "nmod"} or verb.tag == "VBZ":
        return
    first.dep, second.dep = second.dep, "conj"
    _move(second, first)


def _around_word(token: Token, before: Token) -> None:
    if token.lower == "to":
        _count_of_object(token)
    elif token.lemma == "go" and token.i:
        _let_go(before, token)
    elif token.lower == "dead" and token.pos == "ADJ":
        _shot_dead(before, token)
    elif token.lower == "for" and before.lemma in cue("parse", "asks_for") and before.head is token.head:
        _move(token, before)  # "renewed its plea for talks"
    elif token.lower in OF_DEEDS:
        _party_of_deed(token, before)


def _around_verb(verb: Token, before: Token) -> None:
    _attribute(verb)
    _behind_be(verb)
    _passive_of_agent(verb)
    _verb_above_object(verb)
    _deed_before(verb)
    _subject_before(verb, before)
    _subject_behind_comma(verb, before)
    _sentence_of_noun(verb)
    _sentence_after_participle(verb)
    _infinitive_below(verb)
    _infinitive_beside(verb)
    if verb.lemma == "let":
        _object_of_let(verb)
    if verb.lemma in cue("status", "says"):
        _remark_above(verb)
        _give_subject_back(verb)


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
    subject, other = token.child("nsubj", "nsubjpass"), token.child("dobj", "prep", "prt", "agent")
    if token.lower in verbs and subject is not None and other is not None:
        token.pos, token.lemma = "VERB", verbs[token.lower]


def _number_at_front(word: Token) -> None:
    """Make a number of the capital word that begins a sentence: "Thirteen peacekeepers were killed"."""
    if word.tag == "NNP" and word.entity[2:] == "CARDINAL" and word.i == 0:
        word.pos, word.tag, word.dep = "NUM", "CD", "nummod"


def _adjective_after_all(token: Token) -> None:
    """Make a noun of "launched a ground offensive", which the model takes for an adjective."""
    if token.pos != "ADJ" or token.dep not in OF_NOUNS or token.lemma not in triggers().nouns:
        return
    if token.child(*DETERMINERS) is not None:
        token.pos, token.tag = "NOUN", "NN"


def _participle_after_all(token: Token) -> None:
    """Make a passive of what the model takes for a noun behind "be": "was overrun by fighters"."""
    be = token.head
    is_bare = token.dep in {"attr", "acomp"} and token.child(*DETERMINERS) is None
    if not is_bare or be.lemma != "be" or token.tag != "NN" or be.child("nsubj") is None:
        return
    by = next((t for t in [*token.all("prep"), *be.all("prep", "agent")] if t.lower == "by"), None)
    lemma = lemmas()[0].get(token.lower)
    if by is None or lemma is None or (token.lower == lemma and lemma not in cue("parse", "participles")):
        return
    token.pos, token.tag, token.lemma = "VERB", "VBN", lemma
    _move(by, token)
    by.dep = "agent"


def _noun_after_all(token: Token, before: Token) -> None:
    """Make a noun of what stands as one: the model has verbs in "dismissed reports that", "the missile strikes hit".

    What it took for such a verb's subject says which noun it is.
    """
    is_subject = token.tag == "VBZ" and token.dep in {"nsubj", "nsubjpass"}
    if is_subject and before.dep == "nsubj" and before.head is token:
        before.dep = "compound"
        for child in [c for c in before.children if c.dep in DETERMINERS]:
            _move(child, token)
    elif token.child(*SUBJECTS, "aux", "auxpass", "dobj", "neg", "prt") is not None:
        return
    token.pos, token.tag = "NOUN", NOUN_TAGS[token.tag]


def _verb_before_name(word: Token, before: Token) -> None:
    """Make a verb of "overran" in "after the Houthis overran Sanaa", of which the parser makes one long name."""
    verbs, name = lemmas()[0], word.head
    lemma = verbs.get(word.lower)
    if lemma == word.lower or lemma not in cue("parse", "onto_names") or name.pos != "PROPN" or name.i < word.i:
        return
    beside = name.dep == "appos" and name.head is before
    if not (beside or before.head in {name, word}) or before.pos not in {"NOUN", "PROPN"}:
        return
    if beside:  # "after Russia annexed Crimea"
        _put_above(name, before)
        _move(before, name)
    above = name.head
    _put_above(word, name)
    word.pos, word.tag, word.lemma, name.dep, before.dep = "VERB", "VBD", lemma, "dobj", "nsubj"
    for child in [c for c in word.children if c.i < before.i and c.dep in DETERMINERS]:
        _move(child, before)
    for child in [c for c in word.children if before.i < c.i < name.i]:
        _move(child, name)
    if above is not name and word.dep == "pobj" and above.head is not above:  # "after": no preposition, then
        _move(word, above.head)
        _move(above, word)
        word.dep, above.dep = "advcl", "mark"


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


def _let_go(let: Token, go: Token) -> None:
    """Make one verb of "the rebels let go an engineer" and "nine were let go", of which the parser makes two."""
    if let.lemma != "let" or any(who.i > let.i for who in go.all("nsubj")):
        return  # "let him go"
    if let.head is go and let.dep in {"aux", "auxpass"}:
        _put_above(let, go)
    elif go.head is not let:
        return
    for child in list(go.children):
        _move(child, let)
    let.pos, go.pos, go.dep = "VERB", "PART", "prt"


def _shot_dead(shot: Token, dead: Token) -> None:
    """Make "shot" the verb of "gunmen on a motorbike shot dead a colonel", which the parser took for a noun."""
    if shot.lower != "shot" or shot.pos == "VERB" or dead.child("nsubj") is None:
        return
    for own in shot.all("compound")[-1:] if shot.dep == "pobj" else ():
        _move(own, shot.head)
        own.dep = "pobj"
    _put_above(shot, dead)
    shot.pos, shot.tag, shot.lemma, dead.dep = "VERB", "VBD", "shoot", "oprd"


def _take_place(verb: Token, word: Token) -> None:
    """Put a verb into the place of a word in the tree, and hang the word on it; neither gets other children."""
    verb.head.children.remove(verb)
    above = word.head
    if above is word:
        verb.head = verb
    else:
        above.children[above.children.index(word)] = verb
        verb.head = above
    verb.dep, word.head = word.dep, verb


def _put_above(verb: Token, word: Token) -> None:
    """Put a verb into the place of a word in the tree, with all that hangs on the word, and the word below it."""
    _take_place(verb, word)
    for child in list(word.children):
        child.head = verb
    verb.children = sorted([*verb.children, *word.children, word], key=lambda t: t.i)
    word.children = []


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
    """Hang "by" and "against" on the deed, and not on a noun between: "the ambush of a convoy by rebels".

    The same for "of" behind a date: "the kidnapping in October of two nurses".
    """
    if prep.dep not in {"prep", "agent"}:
        return
    deeds, above = triggers().nouns, prep.head
    if prep.lower == "of" and above.dep == "dobj" and above.head.lemma in cue("parse", "deprives"):
        _move(prep, above.head)  # "relieved the rebels of their rifles"
        return
    if prep.lower == "of" and above.entity[2:] != "DATE":
        return
    if above.pos in {"VERB", "AUX"} and above.tag != "VBN" and _is_deed(before):
        _move(prep, before)  # "ten men are on trial over the coup by officers"
    while above.lemma not in deeds:
        if above.dep != "pobj" or above.head.head.pos not in TAKEN_FOR_NOUNS:
            return
        above = above.head.head
    if above is not prep.head:
        _move(prep, above)


def _is_deed(word: Token) -> bool:
    return word.pos in TAKEN_FOR_NOUNS and word.lemma in triggers().nouns


def _object_elsewhere(token: Token, before: Token) -> None:
    if token.dep in {"prt", "acomp"}:
        _object_of_particle(token)
    elif token.dep == "npadvmod":
        _object_after_all(token, before)


def _object_of_particle(particle: Token) -> None:
    """Give the verb the object that the parser hung on its particle: "handing over weapons", "shot dead the mayor"."""
    noun, verb = particle.child("pobj", "dobj"), particle.head
    if noun is not None and verb.child("dobj") is None:
        _move(noun, verb)
        noun.dep = "dobj"


def _object_after_all(noun: Token, before: Token) -> None:
    """Make an object of what stands right behind its verb: "besieged Madaya", "shot down 28 of 31 drones"."""
    verb = noun.head
    if verb.pos != "VERB" or verb.child("dobj", "auxpass") is not None or noun.entity[2:] in NO_THINGS:
        return
    counts = noun.pos == "NUM" and any(prep.lower == "of" for prep in noun.all("prep"))
    first = next((t for t in noun.subtree()), noun)
    behind_particle = before.head is verb and before.dep in {"prt", "advmod"} and verb.i == first.i - 2
    beside = verb.i == first.i - 1 or behind_particle
    if beside and (counts or noun.pos == "PROPN"):
        noun.dep = "dobj"


def _verb_above_object(verb: Token) -> None:
    """Put a finite verb with its subject above the noun that it was hung on: "gunships strafed bunkers"."""
    noun = verb.head
    if verb.dep != "amod" or verb.tag not in FINITE or verb.child("nsubj") is None or noun.i < verb.i:
        return
    if noun.head is not noun and noun.head.lemma not in cue("status", "says"):
        return
    of_noun = [c for c in noun.children if c.i > verb.i and c.dep not in {"prep", "punct"}]
    _put_above(verb, noun)
    noun.dep = "dobj"
    for child in of_noun:
        _move(child, noun)


def _deed_before(verb: Token) -> None:
    """Make a noun of a deed that was taken for the verb: "A dawn sweep through the suburbs on Monday netted five"."""
    deed, subject = verb.head, verb.head.child("nsubj")
    if verb.tag != "VBD" or deed.tag not in {"VB", "VBP"} or deed.lemma not in triggers().nouns or subject is None:
        return
    is_one = subject.tag in {"NN", "NNP"} and subject.child("det") is not None and subject.i == deed.i - 1
    bare = deed.child("aux", "auxpass", "dobj") is None and verb.child(*SUBJECTS, "aux", "mark") is None
    if not (is_one and bare and deed.i < verb.i and verb.dep in {"advcl", "ccomp", "conj", "dep", "xcomp"}):
        return
    deed.pos, deed.tag, subject.dep = "NOUN", "NN", "compound"
    _above(verb, deed)
    for child in [c for c in deed.children if c.i > verb.i]:
        _move(child, verb)


def _subject_before(verb: Token, noun: Token) -> None:
    """Give a finite verb the noun right before it: "in May gunmen attacked", "fired at the gate and guards fled".

    The parser hangs such a noun on the date, on the noun before "and", or on that as the verb's subject.
    """
    if verb.tag not in FINITE or noun.pos not in TAKEN_FOR_NOUNS:
        return
    _disguised(verb)
    _date_before(verb, noun)
    _subject_of_clause(verb, noun)
    if verb.child(*SUBJECTS, "aux") is None:
        in_ring = verb in noun.ancestors() or noun in verb.ancestors()
        if noun.dep == "conj" and noun.head.pos in TAKEN_FOR_NOUNS and not in_ring:
            _move(noun, verb)
            noun.dep = "nsubj"
    elif verb.dep == "ccomp" and noun.dep == "conj" and noun.head.dep == "nsubj" and noun.head.head is verb:
        _object_of_first(verb, noun, verb.head)


def _disguised(verb: Token) -> None:
    """Make a sentence of "Bombers dressed as women attacked a base", in which the parser has the women attack."""
    worn, subject, mark = verb.head, verb.child("nsubj"), verb.child("mark")
    if verb.dep != "advcl" or worn.dep != "acl" or worn.lemma not in cue("parse", "worn"):
        return
    if worn.head.head is not worn.head or subject is None or mark is None or mark.lower != "as":
        return
    _move(mark, worn)
    _move(subject, mark)
    mark.dep, subject.dep = "prep", "pobj"
    _above(verb, worn.head)


def _subject_of_clause(verb: Token, noun: Token) -> None:
    """Give a clause its subject: the parser hangs that of "died as an aircraft attacked a queue" on "as"."""
    mark = noun.head
    if verb.dep != "advcl" or noun.dep != "pobj" or mark.head is not verb.head or verb.child(*SUBJECTS, "aux", "mark"):
        return
    if mark.lower in cue("parse", "marks"):
        _move(noun, verb)
        _move(mark, verb)
        noun.dep, mark.dep = "nsubj", "mark"


def _subject_behind_comma(verb: Token, before: Token) -> None:
    """Give a verb the names behind a comma: "pressed by Washington, Bogota and Caracas agreed" lists no three."""
    if verb.tag not in FINITE or verb.child(*SUBJECTS) is not None or before.dep != "conj":
        return
    first = before
    while first.head.dep == "conj" and first.head.head is not first.head:
        first = first.head
    listed = first.head
    comma = any(t.text == "," and listed.i < t.i < first.i for t in listed.children)
    joined = any(t.dep == "cc" and t.i < first.i for t in listed.children)
    if comma and not joined and listed.dep == "pobj" and listed.head.i < verb.i and verb in listed.ancestors():
        _move(first, verb)
        first.dep = "nsubj"


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
    while noun.dep == "conj" and noun.head.pos in TAKEN_FOR_NOUNS:
        noun = noun.head  # "two generals and some 600 men defected"
    is_finite = verb.tag == "VBD" or verb.child("ccomp") is not None
    if verb.dep != "acl" or noun.head is not noun or noun.i > verb.i or not is_finite:
        return
    _above(verb, noun)


def _sentence_after_participle(verb: Token) -> None:
    """Make the sentence's verb of the second of two participles: "Police backed by soldiers sealed off the streets"."""
    is_bare = verb.child(*SUBJECTS, "aux", "auxpass", "mark", "agent") is None
    if verb.dep not in {"acl", "advcl"} or verb.tag not in {"VBD", "VBN"} or not is_bare:
        return
    above = [*verb.ancestors()]
    noun = above[-1]
    participle = next((t for t in noun.all("acl") if t.i < verb.i and t.tag in {"VBN", "VBD"}), None)
    tells = verb.head is noun or verb.tag == "VBD" or verb.child("dobj", "prt") is not None
    if noun.pos not in TAKEN_FOR_NOUNS or not tells or not (verb.head is noun or participle in above):
        return
    if participle is None:
        return
    _above(verb, noun)
    verb.tag = "VBD"
    for child in [c for c in noun.children if c.i > verb.i]:
        _move(child, verb)


def _above(verb: Token, noun: Token) -> None:
    """Turn the two round: the verb is the sentence's, the noun its subject."""
    _take_place(verb, noun)
    noun.dep = "nsubj"
    verb.children.insert(0, noun)


def _attribute(verb: Token) -> None:
    """Make a verb of what the parser took for an attribute: "Egypt is mediating", "they were tear-gassed by police"."""
    be, suffers = verb.head, verb.tag == "VBN" and verb.child("agent") is not None
    if not (verb.tag == "VBG" or suffers) or verb.dep not in {"attr", "acomp"} or be.lemma != "be" or not be.i < verb.i:
        return
    subject = be.child("nsubj")
    if verb.child("det", "poss", "amod", "advmod") is not None or subject is None:
        return
    _above(verb, be)
    be.dep, subject.dep = ("auxpass", "nsubjpass") if suffers else ("aux", "nsubj")
    for child in list(be.children):
        _move(child, verb)


def _behind_be(verb: Token) -> None:
    """Make a passive of one that stands before its "be": "Also seized in the raid were two nuns"."""
    be = verb.child("auxpass") or verb.head
    suffers = next((t for t in be.all("attr", "nsubj") if verb.i < be.i < t.i), None)
    if verb.tag != "VBN" or be.lemma != "be" or suffers is None or verb.child(*SUBJECTS, "aux", "mark") is not None:
        return
    if verb.head is be:
        if verb.dep not in {"advcl", "acl", "csubj", "nsubj", "acomp"}:
            return
        _above(verb, be)
        be.dep = "auxpass"
    suffers.dep = "nsubjpass"
    for child in list(be.children):
        _move(child, verb)


def _passive_of_agent(verb: Token) -> None:
    """Make the subject the one that suffers where the doer is named: "Seven monks, led away by gunmen, were killed"."""
    subject = verb.child("nsubj")
    if verb.child("agent") is None or verb.child("dobj", "auxpass") is not None:
        return
    if subject is not None:
        subject.dep = "nsubjpass"
    elif verb.tag == "VBD" and verb.dep in {"acl", "advcl"}:
        verb.tag = "VBN"  # "a convoy hit by warplanes"


def _object_of_let(let: Token) -> None:
    """Make an object of whom the parser takes for a sentence: "let UN observers into the enclave"."""
    noun = let.child("ccomp")
    if noun is not None and noun.pos in {"NOUN", "PROPN"} and noun.child(*SUBJECTS, "aux", "cop") is None:
        noun.dep = "dobj"


def _infinitive_below(verb: Token) -> None:
    """Make a purpose what the verb says: "threatened on Monday to ban the party", "asked Japan on Friday to leave".

    A noun that the parser took for the whole sentence is the subject: "rebels threatened on Monday to attack".
    """
    _ordered_to_be(verb)
    taken = "object_infinitive" if verb.child("dobj", "nsubjpass") is not None else "infinitive"
    purpose = next((t for t in verb.all("advcl") if t.has_to()), None)
    if purpose is not None and any(m.lower == "for" for m in purpose.all("mark")):
        taken = "for_infinitive"  # "pleaded for peacekeepers to be sent"
    if purpose is None or purpose.i < verb.i or verb.lemma not in cue("parse", taken):
        return
    purpose.dep = "xcomp"
    noun = verb.head
    if taken == "infinitive" and verb.dep == "acl" and noun.head is noun:
        _above(verb, noun)


def _ordered_to_be(verb: Token) -> None:
    """Make the order's whole clause of what the parser hung on its noun: "ordered two brigades to be sent"."""
    noun = verb.child("dobj")
    clause = noun and next((t for t in noun.all("relcl", "acl") if t.has_to() and t.child("auxpass")), None)
    if noun is None or clause is None or verb.lemma not in cue("parse", "object_infinitive"):
        return
    _move(clause, verb)
    clause.dep = "ccomp"
    _move(noun, clause)
    noun.dep = "nsubjpass"


def _infinitive_beside(verb: Token) -> None:
    """Hang the second of two infinitives on the first: "promised to stop taxing farmers and to free two soldiers"."""
    if verb.dep == "conj" and verb.has_to() and not verb.head.has_to():
        first = next((t for t in verb.ancestors() if t.pos == "VERB" and t.has_to()), None)
        if first is not None:
            _move(verb, first)


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
    _take_place(report, verb)
    verb.dep = "ccomp"
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
    """Hang a token on another, but on none below it: a tree has no ring."""
    if token in head.ancestors():
        return
    token.head.children.remove(token)
    token.head = head
    head.children.append(token)
    head.children.sort(key=lambda t: t.i)
