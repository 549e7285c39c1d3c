"""The words listened for in messages, as the product comes with them, read once per process."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ringback.rules import redflaglexicon

if TYPE_CHECKING:
    from ringback.rules.redflaglexicon import Lexicon


@cache
def current() -> Lexicon:
    """The lists of defaults/redflags/. Reading them takes a few tenths of a second."""
    folder = files("ringback") / "defaults" / "redflags"
    kept = sorted((each for each in folder.iterdir()), key=lambda each: each.name)
    return redflaglexicon.read([tomllib.loads(each.read_text("utf-8")) for each in kept])
