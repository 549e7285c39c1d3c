"""The machine door: the same actions and queries as the screens, in JSON."""
