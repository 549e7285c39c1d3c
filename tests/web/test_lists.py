"""A list page costs the same number of statements whether it has one line or three."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.engine.wallclock import now as clock
from tests.cast import came_in
from tests.phonelogs import log, missed
from tests.signing import signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast


def one_more_callback(cast: Cast, _: Client, number: int) -> None:
    came_in(cast.dana, now=clock(), name=f"Patient {number}")


def one_more_import(_: Cast, client: Client, number: int) -> None:
    file = SimpleUploadedFile("calls.csv", log(missed(f"01{number:02}", "9:00")))
    client.post("/imports", {"file": file})


@pytest.mark.parametrize(
    ("address", "more"), [("/", one_more_callback), ("/imports", one_more_import)]
)
def test_three_lines_cost_no_more_than_one(
    cedar: Cast, address: str, more: Callable[[Cast, Client, int], None]
) -> None:
    client = signed_in(cedar.dana)

    def cost() -> int:
        client.get(address)
        with CaptureQueriesContext(connections["default"]) as found:
            assert client.get(address).status_code == 200
        return len(found)

    more(cedar, client, 1)
    one = cost()
    more(cedar, client, 2)
    more(cedar, client, 3)
    assert cost() == one > 0
