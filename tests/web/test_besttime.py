"""The time a patient asked for, on the screens: at the desk, on the call page, in the queue."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

from ringback.actions import attempt, claim, opening
from ringback.actions.attempt import Made
from ringback.engine.wallclock import now as clock
from ringback.rules import wish
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from ringback.web import call_words, due_words
from ringback.web.words import Clock
from tests import records
from tests.cast import NOON, NUMBER, came_in
from tests.signing import signed_in
from tests.web.hoursform import CHANGE, save, text
from tests.web.test_hours import form, newest, open_day_and_night

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.callback import CallbackView
    from tests.cast import Cast

HOUR = timedelta(hours=1)
HERE = "America/New_York"


def asked(cast: Cast, best_time: str, **given: Any) -> UUID:
    new = {"kind": Kind.APPOINTMENT_REQUEST, "category": "NEWPT", "phone": NUMBER, **given}
    found = came_in(cast.dana, best_time=best_time, **new).callback_id
    assert found is not None
    return found


def seen(cast: Cast, it: UUID) -> CallbackView:
    return opening.opened(it, by=cast.dana, now=NOON)


def why(cast: Cast, it: UUID, language: str = "en") -> list[str]:
    """The sum behind the due time without its first line, as it reads at 12:00 on the Monday."""
    with translation.override(language):
        found = due_words.why(seen(cast, it), Clock(NOON, HERE))
    assert found is not None
    return found.steps[1:]


def test_the_desk_keeps_the_best_time_in_their_words(cedar: Cast) -> None:
    body = {"name": "Grace Lindqvist", "phone": "(202) 555-0147", "category": "NEWPT"}
    client = signed_in(cedar.dana)
    assert "Best time to call, in their words" in text(client.get("/arrivals/new"))
    answer = client.post("/arrivals/new", {**body, "best_time": " in two\nmonths’ time, after 4 "})
    (it,) = records.callbacks(cedar)
    assert it.best_time == "in two months’ time, after 4"
    page = text(client.get(answer["Location"]))
    assert "Best time to call “in two months’ time, after 4”" in page


def test_a_time_weeks_ahead_is_asked_about_once_at_the_desk(cedar: Cast) -> None:
    on = clock() + timedelta(days=40)
    best = f"{on:%B} {on.day}"
    body = {"phone": "(202) 555-0147", "category": "NEWPT", "best_time": best}
    client = signed_in(cedar.dana)
    asked_once = client.post("/arrivals/new", body)
    page = asked_once.content.decode()
    assert (asked_once.status_code, records.callbacks(cedar)) == (409, [])
    assert f'id="best_time-wrong">“{best}” is ' in page
    assert "a routine request waits until then." in page
    assert f'name="far_told" value="{best}"' in page
    other = client.post("/arrivals/new", {**body, "far_told": "something else"})
    assert other.status_code == 409
    assert client.post("/arrivals/new", {**body, "far_told": best}).status_code == 302
    assert [each.best_time for each in records.callbacks(cedar)] == [best]


@pytest.mark.parametrize("more", [{"category": "RX"}, {"category": "NOSUCH"}, {"best_time": "4"}])
def test_only_what_waits_is_asked_about(cedar: Cast, more: dict[str, str]) -> None:
    on = clock() + timedelta(days=40)
    body = {"phone": "(202) 555-0147", "category": "NEWPT", "best_time": f"{on:%B} {on.day}"}
    page = signed_in(cedar.dana).post("/arrivals/new", {**body, **more}).content.decode()
    assert "a routine request waits until then." not in page


def test_a_box_filled_to_overflowing_keeps_what_a_column_holds(cedar: Cast) -> None:
    body = {"phone": "(202) 555-0147", "category": "NEWPT", "best_time": "x" * 5000}
    signed_in(cedar.dana).post("/arrivals/new", body)
    assert records.callbacks(cedar)[0].best_time == "x" * 200


@pytest.mark.parametrize(
    ("best_time", "english", "spanish"),
    [
        (
            "after 4",
            "moved to the time they asked for (after 16:00 today): 17:00",
            "pasada a la hora que pidió (después de las 16:00 hoy): 17:00",
        ),
        (
            "Wednesday before 11",
            "moved to the time they asked for (before 11:00 on Wednesday): Wed 11:00",
            "pasada a la hora que pidió (antes de las 11:00 el miércoles): mié 11:00",
        ),
        (
            "on Friday",
            "moved to the time they asked for (Friday): Fri 17:00",
            "pasada a la hora que pidió (viernes): vie 17:00",
        ),
        (
            "Dec 3 from 2 to 3:30",
            "moved to the time they asked for (14:00–15:30 on Thu Dec 3): Thu Dec 3 15:30",
            "pasada a la hora que pidió (14:00–15:30 el jue 3 dic): jue 3 dic 15:30",
        ),
    ],
)
def test_why_due_says_which_time_it_was_moved_to(
    cedar: Cast, best_time: str, english: str, spanish: str
) -> None:
    it = asked(cedar, best_time)
    assert why(cedar, it) == ["120 minutes to 13:50", english]
    assert why(cedar, it, "es") == ["120 minutos hasta 13:50", spanish]


def test_the_call_page_says_once_that_it_was_moved(cedar: Cast) -> None:
    view = seen(cedar, asked(cedar, "after 4"))
    with translation.override("en"):
        words = call_words.page(view, Clock(NOON, HERE), "US", {})
    assert (words.why_due, words.why_first) == (wish.MOVED, "")
    assert [each.value for each in words.facts if each.label == "Best time to call"] == [
        "“after 4”"
    ]
    assert [each.best_time for each in words.arrivals] == [""]


def test_later_words_nobody_understands_are_shown_with_what_came_in(cedar: Cast) -> None:
    it = asked(cedar, "after 4")
    asked(cedar, "when the cat is out", happened_at=NOON)
    view = seen(cedar, it)
    with translation.override("en"):
        words = call_words.page(view, Clock(NOON, HERE), "US", {})
    assert [each.best_time for each in words.arrivals] == ["", "when the cat is out"]


@pytest.mark.parametrize(
    ("best_time", "given", "expected"),
    [
        (
            "at 18:30",
            {},
            [
                "moved to the time they asked for (18:30–19:00 today): 17:00",
                "They asked for 18:30; we close at 17:00. Call from 16:00 to 17:00.",
            ],
        ),
        (
            "Saturday",
            {},
            [
                "moved to the time they asked for (Saturday): Mon Nov 30 9:00",
                (
                    "They asked for Saturday; we are closed then. Call on Mon Nov 30 from 8:00 to "
                    "9:00."
                ),
            ],
        ),
        (
            "when my sister is home",
            {},
            ["We could not turn this into a time. Read their words and choose the time to call."],
        ),
        (
            "before 1 pm today",
            {},
            [
                "they asked for: before 13:00 today",
                "They asked to be called before it is due. Call at their time; the due time stays.",
            ],
        ),
        (
            "after 4",
            {"category": "RX"},
            ["This one cannot wait for the time they asked for. Call when it is due."],
        ),
    ],
)
def test_why_due_says_the_nearest_time_or_why_it_was_not_moved(
    cedar: Cast, best_time: str, given: dict[str, Any], expected: list[str]
) -> None:
    it = asked(cedar, best_time, **given)
    assert why(cedar, it)[-len(expected) :] == expected


def test_whoever_may_not_see_their_words_sees_only_that_it_was_moved(cedar: Cast) -> None:
    it = asked(cedar, "after 4 on the quiet line", name="Grace")
    page = text(signed_in(cedar.vik).get(f"/callbacks/{it}"))
    assert "quiet line" not in page
    moved = asked(cedar, "after 4", phone="+12025550150")
    view = opening.opened(moved, by=cedar.vik, now=NOON)
    found = due_words.why(view, Clock(NOON, HERE))
    assert found is not None
    assert found.steps[-1] == "moved to the time they asked for: 17:00"
    assert (view.best_time, view.wished.asked) == ("", None)


def test_another_practice_sees_nothing_of_it(cedar: Cast, elm: Cast) -> None:
    it = asked(cedar, "after 4")
    assert signed_in(elm.dana).get(f"/callbacks/{it}").status_code == 404


# A time told to the patient


def call_later(cast: Cast, it: UUID, after: timedelta) -> None:
    fence = claim.claim(it, by=cast.dana, now=NOON).fence
    made = Made(result=Result.CALL_LATER, call_again_at=NOON + after)
    attempt.log(it, made, by=cast.dana, now=NOON, fence=fence)


def test_why_due_says_that_the_patient_was_told(cedar: Cast) -> None:
    it = asked(cedar, "")
    call_later(cedar, it, timedelta(minutes=140))
    view = seen(cedar, it)
    with translation.override("en"):
        found = due_words.why(view, Clock(NOON, HERE))
        words = call_words.page(view, Clock(NOON, HERE), "US", {})
    assert found is not None
    assert found.steps == [
        "the next try is planned for 14:20",
        "they were told: we call 14:20",
    ]
    assert words.owner_detail == "promised 14:20"


def test_asked_for_while_we_are_closed_the_nearest_time_is_told(cedar: Cast) -> None:
    it = asked(cedar, "")
    call_later(cedar, it, 7 * HOUR)
    found = due_words.why(seen(cedar, it), Clock(NOON, HERE))
    assert found is not None
    assert found.steps == [
        "the next try is planned for 16:00",
        "They asked for 19:00; we close at 17:00. Call from 16:00 to 17:00.",
    ]


def test_their_words_after_our_first_try_are_told_with_the_next_one(cedar: Cast) -> None:
    it = asked(cedar, "")
    fence = claim.claim(it, by=cedar.dana, now=NOON).fence
    attempt.log(it, Made(result=Result.NO_ANSWER), by=cedar.dana, now=NOON, fence=fence)
    later = NOON + timedelta(minutes=10)
    came_in(
        cedar.dana, now=later, happened_at=later, kind=Kind.APPOINTMENT_REQUEST, category="NEWPT",
        phone=NUMBER, best_time="Wednesday after 2",
    )  # fmt: skip
    found = due_words.why(seen(cedar, it), Clock(NOON, HERE))
    assert found is not None
    assert found.steps == [
        "the next try is planned for Wed 14:00",
        "they asked for: after 14:00 on Wednesday",
    ]


def promised(cast: Cast, minutes: int) -> UUID:
    open_day_and_night(cast)
    now = clock()
    it = came_in(cast.dana, now=now, category="NEWPT", kind=Kind.APPOINTMENT_REQUEST).callback_id
    assert it is not None
    fence = claim.claim(it, by=cast.dana, now=now).fence
    made = Made(result=Result.CALL_LATER, call_again_at=now + timedelta(minutes=minutes))
    attempt.log(it, made, by=cast.dana, now=now, fence=fence)
    return it


@pytest.mark.parametrize(("minutes", "soon"), [(9, True), (12, False)])
def test_ten_minutes_before_a_promise_its_owner_is_reminded_in_silence(
    cedar: Cast, minutes: int, *, soon: bool
) -> None:
    promised(cedar, minutes)
    hers, theirs = (signed_in(who).get("/").content.decode() for who in (cedar.dana, cedar.mara))
    assert ('class="one promise pressing"' in hers, ", soon<" in hers) == (soon, soon)
    assert ('class="one promise"' in hers) is not soon
    assert ('class="one promise"' in theirs, "pressing" in theirs) == (True, False)


def test_opened_to_the_lane_it_presses_whoever_may_take_it(cedar: Cast) -> None:
    it = promised(cedar, 4)
    claim.open_promised(cedar.practice_id, now=clock())
    page = signed_in(cedar.mara).get("/").content.decode()
    assert 'class="one promise pressing"' in page
    assert f'formaction="/callbacks/{it}/take"' in page
    told = text(signed_in(cedar.mara).get(f"/callbacks/{it}"))
    assert "Dana Reyes is not here for the promised call: anyone may take it" in told


# The parts of the day


def test_the_parts_of_the_day_are_read_and_changed_with_the_hours(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    assert "Afternoon 12:00–17:00" in text(client.get("/setup/hours"))
    save(client, form(morning="7-11", afternoon="13:00 - 16:30"))
    assert newest(cedar).written["parts_of_day"] == {
        "morning": "07:00-11:00",
        "afternoon": "13:00-16:30",
    }
    page = text(client.get("/setup/hours"))
    assert "Morning 7:00–11:00" in page
    assert "Afternoon 13:00–16:30 Evening 17:00–21:00" in page
    assert 'value="13:00-16:30"' in client.get(CHANGE).content.decode()


def test_a_part_of_the_day_that_is_none_is_told_at_its_box(cedar: Cast) -> None:
    answer = signed_in(cedar.mara).post(CHANGE, form(lunch="noon"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#lunch"' in page
    assert "Around noon: " in text(answer)
    assert newest(cedar).version == 1
