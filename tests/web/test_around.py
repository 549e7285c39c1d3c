"""Around a callback: earlier ones, the way back, who answered; and what all that costs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.actions import attempt, claim, presence, theycalled
from ringback.actions.theycalled import Rang
from ringback.engine.wallclock import now as clock
from ringback.queries import callback as callbacks
from ringback.queries.scope import scope
from ringback.rules.access import Role
from ringback.rules.attempt import Result
from tests import patients, records
from tests.cast import NUMBER, came_in, joined
from tests.signing import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.postgres


def one(cast: Cast, **given: Any) -> UUID:
    found = came_in(cast.dana, now=clock(), **given).callback_id
    assert found is not None
    return found


def mine(cast: Cast, **given: Any) -> UUID:
    it = one(cast, **given)
    claim.claim(it, by=cast.dana, now=clock())
    return it


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connections["default"]) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_page_of_a_callback_costs_the_same_at_1_3_and_30_lines(cedar: Cast) -> None:
    it, client, found = mine(cedar), signed_in(cedar.dana), []
    made = 0
    for lines in (1, 3, 30):
        while made < lines:
            row = records.callback(cedar, it)
            call = attempt.Made(result=Result.NO_ANSWER)
            attempt.log(it, call, by=cedar.dana, now=clock(), fence=row.fence)
            made += 1
        found.append(cost(client, f"/callbacks/{it}"))
    assert len(set(found)) == 1


def test_nor_do_colleagues_and_earlier_ones_cost_more(cedar: Cast) -> None:
    known = {"name": "Tom Whitfield", "phone": NUMBER}
    client, found, here = signed_in(cedar.dana), [], (cedar.mara, cedar.vik, cedar.osei)
    for number in range(3):
        patients.ended(cedar, one(cedar, **known), clock() - timedelta(hours=number))
    it = mine(cedar, **known)
    for number, colleague in enumerate(here):
        presence.here(it, uuid4(), by=colleague, now=clock())
        if number != 1:
            found.append((cost(client, f"/callbacks/{it}"), cost(client, "/")))
    assert found[0] == found[1]
    page = shown(client, f"/callbacks/{it}")
    assert all(each.name in page for each in here)
    assert page.count('data-key="b ') == 3


def test_a_colleague_on_the_phone_with_this_number_is_said_to_whoever_may_see_it(
    cedar: Cast,
) -> None:
    it, other = mine(cedar, phone=NUMBER), one(cedar)
    claim.claim(other, by=cedar.mara, now=clock())
    patients.a_call(cedar, other, by_id=cedar.mara.person_id, number=NUMBER)
    words = "Mara Lindt is on the phone with this number"
    assert words in shown(signed_in(cedar.dana), f"/callbacks/{it}")
    assert words not in shown(signed_in(cedar.vik), f"/callbacks/{it}")
    assert words not in shown(signed_in(cedar.mara), f"/callbacks/{it}")


def test_who_had_it_is_told_who_answered_and_nobody_else(cedar: Cast) -> None:
    it = one(cedar)
    row = claim.claim(it, by=cedar.vik, now=clock())
    theycalled.deal(it, Rang(), by=cedar.dana, now=clock(), fence=row.fence)
    words = "Dana Reyes is dealing with it now"
    assert words in shown(signed_in(cedar.vik), f"/callbacks/{it}")
    assert words not in shown(signed_in(cedar.dana), f"/callbacks/{it}")
    assert words not in shown(signed_in(cedar.mara), f"/callbacks/{it}")
    assert "They called: Dana Reyes dealt with it" in shown(
        signed_in(cedar.mara), f"/callbacks/{it}"
    )
    claim.release(it, by=cedar.dana, now=clock(), fence=records.callback(cedar, it).fence)
    assert words not in shown(signed_in(cedar.vik), f"/callbacks/{it}")
    claim.claim(it, by=cedar.vik, now=clock())
    assert words not in shown(signed_in(cedar.vik), f"/callbacks/{it}")


def test_the_way_back_lasts_until_one_is_back(cedar: Cast) -> None:
    here, there = mine(cedar, name="Tom Whitfield"), one(cedar, name="Ada Brook")
    client = signed_in(cedar.dana)
    words = "Back to Tom Whitfield’s callback"
    assert words in shown(client, f"/callbacks/{there}?from={here}")
    assert client.cookies["ringback_back"].value == str(here)
    assert words in shown(client, f"/callbacks/{there}")
    assert words not in shown(client, f"/callbacks/{here}")
    assert words not in shown(client, f"/callbacks/{there}")


def test_the_way_back_says_no_name_and_leads_nowhere_one_may_not_go(cedar: Cast, elm: Cast) -> None:
    known, outside, there = (
        one(cedar, name="Tom Whitfield"),
        one(cedar, category="BILL"),
        one(cedar),
    )
    client = signed_in(cedar.vik)
    page = shown(client, f"/callbacks/{there}?from={known}")
    assert "Back <kbd>" in page
    assert "Whitfield" not in page
    for absent in (outside, one(elm), "no-id"):
        client.cookies.pop("ringback_back", None)
        assert "Back <kbd>" not in shown(client, f"/callbacks/{there}?from={absent}")


def test_an_open_page_is_answered_with_who_else_is_there(cedar: Cast) -> None:
    it = one(cedar)
    for colleague in (cedar.mara, cedar.dana):
        client = signed_in(colleague)
        answer = client.post(f"/callbacks/{it}/here?watching", {"tab": str(uuid4())})
        assert answer.status_code == 200
    assert "Mara Lindt" in answer.content.decode()
    assert client.post(f"/callbacks/{it}/here", {"tab": "none"}).status_code == 400
    assert client.get(f"/callbacks/{it}/here").status_code == 302


def test_a_colleague_of_the_same_name_is_somebody_else(cedar: Cast) -> None:
    it = one(cedar)
    row = claim.claim(it, by=cedar.vik, now=clock())
    theycalled.deal(it, Rang(), by=cedar.dana, now=clock(), fence=row.fence)
    claim.release(it, by=cedar.dana, now=clock(), fence=records.callback(cedar, it).fence)
    namesake = joined(cedar.vik.name, cedar.practice_id, [Role.FRONT_DESK])
    claim.claim(it, by=namesake, now=clock())
    told = {}
    for each in (cedar.vik, namesake):
        with scope(cedar.practice_id):
            view = callbacks.view(it, each, now=clock())
        assert view is not None
        told[each.person_id] = view.around.rung and view.around.rung.by
    assert told == {cedar.vik.person_id: cedar.dana.name, namesake.person_id: None}
