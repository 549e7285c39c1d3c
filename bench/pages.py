"""The queue page at every size, for every filter: over HTTP, signed in, beside the floor's page."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Final

from bench import serving
from bench.client import Client, signed_in
from bench.ground import Size
from bench.timing import Aim, in_turns, milliseconds, report

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.ground import Ground

VIEWS: Final = {
    "all": "",
    "mine": "filter=mine",
    "no owner": "filter=no_owner",
    "overdue": "filter=overdue",
    "category": "category=MISSED",
    "source": "source=web",
    "overdue, category and source": "filter=overdue&category=MISSED&source=web",
}
REPEATS: Final = int(os.environ.get("BENCH_REPEATS", "40"))
AS_LARGE: Final = Aim(bound=1.3)
BESIDE_FLOOR: Final = Aim(bound=3.0)
FLOOR: Final = "floor page"


def sizes() -> list[Size]:
    """BENCH_SIZES, smallest first, all open; then the largest again with 1 % of it open."""
    asked = os.environ.get("BENCH_SIZES", "1000,100000,1000000")
    numbers = sorted(int(each) for each in asked.split(","))
    return [
        *(Size(rows=number, open=number) for number in numbers),
        Size(rows=numbers[-1], open=max(1, numbers[-1] // 100)),
    ]


def measure(ground: Ground) -> None:
    """The page a browser asks for: list, numbers beside the filters, frame."""
    _measure(ground, "page", "/?")


def measure_api(ground: Ground) -> None:
    """The same walks by the machine door: the list alone, as JSON."""
    _measure(ground, "api queue", "/api/v1/queue?")


def measure_walk(ground: Ground) -> None:
    """Page after page down the queue: rows no screen has shown before, so nothing is remembered."""
    size = sizes()[-2]
    loaded = ground.loaded(size)
    with serving.product(loaded) as url, serving.floor(loaded) as floor_url:
        walker = Walker(client=signed_in(url, *loaded.person("owner0")))
        floor = Client(url=floor_url)
        name, beside = f"page, rows not seen before, {size}", f"{FLOOR}, {size}"
        contenders = {
            name: milliseconds(walker.on),
            beside: milliseconds(lambda: floor.get("/floor/page")),
        }
        found = in_turns(contenders, repeats=min(REPEATS, size.open // 60), unit="ms")
        report(found[name], beside=found[beside], aim=BESIDE_FLOOR)


@dataclass(kw_only=True)
class Walker:
    """Somebody who presses "More" at the end of every page."""

    client: Client
    path: str = "/"

    def on(self) -> None:
        """Fetch the present page and learn the address of the next."""
        page = self.client.get(self.path).body.decode()
        more = re.search(r'href="([^"]*after=[^"]*)"', page)
        if more is None:
            raise LookupError("the queue has ended")
        self.path = unescape(more[1])


def _measure(ground: Ground, what: str, path: str) -> None:
    with ExitStack() as stack:
        pages: dict[Size, Client] = {}
        floors: dict[Size, Client] = {}
        for size in sizes():
            loaded = ground.loaded(size)
            url = stack.enter_context(serving.product(loaded))
            pages[size] = signed_in(url, *loaded.person("owner0"))
            pages[size].headers["Authorization"] = "Bearer bench-owner0@bench.example"
            floors[size] = Client(url=stack.enter_context(serving.floor(loaded)))
        for name, query in VIEWS.items():
            _one(f"{what} {name}", f"{path}{query}", pages, floors)


def _one(name: str, path: str, pages: dict[Size, Client], floors: dict[Size, Client]) -> None:
    """One filter at every size, in turns with the floor at every size."""
    contenders: dict[str, Callable[[], float]] = {}
    for size, client in pages.items():
        contenders[f"{name}, {size}"] = milliseconds(lambda client=client: client.get(path))
        floor = floors[size]
        contenders[f"{FLOOR}, {size}"] = milliseconds(lambda floor=floor: floor.get("/floor/page"))
    found = in_turns(contenders, repeats=REPEATS, unit="ms", warm=5)
    smallest = found[f"{name}, {next(iter(pages))}"]
    for size in pages:
        series = found[f"{name}, {size}"]
        report(series, beside=found[f"{FLOOR}, {size}"], aim=BESIDE_FLOOR)
        if series is not smallest:
            report(series, beside=smallest, aim=AS_LARGE)
