"""Every place of a file has its line."""

import tomllib
from typing import Any

import pytest

from ringback.rules import tomllines
from ringback.rules.table import Path
from tests.rules.pathways import PATHWAYS

TEXT = """\
name = "A"
"odd key" = 1
dotted.inner = 2

[handlers]
# who works it
work = [
  "front_desk",
  # and
  "manager",
]

[[tighten]]
when = { pregnant = true, days = { at_most = 2 } }

[[tighten]]
words = "x"

[tighten.more]
deep = 1

[[done]]
any_of = [
  { all = [{ code = "a" }, { code = "b" }] },
  { all = [
    { code = "c" },
  ] },
]
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("name",), 1),
        (("odd key",), 2),
        (("dotted", "inner"), 3),
        (("handlers",), 5),
        (("handlers", "work"), 7),
        (("handlers", "work", 0), 8),
        (("handlers", "work", 1), 10),
        (("tighten",), 13),
        (("tighten", 0), 13),
        (("tighten", 0, "when"), 14),
        (("tighten", 0, "when", "days", "at_most"), 14),
        (("tighten", 1), 16),
        (("tighten", 1, "words"), 17),
        (("tighten", 1, "more"), 19),
        (("tighten", 1, "more", "deep"), 20),
        (("done", 0, "any_of", 0, "all", 1, "code"), 24),
        (("done", 0, "any_of", 1), 25),
        (("done", 0, "any_of", 1, "all", 0, "code"), 26),
    ],
)
def test_each_place_has_its_line(path: Path, line: int) -> None:
    assert tomllines.lines(TEXT)[path] == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("handlers", "posts"), 5),
        (("tighten", 1, "when", "x"), 16),
        (("nothing", "at", "all"), 1),
    ],
)
def test_what_was_left_out_is_looked_for_around_it(path: Path, line: int) -> None:
    assert tomllines.line_of(tomllines.lines(TEXT), path) == line


def places(data: Any, path: Path = ()) -> set[Path]:
    if not isinstance(data, dict | list):
        return {path}
    entries = data.items() if isinstance(data, dict) else enumerate(data)
    return {path}.union(*(places(value, (*path, key)) for key, value in entries))


@pytest.mark.parametrize("name", sorted(each.stem for each in PATHWAYS.glob("*.toml")))
def test_every_place_of_every_default_pathway_is_found(name: str) -> None:
    text = (PATHWAYS / f"{name}.toml").read_text(encoding="utf-8")
    assert set(tomllines.lines(text)) == places(tomllib.loads(text))


def test_remarks_stand_on_lines_and_are_nothing() -> None:
    text = "# first\nname = 1\n[table]\nkey = 2\n# within\nmore = 3\n"
    found = tomllines.lines(text)
    inside = {("table",): 3, ("table", "key"): 4, ("table", "more"): 6}
    assert found == {(): 1, ("name",): 2, **inside}


def test_a_quoted_key_is_known_by_what_it_says() -> None:
    text = 'a = 1\n[promises]\n"w\\u0065b" = 1\n\'a "b"\' = 2\n"c\\"d".e = 3\n'
    found = tomllines.lines(text)
    data = tomllib.loads(text)["promises"]
    assert list(data) == ["web", 'a "b"', 'c"d']
    assert [tomllines.line_of(found, ("promises", key)) for key in list(data)[:2]] == [3, 4]
    assert found["promises", 'c"d', "e"] == 5
