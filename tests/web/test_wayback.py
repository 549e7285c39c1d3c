"""The way back to a callback ends with the sign-in of whoever was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.engine.wallclock import now as clock
from ringback.web import wayback
from tests.cast import came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast


def test_signed_out_nobody_else_on_this_computer_is_led_back(cedar: Cast) -> None:
    first, other = (
        came_in(cedar.dana, now=clock(), name=name, phone=number).callback_id
        for name, number in (("Tom", "+12025550143"), ("Ann", "+12025550144"))
    )
    client = signed_in(cedar.dana)
    client.get(f"/callbacks/{other}?from={first}")
    assert client.cookies[wayback.COOKIE].value == str(first)
    client.post("/people/leave")
    assert client.cookies[wayback.COOKIE].value == ""
