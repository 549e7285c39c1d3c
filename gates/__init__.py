"""Gates that count what they looked at: one that looked at nothing is not passed."""
