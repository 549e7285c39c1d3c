"""The tables of the first migration, as it was generated, in files one can read."""
