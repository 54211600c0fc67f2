"""The link stage's logic: mentions of one happening become one event."""
