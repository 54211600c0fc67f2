"""Review by people: a local page to accept, correct, strike, merge and split events, and how far two coders agree."""
