"""What was told more than a day late says why, on the page and on paper, to whoever may read it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import attempt, claim, note
from ringback.actions.attempt import Made
from ringback.engine.wallclock import now as clock
from ringback.rules.attempt import Result
from ringback.rules.notetime import Told
from tests.cast import came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

pytestmark = pytest.mark.postgres
TRY_WHY, NOTE_WHY = "The <network> was down", "It stood on a slip of paper"
GOOD = "Reached Ana, offered Tuesday or Friday, she chose Friday; confirm by mail by Dana tomorrow."


def told_late(cast: Cast) -> UUID:
    """A try and a note of Dana's, each of the day before yesterday."""
    now = clock()
    then = now - timedelta(hours=40)
    it = came_in(cast.dana, now=now, happened_at=now - timedelta(hours=60)).callback_id
    assert it is not None
    fence = claim.claim(it, by=cast.dana, now=now).fence
    made = Made(result=Result.NO_ANSWER, happened_at=then, why_late=TRY_WHY)
    fence = attempt.log(it, made, by=cast.dana, now=now, fence=fence).fence
    told = Told(happened_at=then, why_late=NOTE_WHY)
    note.sign(it, GOOD, told=told, by=cast.dana, now=now, fence=fence)
    return it


@pytest.mark.parametrize("at", ["", "/print"])
def test_why_a_try_and_a_note_came_late_stands_beside_them(cedar: Cast, at: str) -> None:
    page = signed_in(cedar.dana).get(f"/callbacks/{told_late(cedar)}{at}").content.decode()
    assert "tried: no answer (why so late: The &lt;network&gt; was down)" in page
    assert f" (why so late: {NOTE_WHY})" in page
    assert page.count("why so late") == len([TRY_WHY, NOTE_WHY])


def test_whoever_may_not_read_such_words_is_not_told_why(cedar: Cast) -> None:
    page = signed_in(cedar.vik).get(f"/callbacks/{told_late(cedar)}").content.decode()
    assert "tried: no answer" in page
    assert "network" not in page
    assert NOTE_WHY not in page
