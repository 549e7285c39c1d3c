"""Statements are made where they belong: on no floor that faces people or machines."""

from __future__ import annotations

import ast
from pathlib import Path

import ringback

SOURCE = Path(ringback.__file__).parent
WITHOUT = ("rules", "models", "actions", "channels", "web", "api", "cli", "config")
"""The engine has connections of its own, queries run the statements, jobs hold one lock."""

BELOW_DJANGO = {"engine", "migrations"}
"""They make the server, its roles and its tables; everybody else's statements are files."""

RUNS = {"execute", "executemany", "executescript", "copy", "raw"}


def run_in(path: Path) -> list[str]:
    found = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    calls = (each.func for each in found if isinstance(each, ast.Call))
    return [each.attr for each in calls if isinstance(each, ast.Attribute) and each.attr in RUNS]


def test_no_floor_without_statements_runs_one() -> None:
    found = {
        str(path.relative_to(SOURCE)): had
        for floor in WITHOUT
        for path in (SOURCE / floor).rglob("*.py")
        if (had := run_in(path))
    }
    assert found == {}


def written_in(path: Path) -> list[str]:
    """The statements that stand in the code that runs them."""
    found = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    calls = (each for each in found if isinstance(each, ast.Call) and each.args)
    return [
        ast.unparse(call.args[0])
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in RUNS
        and isinstance(call.args[0], (ast.Constant, ast.JoinedStr, ast.BinOp))
    ]


def test_a_statement_is_a_file_wherever_it_is_run() -> None:
    found = {
        str(path.relative_to(SOURCE)): had
        for path in SOURCE.rglob("*.py")
        if path.relative_to(SOURCE).parts[0] not in BELOW_DJANGO and (had := written_in(path))
    }
    assert found == {}
