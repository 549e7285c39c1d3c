"""A list somebody kept before goes into the queue: once, whole, and back out again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ringback.actions import callbacklist, claim, imports, loading, undoing
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.channels.callbacklist import intake, reading, text
from ringback.queries import imports as found
from ringback.rules.access import Role
from ringback.rules.queue import Level
from tests.cast import NOON, came_in, joined
from tests.phonelogs import TEN, arrivals_of, bring, journal_of, queue_of
from tests.together import at_once

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.imports import BatchRow
    from ringback.rules.access import Actor
    from tests.cast import Cast

SIX = """Name\tNumber\tWhy\tSince
Tom Whitfield\t202-555-0163\twants to move Friday's visit\tThursday
Ana Gomez\t(202) 555-0164\trefill of lisinopril\t11/18/2026 9:10 AM
Rosa Diaz\t202-555-0165\tchest pain since this morning\t
Joe Lee\tasked at the desk\tform\t
Ana Gomez\t(202) 555-0164\trefill of lisinopril\t11/18/2026 9:10 AM
Kim Park\t202-555-0166\tresults\tone of these days
"""

NO_TIME = (
    "“one of these days” is no time in the past that can be told: counted from when the list "
    "came in."
)


def listed(
    words: str, by: Actor, *, category: str = "", now: object = NOON, name: str = "a list"
) -> UUID:
    return intake.bring(words.encode(), name=name, category=category, by=by, now=now)  # type: ignore[arg-type]


def put_in(batch_id: UUID, by: Actor, *, now: object = NOON) -> BatchRow:
    while (row := batch_of(batch_id, by)).state in {"ready", "loading"}:
        intake.step(batch_id, by=by, now=now)  # type: ignore[arg-type]
    return row


def batch_of(batch_id: UUID, by: Actor) -> BatchRow:
    row = found.batch(by, batch_id)
    assert row is not None
    return row


def test_every_line_is_brought_in_or_listed_with_its_reason(cedar: Cast) -> None:
    batch = put_in(listed(SIX, cedar.dana), cedar.dana)
    assert (batch.format, batch.state, batch.rows) == ("list", "finished", 6)
    assert (batch.done["opened"], batch.found["bad"], batch.found["doubts"]) == (4, 2, 1)
    rows = [(each.name, each.phone, each.words, each.stage) for each in queue_of(cedar.dana)]
    assert sorted(rows) == [
        ("Ana Gomez", "+12025550164", "refill of lisinopril", "unsorted"),
        ("Kim Park", "+12025550166", "results (one of these days)", "unsorted"),
        ("Rosa Diaz", "+12025550165", "chest pain since this morning", "unsorted"),
        ("Tom Whitfield", "+12025550163", "wants to move Friday's visit", "unsorted"),
    ]
    bad = [(each.line, each.skipped, each.reason) for each in found.bad_lines(cedar.dana, batch.id)]
    assert bad == [
        (5, True, "“asked at the desk” is no number somebody can call."),
        (6, True, "The same as line 3."),
        (7, False, NO_TIME),
    ]


def test_the_times_are_those_at_which_they_called(cedar: Cast) -> None:
    put_in(listed(SIX, cedar.dana), cedar.dana)
    times = {each.name: each.happened_at.isoformat() for each in arrivals_of(cedar.dana)}
    assert times == {
        "Tom Whitfield": "2026-11-19T05:00:00+00:00",
        "Ana Gomez": "2026-11-18T14:10:00+00:00",
        "Rosa Diaz": NOON.isoformat(),
        "Kim Park": NOON.isoformat(),
    }


def test_words_that_cannot_wait_are_heard_in_a_list_too(cedar: Cast) -> None:
    put_in(listed(SIX, cedar.dana), cedar.dana)
    rosa = next(each for each in queue_of(cedar.dana) if each.name == "Rosa Diaz")
    assert rosa.level == Level.EMERGENCY


def test_what_came_in_is_kept_as_it_was_written(cedar: Cast) -> None:
    put_in(listed("call Tom 202-555-0163 form, since Thursday", cedar.dana), cedar.dana)
    (it,) = arrivals_of(cedar.dana)
    assert (it.source, it.kind) == ("list", "on_a_list")
    assert it.raw == {"line": 1, "as_written": "call Tom 202-555-0163 form, since Thursday"}


def test_the_same_list_twice_brings_nothing_twice(cedar: Cast) -> None:
    put_in(listed(SIX, cedar.dana), cedar.dana)
    other = SIX.replace("\t", ",").replace("Tom Whitfield", " tom  whitfield ")
    later = NOON + timedelta(hours=1)
    again = put_in(listed(other, cedar.dana, now=later), cedar.dana, now=later)
    assert (again.done["opened"], again.done["already_in"]) == (0, 4)
    assert again.brought_nothing
    assert not again.takes_back
    assert len(queue_of(cedar.dana)) == len(arrivals_of(cedar.dana)) == 4


def test_a_line_joins_what_is_open_for_the_number_under_that_name(cedar: Cast) -> None:
    came_in(cedar.dana, category="UNSORTED", phone="+12025550163", name="Tom Whitfield")
    words = "Whitfield, Tom 202-555-0163 form\nAda Whitfield 202-555-0163 her own visit"
    batch = put_in(listed(words, cedar.dana), cedar.dana)
    assert (batch.done["joined"], batch.done["opened"]) == (1, 1)
    assert sorted((each.name, each.arrivals) for each in queue_of(cedar.dana)) == [
        ("Ada Whitfield", 1),
        ("Tom Whitfield", 2),
    ]


def test_it_is_taken_back_as_a_whole_and_may_come_again(cedar: Cast) -> None:
    first = listed(SIX, cedar.dana)
    put_in(first, cedar.dana)
    undone = undoing.undo(first, by=cedar.dana, now=NOON)
    assert (undone.closed, undone.calls, queue_of(cedar.dana)) == (4, 4, [])
    later = NOON + timedelta(days=1)
    again = put_in(listed(SIX, cedar.dana, now=later), cedar.dana, now=later)
    assert again.done["opened"] == 4
    assert len(arrivals_of(cedar.dana)) == 4
    rosa = next(each for each in queue_of(cedar.dana) if each.name == "Rosa Diaz")
    assert rosa.received_at == NOON


def test_what_somebody_works_on_stays(cedar: Cast) -> None:
    batch = listed(SIX, cedar.dana)
    put_in(batch, cedar.dana)
    tom = next(each for each in queue_of(cedar.dana) if each.name == "Tom Whitfield")
    claim.claim(tom.id, by=cedar.dana, now=NOON)
    undone = undoing.undo(batch, by=cedar.dana, now=NOON)
    assert (undone.closed, undone.worked) == (3, 1)
    assert [each.name for each in queue_of(cedar.dana)] == ["Tom Whitfield"]


def test_the_kind_of_a_line_counts_before_that_of_the_list(cedar: Cast) -> None:
    words = "Name,Phone,Type\nTom,202-555-0163,Billing\nAna,202-555-0164,\nRosa,202-555-0165,odd"
    names = {each.code: each.name for each in intake.practice.category_names(cedar.dana)}
    words = words.replace("Billing", names["BILL"])
    put_in(listed(words, cedar.dana, category="APPT"), cedar.dana)
    assert sorted((each.name, each.category) for each in queue_of(cedar.dana)) == [
        ("Ana", "APPT"),
        ("Rosa", "APPT"),
        ("Tom", "BILL"),
    ]


def test_columns_are_read_as_somebody_says(cedar: Cast) -> None:
    words = "a,b,c\nTom,202-555-0163,move\nAna,202-555-0164,refill"
    batch = listed(words, cedar.dana)
    intake.read_again(batch, {0: "why", 1: "phone", 2: "name"}, "", by=cedar.dana, now=NOON)
    put_in(batch, cedar.dana)
    assert sorted((each.name, each.words) for each in queue_of(cedar.dana)) == [
        ("move", "Tom"),
        ("refill", "Ana"),
    ]
    assert ("import columns corrected", False) in journal_of(cedar.dana, batch)


def test_a_long_list_goes_in_chunk_by_chunk(cedar: Cast) -> None:
    words = "\n".join(f"Person {n:04} 202-555-{n:04} note {n}" for n in range(100, 110))
    batch = listed(words.replace("Person 0", "Person A"), cedar.dana)
    seen = intake.look(batch, by=cedar.dana, now=NOON)
    items = intake._items(seen)
    steps = [callbacklist.bring_in(batch, items, by=cedar.dana, now=NOON, size=4) for _ in range(3)]
    assert [(each.done, each.finished) for each in steps] == [(4, False), (8, False), (10, True)]
    again = callbacklist.bring_in(batch, items, by=cedar.dana, now=NOON)
    assert again.finished
    assert len(queue_of(cedar.dana)) == 10


def test_two_who_press_at_once_bring_it_in_once(cedar: Cast) -> None:
    first = listed(SIX, cedar.dana)
    second = listed(SIX + "\n", cedar.dana)
    lists = (first, second, first)
    at_once(3, lambda n: intake.step(lists[n], by=cedar.dana, now=NOON))
    assert len(queue_of(cedar.dana)) == len(arrivals_of(cedar.dana)) == 4


def test_nothing_to_bring_in_is_said(cedar: Cast) -> None:
    batch = listed("nobody to call\n", cedar.dana)
    with pytest.raises(Refused, match="no line"):
        intake.step(batch, by=cedar.dana, now=NOON)


def test_it_can_be_given_up(cedar: Cast) -> None:
    batch = listed(SIX, cedar.dana)
    imports.cancel(batch, by=cedar.dana, now=NOON)
    with pytest.raises(Refused):
        intake.step(batch, by=cedar.dana, now=NOON)
    assert queue_of(cedar.dana) == []
    assert found.file_of(cedar.dana, batch) is None


def test_who_may_not_import_brings_no_list(cedar: Cast) -> None:
    with pytest.raises(NotPermitted):
        listed(SIX, cedar.vik)
    batch = listed(SIX, cedar.dana)
    for step in (intake.step, intake.look):
        with pytest.raises(NotPermitted):
            step(batch, by=cedar.vik, now=NOON)
    with pytest.raises(NotPermitted):
        intake.read_again(batch, {}, "", by=cedar.vik, now=NOON)


def test_a_kind_outside_their_lanes_is_not_theirs_to_bring_in(cedar: Cast) -> None:
    kept = joined("Kay", cedar.practice_id, (Role.FRONT_DESK,), lanes=["MISSED", "UNSORTED"])
    batch = listed("Tom 202-555-0163 form", kept, category="APPT")
    with pytest.raises(NotPermitted):
        intake.step(batch, by=kept, now=NOON)


def test_another_practice_sees_nothing_of_it(cedar: Cast, elm: Cast) -> None:
    batch = listed(SIX, cedar.dana)
    for step in (intake.step, intake.look):
        with pytest.raises(NotFound):
            step(batch, by=elm.dana, now=NOON)
    put_in(batch, cedar.dana)
    other = put_in(listed(SIX, elm.dana), elm.dana)
    assert other.done["opened"] == 4


def test_a_list_is_no_phone_log_and_a_phone_log_no_list(cedar: Cast) -> None:
    batch = listed(SIX, cedar.dana)
    with pytest.raises(NotFound):
        loading.load_chunk(batch, by=cedar.dana, now=NOON)
    log = bring(TEN, cedar.dana)
    with pytest.raises(NotFound):
        intake.look(log, by=cedar.dana, now=NOON)
    with pytest.raises(NotFound):
        callbacklist.bring_in(log, [], by=cedar.dana, now=NOON)


HERE = reading.Here(at=NOON, zone="America/New_York", country="US", kinds={})
CELLS = st.text(
    alphabet=st.sampled_from("abc Tom202-555 0163,\t;|\"'=()/:.\n\N{WARNING SIGN}"), max_size=60
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CELLS, min_size=1, max_size=8).map("\n".join))
def test_no_line_is_ever_lost(words: str) -> None:
    """What is on the list is brought in or listed, whatever is written there, and nothing twice."""
    try:
        sheet = reading.sheet(text.decoded(words.encode()), HERE)
    except text.UnusableList:
        return
    lines = reading.understood(sheet, HERE)
    usable = [each for each in lines if each.wrong is None]
    assert len({each.key for each in usable}) == len(usable)
    assert all(each.phone for each in usable)
    said = "".join("".join(each.raw for each in lines).split())
    kept = "".join(sheet.header) + said
    for mark in ' ,\t;|"\n':
        words, kept = words.replace(mark, ""), kept.replace(mark, "")
    assert sorted(words) == sorted("".join(kept.split()))
