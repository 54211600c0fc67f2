"""How the shipped files are laid out: what the builder writes and the loader maps into memory."""

from __future__ import annotations

import numpy as np

DATA = "gazetteer/data"
ENTRIES, NAMES, NAME_ENDS = "entries.npy", "names.npy", "name_ends.npy"
KEYS, KEY_POSTINGS = "keys.npy", "key_postings.npy"
SKELETONS, SKELETON_POSTINGS = "skeletons.npy", "skeleton_postings.npy"
OUTLINES, OUTLINE_ENDS, OUTLINE_CODES = "outlines.npy", "outline_ends.npy", "outline_codes.npy"

# One row a place. Coordinates in 1e-5 degrees; admin1 and admin2 are rows of the same table, -1 for none.
ENTRY = np.dtype(
    [
        ("geonameid", "<i4"),
        ("latitude", "<i4"),
        ("longitude", "<i4"),
        ("population", "<i4"),
        ("admin1", "<i4"),
        ("admin2", "<i4"),
        ("country", "S2"),
        ("kind", "u1"),
    ]
)
DEGREE = 100_000
KINDS = ("city", "admin1", "admin2", "facility")

# A posting is an entry's row number; the two top bits tell what kind of name led there.
ROW_MASK = 0x0FFF_FFFF
MAIN_NAME = 0x8000_0000  # the name that GeoNames itself shows
SEAT_NAME = 0x4000_0000  # the name of an admin unit's seat, spelled as the unit's own name in another way
SHORT_NAME = 0x2000_0000  # a unit's name without its generic word ("Aleppo" for "Aleppo Governorate")
