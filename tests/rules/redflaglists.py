"""The word lists the product comes with, as the rules read them, and the tables of sentences."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from ringback.rules import redflag, redflaglexicon
from ringback.rules.redflag import Reading
from ringback.rules.redflaglexicon import Lexicon
from tests.rules.pathways import DEFAULTS

TABLES = Path(__file__).parent / "redflags"


def parts() -> list[dict[str, Any]]:
    files = sorted((DEFAULTS / "redflags").glob("*.toml"))
    return [tomllib.loads(each.read_text(encoding="utf-8")) for each in files]


@cache
def lexicon() -> Lexicon:
    return redflaglexicon.read(parts())


def read(text: str) -> Reading:
    return redflag.read(text, lexicon())


def level(text: str) -> str:
    return str(read(text).level or "nothing")


def sentences() -> list[tuple[str, str]]:
    """Every sentence of every table, and its level."""
    tables = [tomllib.loads(each.read_text(encoding="utf-8")) for each in TABLES.glob("*.toml")]
    return sorted(
        (said, wanted)
        for table in tables
        for language in table.values()
        for wanted, each in language.items()
        for said in each
    )
