"""On which line of a file something stands, so that a mistake in it can be found.

The values are read by the standard library, which keeps no lines; here the file's own syntax tree
says where each of them was written.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from typing import TYPE_CHECKING, Final

import tree_sitter_toml
from tree_sitter import Language, Parser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

    from ringback.rules.table import Path

_PARSER: Final = Parser(Language(tree_sitter_toml.language()))


def lines(text: str) -> dict[Path, int]:
    """The line (from 1) of every table, key and list entry of a TOML text, by its path.

    The text is one that can be read: what a broken one has in it is not told.
    """
    found: dict[Path, int] = {(): 1}
    counts: Counter[Path] = Counter()
    for node in _PARSER.parse(text.encode()).root_node.named_children:
        for path, line in _top(node, counts):
            found.setdefault(path, line)
    return found


def line_of(found: dict[Path, int], path: Path) -> int:
    """The line of a path; of the nearest thing around it, where it was left out."""
    while path not in found:
        path = path[:-1]
    return found[path]


def _top(node: Node, counts: Counter[Path]) -> Iterator[tuple[Path, int]]:
    if node.type == "pair":
        yield from _pair(node, ())
    elif node.type in {"table", "table_array_element"}:
        yield from _table(node, counts)


def _table(node: Node, counts: Counter[Path]) -> Iterator[tuple[Path, int]]:
    """A `[table]` or one `[[entry]]`; a name inside a list means the list's last entry."""
    header, *rest = node.named_children
    path = _resolved(_keys(header), counts)
    if node.type == "table_array_element":
        counts[path] += 1
        yield path, _line(node)
        path = (*path, counts[path] - 1)
    yield path, _line(node)
    for child in _without_remarks(rest):
        yield from _pair(child, path)


def _resolved(keys: list[str], counts: Counter[Path]) -> Path:
    path: Path = ()
    for key in keys[:-1]:
        path = (*path, key)
        if counts[path]:
            path = (*path, counts[path] - 1)
    return (*path, keys[-1])


def _pair(node: Node, above: Path) -> Iterator[tuple[Path, int]]:
    key, value = node.named_children[0], node.named_children[-1]
    path = (*above, *_keys(key))
    yield path, _line(node)
    yield from _value(value, path)


def _value(node: Node, path: Path) -> Iterator[tuple[Path, int]]:
    if node.type == "array":
        for index, child in enumerate(_without_remarks(node.named_children)):
            yield (*path, index), _line(child)
            yield from _value(child, (*path, index))
    elif node.type == "inline_table":
        for child in _without_remarks(node.named_children):
            yield from _pair(child, path)


def _without_remarks(nodes: Iterable[Node]) -> list[Node]:
    return [node for node in nodes if node.type != "comment"]


def _keys(node: Node) -> list[str]:
    """The parts of a key, dotted or not, without their quotes."""
    if node.type == "dotted_key":
        return [part for child in node.named_children for part in _keys(child)]
    text = (node.text or b"").decode()
    return [_unquoted(text) if node.type == "quoted_key" else text]


def _unquoted(text: str) -> str:
    """A quoted key as the values are kept by it: what is escaped in it is read, too."""
    return next(iter(tomllib.loads(f"{text} = 0")))


def _line(node: Node) -> int:
    return node.start_point[0] + 1
