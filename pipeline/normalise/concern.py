"""Which country an act concerns whose other side the text does not name: another one of its sentence, or its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.normalise.actors.model import UNARMED_TYPES
from pipeline.normalise.parties import defaults_table

if TYPE_CHECKING:
    from pipeline.normalise.crowds import Rows
    from pipeline.normalise.where import Scene


def concerned(rows: Rows, scene: Scene) -> Rows:
    """The coded mentions of one article, actor 2's country told where he is nobody by name, or has none.

    "Massed troops on the border with Kuwait" concerns Kuwait, a curfew or a strike at home the country itself.
    """
    for row in rows:
        nameless = row["actor2"] is None or row["actor2_type"] in UNARMED_TYPES
        if nameless and row["actor1_country"] is not None and row["actor2_country"] is None:
            row["actor2_country"] = _abroad(row, scene) or _home(row)
    return rows


def _abroad(row: dict[str, Any], scene: Scene) -> str | None:
    """The first other country that the sentence names behind the trigger, else before it, for acts between states."""
    if row["event_class"] not in defaults_table()["concern"]["abroad"]:
        return None
    near = sorted((*scene.places, *scene.demonyms), key=lambda p: (p.start < row["trigger_start"], p.start))
    inside = (p for p in near if row["sentence_start"] <= p.start < row["sentence_end"])
    return next((p.country_iso3 for p in inside if p.country_iso3 not in {None, row["actor1_country"]}), None)


def _home(row: dict[str, Any]) -> str | None:
    """The actor's own country, for what is done and said at home."""
    own: str = row["actor1_country"]
    at_home = row["event_class"] in defaults_table()["concern"]["home"] and row["country_iso3"] in {None, own}
    return own if at_home else None
