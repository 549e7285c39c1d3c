"""What came in: what became of each, and what somebody does about what needs a look."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.engine.wallclock import now as clock
from ringback.jobs import taking
from ringback.models import Callback
from ringback.queries import inbound as events
from ringback.queries.scope import scope
from tests import records
from tests.connectors import a_form, came, connected, send, to_look_at
from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.postgres


def taken(cast: Cast) -> None:
    assert send(connected(cast), a_form(reason="A private matter")).status_code == 200
    assert taking.of_practice(cast.practice_id)


def test_a_form_is_listed_with_its_callback_and_nothing_of_what_stands_in_it(cedar: Cast) -> None:
    taken(cedar)
    page = signed_in(cedar.dana).get("/came-in").content.decode()
    with scope(cedar.practice_id):
        it = Callback.objects.get()
    assert f'href="/callbacks/{it.id}"' in page
    assert "Website form" in page
    assert [hidden for hidden in ("Ruiz", "private", it.phone[-4:]) if hidden in page] == []


def test_only_what_needs_a_look_on_demand(cedar: Cast) -> None:
    taken(cedar)
    it = to_look_at(cedar)
    page = signed_in(cedar.dana).get("/came-in?show=look").content.decode()
    assert f'href="/came-in/{it}"' in page
    assert "It is not in a form Ringback can read." in page
    assert page.count("<tr>") == 2
    assert "Needs a look: 1" in page
    everything = signed_in(cedar.dana).get("/came-in").content.decode()
    assert everything.count("<tr>") == 3


def test_three_lines_cost_no_more_than_one(cedar: Cast) -> None:
    client = signed_in(cedar.dana)

    def cost() -> int:
        client.get("/came-in")
        with CaptureQueriesContext(connections["default"]) as found:
            assert client.get("/came-in").status_code == 200
        return len(found)

    to_look_at(cedar)
    one = cost()
    to_look_at(cedar)
    to_look_at(cedar)
    assert cost() == one > 0


def test_it_is_opened_as_it_came_and_that_is_written_down(cedar: Cast) -> None:
    it = to_look_at(cedar)
    page = signed_in(cedar.dana).get(f"/came-in/{it}").content.decode()
    assert "not a document" in page
    assert [each.subject_id for each in records.journal(cedar, "event looked at")] == [it]


def test_a_document_is_shown_box_by_box_and_never_as_markup(cedar: Cast) -> None:
    send(connected(cedar), a_form(reason="<script>alert(1)</script>"))
    page = signed_in(cedar.dana).get(f"/came-in/{came(cedar)[0].id}").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_nothing_to_do_needs_a_reason(cedar: Cast) -> None:
    it, client = to_look_at(cedar), signed_in(cedar.dana)
    answer = client.post(f"/came-in/{it}/nothing", {"why": " "})
    assert (answer.status_code, "Say why" in answer.content.decode()) == (409, True)
    assert client.post(f"/came-in/{it}/nothing", {"why": "An advertisement"}).status_code == 302
    page = client.get("/came-in").content.decode()
    assert "Dana Reyes: An advertisement" in page
    assert "Needs a look: 0" in page
    assert "Nothing needs a look." in client.get("/came-in?show=look").content.decode()


def test_it_is_tried_again(cedar: Cast) -> None:
    it, client = to_look_at(cedar), signed_in(cedar.dana)
    assert client.post(f"/came-in/{it}/again").status_code == 302
    assert [each.state for each in came(cedar)] == ["waiting"]
    taking.of_practice(cedar.practice_id)
    assert [each.state for each in came(cedar)] == ["look"]
    taken(cedar)
    answer = client.post(f"/came-in/{came(cedar)[-1].id}/again")
    assert (answer.status_code, len(came(cedar))) == (409, 2)


def test_whoever_works_other_lanes_sees_that_it_came_and_no_way_to_it(cedar: Cast) -> None:
    taken(cedar)
    other = replace(cedar.dana, lanes=frozenset({"MISSED"}))
    (row,) = events.listing(other).rows
    assert (row.callback_id, row.connector) == (None, "Website form")
    assert events.one(row.id, cedar.dana) != events.one(row.id, other)


def test_an_empty_page_says_so(cedar: Cast) -> None:
    page = signed_in(cedar.dana).get("/came-in").content.decode()
    assert "Nothing came in by another system yet." in page


def test_what_is_on_its_way_says_so(cedar: Cast) -> None:
    send(connected(cedar, now=clock()), a_form())
    page = signed_in(cedar.dana).get("/came-in").content.decode()
    assert "on its way into the queue" in page
