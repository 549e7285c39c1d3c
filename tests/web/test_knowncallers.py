"""Not a patient's call, on the pages: two keys, a list, a way back."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from ringback.actions import claim, knowncaller
from ringback.actions.knowncaller import Said
from ringback.engine.wallclock import now as clock
from ringback.rules.arrival import Kind
from ringback.rules.knowncaller import NextTime, NotAPatient
from tests import records
from tests.cast import NUMBER, a_number, came_in
from tests.phonelogs import bring, log, missed, run
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from tests.cast import Cast

ROBOT = Said(who=NotAPatient.ROBOCALL, next_time=NextTime.SET_ASIDE)


def taken(cast: Cast, phone: str = NUMBER, **given: object) -> UUID:
    found = came_in(cast.dana, now=clock(), phone=phone, **given).callback_id
    assert found is not None
    claim.claim(found, by=cast.dana, now=clock())
    return found


def listed(cast: Cast, phone: str = NUMBER) -> None:
    """A robot's number on the list, and one call of it set aside."""
    it = taken(cast, phone)
    knowncaller.close(it, ROBOT, by=cast.dana, now=clock(), fence=2)
    came_in(cast.dana, now=clock(), phone=phone)


def text(page: HttpResponse) -> str:
    return " ".join(unescape(strip_tags(page.content.decode())).split())


def test_one_choice_closes_it_and_one_press_opens_it_again(cedar: Cast) -> None:
    it, client = taken(cedar), signed_in(cedar.dana)
    page = client.get(f"/callbacks/{it}")
    assert b'data-key="x"' in page.content
    assert b'value="robocall set_aside"' in page.content
    sent = {"said": "robocall set_aside", "fence": "2", "office": "PRO"}
    assert client.post(f"/callbacks/{it}/not-a-patient", sent).status_code == 302
    shown = text(client.get(f"/callbacks/{it}"))
    assert "Not a patient’s call" in shown
    assert "Dana Reyes closed it: not a patient’s call" in shown
    assert client.post(f"/callbacks/{it}/reopen", {"fence": "3"}).status_code == 302
    assert records.callback(cedar, it).stage == "waiting"
    assert "Dana Reyes opened it again" in text(client.get(f"/callbacks/{it}"))


def test_a_voicemail_asks_whether_it_was_listened_to(cedar: Cast) -> None:
    it = taken(cedar, kind=Kind.VOICEMAIL, text="An offer about your listing online today")
    client, sent = signed_in(cedar.dana), {"said": "robocall set_aside", "fence": "2"}
    page = client.post(f"/callbacks/{it}/not-a-patient", sent)
    assert (page.status_code, "Listen to it before you close this." in text(page)) == (409, True)
    sent["listened"] = "1"
    assert client.post(f"/callbacks/{it}/not-a-patient", sent).status_code == 302


def test_what_no_page_sends_is_refused(cedar: Cast) -> None:
    it = taken(cedar)
    answer = signed_in(cedar.dana).post(f"/callbacks/{it}/not-a-patient", {"said": "a ghost"})
    assert answer.status_code == 400


def test_what_is_flagged_has_no_such_button(cedar: Cast) -> None:
    it = taken(cedar, category="CLIN")
    assert b'data-key="x"' not in signed_in(cedar.dana).get(f"/callbacks/{it}").content


def test_the_list_says_who_put_it_there_and_brings_things_back(cedar: Cast, elm: Cast) -> None:
    listed(cedar)
    client = signed_in(cedar.mara)
    shown = text(client.get("/setup/known-callers"))
    assert "(202) 555-0147 An automatic call · Dana Reyes" in shown
    assert "1 call set aside so far" in shown
    assert "555-0147" not in text(signed_in(elm.mara).get("/setup/known-callers"))
    (aside,) = records.arrivals(cedar, settled="set_aside")
    answer = client.post(f"/setup/set-aside/{aside.id}")
    assert answer.headers["Location"].startswith("/callbacks/")
    assert "Nothing was set aside." in text(client.get("/setup/known-callers"))
    came_in(cedar.dana, now=clock(), phone=NUMBER)
    entry = records.journal(cedar, knowncaller.CLOSED)[0].details["known_caller"]
    assert client.post(f"/setup/known-callers/{entry}").status_code == 302
    assert "No number yet." in text(client.get("/setup/known-callers"))


@pytest.mark.parametrize("name", ["vik", "ines"])
def test_whoever_may_not_see_numbers_sees_no_list(cedar: Cast, name: str) -> None:
    client, before = signed_in(getattr(cedar, name)), records.entries(cedar)
    assert client.get("/setup/known-callers").status_code == 403
    assert records.entries(cedar) == before + 1
    assert "Known callers" not in text(client.get("/setup"))


def test_a_log_sets_aside_what_the_list_says(cedar: Cast) -> None:
    it = taken(cedar, "+12025550101")
    knowncaller.close(it, ROBOT, by=cedar.dana, now=clock(), fence=2)
    batch = bring(log(missed("0101", "9:00"), missed("0102", "9:05")), cedar.dana)
    run(batch, cedar.dana)
    aside = records.arrivals(cedar, settled="set_aside")
    assert ([each.phone for each in aside], [each.batch_id for each in aside]) == (
        ["+12025550101"],
        [batch],
    )
    shown = text(signed_in(cedar.dana).get(f"/imports/{batch}"))
    assert "1 call was set aside: its number is on the list of automatic callers." in shown


def test_every_tenth_stands_first_and_is_looked_at_or_brought_back(cedar: Cast, elm: Cast) -> None:
    listed(cedar)
    for _ in range(20):
        came_in(cedar.dana, now=clock(), phone=NUMBER)
    client = signed_in(cedar.mara)
    page = text(client.get("/setup/known-callers"))
    assert (page.count("To look at"), page.count("Looked at it, it is right")) == (2, 2)
    assert page.index("To look at") < page.index("Bring it back")
    one, other = records.arrivals(cedar, settled="to_look_at")
    assert signed_in(elm.mara).post(f"/setup/set-aside/{one.id}/right").status_code == 404
    assert signed_in(cedar.vik).post(f"/setup/set-aside/{one.id}/right").status_code == 403
    assert client.post(f"/setup/set-aside/{one.id}/right").status_code == 302
    assert client.post(f"/setup/set-aside/{one.id}/right").status_code == 409
    assert client.post(f"/setup/set-aside/{other.id}").status_code == 302
    (entry,) = records.journal(cedar, "set aside rightly", refused=False)
    assert (entry.actor_id, entry.subject_id) == (cedar.mara.person_id, one.id)
    assert "To look at" not in text(client.get("/setup/known-callers"))
    assert len(records.arrivals(cedar, settled="set_aside")) == 20


def test_more_numbers_cost_no_more_statements(cedar: Cast) -> None:
    client = signed_in(cedar.mara)

    def cost() -> int:
        client.get("/setup/known-callers")
        with CaptureQueriesContext(connections["default"]) as found:
            client.get("/setup/known-callers")
        return len(found)

    listed(cedar, a_number())
    one = cost()
    listed(cedar, a_number())
    listed(cedar, a_number())
    assert 0 < one == cost() <= 12
