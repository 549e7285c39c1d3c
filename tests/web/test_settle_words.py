"""What is missing before done: the same words beside the button and in its refusal."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import attempt, claim, done, people
from ringback.engine.wallclock import now as clock
from ringback.rules.attempt import Result
from ringback.rules.category import Post
from tests.cast import came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

TELLING = "Reached the patient, who wants to move Friday's visit to next week."


def owned(cast: Cast, category: str) -> tuple[UUID, int]:
    then = clock() - timedelta(hours=1)
    it = came_in(cast.dana, now=then, category=category).callback_id
    assert it is not None
    return it, claim.claim(it, by=cast.dana, now=clock()).fence


def beside(page: str) -> list[str]:
    """What stands beside the Done button."""
    still = page.partition('id="still"')[2].partition("</p>")[0]
    return [unescape(each) for each in re.findall("<span>(.*?)</span>", still)]


def refused(page: str) -> list[str]:
    box = page.partition('class="problems"')[2].partition("</div>")[0]
    return [unescape(each) for each in re.findall(r'<a href="#[^"]*">(.*?)</a>', box)]


def press_done(cast: Cast, it: tuple[UUID, int], **form: str) -> tuple[int, str]:
    answer = signed_in(cast.dana).post(f"/callbacks/{it[0]}/done", {"fence": it[1], **form})
    return answer.status_code, answer.content.decode() if answer.content else ""


@pytest.mark.parametrize("category", ["MISSED", "NEWPT", "INTAKE"])
def test_the_button_and_its_refusal_say_the_same_all_at_once(cedar: Cast, category: str) -> None:
    it = owned(cedar, category)
    before = signed_in(cedar.dana).get(f"/callbacks/{it[0]}").content.decode()
    status, page = press_done(cedar, it)
    assert (status, refused(page)) == (409, beside(page))
    assert beside(before) == beside(page)
    assert f"{len(beside(before))} things still missing" in before


@pytest.mark.parametrize(
    "form",
    [
        {"fact.reason_learned": "to move a visit", "note": TELLING},
        {"fact.nothing_else": "x"},
        {"tick.nothing_needed": "yes", "note": "called"},
    ],
)
def test_after_a_refusal_both_tell_of_what_was_entered(cedar: Cast, form: dict[str, Any]) -> None:
    status, page = press_done(cedar, owned(cedar, "MISSED"), **form)
    assert (status, refused(page)) == (409, beside(page))


def test_once_nothing_is_missing_the_button_says_so_and_done_is_done(cedar: Cast) -> None:
    it = owned(cedar, "MISSED")
    made = attempt.Made(result=Result.REACHED_PATIENT, note=TELLING)
    attempt.log(it[0], made, by=cedar.dana, now=clock(), fence=it[1])
    client, form = signed_in(cedar.dana), {"fence": it[1], "fact.reason_learned": "to move a visit"}
    client.post(f"/callbacks/{it[0]}/facts", form)
    page = client.get(f"/callbacks/{it[0]}").content.decode()
    assert (beside(page), "nothing is missing" in page) == ([], True)
    assert press_done(cedar, it)[0] == 302


def test_what_counts_by_itself_is_no_box_and_says_how_far_it_is(cedar: Cast) -> None:
    it = owned(cedar, "MISSED")
    client = signed_in(cedar.dana)
    before = client.get(f"/callbacks/{it[0]}").content.decode()
    made = attempt.Made(result=Result.NO_ANSWER)
    attempt.log(it[0], made, by=cedar.dana, now=clock(), fence=it[1])
    after = client.get(f"/callbacks/{it[0]}").content.decode()
    hints = ("counts by itself", "1 of 2 tries so far")
    assert [[hint in page for hint in hints] for page in (before, after)] == [
        [True, False],
        [True, True],
    ]
    counted = 3
    assert [page.count("#shape-not-yet") for page in (before, after)] == [counted, counted]


def test_a_request_somebody_has_to_take_says_with_whom_it_counts(cedar: Cast) -> None:
    it = owned(cedar, "BILL")
    page = signed_in(cedar.dana).get(f"/callbacks/{it[0]}").content.decode()
    assert "counts once it is with: Billing" in page
    people.fill_post(cedar.dana.person_id, Post.BILLING, by=cedar.mara, now=clock())
    again = signed_in(cedar.dana).get(f"/callbacks/{it[0]}").content.decode()
    assert "counts once it is with" not in again


def test_a_tick_waits_for_a_call_that_reached_them_only_while_it_is_set(cedar: Cast) -> None:
    it, fence = owned(cedar, "APPT")
    told = []
    for given in (True, False):
        done.record(it, {"read_back_done": given}, by=cedar.dana, now=clock(), fence=fence)
        page = signed_in(cedar.dana).get(f"/callbacks/{it}").content.decode()
        told.append("counts once they were reached" in page)
    assert told == [True, False]
