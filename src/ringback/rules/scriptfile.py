"""The words for the phone as they stand in a policy file, and where something in them is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ringback.rules import script, scriptcheck
from ringback.rules.reason import gettext_noop
from ringback.rules.scriptedit import LONGEST
from ringback.rules.table import Table, mistake, text, texts, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ringback.rules.reason import Reason
    from ringback.rules.table import Mistake, Path

_NO_WORDS: Final[tuple[str, ...]] = ()


def mistakes(found: object) -> Iterator[Mistake]:
    """Everything that is wrong with the words for the phone, each with its place in the file."""
    if not isinstance(found, dict):
        return
    yield from too_long(found, LONGEST, ("scripts",))
    if shapes := tuple(_script_shapes(found)):
        yield from shapes
        return
    try:
        read = script.read(found)
    except script.ScriptError as wrong:
        yield mistake(_place_in(str(wrong)), gettext_noop("{said}"), said=str(wrong))
        return
    for reason in scriptcheck.mistakes(read):
        path = _line_in(found, read, reason)
        yield mistake(path, reason.words, **dict(reason.values))


_SAID: Final = ("step", "situation", "may_not", "kind", "post")


def _script_shapes(found: Mapping[str, Any]) -> Iterator[Mistake]:
    """What is no script at all: lists that are none, entries without a code, unknown parts."""
    table = Table(data=found, path=("scripts",))
    for part in _SAID:
        for entry in table.each(part):
            entry.need("code", text, "")
            if part == "may_not":
                entry.need("goes_to", text, "")
                _texts_in(entry.inner("instead"))
    never = table.inner("never_said")
    for language in never.data:
        never.may(language, texts, _NO_WORDS)
    table.end()
    yield from table.found


def _texts_in(table: Table) -> None:
    for key in table.data:
        table.may(key, text, "")


_ENTRY: Final = re.compile(r"(\w+) (\d+)[ :]")


def _place_in(said: str) -> Path:
    """Where an entry stands that the script names like "step 3 (why)"."""
    match = _ENTRY.match(said)
    return ("scripts", match[1], int(match[2]) - 1) if match else ("scripts",)


def _line_in(found: Mapping[str, Any], read: script.Script, reason: Reason) -> Path:
    """Where the sentence stands that a mistake of the script is about."""
    values = dict(reason.values)
    wanted = {values.get("line"), values.get("kind"), values.get("post")} - {None}
    named = {each.code: each.words for each in read.lines()}
    for part, entries in found.items():
        for index, each in enumerate(entries if isinstance(entries, list) else ()):
            code = each.get("code") if isinstance(each, dict) else None
            if wanted & {code, named.get(str(code))}:
                return ("scripts", part, index)
    return ("scripts",)
