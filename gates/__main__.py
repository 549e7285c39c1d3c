"""`python -m gates`: known weaknesses of everything we lean on, by the lists that pin it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from gates.audit import Verdict, judged, pinned

ROOT = Path(__file__).resolve().parents[1]
LISTS = ("requirements/run.txt", "requirements/dev.txt")
AUDIT = (
    sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format", "json",
    "--progress-spinner", "off",
)  # fmt: skip
LIMIT_S = 600


def main() -> int:
    """Audit both lists; 0 where all of it was looked at and nothing found, or nobody answers."""
    asked = pinned((ROOT / each).read_text("utf-8") for each in LISTS)
    lists = [part for each in LISTS for part in ("--requirement", str(ROOT / each))]
    try:
        found = subprocess.run(
            [*AUDIT, *lists], capture_output=True, text=True, timeout=LIMIT_S, check=False
        )
    except subprocess.TimeoutExpired:
        verdict = judged("", "timed out", asked)
    else:
        verdict = judged(found.stdout, found.stderr, asked)
    return _told(verdict)


def _told(verdict: Verdict) -> int:
    print(verdict.words)
    return 0 if verdict.passed else 1


if __name__ == "__main__":
    raise SystemExit(main())
