"""What an audit of dependencies said, judged more strictly than the tool does.

The tool is asked leniently, so that it lists what it could not look at instead of stopping at the
first; here every one of them fails the gate, as `--strict` would. The one exception is said aloud:
no list of known weaknesses can be reached at all, and so nothing was audited.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

NOBODY: Final = "no index answered: not audited"
UNREACHED: Final = re.compile(
    r"timed out|connection|resolve|unreachable|max retries|temporary failure|\b50[234]\b",
    re.IGNORECASE,
)
"""What a tool complains of that found nobody to ask."""

UNKNOWN: Final = "not found"
"""What it says of a dependency that whoever answered has never heard of."""

PIN: Final = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.IGNORECASE | re.MULTILINE)
ADDRESS: Final = re.compile(r"\w+://\S+")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether the gate is passed, and what is said of it."""

    passed: bool
    words: str


def pinned(lists: Iterable[str]) -> int:
    """How many different dependencies these lists pin."""
    return len({each.lower() for text in lists for each, _ in PIN.findall(text)})


def judged(out: str, complained: str, asked: int) -> Verdict:
    """What the audit's report and complaints come to, for so many dependencies asked about."""
    if not asked:
        return Verdict(passed=False, words="0 dependencies audited: the lists pin nothing")
    report = _read(out)
    if report is None:
        if UNREACHED.search(complained):
            return Verdict(passed=True, words=NOBODY)
        last = complained.strip().rpartition("\n")[2] or "it said nothing"
        words = f"0 dependencies audited: {ADDRESS.sub('...', last)}"
        return Verdict(passed=False, words=words)
    skipped = {each["name"]: each["skip_reason"] for each in report if "skip_reason" in each}
    audited = [each for each in report if "skip_reason" not in each]
    if not audited and skipped and all(UNKNOWN in each for each in skipped.values()):
        return Verdict(passed=True, words=NOBODY)
    return _counted(audited, sorted(skipped), asked)


def _counted(audited: list[dict[str, Any]], skipped: list[str], asked: int) -> Verdict:
    weak = [
        f"{each['name']} {each['version']}: {', '.join(sorted(one['id'] for one in each['vulns']))}"
        for each in audited
        if each["vulns"]
    ]
    lines = [f"{len(audited)} of {asked} dependencies audited, {len(weak)} with known weaknesses"]
    lines += [*weak, *(f"{each}: could not be audited" for each in skipped)]
    passed = bool(audited) and not weak and not skipped
    return Verdict(passed=passed, words="\n".join(lines))


def _read(out: str) -> list[dict[str, Any]] | None:
    try:
        found = json.loads(out)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, list) else None
