"""A kind of request as its form holds it: what was typed, whatever it is, and back to data.

The names of the fields are the places in the data ("done.0.any_of.1.all.0.words"), so that every
mistake finds its field. Entries are added and taken out on the server: it works without scripts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ringback.rules import window
from ringback.rules.category import ANSWER, COUNTED
from ringback.rules.oneline import in_lines
from ringback.rules.window import Unit, Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import QueryDict

Tree = dict[str, Any]
Node = Mapping[str, Any]

SAME_DAY: Final = "same business day"
BY_CLOSING: Final = "by closing"
UNITS: Final = (
    str(Unit.BUSINESS_MINUTES), str(Unit.BUSINESS_DAYS), SAME_DAY, BY_CLOSING, str(Unit.MINUTES),
    str(Unit.CALENDAR_DAYS), str(Unit.BEFORE_VISIT),
)  # fmt: skip
"""In what a length of time may be counted, as its choice on the form."""

DEEPEST: Final = 8
COUNTED_KIND: Final = "counted:"
_PLACE: Final = re.compile(r"[0-9]{1,4}")
_SMALL: Final = re.compile(r"[^a-z0-9]+")


def posted(form: QueryDict) -> Tree:
    """What a sent form holds; names that are no field of ours are left alone."""
    root: Tree = {}
    for name, values in form.lists():
        parts = name.split(".")
        node: Any = root
        for part in parts[:-1][:DEEPEST]:
            node = node.setdefault(part, {}) if isinstance(node, dict) else None
        if isinstance(node, dict):
            node[parts[-1]] = values
    return root


def of_post(form: QueryDict) -> Tree:
    """The form as it was sent."""
    return _shaped(posted(form), _Sent())


def of_data(data: Mapping[str, Any]) -> Tree:
    """The form of a kind of request as it is set."""
    return _shaped(data, _Kept())


class _Sent:
    """Reads what a browser sent: every value a list of texts, every list numbered."""

    def text(self, node: Node, key: str) -> str:
        """What was typed last under this name."""
        values = node.get(key)
        return in_lines(values[-1]).strip() if isinstance(values, list) and values else ""

    def lines(self, node: Node, key: str) -> str:
        """Several values, one a line."""
        return self.text(node, key)

    def tick(self, node: Node, key: str, *, usual: bool) -> bool:  # noqa: ARG002 - see below
        """Whether it is ticked; what is not ticked is not sent, whatever is usual."""
        return bool(self.text(node, key))

    def many(self, node: Node, key: str) -> list[str]:
        """Everything that is ticked."""
        values = node.get(key)
        return [each for each in values if each] if isinstance(values, list) else []

    def inner(self, node: Node, key: str) -> Node:
        """What stands one step further in."""
        found = node.get(key)
        return found if isinstance(found, dict) else {}

    def each(self, node: Node, key: str) -> list[Node]:
        """The entries of a list by their numbers."""
        found = self.inner(node, key)
        places = sorted(filter(_PLACE.fullmatch, found), key=int)
        return [found[place] for place in places if isinstance(found[place], dict)]

    def window(self, node: Node, key: str) -> Tree:
        """A length of time in its fields."""
        found = self.inner(node, key)
        return {part: self.text(found, part) for part in WINDOW}

    def tests(self, node: Node, key: str) -> list[Tree]:
        """The conditions, one by one."""
        return [
            {part: self.text(each, part) for part in ("fact", "how", "value")}
            for each in self.each(node, key)
        ]

    def kind(self, node: Node) -> str:
        """How a fact is given."""
        return self.text(node, "kind")


class _Kept:
    """Reads a pathway as it is written, in the same way."""

    def text(self, node: Node, key: str) -> str:
        """One value."""
        return str(node.get(key, ""))

    def lines(self, node: Node, key: str) -> str:
        """Several values, one a line."""
        return "\n".join(node.get(key, ()))

    def tick(self, node: Node, key: str, *, usual: bool) -> bool:
        """Whether it is so; what is as usual is not written."""
        return bool(node.get(key, usual))

    def many(self, node: Node, key: str) -> list[str]:
        """Everything that is chosen."""
        return list(node.get(key, ()))

    def inner(self, node: Node, key: str) -> Node:
        """A table inside this one."""
        found: Node = node.get(key, {})
        return found

    def each(self, node: Node, key: str) -> list[Node]:
        """The tables of a list."""
        return list(node.get(key, ()))

    def window(self, node: Node, key: str) -> Tree:
        """A length of time in its fields."""
        return of_window(window.read(node[key])) if key in node else dict.fromkeys(WINDOW, "")

    def tests(self, node: Node, key: str) -> list[Tree]:
        """The conditions, one by one."""
        found = node.get(key, {})
        return [test for fact, given in found.items() for test in _of_test(fact, given)]

    def kind(self, node: Node) -> str:
        """How a fact is given; what is counted by itself says which of those it is."""
        return COUNTED_KIND + node["code"] if node["kind"] == "counted" else str(node["kind"])


def _of_test(fact: str, given: object) -> list[Tree]:
    if not isinstance(given, dict):
        return [{"fact": fact, "how": "so", "value": ""}]
    return [
        {"fact": fact, "how": how, "value": "\n".join(value) if how == "one_of" else str(value)}
        for how, value in given.items()
    ]


WINDOW: Final = ("amount", "unit", "at", "since", "until")
"""The fields of a length of time; the last three only where an hour is meant."""


def of_window(found: Window) -> Tree:
    """A length of time in its fields."""
    unit, amount = str(found.unit), str(found.amount)
    if found.unit is Unit.CLOSING:
        unit, amount = BY_CLOSING, ""
    elif found.unit is Unit.BUSINESS_DAYS and not found.amount:
        unit, amount = SAME_DAY, ""
    late = found.late
    return {
        "amount": amount,
        "unit": unit,
        "at": f"{found.at:%H:%M}" if found.at else "",
        "since": f"{late.since:%H:%M}" if late else "",
        "until": f"{late.until:%H:%M}" if late else "",
    }


def _shaped(node: Node, read: _Sent | _Kept) -> Tree:
    handlers, visit = read.inner(node, "handlers"), read.inner(node, "without_visit")
    return {
        "name": read.text(node, "name"),
        "never_named": read.tick(node, "never_named", usual=False),
        "first_action_is": read.text(node, "first_action_is"),
        "needs_note": read.tick(node, "needs_note", usual=True),
        "needs_contact": read.tick(node, "needs_contact", usual=True),
        "chart": read.tick(node, "chart", usual=False),
        "handlers": {key: read.many(handlers, key) for key in ("work", "hand_off", "posts")},
        **{key: read.window(node, key) for key in ("first_try", "first_action", "resolve")},
        "without_visit": {key: read.window(visit, key) for key in ("first_action", "resolve")},
        "tighten": [_rule(each, read) for each in read.each(node, "tighten")],
        "ask": [_fact(each, read) for each in read.each(node, "ask")],
        "done": [_requirement(each, read) for each in read.each(node, "done")],
        "attempts": [_planned(each, read) for each in read.each(node, "attempts")],
        "voicemail": _voicemail(read.inner(node, "voicemail"), read),
        "escalation": [_step(each, read) for each in read.each(node, "escalation")],
        "unreachable": _unreachable(read.inner(node, "unreachable"), read),
    }


def _rule(node: Node, read: _Sent | _Kept) -> Tree:
    return {
        "when": read.tests(node, "when"),
        **{key: read.text(node, key) for key in ("words", "level", "becomes", "also", "tell")},
        **{key: read.window(node, key) for key in ("first_action", "resolve", "by_law")},
    }


def _fact(node: Node, read: _Sent | _Kept) -> Tree:
    fact = {key: read.text(node, key) for key in ("code", "words", "needs")}
    fact["choices"] = read.lines(node, "choices")
    fact["kind"] = read.kind(node)
    fact["code"] = _code_of(fact)
    return fact


def _code_of(fact: Tree) -> str:
    """A fact's own name for the record: kept, or made of its words when it is new."""
    if fact["kind"].startswith(COUNTED_KIND):
        return str(fact["kind"].removeprefix(COUNTED_KIND))
    if fact["code"] and fact["code"] not in COUNTED:
        return str(fact["code"])
    code = code_of(fact["words"])
    return f"{code}_said" if ANSWER.fullmatch(code) or code in COUNTED else code


def code_of(words: str) -> str:
    """Small letters, digits and _ out of some words; "" where there are none."""
    spread = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    code = _SMALL.sub("_", spread).strip("_")[:40].strip("_")
    return code if not code or code[0].isalpha() else f"fact_{code}"[:40]


def _requirement(node: Node, read: _Sent | _Kept) -> Tree:
    words = read.text(node, "words")
    return {
        "code": read.text(node, "code") or code_of(words),
        "words": words,
        "only_when": read.tests(node, "only_when"),
        "any_of": [
            {"all": [_fact(fact, read) for fact in read.each(group, "all")]}
            for group in read.each(node, "any_of")
        ],
    }


def _planned(node: Node, read: _Sent | _Kept) -> Tree:
    return {
        "wait": read.window(node, "wait"),
        "another": read.many(node, "another"),
        "within": read.window(node, "within"),
    }


def _voicemail(node: Node, read: _Sent | _Kept) -> Tree:
    return {
        "template": read.text(node, "template") or "none",
        "with_consent": read.text(node, "with_consent"),
        "never_say": read.lines(node, "never_say"),
    }


def _step(node: Node, read: _Sent | _Kept) -> Tree:
    return {"post": read.text(node, "post"), "within": read.window(node, "within")}


def _unreachable(node: Node, read: _Sent | _Kept) -> Tree:
    return {
        "decided_by": read.many(node, "decided_by"),
        "after_tries": read.text(node, "after_tries"),
        "written": read.tick(node, "written", usual=False),
        "by_rule": read.tick(node, "by_rule", usual=False),
        "instead": read.text(node, "instead"),
    }


NEW: Final[dict[str, Callable[[], Tree]]] = {
    "tighten": lambda: _rule({"when": {"0": {}}}, _Sent()),
    "ask": lambda: _fact({}, _Sent()),
    "all": lambda: _fact({}, _Sent()),
    "done": lambda: _requirement({"any_of": {"0": {"all": {"0": {}}}}}, _Sent()),
    "any_of": lambda: {"all": [_fact({}, _Sent())]},
    "when": lambda: {"fact": "", "how": "so", "value": ""},
    "only_when": lambda: {"fact": "", "how": "so", "value": ""},
    "attempts": lambda: _planned({}, _Sent()),
    "escalation": lambda: _step({}, _Sent()),
}
"""What an entry of each list is before anything is typed into it."""


def pressed(tree: Tree, do: str) -> str:
    """Add or take out an entry where the button says so; answers the place to go on at, or ""."""
    verb, _, place = do.partition(":")
    above, _, last = place.rpartition(".")
    if verb == "add" and last in NEW:
        found = _list_at(tree, place)
        if found is not None:
            found.append(NEW[last]())
            return f"{place}.{len(found) - 1}"
    if verb == "remove" and _PLACE.fullmatch(last):
        found = _list_at(tree, above)
        if found is not None and int(last) < len(found):
            found.pop(int(last))
            return above
    return ""


def _list_at(tree: Tree, place: str) -> list[Tree] | None:
    """The list that stands at a place; None where there is none."""
    node: object = tree
    for part in place.split("."):
        if isinstance(node, list):
            node = node[int(part)] if _PLACE.fullmatch(part) and int(part) < len(node) else None
        else:
            node = node.get(part) if isinstance(node, dict) else None
    return node if isinstance(node, list) and all(isinstance(each, dict) for each in node) else None
