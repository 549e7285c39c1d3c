"""Ringback: a medical practice's patient callbacks, owned, worked and closed."""

__version__ = "0.1.0"
