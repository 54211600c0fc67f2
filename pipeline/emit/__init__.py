"""The emit stage's logic: tables, codebook and data package for analysts."""
