"""Above the queue: whose it is now, when it was checked, and the button to say so."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

from django.utils.html import strip_tags

from ringback.actions import lanes
from ringback.engine.wallclock import now as clock
from ringback.rules.roster import Shift
from tests import records
from tests.queries.test_whosequeue import CALLS
from tests.signing import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast


def always_viks(cast: Cast) -> str:
    """A lane that is Vik's day and night."""
    made = lanes.draw(None, CALLS, [cast.vik.person_id], seen="", by=cast.mara, now=clock())
    shifts = [
        Shift(weekday=day, start=0, end=1440, owner_id=cast.vik.person_id) for day in range(7)
    ]
    lanes.add_shifts(made, shifts, by=cast.mara, now=clock())
    return f"/lanes/{made}/looked"


def shown(client: Client) -> str:
    return " ".join(unescape(strip_tags(client.get("/").content.decode())).split())


def test_one_press_says_that_it_was_looked_through(cedar: Cast) -> None:
    address = always_viks(cedar)
    client = signed_in(cedar.vik)
    assert "Calls: Vik Sharma until" in shown(client)
    assert "not looked through yet" in shown(client)
    assert client.post(address).headers["Location"] == "/"
    (entry,) = records.journal(cedar, "queue looked through")
    assert clock() - entry.at < timedelta(minutes=1)
    assert "· checked " in shown(client)


def test_somebody_else_has_no_button_and_is_refused(cedar: Cast) -> None:
    address = always_viks(cedar)
    client = signed_in(cedar.osei)
    assert "I looked through it" not in shown(client)
    page = client.post(address)
    assert page.status_code == 409
    assert "Whoever has the shift, their deputy or a manager" in unescape(page.content.decode())
