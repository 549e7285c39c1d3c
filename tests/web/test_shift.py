"""The page of a shift's end: shown, sent, refused with everything kept, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.actions import claim, note
from ringback.engine.wallclock import now as clock
from tests import records
from tests.cast import a_number, came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
WORDS = "She asked for the marigold form."


def held(cast: Cast, who: Actor | None = None, **given: str) -> UUID:
    it = came_in(cast.dana, now=clock(), phone=a_number(), **given).callback_id
    assert it is not None
    claim.claim(it, by=who or cast.dana, now=clock())
    return it


def form(cast: Cast, **where: str) -> dict[str, str]:
    sent: dict[str, str] = {}
    for key, value in where.items():
        fence = records.callback(cast, key).fence  # type: ignore[arg-type]
        sent |= {f"fence.{key}": str(fence), f"where.{key}": value, f"why.{key}": "over"}
    return sent


def test_everything_is_sent_in_one_press_and_can_be_taken_back(cedar: Cast) -> None:
    one, two = str(held(cedar, name="Ana Ruiz")), str(held(cedar))
    dana = signed_in(cedar.dana)
    page = dana.get("/shift/end").content.decode()
    assert "Ana Ruiz" in page
    assert "before you are back" in page
    sent = form(cedar, **{one: "anyone", two: str(cedar.mara.person_id)})
    answer = dana.post("/shift/end", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/shift/ended")
    after = dana.get("/shift/ended").content.decode()
    assert "1 went to a colleague, 1 went to anyone" in after
    assert dana.post("/shift/undo")["Location"] == "/shift/end"
    assert records.callback(cedar, two).owner_id == cedar.dana.person_id  # type: ignore[arg-type]
    assert "Your shift goes on" in dana.get("/shift/ended").content.decode()
    again = dana.post("/shift/undo")
    assert (again.status_code, "nothing here to undo" in again.content.decode()) == (409, True)


def test_refused_it_keeps_what_was_chosen_and_says_why(cedar: Cast) -> None:
    one = str(held(cedar))
    note.save_draft(held(cedar), WORDS, by=cedar.dana, now=clock())
    sent = form(cedar, **{one: str(cedar.vik.person_id)}) | {f"why.{one}": "she <b>waits</b>"}
    answer = signed_in(cedar.dana).post("/shift/end", {**sent, "fence.x": "1", f"fence.{one}": "9"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "she &lt;b&gt;waits&lt;/b&gt;" in page
    assert f'href="#where-{one}"' in page
    assert "It changed hands meanwhile" in page
    assert "Say what becomes of what you wrote" in page
    assert WORDS in page


def test_a_lead_ends_it_for_somebody_and_reads_no_draft(cedar: Cast, elm: Cast) -> None:
    one = held(cedar)
    note.save_draft(one, WORDS, by=cedar.dana, now=clock())
    mara, at = signed_in(cedar.mara), f"/setup/people/{cedar.dana.person_id}/shift"
    page = mara.get(at).content.decode()
    assert "Cannot" not in page
    assert WORDS not in page
    assert mara.post(at, form(cedar, **{str(one): ""})).status_code == 409
    assert mara.post(at, form(cedar, **{str(one): "anyone"})).status_code == 302
    assert records.callback(cedar, one).owner_id is None
    own = mara.get(f"/setup/people/{cedar.mara.person_id}/shift")
    assert own["Location"] == "/shift/end"
    assert signed_in(cedar.dana).get(at).status_code == 403
    assert mara.get(f"/setup/people/{elm.dana.person_id}/shift").status_code == 404


def queries(cast: Cast) -> int:
    dana = signed_in(cast.dana)
    dana.get("/shift/end")
    with CaptureQueriesContext(connections["default"]) as found:
        assert dana.get("/shift/end").status_code == 200
    return len(found)


def test_it_takes_as_many_queries_for_three_as_for_one(cedar: Cast) -> None:
    note.save_draft(held(cedar), WORDS, by=cedar.dana, now=clock())
    one = queries(cedar)
    for _ in range(2):
        note.save_draft(held(cedar), WORDS, by=cedar.dana, now=clock())
    assert queries(cedar) == one
