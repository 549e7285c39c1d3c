"""What the page of a callback costs: so many trips to the database, however long its past is.

A number here is fixed: whoever needs one more says so by changing it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.actions import attempt, calling, note
from ringback.engine.wallclock import now as clock
from ringback.rules.attempt import Result
from tests import records
from tests.web.test_calling import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cast import Cast

pytestmark = pytest.mark.postgres

LINES = (1, 3, 30)
BEFORE, DURING, VERIFIED, WITH_A_NOTE, A_DRAFT, A_DRAFT_DURING = 17, 18, 18, 18, 15, 15
"""The session, who it is, the kinds of request, the transaction with its two ends, the callback,
all that is read ahead, the call, the lease; seven more for a patient on file. Beside these a call
asks its check, what was verified the patient, and a note whether the practice keeps a chart."""


def trips(do: Callable[[], object]) -> int:
    do()
    with CaptureQueriesContext(connections["default"]) as found:
        do()
    return len(found)


def tried(desk: Desk, lines: int) -> None:
    """So many tries that nobody answered stand in its past."""
    while len(records.attempts(desk.cast, callback_id=desk.it)) < lines:
        row = records.callback(desk.cast, desk.it)
        made = attempt.Made(result=Result.NO_ANSWER)
        attempt.log(desk.it, made, by=desk.cast.dana, now=clock(), fence=row.fence)


def begun(desk: Desk) -> None:
    row = records.callback(desk.cast, desk.it)
    calling.begin(desk.it, number=row.phone, by=desk.cast.dana, now=clock(), fence=row.fence)


def costs(desk: Desk, prepare: Callable[[], None], do: Callable[[], object]) -> list[int]:
    found = []
    for lines in LINES:
        tried(desk, lines)
        prepare()
        found.append(trips(do))
    return found


def test_before_the_call(cedar: Cast) -> None:
    desk = Desk(cedar)
    assert costs(desk, lambda: None, desk.page) == [BEFORE] * 3


def test_during_the_call_and_after_the_check(cedar: Cast) -> None:
    desk = Desk(cedar, birth_date=date(1979, 3, 14))
    assert costs(desk, lambda: begun(desk), desk.page) == [DURING] * 3
    desk.fence = records.callback(cedar, desk.it).fence
    desk.check("name")
    desk.check("birth_date", said="3/14/79")
    assert trips(desk.page) == VERIFIED


def test_with_a_note(cedar: Cast) -> None:
    desk = Desk(cedar)

    def signed() -> None:
        fence = records.callback(cedar, desk.it).fence
        text = f"She asks for a morning, and rings on Tuesday {uuid4()}."
        note.sign(desk.it, text, by=cedar.dana, now=clock(), fence=fence)

    assert costs(desk, signed, desk.page) == [WITH_A_NOTE] * 3


def test_a_draft_that_is_saved(cedar: Cast) -> None:
    desk, window = Desk(cedar), str(uuid4())

    def save() -> None:
        text = f"She asks for {uuid4()}"
        sent = {"note": text, "saw": "0", "form_id": window, "card": "1"}
        assert desk.client.post(f"/callbacks/{desk.it}/draft", sent).status_code == 200

    assert costs(desk, lambda: None, save) == [A_DRAFT] * 3
    begun(desk)
    assert trips(save) == A_DRAFT_DURING
