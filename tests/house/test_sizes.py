"""Files and functions stay small enough to be read in one go; what is larger says why."""

from __future__ import annotations

import ast
from pathlib import Path

import ringback

SOURCE = Path(ringback.__file__).parent
LONGEST_FILE = 400
LONGEST_FUNCTION = 50

LARGE_FILES: dict[str, str] = {}
"""Files of 400 lines and more, each with its reason."""

LARGE_FUNCTIONS: dict[str, str] = {}
"""Functions of 50 lines and more, each with its reason."""


def sources() -> list[Path]:
    return [path for kind in ("py", "js", "css", "html", "sql") for path in _all(kind)]


def _all(kind: str) -> list[Path]:
    return sorted(SOURCE.rglob(f"*.{kind}"))


def functions() -> dict[str, int]:
    """The lines of every function, by file and name; its docstring counts."""
    found = {}
    for path in _all("py"):
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{path.relative_to(SOURCE)} {each.name}"
                found[name] = (each.end_lineno or 0) - each.lineno + 1
    return found


def test_every_file_is_under_four_hundred_lines_or_says_why_not() -> None:
    long = {
        str(path.relative_to(SOURCE))
        for path in sources()
        if len(path.read_text(encoding="utf-8").splitlines()) >= LONGEST_FILE
    }
    assert long == set(LARGE_FILES)


def test_every_function_is_under_fifty_lines_or_says_why_not() -> None:
    long = {name for name, lines in functions().items() if lines >= LONGEST_FUNCTION}
    assert long == set(LARGE_FUNCTIONS)


def test_half_of_the_functions_have_fewer_than_ten_lines() -> None:
    lines = sorted(functions().values())
    assert lines[len(lines) // 2] < 10
