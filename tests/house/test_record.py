"""Every verb any action writes has words in the record, in both languages."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

import ringback
from ringback.queries.record import SEEN
from ringback.web import ledger_words

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(ringback.__file__).parent
SIGNS = {"signed", "_signed", "signed_import", "signed_list", "looked", "_looked", "_glanced"}
"""Functions whose first argument is the verb; besides, wherever an argument is called `verb`."""

HANDED_ON = {"verb"}
"""A name that stands for the verb somebody else gave."""


def verbs_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
        for given in _given(call):
            found |= set(_said(given, tree))
    return found


def _given(call: ast.Call) -> Iterator[ast.expr]:
    name = getattr(call.func, "id", None) or getattr(call.func, "attr", "")
    if name in SIGNS and call.args:
        yield call.args[0]
    yield from (each.value for each in call.keywords if each.arg == "verb")


def _said(given: ast.expr, tree: ast.Module) -> Iterator[str]:
    if isinstance(given, ast.Constant):
        yield str(given.value)
    elif isinstance(given, ast.IfExp):
        yield from (*_said(given.body, tree), *_said(given.orelse, tree))
    elif isinstance(given, ast.Name):
        values = list(_assigned(given.id, tree))
        assert values or given.id in HANDED_ON, f"what {given.id} stands for is not found"
        for each in values:
            yield from _said(each, tree)
    else:
        assert isinstance(given, ast.Attribute), ast.unparse(given)
        assert given.attr in HANDED_ON, ast.unparse(given)


def _assigned(name: str, tree: ast.Module) -> Iterator[ast.expr]:
    for each in ast.walk(tree):
        targets = each.targets if isinstance(each, ast.Assign) else []
        targets = [each.target] if isinstance(each, ast.AnnAssign) else targets
        named = any(isinstance(one, ast.Name) and one.id == name for one in targets)
        if named and isinstance(each, (ast.Assign, ast.AnnAssign)) and each.value is not None:
            yield each.value


def verbs() -> set[str]:
    floors = ("actions", "channels", "jobs", "queries")
    paths = [path for floor in floors for path in (SOURCE / floor).rglob("*.py")]
    return {verb for path in paths for verb in verbs_in(path)}


def test_every_verb_has_words_and_every_word_a_verb() -> None:
    assert verbs() == set(ledger_words.VERBS)
    assert len(verbs()) > 60
    assert [verb for verb in verbs() if len(verb) > 40] == []


def test_what_counts_as_seen_are_verbs() -> None:
    assert set(SEEN) - set(ledger_words.VERBS) == set()


@pytest.mark.parametrize("verb", sorted(ledger_words.VERBS))
def test_a_verb_is_said_in_both_languages(verb: str) -> None:
    for words in ledger_words.VERBS[verb]:
        said = []
        for language in ("en", "es"):
            with translation.override(language):
                said.append(str(words).format(who="Dana", it="it"))
        assert said[0] != said[1]


@pytest.mark.parametrize("verb", sorted(ledger_words.VERBS))
def test_what_was_done_says_who(verb: str) -> None:
    did, doing = (str(each) for each in ledger_words.VERBS[verb])
    assert did.startswith("{who} ")
    assert "{who}" not in doing
