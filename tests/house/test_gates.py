"""The gates of the supply chain count what they looked at, and are called where they must be."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gates.audit import NOBODY, judged, pinned

ROOT = Path(__file__).resolve().parents[2]
FINE = {"name": "django", "version": "5.2.19", "vulns": []}
WEAK = {"name": "oldie", "version": "1.0", "vulns": [{"id": "CVE-2"}, {"id": "CVE-1"}]}
UNHEARD = {"name": "quux", "skip_reason": "Dependency not found and could not be audited: quux"}
REFUSED = {"name": "quux", "skip_reason": "its version is none"}


def said(report: Any, complained: str = "", asked: int = 2) -> tuple[bool, str]:
    out = report if isinstance(report, str) else json.dumps({"dependencies": report})
    verdict = judged(out, complained, asked)
    return verdict.passed, verdict.words


def test_all_of_it_looked_at_and_nothing_found_passes_with_its_count() -> None:
    told = "2 of 2 dependencies audited, 0 with known weaknesses"
    assert said([FINE, FINE]) == (True, told)


def test_a_known_weakness_fails_and_is_named() -> None:
    told = "2 of 2 dependencies audited, 1 with known weaknesses\noldie 1.0: CVE-1, CVE-2"
    assert said([FINE, WEAK]) == (False, told)


@pytest.mark.parametrize("skipped", [UNHEARD, REFUSED])
def test_one_that_could_not_be_looked_at_fails(skipped: dict[str, Any]) -> None:
    told = "1 of 2 dependencies audited, 0 with known weaknesses\nquux: could not be audited"
    assert said([FINE, skipped]) == (False, told)


@pytest.mark.parametrize(
    ("report", "complained", "asked"),
    [
        ([], "", 2),
        ([], "", 0),
        ([FINE], "", 0),
        ("", "", 2),
        ("", "ERROR: this file is no list", 2),
        ("{}", "", 2),
        ('{"dependencies": 3}', "", 2),
        ("not json", "", 2),
        ([REFUSED, REFUSED], "", 2),
    ],
)
def test_an_audit_of_nothing_fails(report: Any, complained: str, asked: int) -> None:
    passed, words = said(report, complained, asked)
    assert (passed, re.match(r"0 (of 2 )?dependencies audited", words) is not None) == (False, True)


@pytest.mark.parametrize(
    ("report", "complained"),
    [
        ("", "ConnectionError: Max retries exceeded"),
        ("", "the request timed out"),
        ("", "Temporary failure in name resolution"),
        ("", "503 Server Error"),
        ([UNHEARD, UNHEARD], ""),
    ],
)
def test_where_no_index_answers_it_says_so_and_that_is_no_pass(
    report: Any, complained: str
) -> None:
    """It stops nobody's work, and says in the same line that nothing was audited."""
    assert said(report, complained) == (True, NOBODY)
    assert NOBODY == "no index answered: not audited"


def test_no_address_is_repeated() -> None:
    assert said("", "ERROR: bad answer of https://an-index.example/simple here") == (
        False,
        "0 dependencies audited: ERROR: bad answer of ... here",
    )


def test_what_is_pinned_is_counted_once() -> None:
    lists = ["a==1 \\\n    --hash=sha256:00\nB-c==2 ; x\n", "b-c==2 \\\nd==3\n# e==4\n"]
    assert pinned(lists) == 3
    both = [(ROOT / f"requirements/{each}.txt").read_text("utf-8") for each in ("run", "dev")]
    assert pinned(both) > 80


def test_everything_installed_is_pinned_with_its_hash() -> None:
    for name in ("run", "dev", "mutation", "uv"):
        text = (ROOT / f"requirements/{name}.txt").read_text("utf-8")
        pins = [line for line in text.splitlines() if re.match(r"[A-Za-z]", line)]
        assert [each for each in pins if "==" not in each or not each.endswith("\\")] == [], name
        assert "://" not in text, name


def test_ci_and_make_call_the_gates() -> None:
    make = (ROOT / "Makefile").read_text("utf-8")
    assert "make audit" in (ROOT / ".ci/run").read_text("utf-8")
    assert re.search(r"^audit: .*\n\t\$\(BIN\)/python -m gates$", make, re.MULTILINE)
    checked = make.partition("\ncheck:")[2].partition("\n\n")[0]
    assert "bandit" in checked


def test_nothing_in_the_source_looks_dangerous_but_what_is_explained_in_place() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "bandit", "--quiet", "--format", "json", "--configfile",
         "pyproject.toml", "--recursive", "src"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    report = json.loads(found.stdout)
    issues = [
        f"{each['filename']}:{each['line_number']} {each['test_id']}" for each in report["results"]
    ]
    assert (issues, report["errors"], found.returncode) == ([], [], 0)
    assert report["metrics"]["_totals"]["loc"] > 30_000


def test_every_exception_says_which_and_why() -> None:
    marked = [
        (path.name, line.strip())
        for path in sorted((ROOT / "src").rglob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if "nosec" in line
    ]
    assert [each for each in marked if not re.search(r"# nosec B\d{3} # \w", each[1])] == []
