"""The queue: order, pages, filters, search, and what each person may see of it."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.actions import claim, opening, waiting
from ringback.models import Callback
from ringback.models.ids import new_id
from ringback.queries import queue
from ringback.queries.queue import Cursor, Filter
from ringback.queries.scope import scope
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from ringback.rules.lifecycle import Party
from tests import records
from tests.actions.test_attempt import log, taken
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from ringback.rules.access import Actor
    from tests.cast import Cast

MINUTE = timedelta(minutes=1)
TOMORROW = date(2026, 11, 24)


def seen(by: Actor, *, size: int = 50, **narrowed: Any) -> list[UUID]:
    """Every id under this filter, page by page."""
    wanted = queue.wanted(by, now=NOON, **narrowed)
    found: list[UUID] = []
    while True:
        page = queue.page(by, wanted, size=size)
        found += [row.id for row in page.rows]
        if page.next is None:
            return found
        wanted = replace(wanted, after=Cursor.read(str(page.next)))


def change(cast: Cast, it: UUID | None, **values: Any) -> None:
    with scope(cast.practice_id):
        Callback.objects.filter(id=it).update(**values)


def crowd(cast: Cast) -> list[UUID]:
    """A queue with everything in it, most of it tied; the ids in order."""
    kinds = [Kind.MISSED_CALL, Kind.APPOINTMENT_REQUEST, Kind.INCOMPLETE_INTAKE, Kind.VOICEMAIL]
    for number in range(36):
        late = number % 3 == 0
        found = came_in(
            cast.dana,
            kind=kinds[number // 2 % 4],
            happened_at=NOON - (200 if late else 10) * MINUTE,
            source="website" if number % 2 else "phone",
            visit_date=TOMORROW if number % 5 == 0 else None,
        ).callback_id
        level, rank = [("routine", 2), ("urgent", 1), ("emergency", 0)][number % 7 % 3]
        change(cast, found, level=level, rank=rank)
        if number % 6 == 1:
            view = claim.claim(found, by=cast.dana, now=NOON)
            if number % 12 == 1 and view.stage == "owned":
                waiting.escalate(found, by=cast.dana, now=NOON, fence=view.fence)
            elif view.stage == "owned":
                waiting.hold(found, waits_for=Party.PATIENT, review_at=NOON + MINUTE,
                             by=cast.dana, now=NOON, fence=view.fence)  # fmt: skip
    ordered = sorted(
        records.callbacks(cast),
        key=lambda each: (each.rank, each.due_at, each.received_at, each.id),
    )
    return [each.id for each in ordered]


def _copies(one: Callback, times: int) -> Iterator[Callback]:
    for _ in range(times):
        it = copy(one)
        it.pk = new_id()
        yield it


def belongs(it: Callback, cast: Cast, asked: Filter) -> bool:
    return {
        Filter.ALL: True,
        Filter.MINE: it.owner_id == cast.dana.person_id,
        Filter.NO_OWNER: it.owner_id is None and it.stage in {"unsorted", "waiting"},
        Filter.OVERDUE: it.due_at <= NOON,
        Filter.DUE_TODAY: it.due_at < NOON.replace(hour=5) + timedelta(days=1),
        Filter.VISIT_TOMORROW: it.visit_date == TOMORROW,
        Filter.NEEDS_CLINICIAN: it.next_party == "clinician",
        Filter.WAITING_ON_OTHERS: it.next_party in {"clinician", "patient", "third_party"},
    }[asked]


def test_every_filter_gives_each_row_once_and_in_order_whatever_the_page(cedar: Cast) -> None:
    ordered, rows = crowd(cedar), {each.id: each for each in records.callbacks(cedar)}
    for asked in Filter:
        expected = [it for it in ordered if belongs(rows[it], cedar, asked)]
        assert expected != []
        for size in (1, 7, 50):
            assert seen(cedar.dana, filter=asked, size=size) == expected, asked
        lanes = [it for it in expected if rows[it].category in {"MISSED", "NEWPT"}]
        if asked is not Filter.MINE:
            assert seen(cedar.vik, filter=asked, size=4) == lanes, asked


def test_every_filter_combines_with_a_category_and_a_source(cedar: Cast) -> None:
    ordered, rows = crowd(cedar), {each.id: each for each in records.callbacks(cedar)}
    some = 0
    for asked, category, source in product(Filter, ("", "NEWPT"), ("", "website")):
        expected = [
            it
            for it in ordered
            if belongs(rows[it], cedar, asked)
            and (not category or rows[it].category == category)
            and (not source or rows[it].source == source)
        ]
        some += bool(expected)
        narrowed = {"filter": asked, "category": category, "source": source}
        assert seen(cedar.dana, size=2, **narrowed) == expected, narrowed
        lanes = [it for it in expected if rows[it].category in {"MISSED", "NEWPT"}]
        if asked is not Filter.MINE:
            assert seen(cedar.vik, size=2, **narrowed) == lanes, narrowed
    assert some > 24


def test_a_lane_is_never_widened_by_asking(cedar: Cast) -> None:
    came_in(cedar.dana, category="INTAKE")
    assert seen(cedar.vik, category="INTAKE") == []
    nobody = replace(cedar.vik, lanes=frozenset())
    came_in(cedar.dana)
    assert [seen(nobody, filter=asked) for asked in Filter] == [[]] * len(Filter)


def test_what_is_closed_or_another_practices_is_not_in_the_queue(cedar: Cast, elm: Cast) -> None:
    it = came_in(cedar.dana).callback_id
    assert (seen(cedar.dana), seen(elm.dana)) == ([it], [])
    change(cedar, it, stage="closed", closed_at=NOON, outcome="done")
    assert seen(cedar.dana) == []


def test_who_may_not_see_the_queue_gets_an_empty_one(cedar: Cast) -> None:
    came_in(cedar.dana)
    wanted = queue.wanted(cedar.ines, now=NOON)
    board = queue.board(cedar.ines, wanted)
    assert (seen(cedar.ines), board.page.rows, board.everything, board.pathways) == (
        [],
        [],
        (0, False),
        [],
    )
    assert {*board.counts.values()} == {(0, False)}


def test_the_numbers_beside_the_filters_are_those_of_their_lists(cedar: Cast) -> None:
    crowd(cedar)
    for who, category, source in product((cedar.dana, cedar.vik), ("", "NEWPT"), ("", "website")):
        narrowed = {"category": category, "source": source}
        board = queue.board(who, queue.wanted(who, now=NOON, **narrowed))
        lists = {each: (len(seen(who, filter=each, **narrowed)), False) for each in Filter}
        assert board.counts == lists, narrowed
        assert board.everything == (len(seen(who)), False)


def test_a_number_that_was_not_counted_to_its_end_says_so(cedar: Cast) -> None:
    it = came_in(cedar.dana, category="NEWPT", source="website").callback_id
    came_in(cedar.dana, category="NEWPT", source="phone")
    with scope(cedar.practice_id):
        one = Callback.objects.get(id=it)
        Callback.objects.bulk_create(_copies(one, 1000))
    board = queue.board(cedar.dana, queue.wanted(cedar.dana, now=NOON))
    assert (board.everything, board.counts[Filter.MINE]) == ((1000, True), (0, False))
    found = queue.board(cedar.dana, queue.wanted(cedar.dana, now=NOON, source="phone"))
    assert (found.everything, found.counts[Filter.ALL]) == ((1000, True), (1, False))
    assert found.counts[Filter.NO_OWNER].more


def test_a_cursor_is_read_as_it_was_written(cedar: Cast) -> None:
    it = Cursor(rank=2, due_at=NOON, received_at=NOON - MINUTE, id=cedar.practice_id)
    assert Cursor.read(str(it)) == it
    naive = str(replace(it, due_at=NOON.replace(tzinfo=None)))
    far = [
        str(replace(it, due_at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=23))))),
        str(replace(it, received_at=datetime(9999, 12, 31, 23, 59, tzinfo=UTC))),
    ]
    for wrong in ("", "x", naive, str(replace(it, rank=3)), str(it)[:-9], *far):
        with pytest.raises(ValueError):  # noqa: PT011 - any will do: the door answers 400
            Cursor.read(wrong)


# Search


@pytest.fixture
def patients(cedar: Cast) -> dict[str, UUID]:
    found = {}
    for name, phone in (("Ana Gomez", "0147"), ("Juliana Ruiz", "0199"), ("Bo_Lee%", "0137")):
        arrived = came_in(cedar.dana, name=name, phone=f"+1202555{phone}", text="my knee")
        assert arrived.callback_id is not None
        found[name.split()[0].rstrip("%")] = arrived.callback_id
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ana", {"Ana", "Juliana"}),
        (" GOMEZ ", {"Ana"}),
        ("0147", {"Ana"}),
        ("147", set()),
        ("(202) 555-0137", {"Bo_Lee"}),
        ("%", {"Bo_Lee"}),
        ("_", {"Bo_Lee"}),
        ("nobody", set()),
        ("'; DROP TABLE callback; --", set()),
    ],
)
def test_the_front_desk_finds_by_part_of_a_name_or_the_last_four(
    cedar: Cast, patients: dict[str, UUID], text: str, expected: set[str]
) -> None:
    assert set(seen(cedar.dana, search=text)) == {patients[name] for name in expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ana", set()),
        ("ana gomez", {"Ana"}),
        ("0147", set()),
        ("202-555-0147", {"Ana"}),
        ("%", set()),
        ("knee", set()),
    ],
)
def test_the_assistant_finds_only_the_exact_thing(
    cedar: Cast, patients: dict[str, UUID], text: str, expected: set[str]
) -> None:
    assert set(seen(cedar.vik, search=text)) == {patients[name] for name in expected}


def test_the_assistant_finds_their_own_like_the_front_desk(
    cedar: Cast, patients: dict[str, UUID]
) -> None:
    claim.claim(patients["Ana"], by=cedar.vik, now=NOON)
    assert seen(cedar.vik, search="gom") == [patients["Ana"]]
    assert seen(cedar.vik, search="0147") == [patients["Ana"]]


# What each person sees


def protected(who: Actor, it: UUID) -> list[object]:
    (row,) = [row for row in queue.page(who, queue.wanted(who, now=NOON)).rows if row.id == it]
    view = opening.opened(it, by=who, now=NOON)
    assert (row.name, row.phone, row.words) == (view.name, view.phone, view.words)
    arrivals = {each.text for each in view.arrivals}
    notes = [each.text for each in view.notes]
    return [view.name, view.phone, view.words, arrivals, notes, len(view.facts)]


def test_a_patient_is_shown_to_whoever_needs_them_and_nobody_else(
    cedar: Cast, patients: dict[str, UUID]
) -> None:
    it = patients["Ana"]
    fence = claim.claim(it, by=cedar.dana, now=NOON).fence
    log(cedar, (it, fence), Result.REACHED_PATIENT, note="They ask about a knee brace.")
    whole = [
        "Ana Gomez",
        "+12025550147",
        "my knee",
        {"my knee"},
        ["They ask about a knee brace."],
        0,
    ]
    nothing = [None, None, None, {None}, [], 0]
    for who in (cedar.dana, cedar.osei, cedar.mara):
        assert protected(who, it) == whole
    assert protected(cedar.vik, it) == nothing
    claim.release(it, by=cedar.dana, now=NOON, fence=fence)
    assert protected(cedar.vik, it) == nothing
    claim.claim(it, by=cedar.vik, now=NOON)
    assert protected(cedar.vik, it) == whole


def test_nothing_of_the_patient_stands_anywhere_in_what_the_assistant_gets(
    cedar: Cast, patients: dict[str, UUID]
) -> None:
    it = patients["Ana"]
    view = opening.opened(it, by=cedar.vik, now=NOON)
    page = queue.board(cedar.vik, queue.wanted(cedar.vik, now=NOON)).page
    everything = repr(view) + repr(page)
    assert [each for each in ("Ana", "Gomez", "0147", "knee") if each in everything] == []


# Cost


def statements(do: Any) -> int:
    with CaptureQueriesContext(connections["default"]) as found:
        do()
    return len(found)


def test_a_longer_queue_costs_no_more_statements(cedar: Cast) -> None:
    def show() -> None:
        queue.board(cedar.dana, queue.wanted(cedar.dana, now=NOON))

    came_in(cedar.dana)
    show()
    one = statements(show)
    came_in(cedar.dana)
    came_in(cedar.dana)
    assert (one, statements(show)) == (1, 1)


def test_a_callback_with_a_longer_story_costs_no_more_statements(cedar: Cast) -> None:
    it = taken(cedar, phone="+12025550111")

    def show() -> None:
        opening.opened(it[0], by=cedar.dana, now=NOON + MINUTE)

    log(cedar, it, Result.REACHED_PATIENT, note="Reached; they ask for a brace.")
    show()
    one = statements(show)
    for minute in (2, 3):
        log(cedar, it, Result.REACHED_OTHER, now=NOON + minute * MINUTE, note="Asked to wait.")
        came_in(cedar.dana, phone="+12025550111", now=NOON + minute * MINUTE)
    claim.claim(it[0], by=cedar.dana, now=NOON)
    assert statements(show) == one
