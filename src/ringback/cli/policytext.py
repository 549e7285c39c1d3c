"""A policy as the text of its file, in one shape: one thing more in it is a few lines more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomli_w

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def written(data: Mapping[str, Any]) -> str:
    """The same data is always the same text.

    A list of tables is `[[entries]]` however short they are: the library would write short ones in
    line and turn the whole list round when one grows.
    """
    return "\n".join("".join(lines) for lines in _tables(data, "", entry=False))


def _tables(table: Mapping[str, Any], name: str, *, entry: bool) -> Iterator[list[str]]:
    """This table with its own values, then each table in it."""
    inner = [(key, each, _listed(each)) for key, each in table.items()]
    values = [(key, each) for key, each, listed in inner if listed is None]
    if values or entry or not table:
        head = [f"[[{name}]]\n" if entry else f"[{name}]\n"] if name else []
        yield head + [tomli_w.dumps({key: each}, indent=2) for key, each in values]
    for key, each, listed in inner:
        for one in listed or ():
            yield from _tables(one, _under(name, key), entry=each is not one)


def _listed(value: object) -> list[Mapping[str, Any]] | None:
    """The tables of a value; None where it holds something else."""
    if isinstance(value, dict):
        return [value]
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        return value
    return None


def _under(name: str, key: str) -> str:
    """A key with those above it, quoted where it has to be."""
    quoted = tomli_w.dumps({key: 0}).removesuffix(" = 0\n")
    return f"{name}.{quoted}" if name else quoted
