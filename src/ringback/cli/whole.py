"""Whole numbers people set for a command in its environment."""

from __future__ import annotations

import os

from ringback.engine.trouble import EngineTrouble


def whole(name: str, default: int, *, most: int) -> int:
    """A number from 1 to `most`. Raises EngineTrouble where something else was given."""
    given = os.environ.get(name) or str(default)
    if not (given.isascii() and given.isdecimal() and 0 < int(given) <= most):
        raise EngineTrouble(f"{name} must be a number from 1 to {most}, not {given!r}.")
    return int(given)
