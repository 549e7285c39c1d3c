"""A time to call again at which we are closed: asked about first, never changed in silence."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from ringback.actions import claim
from ringback.engine.wallclock import now as clock
from tests import records
from tests.cast import came_in
from tests.signing import signed_in
from tests.web.test_hours import text

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

NEW_YORK = ZoneInfo("America/New_York")


def taken(cast: Cast) -> tuple[UUID, dict[str, object]]:
    found = came_in(cast.dana, now=clock()).callback_id
    assert found is not None
    fence = claim.claim(found, by=cast.dana, now=clock()).fence
    return found, {"fence": fence, "result": "call_later"}


def sunday(at: int = 10) -> datetime:
    """A Sunday at least a week ahead: this practice is closed on it."""
    today = clock().astimezone(NEW_YORK).date()
    ahead = today + timedelta(days=13 - today.weekday())
    return datetime.combine(ahead, time(at), NEW_YORK)


def typed(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"


def planned(cast: Cast, it: UUID) -> tuple[datetime | None, datetime | None]:
    found = records.callback(cast, it)
    return found.next_attempt_at, found.promised_at


def test_a_time_at_which_we_are_closed_comes_back_with_the_nearest_one_offered(cedar: Cast) -> None:
    it, form = taken(cedar)
    client, asked = signed_in(cedar.dana), typed(sunday())
    answer = client.post(
        f"/callbacks/{it}/attempts", {**form, "call_again_at": asked, "note": "They rang off."}
    )
    page, monday = answer.content.decode(), sunday() + timedelta(days=1)
    assert (answer.status_code, records.attempts(cedar)) == (409, [])
    assert 'href="#call-again"' in page
    assert "we are closed then. Call on" in page
    assert f'value="{asked}"' in page
    assert "They rang off." in page
    assert re.findall(r"attempts\?at=([^\"]+)", page) == [typed(monday)]
    assert planned(cedar, it) == (None, None)


def test_the_time_offered_is_a_promise_once_they_agree(cedar: Cast) -> None:
    it, form = taken(cedar)
    monday = sunday() + timedelta(days=1)
    form |= {"call_again_at": typed(sunday()), "told_closed": typed(sunday())}
    answer = signed_in(cedar.dana).post(f"/callbacks/{it}/attempts?at={typed(monday)}", form)
    assert (answer.status_code, planned(cedar, it)) == (302, (monday, monday))


def test_asked_about_once_their_time_is_kept_and_tried_near_it(cedar: Cast) -> None:
    it, form = taken(cedar)
    form |= {"call_again_at": typed(sunday()), "told_closed": typed(sunday())}
    answer = signed_in(cedar.dana).post(f"/callbacks/{it}/attempts", form)
    assert (answer.status_code, planned(cedar, it)) == (302, (sunday() + timedelta(days=1), None))
    assert [each.call_again_at for each in records.attempts(cedar)] == [sunday()]


def test_another_closed_time_is_asked_about_again(cedar: Cast) -> None:
    it, form = taken(cedar)
    form |= {"call_again_at": typed(sunday(11)), "told_closed": typed(sunday())}
    answer = signed_in(cedar.dana).post(f"/callbacks/{it}/attempts", form)
    assert (answer.status_code, planned(cedar, it)) == (409, (None, None))


@pytest.mark.parametrize("asked", ["", "2020-01-01T10:00", "nonsense"])
def test_what_is_no_time_still_to_come_is_told_at_its_box(cedar: Cast, asked: str) -> None:
    it, form = taken(cedar)
    answer = signed_in(cedar.dana).post(
        f"/callbacks/{it}/attempts", {**form, "call_again_at": asked}
    )
    assert (answer.status_code, 'id="call-again-wrong"' in answer.content.decode()) == (409, True)
    assert "Keep this time" in text(answer)


def test_a_part_of_the_day_is_offered_with_what_it_means_and_is_a_promise(cedar: Cast) -> None:
    it, form = taken(cedar)
    client = signed_in(cedar.dana)
    page = client.get(f"/callbacks/{it}").content.decode()
    offered = re.findall(r"attempts\?at=([^\"]+)", page)
    assert len(offered) == 6
    assert len(re.findall(r"\d+:\d\d–\d+:\d\d, next try \d+:\d\d", page)) == 6
    answer = client.post(f"/callbacks/{it}/attempts?at={offered[-1]}", form)
    at = datetime.fromisoformat(offered[-1]).replace(tzinfo=NEW_YORK)
    assert (answer.status_code, planned(cedar, it)) == (302, (at, at))
