"""The form of a kind of request turned into its data, for the rules to read.

Nothing is judged here: what cannot be meant is handed on as typed, and told by the rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ringback.rules.access import Role
from ringback.rules.category import Another, Post
from ringback.web.kind_form import BY_CLOSING, COUNTED_KIND, SAME_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ringback.web.kind_form import Tree

NOT_ON_THE_FORM: Final = ("code", "kind", "script")
"""What stays as it is: a kind of request cannot become another one."""


def data_of(tree: Tree, before: Mapping[str, Any]) -> dict[str, Any]:
    """The pathway the form says. `before` is the one it was opened with."""
    kept = {key: before[key] for key in NOT_ON_THE_FORM if key in before}
    handlers = before.get("handlers", {})
    return {
        **kept,
        **_said(tree, "first_action_is"),
        "never_named": tree["never_named"],
        "name": tree["name"],
        "needs_note": tree["needs_note"],
        "needs_contact": tree["needs_contact"],
        "chart": tree["chart"],
        "handlers": {
            "work": tree["handlers"]["work"],
            "hand_off": tree["handlers"]["hand_off"],
            "posts": _in_order(tree["handlers"]["posts"], handlers.get("posts", ()), Post),
        },
        **_windows(tree, "first_try", "first_action", "resolve"),
        "without_visit": _windows(tree["without_visit"], "first_action", "resolve"),
        "tighten": [_rule(each) for each in tree["tighten"]],
        "ask": [_fact(each) for each in tree["ask"]],
        "done": [_requirement(each) for each in tree["done"]],
        "attempts": [_planned(each) for each in tree["attempts"]],
        "voicemail": _voicemail(tree["voicemail"]),
        "escalation": [
            {"post": each["post"], **_windows(each, "within")} for each in tree["escalation"]
        ],
        "unreachable": _unreachable(tree["unreachable"]),
    }


def _said(tree: Tree, *keys: str) -> dict[str, Any]:
    """What is not left empty."""
    return {key: tree[key] for key in keys if tree[key]}


def _in_order(chosen: list[str], before: Iterable[str], known: Iterable[str]) -> list[str]:
    """The chosen ones in the order they had, new ones after them; unknown ones last."""
    order = [*before, *(str(each) for each in known)]
    return sorted(chosen, key=lambda each: order.index(each) if each in order else len(order))


def _windows(tree: Tree, *keys: str) -> dict[str, str]:
    found = {key: window_text(tree[key]) for key in keys}
    return {key: text for key, text in found.items() if text}


def window_text(fields: Tree) -> str:
    """A length of time as a practice writes it; "" where nothing was said."""
    amount, unit = fields["amount"], fields["unit"]
    fixed = unit in {SAME_DAY, BY_CLOSING}
    words = unit if fixed else f"{amount} {unit}".strip()
    if fields["since"] or fields["until"]:
        words += f", after {fields['since']} by {fields['until']} the next"
    return f"{words} at {fields['at']}" if fields["at"] else words


def _rule(tree: Tree) -> dict[str, Any]:
    return {
        "when": condition(tree["when"]),
        "words": tree["words"],
        **_windows(tree, "first_action", "resolve", "by_law"),
        **_said(tree, "level", "becomes", "also", "tell"),
    }


def condition(tests: list[Tree]) -> dict[str, Any]:
    """The tests of a condition, two bounds of one fact together; empty ones are left out."""
    found: dict[str, Any] = {}
    for test in tests:
        fact, how, value = test["fact"], test["how"], test["value"]
        if not fact and not value:
            continue
        if how in {"at_least", "at_most"}:
            bounds = found.get(fact)
            kept = bounds if isinstance(bounds, dict) else {}
            found[fact] = {**kept, how: _number(value)}
        else:
            found[fact] = {"one_of": _lines(value)} if how == "one_of" else True
    return found


def _number(text: str) -> int | str:
    return int(text) if text.isdecimal() and len(text) < 10 else text  # noqa: PLR2004 - no promise


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _fact(tree: Tree) -> dict[str, Any]:
    kind = "counted" if tree["kind"].startswith(COUNTED_KIND) else tree["kind"] or "tick"
    choices = _lines(tree["choices"]) if kind == "choice" else []
    return {
        "code": tree["code"],
        "words": tree["words"],
        "kind": kind,
        **({"choices": choices} if choices else {}),
        **_said(tree, "needs"),
    }


def _requirement(tree: Tree) -> dict[str, Any]:
    only_when = condition(tree["only_when"])
    return {
        "code": tree["code"],
        "words": tree["words"],
        **({"only_when": only_when} if only_when else {}),
        "any_of": [{"all": [_fact(fact) for fact in group["all"]]} for group in tree["any_of"]],
    }


def _planned(tree: Tree) -> dict[str, Any]:
    another = _in_order(tree["another"], (), Another)
    return {**_windows(tree, "wait", "within"), **({"another": another} if another else {})}


def _voicemail(tree: Tree) -> dict[str, Any]:
    never = _lines(tree["never_say"])
    return {
        **_said(tree, "template", "with_consent"),
        **({"never_say": never} if never else {}),
    }


def _unreachable(tree: Tree) -> dict[str, Any]:
    return {
        "decided_by": _in_order(tree["decided_by"], (), Role),
        **_said(tree, "instead"),
        "after_tries": _number(tree["after_tries"] or "0"),
        "written": tree["written"],
        "by_rule": tree["by_rule"],
    }
