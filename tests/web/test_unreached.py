"""The call page offers to close what could not be reached once that is somebody's to decide."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ringback.actions import attempt, claim
from ringback.engine.wallclock import now as clock
from ringback.rules.attempt import Result
from tests import records
from tests.cast import came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tests.cast import Cast

HOUR = timedelta(hours=1)
BUTTON = "Close: could not be reached"
WHY = "Rang three times at different times, nobody answered; letter sent, they may call any time."


def tried(cast: Cast, category: str, tries: int) -> tuple[UUID, int]:
    """Calls six hours apart, which are at different times of day, and a letter; just now taken."""
    now = clock()
    it = came_in(cast.dana, now=now - 30 * HOUR, category=category).callback_id
    assert it is not None
    fence = claim.claim(it, by=cast.dana, now=now).fence
    for number in range(tries):
        _try(cast, it, fence, "phone", now - (24 - 6 * number) * HOUR)
    _try(cast, it, fence, "letter", now)
    return it, fence


def _try(cast: Cast, it: UUID, fence: int, channel: str, at: datetime) -> None:
    made = attempt.Made(result=Result.NO_ANSWER, channel=channel, happened_at=at)
    attempt.log(it, made, by=cast.dana, now=clock(), fence=fence)


def page(cast: Cast, it: UUID) -> str:
    return signed_in(cast.dana).get(f"/callbacks/{it}").content.decode()


def test_it_is_offered_once_what_comes_first_is_done(cedar: Cast) -> None:
    enough, few, clinical = (
        tried(cedar, category, tries)[0]
        for category, tries in (("APPT", 3), ("APPT", 2), ("CLIN", 3))
    )
    assert [BUTTON in page(cedar, each) for each in (enough, few, clinical)] == [
        True,
        False,
        False,
    ]


def test_with_a_note_it_is_closed_and_the_page_says_how(cedar: Cast) -> None:
    it, fence = tried(cedar, "APPT", 3)
    address = f"/callbacks/{it}/unreachable"
    form = {"fence": fence, "note": WHY}
    assert signed_in(cedar.dana).post(address, form).status_code == 302
    assert records.callback(cedar, it).outcome == "unreachable"
    found = page(cedar, it)
    assert ("Could not be reached" in found, BUTTON in found) == (True, False)
    assert "Dana Reyes closed it: could not be reached" in found


def test_without_one_it_says_so_and_keeps_the_callback(cedar: Cast) -> None:
    it, fence = tried(cedar, "APPT", 3)
    answer = signed_in(cedar.dana).post(f"/callbacks/{it}/unreachable", {"fence": fence})
    assert answer.status_code == 409
    assert "Say in the note why: what was tried" in answer.content.decode()
    assert records.callback(cedar, it).closed_at is None


def test_who_cannot_work_here_or_is_elsewhere_closes_nothing(cedar: Cast, elm: Cast) -> None:
    it, fence = tried(cedar, "APPT", 3)
    form = {"fence": fence, "note": WHY}
    address = f"/callbacks/{it}/unreachable"
    assert signed_in(cedar.ines).post(address, form).status_code == 403
    assert signed_in(elm.dana).post(address, form).status_code == 404
    assert records.journal(cedar, "unreachable")[-1].refused is True
    assert records.callback(cedar, it).closed_at is None
