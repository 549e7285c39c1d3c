"""axe finds nothing on the pages people live in, in light and dark, at a desk and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringback.actions import claim
from ringback.channels.callbacklist import intake as callbacklist
from ringback.engine.wallclock import now as clock
from tests.browser.axe import flaws
from tests.cast import came_in
from tests.phonelogs import TEN, bring

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

ODD = b"When was it;Who;What became of it\n20.11.2026 09:00;(202) 555-0101;no answer\n"
PAGES = (
    "/",
    "/callbacks/mine",
    "/callbacks/anyones",
    "/audit-day",
    "/audit-day/day",
    "/audit-day/columns",
    "/arrivals/new",
    "/imports",
    "/imports/list",
    "/imports/list/pasted",
    "/people/",
    "/gallery/",
)


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(cedar: Cast, at_work: Callable[..., Page], address: str) -> None:
    mine = came_in(cedar.dana, now=clock(), name="Grace Lindqvist", text="Do you take children?")
    anyones = came_in(cedar.dana, now=clock(), name="Ben Achterberg", category="NEWPT")
    claim.claim(mine.callback_id, by=cedar.dana, now=clock())
    logs = {"day": bring(TEN, cedar.dana, keep=True), "columns": bring(ODD, cedar.dana, keep=True)}
    rows = b"Name,Number,Why\nGrace,202-555-0163,form\nBen,none,form"
    listed = callbacklist.bring(rows, name="a list", category="", by=cedar.dana, now=clock())
    address = address.replace("pasted", str(listed))
    page = at_work(cedar.dana)
    address = address.replace("mine", str(mine.callback_id))
    address = address.replace("anyones", str(anyones.callback_id))
    for name, batch_id in logs.items():
        address = address.replace(f"audit-day/{name}", f"audit-day/{batch_id}")
    page.goto(address, wait_until="domcontentloaded")
    assert flaws(page) == []


@pytest.mark.parametrize("address", ["/ledger", "/ledger/callbacks/mine", "/ledger/unusual"])
def test_axe_finds_nothing_in_the_record(
    cedar: Cast, at_work: Callable[..., Page], address: str
) -> None:
    mine = came_in(cedar.dana, now=clock(), name="Grace Lindqvist", text="Do you take children?")
    claim.claim(mine.callback_id, by=cedar.dana, now=clock())
    page = at_work(cedar.mara)
    page.goto(address.replace("mine", str(mine.callback_id)), wait_until="domcontentloaded")
    assert flaws(page) == []
