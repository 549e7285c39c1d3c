"""Twenty people at their desks, over HTTP, in a practice of 100,000 callbacks: how long each waits.

Everybody takes the next one, calls, compares two details, has the note saved as they write, logs
the try, signs and closes, and takes the next one, with a pause before every press. A page is
fetched again after each press that changes it, as a browser does.
"""

from __future__ import annotations

import os
import random
import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import quantiles
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from bench import processor, serving
from bench.client import CSRF, require, signed_in
from bench.ground import Size
from bench.people import DESKS
from bench.timing import Aim, Series, report
from bench.writes import nothing_unsorted
from ringback.engine import addresses

if TYPE_CHECKING:
    from bench.client import Answer, Client
    from bench.ground import Ground
    from bench.processor import Spent

SIZE: Final = Size(rows=100_000, open=50_000)
FOR_S: Final = float(os.environ.get("BENCH_DESK_S", "120"))
PAUSE_S: Final = float(os.environ.get("BENCH_DESK_PAUSE_S", "4"))
"""Before every press, on average. So a callback takes under a minute; in life it takes several."""

SAVES: Final = 5
"""How often a note is saved while it is written."""

ALL_WAIT: Final = "everything"
NOTE: Final = (
    "Spoke with the patient about moving the visit; agreed on Tuesday at 9:30. The front desk sends"
    " the confirmation today. No clinical questions."
)
FACTS: Final = {
    "fact.reason_learned": "moving an appointment",
    "fact.declined_because": "found another practice",
    "tick.no_promise": "yes",
    "tick.forms_not_needed": "yes",
    "tick.received_and_checked": "yes",
}
"""What closes each of the kinds of request that are loaded; a page has only its own."""

Waits = dict[str, list[float]]


def measure(ground: Ground) -> None:
    """The percentiles of each kind of request, and of all together against what was promised."""
    with (
        ground.scratch(SIZE) as loaded,
        nothing_unsorted(loaded),
        serving.product(loaded) as url,
    ):
        desks = [
            Desk(client=signed_in(url, *loaded.person(f"desk{number}")), seed=number)
            for number in range(DESKS)
        ]
        database = addresses.parse(loaded.admin).name
        before, until = processor.spent(database), perf_counter() + FOR_S
        with ThreadPoolExecutor(DESKS) as threads:
            for done in [threads.submit(each.work, until) for each in desks]:
                done.result()
        after = processor.spent(database)
    waits: Waits = defaultdict(list)
    for desk in desks:
        for kind, found in desk.waits.items():
            waits[kind] += found
            waits[ALL_WAIT] += found
    closed = sum(each.closed for each in desks)
    for kind, found in sorted(waits.items()):
        _say(kind, found, closed)
    if before is not None and after is not None:
        _say_spent(after.since(before), len(waits[ALL_WAIT]))


def _say_spent(found: Spent, requests: int) -> None:
    """One line for what the server spent on all of it, the same on a busy machine."""
    each = found.for_each(requests)
    series = Series(name="desk: processor", unit="ms a request", figures=[sum(each.values())])
    report(series, requests=requests, **each)


def _say(kind: str, found: list[float], closed: int) -> None:
    """One line for a kind of request."""
    hundredths = quantiles(found, n=100) if len(found) > 1 else found * 99
    p50, p95, p99 = (round(hundredths[each - 1], 1) for each in (50, 95, 99))
    more = {"p50": p50, "p95": p95, "p99": p99, "people": DESKS, "closed": closed}
    if kind != ALL_WAIT:
        report(Series(name=f"desk: {kind}", unit="ms", figures=found), **more)
        return
    promised = Series(name="desk: everything, p95", unit="ms", figures=[p95])
    report(promised, aim=Aim(bound=300), requests=len(found), **more)


@dataclass(kw_only=True)
class Desk:
    """One person with a browser; `waits` are their milliseconds, by what they did."""

    client: Client
    seed: int
    waits: Waits = field(default_factory=lambda: defaultdict(list))
    closed: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._page = ""
        self._address = ""

    def work(self, until: float) -> None:
        """One callback after the other until the time is up."""
        sleep(self._random.uniform(0, 10) * PAUSE_S)  # nobody sits down at the same moment
        while perf_counter() < until:
            self._take()
            self._press("begin the call", "call")
            self._press("compare a detail", "check", identifier="name")
            self._press("compare a detail", "check", identifier="birth_date", chart="of_age")
            self._write()
            self._press("log the try", "attempts", result="reached_patient", **self._form())
            self._press("sign the note", "notes", **self._form())
            self._press("done", "done", **self._form())
            self.closed += 'id="done"' not in self._page

    def _take(self) -> None:
        self._timed("open the queue", "GET", "/")
        answer = self._timed("take the next one", "POST", "/next", {})
        require(answer, 302)
        self._address = answer.headers["location"]
        self._open()

    def _open(self) -> None:
        answer = self._timed("open the callback", "GET", self._address)
        require(answer, 200)
        self._page = answer.body.decode()

    def _press(self, kind: str, where: str, **typed: str) -> None:
        """Press a button of the page, and look at the page that comes of it."""
        self._pause()
        sent = {"fence": self._value("fence"), "form_id": self._value("form_id"), **typed}
        answer = self._timed(kind, "POST", f"{self._address}/{where}", sent)
        if wrong := re.search(rb'class="problems".*?</ul>', answer.body, re.DOTALL):
            raise RuntimeError(f"{kind}: {wrong[0].decode()}")
        require(answer, 302)
        self._open()

    def _write(self) -> None:
        """The note grows, and is saved as it does."""
        saw = self._value("saw")
        for part in range(1, SAVES + 1):
            self._pause()
            text = NOTE[: len(NOTE) * part // SAVES]
            sent = {"note": text, "saw": saw, "form_id": self._value("form_id"), "card": "1"}
            answer = self._timed("save the draft", "POST", f"{self._address}/draft", sent)
            require(answer, 200)
            saw = answer.headers["x-draft-version"]
        self._open()

    def _form(self) -> dict[str, str]:
        """What stands in the form of the page: the note, and what settles this kind of request."""
        facts = {name: said for name, said in FACTS.items() if f'name="{name}"' in self._page}
        return {"note": NOTE, "saw": self._value("saw"), **facts}

    def _value(self, name: str) -> str:
        found = re.search(rf'name="{name}"\s+value="([^"]*)"', self._page)
        return found[1] if found else ""

    def _pause(self) -> None:
        sleep(self._random.uniform(0.5, 1.5) * PAUSE_S)

    def _timed(
        self, kind: str, method: str, path: str, typed: dict[str, str] | None = None
    ) -> Answer:
        body = None if typed is None else urlencode(typed).encode()
        headers = {"X-CSRFToken": CSRF, "Content-Type": "application/x-www-form-urlencoded"}
        begin = perf_counter()
        answer = self.client.ask(method, path, body, headers)
        self.waits[kind].append((perf_counter() - begin) * 1000)
        return answer
