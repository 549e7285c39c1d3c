"""What the record costs: an action with its entry beside one without, sealing, and verifying."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import psycopg

from bench import serving
from bench.client import CSRF, Client, rate, require, signed_in
from bench.ground import Size, statement
from bench.people import WORKERS
from bench.timing import Aim, Series, in_turns, report
from bench.writes import EACH, REPEATS, nothing_unsorted

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.ground import Ground, Loaded

SIZE: Final = Size(rows=1_000, open=1_000)
ENTRIES: Final = int(os.environ.get("BENCH_LEDGER_ENTRIES", "100000"))
RUNS: Final = 5
WITH: Final = Aim(bound=0.7, at_most=False)
SEALED: Final = Aim(bound=20_000, at_most=False)
VERIFIED: Final = Aim(bound=100_000, at_most=False)
NOTE: Final = "Spoke with the patient; gave the new appointment on Tuesday at 9:30."


def measure(ground: Ground) -> None:
    """All three."""
    _entries(ground)
    _sealing(ground)


def _entries(ground: Ground) -> None:
    """A signed note over HTTP: a small action, so its entry weighs as much as it ever does."""
    with (
        ground.scratch(SIZE) as loaded,
        nothing_unsorted(loaded),
        serving.product(loaded) as product,
        serving.unwritten(loaded) as unwritten,
    ):
        written = [_noting(product, loaded, number) for number in range(WORKERS)]
        bare = [_noting(unwritten, loaded, number) for number in range(WORKERS)]
        for people in (1, WORKERS):
            name, beside = f"note with its entry, {people} at once", f"without it, {people} at once"
            found = in_turns(
                {name: _rate(written[:people]), beside: _rate(bare[:people])},
                repeats=REPEATS,
                unit="requests/s",
                warm=1,
            )
            report(found[name], beside=found[beside], aim=WITH)
            report(found[beside])


def _rate(workers: list[Callable[[int], object]]) -> Callable[[], float]:
    return lambda: rate(workers, EACH)


def _noting(url: str, loaded: Loaded, number: int) -> Callable[[int], object]:
    """Somebody who signs notes about one callback of their own."""
    name = f"worker{number}"
    machine = Client(url=url, headers={"Authorization": f"Bearer bench-{name}@bench.example"})
    taken = machine.post("/api/v1/queue/next")
    require(taken, 200)
    browser = signed_in(url, *loaded.person(name))
    address = f"/callbacks/{taken.json()['id']}/notes"
    form = {"note": NOTE, "fence": taken.json()["fence"]}
    headers = {"X-CSRFToken": CSRF, "Content-Type": "application/x-www-form-urlencoded"}
    sent = urlencode(form).encode()
    return lambda _: require(browser.ask("POST", address, sent, headers), 302)


def _sealing(ground: Ground) -> None:
    """Each time on a fresh database, as a sealer finds it that begins: nothing is sealed."""
    rates: list[list[float]] = [[], []]
    for _ in range(RUNS):
        with ground.scratch(SIZE) as loaded:
            practice_id = _filled(loaded)
            for figures, rate_ in zip(rates, _in_a_process(loaded, practice_id), strict=True):
                figures.append(rate_)
    for name, figures, aim in (
        ("entries sealed", rates[0], SEALED),
        ("entries verified", rates[1], VERIFIED),
    ):
        series = Series(name=name, unit="entries/s", figures=figures)
        report(series, aim=aim, entries=ENTRIES)


def _filled(loaded: Loaded) -> str:
    practice_id, person_id = loaded.person("worker0")
    values = {"practice": practice_id, "person": person_id, "entries": ENTRIES}
    with psycopg.connect(loaded.admin, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # nobody is to be told
        connection.execute(statement("entries"), values)
        connection.execute("VACUUM (ANALYZE)")
    return practice_id


def _in_a_process(loaded: Loaded, practice_id: str) -> list[float]:
    env = {
        **os.environ,
        **loaded.app.environment(),
        "DJANGO_SETTINGS_MODULE": "ringback.config.settings",
    }
    argv = [sys.executable, "-m", "bench.sealing", practice_id]
    found = subprocess.run(argv, env=env, check=True, capture_output=True, text=True)  # noqa: S603
    return [float(each) for each in found.stdout.split()]
