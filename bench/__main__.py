"""`python -m bench [name ...]`: one JSON line per figure. Without a name, everything."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from bench import desk, due, imports, ledger, live, logs, pages, patients, raw, redflags, writes
from bench.ground import ground

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.ground import Ground

MEASURES: Final[dict[str, Callable[[Ground], None]]] = {
    "page": pages.measure,
    "page-walk": pages.measure_walk,
    "queue-api": pages.measure_api,
    "claim": writes.claims,
    "arrivals": writes.arrivals,
    "work": writes.work,
    "claim-sql": raw.claim_sql,
    "telling": raw.telling,
    "ledger": ledger.measure,
    "live": live.measure,
    "desk": desk.measure,
    "due": due.measure,
    "redflags": redflags.measure,
    "audit": logs.audit,
    "import": logs.load,
    "import-load": imports.measure,
    "patients": patients.measure,
}


def main(asked: list[str]) -> int:
    """Run the measures asked for; an unknown name is one sentence and exit code 2."""
    if unknown := set(asked) - set(MEASURES):
        known = ", ".join(MEASURES)
        asked_for = ", ".join(sorted(unknown))
        print(f"bench: no measure is called {asked_for}; there are: {known}", file=sys.stderr)
        return 2
    with ground() as found:
        for name in asked or MEASURES:
            MEASURES[name](found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
