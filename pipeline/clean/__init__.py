"""The clean stage's logic."""
