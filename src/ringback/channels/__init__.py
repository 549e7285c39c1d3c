"""How the outside comes in and out: one folder each, none knows another."""
