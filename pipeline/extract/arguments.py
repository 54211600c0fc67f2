"""Who stands where around a trigger: logical subject and object, prepositions, modifiers, whatever the syntax.

Labels are ClearNLP's, as spaCy's English models give them. Slots hold head tokens of noun phrases with their conjuncts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.extract.lexicon import cue

if TYPE_CHECKING:
    from pipeline.parse.sentence import Token

SUBJECT = ("nsubj", "csubj", "expl")
PASSIVE_SUBJECT = ("nsubjpass", "csubjpass")
RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})
CLAUSE_DEPS = frozenset({"relcl", "advcl", "ccomp", "acl", "csubj", "parataxis"})
# Verbs whose object does the infinitive: "ordered troops to withdraw".
OBJECT_CONTROL = frozenset("order ask urge force allow permit tell call press push persuade invite help send encourage instruct direct compel want expect get lead prompt cause enable let make see watch accuse suspect charge convict blame stop prevent keep ban deter warn".split())


@dataclass(slots=True, eq=False)
class Slots:
    """The arguments of one trigger by slot name; a preposition's own lemma is its slot."""

    found: dict[str, list[Token]] = field(default_factory=dict)
    passive: bool = False

    def add(self, slot: str, tokens: list[Token]) -> None:
        """Append tokens to a slot, each once."""
        have = self.found.setdefault(slot, [])
        have.extend(t for t in tokens if t not in have)

    def get(self, slot: str) -> list[Token]:
        """The tokens of a slot; empty where nothing stands there."""
        return self.found.get(slot, [])


def with_conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated under it."""
    return [token, *(c for c in token.conjuncts() if c.pos not in {"VERB", "AUX"})]


def verb_slots(verb: Token) -> Slots:
    """The slots of a verb, in active or passive, finite or not."""
    slots = Slots(passive=is_passive(verb))
    subjects, objects = _subjects(verb), _objects(verb)
    if slots.passive:
        slots.add("object", subjects or _passive_subject(verb))
        slots.add("object", objects if not subjects else [])
    else:
        slots.add("subject", subjects or _shared_subject(verb))
        slots.add("object", objects or _relative_object(verb) or _shared_object(verb))
    for dative in verb.all("dative"):
        slots.add("dative", [t for p in dative.all("pobj") for t in with_conjuncts(p)] or with_conjuncts(dative))
    _add_preps(slots, verb)
    if slots.passive:
        slots.add("subject", slots.get("by"))
    _add_complements(slots, verb)
    _add_object_preps(slots, verb)
    slots.add("verb", [verb])
    return slots


def is_passive(verb: Token) -> bool:
    """True for \"was attacked\", \"the town attacked by rebels\", \"attacked by rebels, ...\"."""
    if verb.child("auxpass", "nsubjpass") is not None:
        return True
    if verb.tag != "VBN":
        return False
    if verb.child("aux") is not None:
        return False
    if verb.dep == "conj":
        return is_passive(verb.head) and verb.child("dobj") is None and verb.child(*SUBJECT) is None
    return verb.dep in {"acl", "advcl", "amod", "ROOT", "dep", "relcl", "pcomp", "xcomp", "ccomp"} and verb.child("dobj", *SUBJECT) is None


def _subjects(verb: Token) -> list[Token]:
    found: list[Token] = []
    for subject in verb.all(*SUBJECT, *PASSIVE_SUBJECT):
        if subject.tag in RELATIVE_TAGS and verb.dep in {"relcl", "ccomp"}:
            found.extend(_antecedent(verb))
        else:
            found.extend(with_conjuncts(subject))
    return found


def _antecedent(verb: Token) -> list[Token]:
    return [verb.head] if verb.head is not verb and verb.head.pos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"} else []


def _objects(verb: Token) -> list[Token]:
    found: list[Token] = []
    for obj in verb.all("dobj", "oprd", "attr" if verb.lemma in {"become"} else "dobj"):
        if obj.tag in RELATIVE_TAGS:
            found.extend(_antecedent(verb))
        elif obj not in found:
            found.extend(with_conjuncts(obj))
    return found


def _passive_subject(verb: Token) -> list[Token]:
    """What a passive without a subject of its own is said of."""
    if verb.dep in {"acl", "relcl", "amod"}:
        return _antecedent(verb)
    if verb.dep == "conj":
        head = verb.head
        return _subjects(head) or (_passive_subject(head) if is_passive(head) else _shared_subject(head))
    if verb.dep in {"advcl", "xcomp", "pcomp", "ccomp", "dep"}:
        governor = _governor(verb)
        return (_subjects(governor) or _shared_subject(governor)) if governor else []
    return []


def _shared_subject(verb: Token, depth: int = 0) -> list[Token]:
    """The subject that a non-finite or coordinated verb takes from the verb above it."""
    if depth > 4 or verb.head is verb:
        return []
    head = verb.head
    if verb.dep == "conj" and head.pos in {"VERB", "AUX"}:
        if verb.child(*SUBJECT):
            return []
        return head_subject(head, depth)
    if verb.dep == "acl":
        return _acl_subject(verb, depth)
    if verb.dep == "relcl":
        return [] if any(c.dep in SUBJECT for c in verb.children) else _antecedent(verb)
    if verb.dep in {"xcomp", "advcl", "ccomp", "pcomp", "prep", "dep", "parataxis"}:
        governor = _governor(verb)
        if governor is None:
            return []
        if governor.pos in {"NOUN", "PROPN"}:
            return _noun_subject(governor, depth)
        if governor.pos == "ADJ":
            # "are due to meet", "is ready to leave"
            return head_subject(governor.head, depth + 1) if governor.head.pos in {"VERB", "AUX"} and governor.head is not governor else []
        if verb.dep in {"xcomp", "ccomp", "pcomp"} and governor.lemma in OBJECT_CONTROL:
            objects = _objects(governor)
            if objects:
                return objects
            if is_passive(governor):
                return _subjects(governor)
        if verb.dep == "ccomp" and verb.tag != "VBG" and verb.child("mark") is not None:
            return []
        return head_subject(governor, depth)
    return []


def head_subject(verb: Token, depth: int) -> list[Token]:
    """A verb's own subject, of a passive the subject all the same, else the one that it shares."""
    return _subjects(verb) or (_passive_subject(verb) if is_passive(verb) else _shared_subject(verb, depth + 1))


def _acl_subject(verb: Token, depth: int) -> list[Token]:
    """\"rebels holding the town\": the rebels; \"the decision of Paris to withdraw\": Paris."""
    noun = verb.head
    if verb.tag == "VBG":
        return [noun]
    if verb.tag in {"VB", "VBP"}:
        return _noun_subject(noun, depth)
    return [noun]


def _noun_subject(noun: Token, depth: int) -> list[Token]:
    """Who stands behind a noun with an infinitive: its possessor, its \"by\" or \"of\", the subject of its verb."""
    owner = noun.child("poss")
    if owner is not None:
        return with_conjuncts(owner)
    for prep in noun.all("prep"):
        if prep.lower in {"by", "of", "from", "between"}:
            return [t for p in prep.all("pobj") for t in with_conjuncts(p)]
    verb = noun.head
    if noun.dep in {"dobj", "pobj", "attr", "nsubjpass"} and depth < 4:
        while verb.pos == "ADP" and verb.head is not verb:
            verb = verb.head
        if verb.pos in {"VERB", "AUX"}:
            return head_subject(verb, depth + 1)
    modifiers = [c for c in noun.children if c.dep in {"amod", "compound", "nmod"} and c.entity]
    return modifiers[:1]


def _governor(verb: Token) -> Token | None:
    """The word above, prepositions skipped: \"accused of killing\" gives accused."""
    head = verb.head
    if head.pos in {"ADP", "SCONJ", "PART"} and head.head is not head:
        head = head.head
    return head if head.pos in {"VERB", "AUX", "NOUN", "PROPN", "ADJ"} and head is not verb else None


def _relative_object(verb: Token) -> list[Token]:
    """\"the town (that) rebels seized\": the town."""
    if verb.dep == "relcl" and verb.child(*SUBJECT) is not None:
        subject = verb.child(*SUBJECT)
        if subject is not None and subject.tag not in RELATIVE_TAGS and not any(
            p.child("pobj") is None for p in verb.all("prep")
        ):
            return _antecedent(verb)
    return []


def _shared_object(verb: Token) -> list[Token]:
    """\"killed and wounded ten rebels\": the object of the last of several verbs is that of all."""
    for conj in verb.all("conj"):
        if conj.pos == "VERB" and conj.tag == verb.tag and conj.child(*SUBJECT, *PASSIVE_SUBJECT) is None and conj.i - verb.i <= 4:
            return _objects(conj) or _shared_object(conj)
    return []


def _add_preps(slots: Slots, head: Token) -> None:
    for prep in head.all("prep", "agent"):
        _add_prep(slots, prep)


def _add_prep(slots: Slots, prep: Token) -> None:
    name = prep.lower
    for obj in prep.all("pobj", "pcomp"):
        if obj.tag in RELATIVE_TAGS and prep.head.dep == "relcl":
            slots.add(name, _antecedent(prep.head))
        else:
            slots.add(name, with_conjuncts(obj))
    for inner in prep.all("prep"):
        # "from across the border", "out of the town"
        _add_prep(slots, inner)
        slots.add(name, [t for p in inner.all("pobj") for t in with_conjuncts(p)])
    for conj in prep.all("conj"):
        if conj.dep == "conj" and conj.pos in {"ADP", "SCONJ"}:
            _add_prep(slots, conj)


def _add_object_preps(slots: Slots, verb: Token) -> None:
    """Prepositions that the parser hung on the object: \"fired rockets at the town\"."""
    for obj in verb.all("dobj", "nsubjpass"):
        for prep in obj.all("prep"):
            if prep.lower in {"at", "on", "into", "to", "against", "from", "in", "near", "over", "with", "towards", "toward", "along"}:
                _add_prep(slots, prep)


def _add_complements(slots: Slots, verb: Token) -> None:
    for comp in verb.all("xcomp", "ccomp", "acomp", "oprd", "attr", "prt"):
        slots.add("comp", [comp, *(c for c in comp.conjuncts())])
        slots.add("comp_aux", comp.all("aux"))
        slots.add("comp_verb", comp.all("xcomp", "ccomp"))
        slots.add("comp_subject", [t for o in comp.all("nsubj", "nsubjpass") for t in with_conjuncts(o)])
        slots.add("comp_object", [t for o in comp.all("dobj") for t in with_conjuncts(o)])
        for prep in comp.all("prep", "dative"):
            if prep.lower in {"to", "with", "against"}:
                slots.add(f"comp_{prep.lower}", [t for p in prep.all("pobj") for t in with_conjuncts(p)])


def noun_slots(noun: Token) -> Slots:
    """The slots of a nominal trigger, with its light verb's subject and the object of the verb that it does."""
    slots = Slots()
    slots.add("mods", _modifiers(noun))
    owner = noun.child("poss")
    if owner is not None:
        slots.add("poss", with_conjuncts(owner))
        slots.add("subject", with_conjuncts(owner))
    _add_preps(slots, noun)
    slots.add("subject", slots.get("by"))
    for clause in noun.all("acl", "relcl"):
        _add_clause(slots, noun, clause)
    _add_verb_above(slots, noun)
    return slots


def _modifiers(noun: Token) -> list[Token]:
    """Compounds and adjectives before the noun, those of its compounds included (\"Russian air strike\")."""
    found: list[Token] = []
    for child in noun.children:
        if child.dep in {"compound", "amod", "nmod", "nummod"} and child.i < noun.i:
            found.extend(_modifiers(child))
            found.append(child)
            found.extend(c for c in child.conjuncts() if c.i < noun.i)
    return found


def _add_clause(slots: Slots, noun: Token, clause: Token) -> None:
    """\"an attack carried out by X\", \"an attack that killed Y\", \"exercises involving X and Y\"."""
    inner = Slots()
    _add_preps(inner, clause)
    if is_passive(clause) or clause.tag == "VBN":
        slots.add("subject", inner.get("by"))
        for prep in ("on", "against", "at", "in", "near", "with", "between"):
            slots.add(prep, inner.get(prep))
        return
    objects = _objects(clause)
    if clause.lemma in {"involve", "include", "bring", "feature"}:
        slots.add("with", objects)
    elif clause.lemma in cue("light", "hits"):
        slots.add("hit", objects)
    own = [t for t in _subjects(clause) if t is not noun]
    if own and clause.lemma in cue("light", "agent"):
        slots.add("subject", own)
    if clause.tag == "VBG" and clause.lemma in {"against", "target"}:
        slots.add("hit", objects)


def _add_verb_above(slots: Slots, noun: Token) -> None:
    """The verb that the noun hangs on: a light verb gives its subject, a hitting verb its object."""
    top = noun
    while top.dep == "conj" and top.head.pos in {"NOUN", "PROPN"}:
        top = top.head
    head = top.head
    if top.dep == "pobj" and head.head is not head:
        via, head = head.lower, head.head
        if head.pos in {"NOUN", "PROPN"} and head.lemma in {"series", "wave", "round", "number", "spate", "string", "kind", "campaign", "part", "set", "barrage", "day", "week", "month", "year", "start", "end", "claim", "report"}:
            _add_preps(slots, head)
            _add_verb_above(slots, head)
            return
    else:
        via = top.dep
    if head.pos not in {"VERB", "AUX"} or head is noun:
        return
    slots.add("verb", [head])
    verb = verb_slots(head)
    _share(slots, verb, head, via)


def _share(slots: Slots, verb: Slots, head: Token, via: str) -> None:
    agent, patient = head.lemma in cue("light", "agent"), head.lemma in cue("light", "patient")
    if via in {"dobj", "nsubjpass", "attr", "oprd"}:
        if agent:
            slots.add("subject", verb.get("subject"))
            for prep in ("on", "against", "with", "at", "in", "between", "near", "into", "over"):
                slots.add(prep, verb.get(prep))
        elif patient:
            slots.add("suffer", verb.get("subject"))
            for prep in ("in", "near", "at"):
                slots.add(prep, verb.get(prep))
        else:
            for prep in ("in", "near", "at"):
                slots.add(f"far_{prep}", verb.get(prep))
    elif via == "nsubj":
        if head.lemma in cue("light", "hits"):
            slots.add("hit", verb.get("object"))
        elif head.lemma in {"involve", "include"}:
            slots.add("with", verb.get("object"))
        for prep in ("in", "near", "at", "between", "with", "on", "against", "by", "along", "around", "outside"):
            slots.add(prep, verb.get(prep))
    elif via in {"in", "by", "during", "under", "with", "from", "to", "for", "into", "after", "as"}:
        _share_prep(slots, verb, head, via)


def _share_prep(slots: Slots, verb: Slots, head: Token, via: str) -> None:
    """\"killed in an ambush\", \"came under attack\", \"took part in drills\", \"met for talks\"."""
    if via == "under" or (via == "from" and head.lemma in {"suffer", "flee"}):
        slots.add("suffer", verb.get("subject") or verb.get("object"))
    elif head.lemma in {"kill", "die", "wound", "injure", "hit", "destroy", "damage", "hurt", "target", "perish", "displace"}:
        slots.add("hit", verb.get("object") or (verb.get("subject") if via in {"in", "from", "during"} else []))
        if via in {"in", "with"}:
            slots.add("subject", verb.get("subject") if verb.get("object") and not verb.passive else [])
    elif head.lemma in {"take", "participate", "engage", "join", "meet", "gather", "respond", "retaliate", "involve", "lock", "go", "arrive", "come", "travel", "hit", "sit", "return", "fly"}:
        slots.add("subject", verb.get("subject") or verb.get("object"))
        slots.add("with", verb.get("with"))
    for prep in ("in", "near", "at", "on", "outside", "along"):
        if prep != via:
            slots.add(prep, verb.get(prep))
