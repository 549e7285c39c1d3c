"""The table of the security standard says nothing that no test shows."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.house.test_forty import there

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ["id", "level", "what it is about", "verdict", "tests", "remark"]
VERDICTS = ("met", "partly", "not yet", "not ours")


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs/reference/asvs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def place(row: dict[str, str]) -> tuple[int, ...]:
    return tuple(int(each) for each in row["id"].removeprefix("V").split("."))


def test_every_row_is_whole_once_and_in_order() -> None:
    found = rows()
    assert list(found[0]) == COLUMNS
    assert [each["id"] for each in found if not re.fullmatch(r"V\d+\.\d+\.\d+", each["id"])] == []
    places = [place(each) for each in found]
    assert places == sorted(set(places))
    assert {each["level"] for each in found} <= {"1", "2", "3"}
    assert {each["verdict"] for each in found} == set(VERDICTS)
    assert [each["id"] for each in found if None in each.values()] == []


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_a_verdict_names_tests_that_are_there_or_says_why_not(row: dict[str, str]) -> None:
    tests = row["tests"].split()
    assert [each for each in tests if not there(each)] == []
    shown, said = row["verdict"] in {"met", "partly"}, bool(row["remark"])
    assert bool(tests) == shown
    assert said or row["verdict"] == "met"


def test_the_page_beside_it_counts_as_it_does() -> None:
    text = (ROOT / "docs/reference/asvs.md").read_text("utf-8")
    told = {name: int(number) for name, number in re.findall(r"\| ([a-z ]+) \| (\d+) \|", text)}
    assert told == dict(Counter(each["verdict"] for each in rows()))
