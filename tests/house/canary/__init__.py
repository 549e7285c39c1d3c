"""One patient with a name nobody else has goes everywhere, and is then searched for."""
