"""The command `compare`: how far our events agree with an ACLED export or a UCDP GED file."""
