"""Places: where a text says that things happened, resolved and graded.

annotate(text)                        -> every place found in raw text
resolve_spans(text, [(10, 17)])       -> one place for each given stretch
annotate_document({"doc_id", "text"}) -> rows for `python -m pipeline places`
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.gazetteer import load
from pipeline.normalise.places.context import find_mentions, is_surely_some_place, is_toponym, with_entities
from pipeline.normalise.places.document import from_context, given_mention, resolve_document, to_place, with_cues
from pipeline.normalise.places.model import Mention, Place
from pipeline.normalise.places.relations import find_relations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Place", "annotate", "annotate_document", "resolve_spans"]


def resolve_spans(
    text: str,
    spans: Sequence[tuple[int, int]],
    *,
    entities: Sequence[tuple[int, int, str]] = (),
    home: str | None = None,
) -> list[Place]:
    """Return one place for each given span (code points, end exclusive), in order; latitude None when unresolved.

    The rest of the text is read as well: what it names decides between places of one name.
    """
    gazetteer = load()
    given = [given_mention(text, start, end) for start, end in spans]
    around = _mentions(text, entities)
    around = [m for m in around if not any(m.start < g.end and g.start < m.end for g in given)]
    resolved = {
        (item.mention.start, item.mention.end): item
        for item in resolve_document(with_cues(text, [*given, *around]), home=home)
    }
    known = [to_place(item, gazetteer) for item in resolved.values() if item.reading]
    places = []
    for span in spans:
        place = to_place(resolved[span], gazetteer)
        inside = resolved[span].mention.inside
        places.append(place if place.latitude is not None else from_context(place, known, inside=inside))
    return places


def annotate(
    text: str,
    *,
    spans: Sequence[tuple[int, int]] | None = None,
    entities: Sequence[tuple[int, int, str]] = (),
    home: str | None = None,
    dateline: tuple[int, int] | None = None,
) -> list[Place]:
    """Return every place found in a text and every relation between places, in order; a relation before what is in it.

    spans: look only into these stretches (the whole text still decides what names mean). entities: named entities of a
    model (start, end, label), where there are any. home: ISO3 of the source's country. dateline: where the text has it.
    """
    gazetteer = load()
    items = resolve_document(with_cues(text, _mentions(text, entities, dateline)), home=home)
    known = [to_place(item, gazetteer) for item in items if item.reading]
    placed = [
        from_context(to_place(item, gazetteer), known, inside=item.mention.inside)
        for item in items
        if not item.reading and is_surely_some_place(item.mention)
    ]
    found = sorted([*known, *placed, *find_relations(text, known)], key=lambda p: (p.start, -p.end))
    if spans is None:
        return found
    return [p for p in found if any(start <= p.start and p.end <= end for start, end in spans)]


def _mentions(
    text: str, entities: Sequence[tuple[int, int, str]], dateline: tuple[int, int] | None = None
) -> list[Mention]:
    mentions = find_mentions(text)
    if dateline is not None and not any(m.start < dateline[1] and dateline[0] < m.end for m in mentions):
        mentions = sorted([*mentions, given_mention(text, *dateline)], key=lambda m: m.start)
    return with_entities(text, mentions, entities) if entities else mentions


def annotate_document(
    document: Mapping[str, Any], *, spans: Sequence[tuple[int, int]] | None = None
) -> list[dict[str, object]]:
    """Return the rows that `python -m pipeline places` writes for one {"doc_id", "text", ...}: one row a place.

    With spans every given stretch gets a row. Without, the rows are the toponyms of the text: names of places and the
    adjectives of countries ("Syrian troops"), not peoples ("the Syrians"), languages, or buildings for their masters.
    """
    text = document["text"]
    if spans is not None:
        places = resolve_spans(text, spans)
    else:
        places = [place for place in annotate(text) if is_toponym(text, place)]
    return [
        {
            "doc_id": document["doc_id"],
            "start": place.start,
            "end": place.end,
            "name": place.name,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "country_iso3": place.country_iso3,
            "admin1": place.admin1,
            "geo_precision": place.geo_precision,
            "method": place.method,
        }
        for place in places
    ]
