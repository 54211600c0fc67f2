"""The normalise stage's logic."""
