"""The commands `explain` and `try`: a row of events in words, with its evidence and how each value was found."""
