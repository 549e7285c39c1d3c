"""Each permission check is taken away in turn, and the matrix, or a question of its own, differs.

A check whose absence nobody notices protects nothing. The checks are found in the source, so a new
one that no verdict leans on fails here. They are taken away in this process: the rules of
rules/access.py say yes to one caller only, and everybody else is asked as before.
"""

from __future__ import annotations

import ast
import os
import sys
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import ringback
from ringback.rules import access
from tests.cast import gather
from tests.house import (
    matrix,
    probes,
    probes_call,
    probes_inbound,
    probes_writing,
    world,
)
from tests.house.probes import TWICE, told
from tests.house.verdicts import OUTSIDE, TABLE, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from ringback.rules.access import Actor, Permission
    from tests.cast import Cast
    from tests.house.matrix import Answer

pytestmark = pytest.mark.postgres
SOURCE = Path(ringback.__file__).parent
FLOORS = ("rules", "queries", "actions", "channels", "web", "api", "cli")
PROBES = {
    **probes.PROBES,
    **probes_call.PROBES,
    **probes_inbound.PROBES,
    **probes_writing.PROBES,
}
ASKED = {"refusals", "lane_refusals", "sees"}
LANE, SEES = "lane", "sees"
HELPER = "_signed"
"""What asks for the actions of a whole file; it has answered before they enter."""


class Check(NamedTuple):
    """One check: the file and function it stands in, and what it asks for."""

    file: str
    function: str
    asks: str

    def __str__(self) -> str:
        return f"{self.file}:{self.function} ({self.asks})"


# Where the checks stand


def names_of(tree: ast.Module) -> dict[str, str]:
    """The names under which a module knows the rules of access."""
    found = {}
    for each in ast.walk(tree):
        if isinstance(each, ast.ImportFrom) and each.module == "ringback.rules.access":
            found |= {one.asname or one.name: one.name for one in each.names if one.name in ASKED}
    return found


def permission_of(node: ast.AST | None) -> str | None:
    """ "WORK" of `Permission.WORK`."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.attr if node.value.id == "Permission" else None
    return None


def asked_by(call: ast.Call, names: dict[str, str]) -> Iterator[str]:
    """What one call asks of the rules: a permission, a lane, or to be seen."""
    called = call.func
    name = names.get(called.id) if isinstance(called, ast.Name) else None
    if isinstance(called, ast.Attribute) and ast.unparse(called.value) == "access":
        name = called.attr
    if name == "refusals" and (found := permission_of(call.args[1])):
        yield found
    if name in {"lane_refusals", "sees"}:
        yield LANE if name == "lane_refusals" else SEES
    if isinstance(called, ast.Attribute) and ast.unparse(called) == "seen.may":
        yield SEES
    given = [*(each.value for each in call.keywords if each.arg == "needs")]
    if ast.unparse(called) == "opening.may":
        given += call.args[1:2]
    yield from (found for each in given if (found := permission_of(each)))


def only_hides(function: str, call: ast.Call, file: str) -> bool:
    """Pages ask the same rules to hide buttons: that is no check, the action refuses anyway."""
    asks = ast.unparse(call.func).split(".")[-1] in {"refusals", "lane_refusals"}
    return asks and file.startswith("web/") and function != "_may_still_look"


def checks() -> set[Check]:
    """Every check of the product, from its source."""
    paths = [path for floor in FLOORS for path in sorted((SOURCE / floor).rglob("*.py"))]
    return {
        found
        for path in paths
        if path != SOURCE / "rules" / "access.py"
        for found in checks_in(str(path.relative_to(SOURCE)), ast.parse(path.read_text("utf-8")))
    }


def checks_in(file: str, tree: ast.Module) -> Iterator[Check]:
    """The checks of one file, by the function they stand in."""
    names = names_of(tree)
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        calls = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
        for call in calls:
            if not only_hides(function.name, call, file):
                yield from (Check(file, function.name, asks) for asks in asked_by(call, names))
        given = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
        usual = (permission_of(value) for argument, value in given if argument.arg == "needs")
        yield from (Check(file, function.name, asks) for asks in usual if asks)


# Taking one away


@dataclass
class Rules:
    """The rules of access, listening to who asks them, and saying yes to one check."""

    gone: Check | None = None
    denied: set[Check] = field(default_factory=set)

    def asked(self, frame: FrameType, asks: str) -> set[Check]:
        """Which check this is: of whoever asks, and of whoever had an action ask for them."""
        found, here = set(), frame
        while here is not None:
            path = Path(here.f_code.co_filename)
            if path.is_relative_to(SOURCE):
                file = str(path.relative_to(SOURCE))
                found |= {Check(file, name, asks) for name in (here.f_code.co_name, HELPER)}
            here = here.f_back  # type: ignore[assignment]
        return found & CHECKS

    def answer(self, asks: str, said: Any, allowed: Any) -> Any:
        """What was said, unless the check that asks is the one taken away."""
        asking = self.asked(sys._getframe(2), asks)
        if self.gone in asking:
            return allowed
        if said != allowed:
            self.denied |= asking
        return said


CHECKS = frozenset(checks())


@contextmanager
def listening() -> Iterator[Rules]:
    """The rules as long as they are listened to, under every name they are known by."""
    rules = Rules()
    refusals, lane_refusals, sees = access.refusals, access.lane_refusals, access.sees

    def of_permission(actor: Actor, permission: Permission) -> Any:
        return rules.answer(permission.name, refusals(actor, permission), ())

    def of_lane(actor: Actor, category: str) -> Any:
        return rules.answer(LANE, lane_refusals(actor, category), ())

    def of_field(actor: Actor, kind: access.FieldClass, *, owns: bool) -> Any:
        return rules.answer(SEES, sees(actor, kind, owns=owns), True)

    instead = {id(refusals): of_permission, id(lane_refusals): of_lane, id(sees): of_field}
    with pytest.MonkeyPatch.context() as patch:
        for module in [each for name, each in sys.modules.items() if name.startswith("ringback")]:
            for name, value in list(vars(module).items()):
                if id(value) in instead:
                    patch.setattr(module, name, instead[id(value)])
        yield rules


# What is asked while one is gone

COLUMNS = ("assistant", "front_desk", "admin", "no role")
"""Enough to be refused everything that anybody is refused."""


class Cell(NamedTuple):
    """One square of the matrix: an address, who asks, and whether outside their lanes."""

    key: str
    column: str
    outside: bool = False


ROUTES = {each.key: each for each in matrix.inventory()}


def cells() -> list[Cell]:
    """The squares that are looked at: every address, by people who may little."""
    found = [Cell(key, column) for key in sorted(read(TABLE)) for column in COLUMNS]
    return [*found, *(Cell(key, "assistant", outside=True) for key in sorted(read(OUTSIDE)))]


def ask(cell: Cell, here: Cast, rules: Rules, gone: Check | None = None) -> tuple[str, int, bool]:
    """The verdict, the entries, and whether anything of a patient was told.

    A check is gone only while the question is answered, not while what it is about is made.
    """
    rules.gone = None
    route, who = ROUTES[cell.key], matrix.someone(here, cell.column)
    if cell.outside:
        found = {"callback_id": str(world.outside(here))}
    else:
        found = matrix.things(here, route)
    rules.gone, rules.denied = gone, set()
    answer: Answer = matrix.ask(route, who, here, found)
    return answer.verdict, answer.refusals, bool(answer.tells)


def probed(check: Check, here: Cast, rules: Rules) -> bool:
    """Whether a question of its own is answered differently without the check."""
    make = PROBES.get(str(check))
    if make is None:
        return False
    rules.gone = None
    first, second = make(here), make(here)
    before = told(first)
    rules.gone = check
    after = told(second)
    rules.gone = None
    return before != after


def test_every_question_of_its_own_is_about_a_check_there_is() -> None:
    assert sorted({*PROBES, *TWICE} - {str(each) for each in CHECKS}) == []


def test_there_are_checks_to_take_away() -> None:
    assert len(CHECKS) > 80


def test_taking_any_check_away_is_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    here = gather()
    leaning: defaultdict[Check, list[Cell]] = defaultdict(list)
    before: dict[Cell, tuple[str, int, bool]] = {}
    with listening() as rules:
        for cell in cells():
            before[cell] = ask(cell, here, rules)
            for check in rules.denied:
                leaning[check].append(cell)
        noticed, unnoticed = [], []
        for check in sorted(CHECKS):
            if str(check) in TWICE:
                continue
            asked = (ask(cell, here, rules, check) != before[cell] for cell in leaning[check][:4])
            differs = any(asked) or probed(check, here, rules)
            (noticed if differs else unnoticed).append(check)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        with capsys.disabled():
            sys.stdout.write(f"\n{len(noticed)} of {len(CHECKS)} checks taken away and noticed\n")
    told = [f"{each}: asked {len(leaning[each])} times" for each in unnoticed]
    assert not told, "\n".join(told)
