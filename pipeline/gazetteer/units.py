"""The words for kinds of admin units, and a unit's name without them."""

from __future__ import annotations

import re

_WORDS = (
    "Province|Governorate|Oblast|Oblasti|Oblysy|Region|District|Department|County|State|Prefecture|Wilaya|Viloyati|Velayat|Division|"
    "Municipality|Canton|Voivodeship|Krai|Kray|Rayon|Raion|Republic|Territory|Commune|Emirate|City|Wilayah|Parish|Atoll|"
    "Autonomous Region|Special Region|Capital Region|National Capital Territory|Union Territory|Autonomous Okrug|Okrug"
)
_AFTER = re.compile(rf"^(.{{2,}}?)[\s-]+(?:{_WORDS})$", re.IGNORECASE)
_BEFORE = re.compile(
    r"^(?:Provincia|Provincia de|Provincia del|Departamento|Departamento de|Departamento del|Estado|Estado de|Muḩāfaz̧at|"
    r"Wilāyat|Wilaya de|Region|Région|Région de|Département de|Province|Province of|State of|County|Canton of|Republic of|Distrito|"
    r"Municipio|Municipio de|Union of|Commune of|Arrondissement de|Rayon|Raion|Powiat) (?:de |of |l’|d’)?(.{2,})$",
    re.IGNORECASE,
)


def short_name(name: str, code: str) -> str:
    """Return a unit's name without its generic word ("Aleppo Governorate" -> "Aleppo"), "" when it has none.

    American counties, Louisiana's parishes and their like are never called without it, so they have no short name.
    """
    if code.startswith("US.") and code.count(".") == 2:
        return ""
    for pattern in (_AFTER, _BEFORE):
        match = pattern.match(name)
        if match:
            return match.group(1)
    return ""
