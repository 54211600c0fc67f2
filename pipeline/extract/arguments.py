"""Who stands where around a verb: logical subject and object, prepositions and complements, whatever the syntax.

Labels are ClearNLP's, as spaCy's English models give them. Slots hold head tokens of noun phrases with their conjuncts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.event_lexicon import cue
from pipeline.extract.slots import (
    CALENDAR,
    MODIFIERS,
    NOMINAL,
    RELATIVE_TAGS,
    VERBAL,
    Slots,
    add_prep,
    add_preps,
    antecedent,
    inside,
    with_conjuncts,
)

if TYPE_CHECKING:
    from pipeline.parse.sentence import Token

SUBJECT = ("nsubj", "csubj", "expl")
PASSIVE_SUBJECT = ("nsubjpass", "csubjpass")
# A chain of verbs that share a subject is followed no further than this.
DEPTH = 4


def verb_slots(verb: Token) -> Slots:
    """The slots of a verb, in active or passive, finite or not."""
    slots = Slots(passive=is_passive(verb))
    if slots.passive:
        slots.add("object", own_subjects(verb) or _passive_subject(verb) + objects_of(verb))
    else:
        slots.add("subject", own_subjects(verb) or _shared_subject(verb))
        slots.add("object", objects_of(verb) or _relative_object(verb) or _shared_object(verb))
    for dative in verb.all("dative"):
        slots.add("dative", inside(dative) or with_conjuncts(dative))
        if dative.lower in {"to", "for"}:
            add_prep(slots, dative)  # "sent troops to Congo" says whither as well
    add_preps(slots, verb)
    if slots.passive:
        slots.add("subject", slots.get("by"))
    _add_complements(slots, verb)
    _add_object_preps(slots, verb)
    slots.add("verb", [verb])
    results = (c for c in verb.all("advcl") if c.tag == "VBG" and c.i > verb.i and c.lemma in cue("light", "hits"))
    slots.add("victims", [t for result in results for t in objects_of(result)])  # "went off, wounding five shoppers"
    return slots


def is_passive(verb: Token) -> bool:
    """True for "was attacked", "the town attacked by rebels" and the like."""
    if verb.child("auxpass", "nsubjpass") is not None:
        return True
    if _is_of_headline(verb):
        return True
    objects = [o for o in verb.all("dobj") if o.entity[2:] not in CALENDAR]  # "an accord signed the summer before"
    if verb.tag != "VBN" or objects or verb.child("aux", *SUBJECT) is not None:
        return False
    if verb.dep == "conj":
        return is_passive(verb.head)
    return verb.dep in {"acl", "advcl", "amod", "ROOT", "dep", "relcl", "pcomp", "xcomp", "ccomp"}


def _is_of_headline(verb: Token) -> bool:
    """True for a passive without its auxiliary: "12 soldiers killed in ambush", "Mayor kidnapped in Borno"."""
    if verb.dep != "ROOT" or verb.tag not in {"VBN", "VBD"} or verb.child(*SUBJECT) is None:
        return False
    active = verb.child("aux", "dobj", "ccomp", "conj", "prt") is not None
    return not active and verb.lemma in cue("argument", "needs_object")


def subject_of(verb: Token, depth: int = 0) -> list[Token]:
    """A verb's own subject, of a passive the subject all the same, else the one that it shares."""
    return own_subjects(verb) or (_passive_subject(verb) if is_passive(verb) else _shared_subject(verb, depth + 1))


def own_subjects(verb: Token) -> list[Token]:
    """The subjects that stand at the verb itself; for "who" and "which" the noun before the clause."""
    found: list[Token] = []
    for subject in verb.all(*SUBJECT, *PASSIVE_SUBJECT):
        relative = subject.tag in RELATIVE_TAGS and verb.dep in {"relcl", "ccomp"}
        found.extend(antecedent(verb) if relative else with_conjuncts(subject))
    return found


def objects_of(verb: Token) -> list[Token]:
    """The objects that stand at the verb itself; what somebody became is one, too."""
    found: list[Token] = []
    for obj in verb.all("dobj", "oprd", *(["attr"] if verb.lemma == "become" else [])):
        if obj.tag in RELATIVE_TAGS:
            found.extend(antecedent(verb))
        elif obj not in found and not (obj.dep == "oprd" and obj.tag == "JJ"):  # "shot dead"
            found.extend(with_conjuncts(obj))
    return found or _seeming(verb)


def _seeming(verb: Token) -> list[Token]:
    """What an object is said to be: "fired what appeared to be a missile", "found what they called a bomb"."""
    clause = next((c for c in verb.all("ccomp") if c.subtree()[0].lower == "what"), None)
    if clause is None or clause.i < verb.i or clause.lemma not in cue("argument", "seems"):
        return []
    below = [clause, *clause.all("xcomp"), *clause.all("ccomp")]
    return [t for c in below for t in c.all("attr", "oprd") if t.pos in {"NOUN", "PROPN"}][:1]


def _passive_subject(verb: Token) -> list[Token]:
    """What a passive without a subject of its own is said of."""
    if verb.dep in {"acl", "relcl", "amod"}:
        return antecedent(verb)
    if verb.dep == "conj":
        return subject_of(verb.head)
    if verb.dep in {"advcl", "xcomp", "pcomp", "ccomp", "dep"}:
        governor = _governor(verb)
        return (own_subjects(governor) or _shared_subject(governor)) if governor else []
    return []


def _shared_subject(verb: Token, depth: int = 0) -> list[Token]:
    """The subject that a non-finite or coordinated verb takes from the word above it."""
    if depth > DEPTH or verb.head is verb:
        return []
    if verb.dep in {"conj", "relcl"}:
        if verb.child(*SUBJECT) is not None:
            return []
        return antecedent(verb) if verb.dep == "relcl" else _subject_above(verb.head, depth)
    if verb.dep == "acl":
        # "rebels holding the town": the rebels; "the decision of Paris to withdraw": Paris.
        # "issued a statement demanding talks": who issued it.
        told = verb.head.lemma in cue("argument", "papers") and verb.head.dep == "dobj"
        return _owner(verb.head, depth) if told or verb.tag in {"VB", "VBP"} else [verb.head]
    if verb.dep in {"xcomp", "advcl", "ccomp", "pcomp", "prep", "dep", "parataxis"}:
        governor = _governor(verb)
        return _controller(verb, governor, depth) if governor else []
    return []


def _subject_above(head: Token, depth: int) -> list[Token]:
    return subject_of(head, depth) if head.pos in VERBAL else []


def _governor(verb: Token) -> Token | None:
    """The word above, prepositions skipped: "accused of killing" gives accused."""
    head = verb.head
    if head.pos in {"ADP", "SCONJ", "PART"} and head.head is not head:
        head = head.head
    return head if head.pos in VERBAL | NOMINAL | {"ADJ"} and head is not verb else None


def _controller(verb: Token, governor: Token, depth: int) -> list[Token]:
    """Who does the infinitive, gerund or clause below a verb, a noun or an adjective."""
    if governor.pos in NOMINAL:
        return _accused(verb, governor) or _owner(governor, depth)
    if governor.pos == "ADJ":
        # "are due to meet", "is ready to leave"
        return _subject_above(governor.head, depth + 1)
    if verb.dep in {"xcomp", "ccomp", "pcomp"} and governor.lemma in cue("argument", "object_control"):
        controlled = objects_of(governor) or (own_subjects(governor) if is_passive(governor) else [])
        if controlled:
            return controlled
    if verb.dep == "ccomp" and verb.tag != "VBG" and verb.child("mark") is not None:
        return []
    if verb.i < governor.i and governor.lemma in cue("status", "says") and verb.child("aux") is None:
        return []  # "Detaining marchers is wrong", she said
    return subject_of(governor, depth)


def _accused(verb: Token, noun: Token) -> list[Token]:
    """Who is said to do it, where "of" hangs on the noun: "accused rebels of shelling", "accused by us of it"."""
    accuses = noun.head.head if noun.head.lower == "by" else noun.head
    if verb.dep != "pcomp" or accuses.lemma not in cue("argument", "object_control"):
        return []
    return with_conjuncts(noun) if accuses is noun.head else own_subjects(accuses)


def _owner(noun: Token, depth: int) -> list[Token]:
    """Who stands behind a noun with an infinitive: its possessor, its "by" or "of", the subject of its verb."""
    owner = noun.child("poss")
    if owner is not None:
        return with_conjuncts(owner)
    for prep in noun.all("prep"):
        if prep.lower in {"by", "of", "from", "between"}:
            return inside(prep)
    verb = noun.head
    if noun.dep in {"dobj", "pobj", "attr", "nsubjpass"} and depth < DEPTH:
        while verb.pos == "ADP" and verb.head is not verb:
            verb = verb.head
        if verb.pos in VERBAL:
            return subject_of(verb, depth + 1)
    return [c for c in noun.children if c.dep in MODIFIERS and c.entity][:1]


def _relative_object(verb: Token) -> list[Token]:
    """The noun that a clause leaves its object to: "the town (that) rebels seized"."""
    subject = verb.child(*SUBJECT)
    stranded = any(p.child("pobj") is None for p in verb.all("prep"))
    if verb.dep == "relcl" and subject is not None and subject.tag not in RELATIVE_TAGS and not stranded:
        return antecedent(verb)
    return []


def _shared_object(verb: Token) -> list[Token]:
    """The object of the last of several verbs, which is that of all: "killed and wounded ten rebels"."""
    for conj in verb.all("conj"):
        own = conj.child(*SUBJECT, *PASSIVE_SUBJECT) is not None
        if conj.pos == "VERB" and conj.tag == verb.tag and not own and conj.i - verb.i <= 4:
            return objects_of(conj) or _shared_object(conj)
    return []


def _add_object_preps(slots: Slots, verb: Token) -> None:
    """Fill the slots of prepositions that the parser hung on the object: "fired rockets at the town"."""
    for obj in verb.all("dobj", "nsubjpass"):
        for prep in obj.all("prep"):
            if prep.lower in cue("argument", "of_object"):
                add_prep(slots, prep)


def _add_complements(slots: Slots, verb: Token) -> None:
    for comp in verb.all("xcomp", "ccomp", "acomp", "oprd", "attr", "prt"):
        slots.add("comp", [comp, *comp.conjuncts()])
        slots.add("comp_aux", comp.all("aux"))
        slots.add("comp_verb", comp.all("xcomp", "ccomp"))
        slots.add("comp_subject", [t for o in comp.all("nsubj", "nsubjpass") for t in with_conjuncts(o)])
        slots.add("comp_unless", [m for c in comp.all("advcl") for m in c.all("mark") if m.lower == "unless"])
        slots.add("comp_object", [t for o in comp.all("dobj") for t in with_conjuncts(o)])
        for prep in comp.all("prep", "dative"):
            if prep.lower in {"to", "with", "against"}:
                slots.add(f"comp_{prep.lower}", inside(prep))
