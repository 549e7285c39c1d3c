"""Telephone numbers nobody has: +1 AAA 555-01XX is set aside for invented people."""

from __future__ import annotations

AREAS = 600
HOW_MANY = AREAS * 100


def invented(number: int) -> str:
    """One of sixty thousand, another for each number given."""
    area, line = divmod(number % HOW_MANY, 100)
    return f"+1{303 + area}55501{line:02}"
