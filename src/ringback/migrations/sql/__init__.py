"""What migrations tell the database beside tables: written as SQL, beside this file.

A file that is for several tables names them in braces; no other file has any.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def text(name: str) -> str:
    """One statement file, as it is written."""
    return (files("ringback.migrations.sql") / f"{name}.sql").read_text(encoding="utf-8")


def each_of(name: str, tables: Iterable[Mapping[str, str]]) -> list[str]:
    """One statement file, filled in for each of these tables."""
    return [text(name).format_map(names) for names in tables]
