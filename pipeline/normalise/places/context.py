"""Which of the names found in raw text are places: persons, papers, teams and plain words told apart."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline.gazetteer import fold, load
from pipeline.normalise.places.candidates import expand
from pipeline.normalise.places.cues import abbreviations, cues, demonyms, folded_demonyms
from pipeline.normalise.places.model import Mention, Place
from pipeline.normalise.places.recognise import (
    Token,
    find_abbreviations,
    find_demonyms,
    find_facilities,
    find_names,
    runs,
    tokenise,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# A name of so many people (log10) may be a place without any word beside it that says so.
_SIZEABLE = 4.2
# How sure a place is that only a model's entities show.
FROM_MODEL = 0.7
# How sure a name is that only its position shows.
UNKNOWN = 0.5
# What follows the place in a dateline: "BEIRUT —", "DALLAS, July 2 (Reuters) -", "HOLLIDAY, Mo. —"
_DATELINE = re.compile(r"(?:, [^—–\n]{1,30}?)?(?: \([A-Za-z/ .]+\))?(?: ?[—–]| -{1,2} |: )")


class _Stretches:
    """Mentions of which no two overlap, looked up by the characters that they cover."""

    def __init__(self, mentions: Iterable[Mention] = ()) -> None:
        self._at: dict[int, Mention] = {}
        for mention in mentions:
            self.put(mention)

    def over(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that overlap a stretch, in order."""
        return list(dict.fromkeys(self._at[k] for k in range(start, end) if k in self._at))

    def put(self, mention: Mention) -> None:
        """Add a mention in place of those that it overlaps."""
        for other in self.over(mention.start, mention.end):
            for k in range(other.start, other.end):
                del self._at[k]
        self._at.update(dict.fromkeys(range(mention.start, mention.end), mention))

    def put_if_free(self, mention: Mention) -> None:
        """Add a mention that overlaps none."""
        if not self.over(mention.start, mention.end):
            self.put(mention)

    def in_order(self) -> list[Mention]:
        """Return the mentions in order of text."""
        return sorted(dict.fromkeys(self._at.values()), key=lambda m: m.start)


def find_mentions(text: str) -> list[Mention]:
    """Return every stretch of raw text that may name a place, in order, none overlapping, each with how sure it is."""
    tokens = tokenise(text)
    page = _Page(text, tokens)
    found = _Stretches(find_abbreviations(text))
    for mention in find_demonyms(text, tokens):
        found.put_if_free(mention)
    for i, longest in find_names(text, tokens):
        j = page.shorter(i, longest)
        start, end = tokens[i].start, tokens[j - 1].end
        if any(m.start <= start and end <= m.end for m in found.over(start, end)):
            continue
        sure = page.sureness(i, j)
        if sure > 0:
            whole = page.direction_start(i)
            name, cue = expand(text[start:end])
            found.put(Mention(whole, end, text[whole:end], name, cue, sure=sure))
    for mention in page.unknown_names():
        found.put_if_free(mention)
    for facility in find_facilities(text):
        # "Dufferin Street" takes the place of "Dufferin".
        if all(facility.start <= m.start and m.end < facility.end for m in found.over(facility.start, facility.end)):
            found.put(facility)
    return _one_sense(found.in_order())


def with_entities(text: str, mentions: Iterable[Mention], entities: Sequence[tuple[int, int, str]]) -> list[Mention]:
    """Return the mentions corrected by a model's named entities: persons dropped, places it alone has found added."""
    persons = [(start, end) for start, end, label in entities if label == "PERSON"]
    kept = _Stretches(m for m in mentions if m.sure >= 1.0 or not any(m.start < e and s < m.end for s, e in persons))
    for start, end, label in entities:
        if label in ("GPE", "LOC", "FAC") and all(m.sure == UNKNOWN for m in kept.over(start, end)):
            name, cue = expand(text[start:end])
            kept.put(Mention(start, end, text[start:end], name, cue, sure=FROM_MODEL))
    return kept.in_order()


def _one_sense(mentions: list[Mention]) -> list[Mention]:
    """Return the mentions, each as sure as the surest of its name: a town once called one stays one."""
    surest: dict[str, float] = {}
    for mention in mentions:
        surest[mention.name] = max(mention.sure, surest.get(mention.name, 0.0))
    return [m if m.sure == surest[m.name] else replace(m, sure=surest[m.name]) for m in mentions]


class _Page:
    """The words of one text, and what they tell of a name among them."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text, self.tokens, self.words = text, tokens, cues()
        self.run_of = {k: (i, j) for i, j in runs(tokens) for k in range(i, j)}
        self.plain = {token.lower for token in tokens if not token.capital}
        self.people = self._people()

    def _people(self) -> set[str]:
        """Return the surnames (lower case) of persons whom the text names in full or with a title."""
        found = set()
        for i, token in enumerate(self.tokens[:-1]):
            follower = self.tokens[i + 1]
            if not (token.capital and follower.capital and follower.joined):
                continue
            last = self.run_of.get(i, (i, i + 1))[1] - 1
            if token.lower in self.words.given_names and last - i <= 3:
                found |= {self.tokens[k].lower for k in range(i + 1, last + 1)} - self.words.after - self.words.foreign
            elif token.lower in self.words.titles and last == i + 1 and not self._placed_by_word_before(i):
                found.add(follower.lower)
        return found

    def shorter(self, i: int, j: int) -> int:
        """Return the end of a name, without a last word that belongs to what follows ("London City airport")."""
        if j - i > 1 and self.tokens[j - 1].lower in self.words.after and self._follower(j, i):
            name, whole = (_top(self._name(i, k)) for k in (j - 1, j))
            if name > whole + 1.0:
                return j - 1
        return j

    def direction_start(self, i: int) -> int:
        """Return where a name begins when a capitalised direction belongs to it ("Southern California")."""
        if i and self.tokens[i].joined:
            before = self.tokens[i - 1]
            far = i > 1 and self.tokens[i - 1].joined and self.tokens[i - 2].capital
            gap = self.text[before.end : self.tokens[i].start]
            if before.capital and before.lower in self.words.directions and gap == " " and not far:
                return before.start
        return self.tokens[i].start

    def _name(self, i: int, j: int) -> str:
        return fold(self.text[self.tokens[i].start : self.tokens[j - 1].end])

    def _leader(self, i: int) -> Token | None:
        """Return the capitalised word that runs into the name, None for none."""
        leads = i > 0 and self.tokens[i].joined and self.run_of.get(i, (i, i))[0] < i
        return self.tokens[i - 1] if leads and self.tokens[i - 1].capital else None

    def _follower(self, j: int, i: int) -> Token | None:
        """Return the word that the name runs into, None for none; a small letter ends a name unless it is a kind."""
        if j < len(self.tokens) and self.tokens[j].joined:
            runs_on = self.tokens[j].capital and self.run_of.get(i, (i, j))[1] > j
            return self.tokens[j] if runs_on or self.tokens[j].lower == "airport" else None
        return None

    def sureness(self, i: int, j: int) -> float:
        """Return how likely the words i to j - 1 name a place here: 0 no, 1 yes."""
        name = self._name(i, j)
        if self._is_word(i, j, name):
            return 0.0
        strong = _strong(name) or self.tokens[j - 1].lower in ("county", "province", "governorate", "oblast")
        personal = name in self.words.given_names or name in self.words.surnames
        if not self._may_be_attached(i, j, strong=strong, personal=personal):
            return 0.0
        cued = self._cued(i, j)
        if name in self.people and not cued:
            return 0.0
        if personal:
            return 0.6 if cued or (strong and name not in self.words.surnames) else 0.0
        if strong or cued:
            return 1.0 if strong else 0.8
        return 0.3 if _top(name) >= _SIZEABLE else 0.0

    def _is_word(self, i: int, j: int, name: str) -> bool:
        """Tell whether the name is a plain word here: one of the stop list, or one that the text writes small too."""
        first = self.tokens[i]
        if name in self.words.stop:
            return True
        single = j - i == 1
        return single and (not first.capital or (first.lower in self.plain and not first.text.isupper()))

    def _may_be_attached(self, i: int, j: int, *, strong: bool, personal: bool) -> bool:
        """Tell whether the capitalised words that run into the name leave it a place's."""
        follower, leader = self._follower(j, i), self._leader(i)
        plain = follower is None or follower.lower in self.words.after
        if not plain and follower is not None and (follower.lower in self.words.foreign or personal or not strong):
            return False
        if leader is None or self._may_lead(leader, strong=strong):
            return True
        # "Jenny Palma" makes a later "Palma" her.
        if j - i == 1 and not strong:
            self.people.add(self.tokens[i].lower)
        return False

    def unknown_names(self) -> Iterator[Mention]:
        """Yield the capitalised names that stand where a place would ("in Ain Eisa"), whatever the gazetteer knows.

        They count only when a country that the text names has a place spelled like them.
        """
        for i, j in sorted(set(self.run_of.values())):
            before = self.tokens[i - 1] if i else None
            name = [token.lower for token in self.tokens[i:j]]
            if before is None or before.lower not in self.words.placing | self.words.verbs:
                continue
            if j - i > 3 or set(name) <= self.words.stop | self.words.joins:
                continue
            # An article in small letters belongs to the name ("in al-Sukhna").
            start, end = self.tokens[i].start, self.tokens[j - 1].end
            stretch = self.text[start:end]
            if len(stretch) > 4 and not self.people & set(name) and not self.words.given_names & set(name):
                yield Mention(start, end, stretch, stretch, sure=UNKNOWN)

    def _may_lead(self, leader: Token, *, strong: bool) -> bool:
        """Tell whether the capitalised word before leaves the name a place's."""
        words = self.words
        if leader.lower in words.titles:
            return strong
        if leader.lower in words.directions or leader.lower in words.after or leader.lower in folded_demonyms():
            return True
        return strong and leader.lower not in words.given_names

    def _cued(self, i: int, j: int) -> bool:
        """Tell whether the words beside say that this is a place."""
        after = self.tokens[j] if j < len(self.tokens) else None
        if self._placed_by_word_before(i) or (after is not None and after.joined and after.lower in self.words.kinds):
            return True
        if after is not None and after.lower in self.words.happenings and i and self.tokens[i - 1].lower == "the":
            return True
        end = self.tokens[j - 1].end
        spoken = self.text[end : end + 1] == ":" and self._name(i, j) in self.words.surnames  # "Obama: no deal"
        if _DATELINE.match(self.text[end : end + 40]) and self._starts_line(i) and not spoken:
            return True
        # "X, Y": the following name is a state or a country.
        if after is not None and after.start == end + 2 and self.text[end] == "," and after.capital:
            rest = self.text[after.start : after.start + 6].split()[0]
            return _strong(after.lower) or rest.rstrip(",") in abbreviations()
        return False

    def _placed_by_word_before(self, i: int) -> bool:
        if i == 0 or not self.text[self.tokens[i - 1].end : self.tokens[i].start].isspace():
            return False
        before = self.tokens[i - 1].lower
        return before in self.words.prepositions or before in self.words.directions or before in self.words.verbs

    def _starts_line(self, i: int) -> bool:
        return i == 0 or "\n" in self.text[self.tokens[i - 1].end : self.tokens[i].start]


def _top(name: str) -> float:
    """Return the importance of the best known place of a name, 0 when there is none."""
    return max((hit.entry.importance for hit in load().find(name, limit=3)), default=0.0)


@lru_cache(maxsize=8192)
def _strong(name: str) -> bool:
    """Tell whether a name is so well known as a place's that it needs no cue."""
    return any(
        (hit.via == "own" and hit.entry.kind != "city")
        or (hit.entry.kind == "admin1" and hit.via in ("main", "short"))
        or (hit.entry.kind == "city" and hit.entry.importance >= 5.7)
        for hit in load().find(name, limit=5)
    )


# "spoke in Turkish", "a French speaker"
_LANGUAGE_BEFORE = re.compile(r"\b(?:in|speak|speaks|speaking|spoke|into|learn|learning|fluent)\s+$")
_LANGUAGE_AFTER = re.compile(
    r"^(?:\s*[,.;:\"”)]|\s+(?:and|or|but|language|speaker|speakers|translation)\b|-language|-speaking|$)"
)


def is_surely_some_place(mention: Mention) -> bool:
    """Tell whether an unknown name is a place all the same: a street, a model's place, "Berlin, Connecticut"."""
    return mention.cue == "facility" or mention.sure == FROM_MODEL or (bool(mention.inside) and mention.sure > UNKNOWN)


def is_toponym(text: str, place: Place) -> bool:
    """Tell whether a place found is a toponym: not a relation, a people, a language or a seat for its government."""
    words = cues()
    if place.kind == "relation" or place.text.lower() in words.metonyms:
        return False
    if place.kind != "demonym":
        return place.latitude is not None or place.kind == "facility"
    lower = place.text.lower()
    if lower in words.peoples or (lower.endswith("s") and lower[:-1] in _folded_demonyms()):
        return False
    before, after = text[max(0, place.start - 20) : place.start], text[place.end : place.end + 20]
    return not (_LANGUAGE_BEFORE.search(before) and _LANGUAGE_AFTER.match(after))


@cache
def _folded_demonyms() -> frozenset[str]:
    return frozenset(word.lower() for word in demonyms())
