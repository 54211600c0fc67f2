"""The command `export`: a release in the formats of other tools. See formats.py for what there is."""
