"""A list page costs the same number of statements whether it has one line or three."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.actions import parts, places, script
from ringback.engine.wallclock import now as clock
from ringback.queries import policy
from ringback.queries.scope import scope
from ringback.rules.policy import Part
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


def one_more_place(cast: Cast, _: Client, number: int) -> None:
    slug = places.add(f"Place {number}", [f"+120255501{number:02}"], by=cast.mara, now=clock())
    week = {"monday": ["08:00-12:00"]}
    own = {"seen": 0, "reason": "own", "by": cast.mara, "now": clock(), "name": slug}
    parts.change(Part.HOURS, week, **own)


def one_more_version(cast: Cast, part: Part, **change: object) -> None:
    with scope(cast.practice_id):
        before = policy.current(cast.practice_id, part)
    assert before is not None
    written = {**before.written, **change}
    more = {"seen": before.version, "reason": "so", "by": cast.mara, "now": clock()}
    parts.change(part, written, **more)


def one_more_promise(cast: Cast, _: Client, number: int) -> None:
    one_more_version(cast, Part.PROMISES, **{f"site {number}": "120 business minutes"})


def one_more_contact(cast: Cast, _: Client, number: int) -> None:
    one_more_version(cast, Part.CONTACT, text_from=f"09:{number:02}")


def one_more_check(cast: Cast, _: Client, number: int) -> None:
    one_more_version(cast, Part.VERIFICATION, age_of_majority=18 + number)


def one_more_suggestion(cast: Cast, _: Client, number: int) -> None:
    words = f"May I speak with {{patient_first_name}}{' please' * number}?"
    script.suggest("ask_by_name", "en", words, by=cast.dana, now=clock())


@pytest.mark.parametrize(
    ("address", "more"),
    [
        ("/", one_more_callback),
        ("/imports", one_more_import),
        ("/setup/places", one_more_place),
        ("/setup/hours", one_more_place),
        ("/setup/promises", one_more_promise),
        ("/setup/contact", one_more_contact),
        ("/setup/checking", one_more_check),
        ("/setup/scripts", one_more_suggestion),
    ],
)
def test_three_lines_cost_no_more_than_one(
    cedar: Cast, address: str, more: Callable[[Cast, Client, int], None]
) -> None:
    client = signed_in(cedar.mara if address.startswith("/setup") else cedar.dana)

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
