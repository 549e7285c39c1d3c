"""Background work: load, one call, done."""
