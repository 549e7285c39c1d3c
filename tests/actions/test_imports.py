"""A phone log goes into the queue: once, whole, and back out again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connections

from ringback.actions import arrival, imports, loading, undoing
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.channels.calllog import intake, limits, told
from ringback.queries import imports as found
from ringback.queries import statement
from ringback.rules.arrival import Kind
from tests.cast import NOON, came_in, joined
from tests.phonelogs import (
    TEN,
    answered,
    arrivals_of,
    bring,
    journal_of,
    log,
    missed,
    queue_of,
    returned,
    run,
    voicemail,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cast import Cast


# In --------------------------------------------------------------------------------------------


def test_every_missed_caller_gets_one_callback(cedar: Cast) -> None:
    file = log(missed("0101", "9:00"), missed("0101", "9:30"), missed("0102", "10:00"))
    batch = run(bring(file, cedar.dana), cedar.dana)
    rows = queue_of(cedar.dana)
    assert [(each.phone, each.arrivals, each.category, each.stage) for each in rows] == [
        ("+12025550101", 2, "MISSED", "waiting"),
        ("+12025550102", 1, "MISSED", "waiting"),
    ]
    assert (batch.done["opened"], batch.done["stored"], batch.state) == (2, 3, "finished")


def test_it_says_the_same_as_if_each_call_had_come_in_by_itself(cedar: Cast, elm: Cast) -> None:
    """The set-wise load and the one-by-one road agree on everything a screen shows."""
    calls = [("0101", "9:00"), ("0101", "9:30"), ("0102", "16:50"), ("0103", "18:00")]
    run(bring(log(*(missed(*each) for each in calls)), cedar.dana), cedar.dana)
    for number, at in calls:
        hour, minute = (int(part) for part in at.split(":"))
        when = NOON.replace(day=20, hour=hour + 5, minute=minute)
        arrival.receive(
            arrival.New(
                source="phone_log",
                external_id=uuid4().hex,
                kind=Kind.MISSED_CALL,
                happened_at=when,
                phone=f"+1202555{number}",
            ),
            by=elm.dana,
            now=NOON,
        )
    own = {"id", "practice_id", "batch_id", "category_version_id", "_state"}
    told = [
        [{name: value for name, value in vars(row).items() if name not in own} for row in rows]
        for rows in (queue_of(cedar.dana), queue_of(elm.dana))
    ]
    assert told[0] == told[1]


def test_a_voicemail_is_listened_to_before_it_is_sorted(cedar: Cast) -> None:
    run(bring(log(missed("0101", "9:00"), voicemail("0101", "9:05")), cedar.dana), cedar.dana)
    [row] = queue_of(cedar.dana)
    assert (row.category, row.stage, row.kind, row.arrivals) == (
        "UNSORTED",
        "unsorted",
        "voicemail",
        2,
    )
    assert [each.seconds for each in arrivals_of(cedar.dana)] == [None, 30]


def test_who_was_reached_or_cannot_be_reached_is_kept_and_counted(cedar: Cast) -> None:
    file = log(
        missed("0101", "9:00"), returned("0101", "9:30"),
        missed("0102", "9:00"), answered("0102", "9:40"),
        missed("", "9:10"), missed("0103", "9:20"),
    )  # fmt: skip
    known = ("(202) 555-0103",)
    batch = run(bring(file, cedar.dana, known_callers=known), cedar.dana)
    assert queue_of(cedar.dana) == []
    assert sorted(each.settled for each in arrivals_of(cedar.dana)) == [
        "known_caller",
        "no_number",
        "reached_us",
        "returned",
    ]
    why = {each.why for each in found.settled_calls(cedar.dana, batch.id)}
    assert why == {"known_caller", "no_number", "reached_us", "returned"}
    assert {name: batch.done[name] for name in why} == dict.fromkeys(why, 1)


def test_hidden_voicemails_are_never_one(cedar: Cast) -> None:
    run(bring(log(voicemail("", "9:00"), voicemail("", "9:30")), cedar.dana), cedar.dana)
    assert [each.arrivals for each in queue_of(cedar.dana)] == [1, 1]


def test_a_known_callers_voicemail_is_still_heard(cedar: Cast) -> None:
    known = ("2025550101",)
    run(bring(log(voicemail("0101", "9:00")), cedar.dana, known_callers=known), cedar.dana)
    assert len(queue_of(cedar.dana)) == 1


def test_only_one_day_of_the_log_when_asked(cedar: Cast) -> None:
    file = log(missed("0101", "9:00"), missed("0102", "9:00", day="2026-11-19"))
    run(bring(file, cedar.dana, day="2026-11-19"), cedar.dana)
    assert [each.phone for each in queue_of(cedar.dana)] == ["+12025550102"]


def test_a_call_in_the_future_is_a_bad_row(cedar: Cast) -> None:
    batch_id = bring(log(missed("0101", "9:00", day="2027-01-05")), cedar.dana)
    [line] = found.bad_lines(cedar.dana, batch_id)
    assert line.reason == "The patient cannot have acted in the future."
    assert run(batch_id, cedar.dana).total == 0


# Again -----------------------------------------------------------------------------------------


def test_the_same_file_again_changes_nothing(cedar: Cast) -> None:
    run(bring(TEN, cedar.dana), cedar.dana)
    before = [vars(each) for each in queue_of(cedar.dana)]
    batch = run(bring(TEN, cedar.dana), cedar.dana)
    assert (batch.done["already_in"], batch.done["opened"]) == (10, 0)
    after = [vars(each) for each in queue_of(cedar.dana)]
    assert [{**row, "_state": 0} for row in after] == [{**row, "_state": 0} for row in before]


def test_overlapping_files_do_not_double(cedar: Cast) -> None:
    first = [missed("0101", "9:00"), missed("0102", "9:10")]
    run(bring(log(*first), cedar.dana), cedar.dana)
    batch = run(bring(log(*first, missed("0101", "11:00")), cedar.dana), cedar.dana)
    assert [(each.phone, each.arrivals) for each in queue_of(cedar.dana)] == [
        ("+12025550101", 2),
        ("+12025550102", 1),
    ]
    assert (batch.done["already_in"], batch.done["joined"]) == (2, 1)


def test_a_number_with_an_open_callback_joins_it(cedar: Cast) -> None:
    mine = came_in(cedar.dana, phone="+12025550101", category="NEWPT")
    batch = run(bring(log(missed("0101", "9:00"), missed("0101", "9:30")), cedar.dana), cedar.dana)
    [row] = queue_of(cedar.dana)
    assert (row.id, row.arrivals, row.category) == (mine.callback_id, 3, "NEWPT")
    assert (batch.done["joined"], batch.done["opened"]) == (2, 0)


def test_many_calls_that_join_go_in_over_several_chunks(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "ONE_BY_ONE", 3)
    for number in range(10, 20):
        came_in(cedar.dana, phone=f"+120255501{number:02}")
    batch = run(bring(TEN, cedar.dana), cedar.dana)
    assert batch.done["joined"] == 10
    assert {each.arrivals for each in queue_of(cedar.dana)} == {2}


def test_a_chunk_never_cuts_one_callers_calls_apart(cedar: Cast) -> None:
    rows = [missed("0101", f"9:{minute:02}") for minute in range(7)]
    batch_id = bring(log(*rows, missed("0102", "10:00")), cedar.dana)
    step = loading.load_chunk(batch_id, by=cedar.dana, now=NOON, size=3)
    assert (step.done, step.total, step.finished) == (7, 8, False)
    assert run(batch_id, cedar.dana, size=3).done["opened"] == 2


# Killed ----------------------------------------------------------------------------------------


class Killed(BaseException):
    """Nothing catches this, as nothing catches a kill."""


@contextmanager
def killed_at(point: int) -> Iterator[None]:
    """Die before the statement with this number, of those that are run by name."""
    real, left = statement.rows, iter(range(point, -1, -1))

    def rows(name: str, values: dict[str, object]) -> list[tuple[object, ...]]:
        if next(left, 0) == 0:
            raise Killed
        return real(name, values)

    statement.rows = rows  # type: ignore[assignment]
    try:
        yield
    except Killed:
        pass
    finally:
        statement.rows = real


@pytest.mark.parametrize("point", range(10))
def test_killed_at_any_point_it_goes_on_and_nothing_is_lost_or_doubled(
    cedar: Cast, point: int
) -> None:
    rows = [missed(f"01{number:02}", f"9:{number:02}") for number in range(10, 18)]
    rows += [missed("0110", "11:00"), voicemail("0112", "11:01"), returned("0111", "12:00")]
    came_in(cedar.dana, phone="+12025550113")
    with killed_at(point):
        run(bring(log(*rows), cedar.dana), cedar.dana, size=3)
    batch = run(bring(log(*rows), cedar.dana), cedar.dana, size=3)
    assert batch.done["stored"] == batch.total == 10
    told = [(each.phone[-4:], each.arrivals, each.category) for each in queue_of(cedar.dana)]
    assert sorted(told) == [
        ("0110", 2, "MISSED"), ("0112", 2, "UNSORTED"), ("0113", 2, "MISSED"),
        ("0114", 1, "MISSED"), ("0115", 1, "MISSED"), ("0116", 1, "MISSED"),
        ("0117", 1, "MISSED"),
    ]  # fmt: skip
    assert [each.settled for each in arrivals_of(cedar.dana) if each.settled] == ["returned"]


LOADER = """
import sys, time, uuid, django
django.setup()
from datetime import datetime
from ringback.actions import loading
from ringback.queries import person
who, where, batch, now = sys.argv[1:]
by = person.actor(uuid.UUID(who), uuid.UUID(where), via="cli")
while True:
    step = loading.load_chunk(uuid.UUID(batch), by=by, now=datetime.fromisoformat(now), size=20)
    print(step.done, flush=True)
    if step.finished:
        break
"""


def test_a_killed_process_leaves_whole_chunks(cedar: Cast) -> None:
    numbers = range(1000)
    file = log(*(missed(f"{each:04}", f"{8 + each // 60 % 8}:{each % 60:02}") for each in numbers))
    batch_id = bring(file, cedar.dana)
    who = (str(cedar.dana.person_id), str(cedar.practice_id), str(batch_id), NOON.isoformat())
    process = subprocess.Popen(
        [sys.executable, "-c", LOADER, *who], stdout=subprocess.PIPE, env=os.environ, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    stored = len(arrivals_of(cedar.dana))
    assert 0 < stored < 1000
    assert stored % 20 == 0
    assert run(bring(file, cedar.dana), cedar.dana).done["stored"] == 1000
    assert len(queue_of(cedar.dana)) == 1000


def test_a_file_that_cannot_be_read_begins_nothing(cedar: Cast) -> None:
    with pytest.raises(intake.UnusableLog):
        bring(b"not,a,log\n1,2,3\n", cedar.dana)
    assert found.past(cedar.dana) == []


def test_a_file_that_was_never_read_to_its_end_is_not_loaded(cedar: Cast) -> None:
    log_ = imports.Log(name="x", digest="x")
    batch_id = imports.begin(log_, imports.Reading(), by=cedar.dana, now=NOON)
    with pytest.raises(Refused, match="has not been read to its end"):
        loading.load_chunk(batch_id, by=cedar.dana, now=NOON)


# Who -------------------------------------------------------------------------------------------


def test_a_role_that_may_not_import_is_refused_and_it_is_written_down(cedar: Cast) -> None:
    for nobody in (cedar.vik, cedar.ines):
        with pytest.raises(NotPermitted):
            bring(TEN, nobody)
        assert journal_of(nobody)[-1][1]
    batch_id = bring(TEN, cedar.dana)
    for act in (loading.load_chunk, undoing.undo, imports.cancel):
        with pytest.raises(NotPermitted):
            act(batch_id, by=cedar.vik, now=NOON)  # type: ignore[operator]
    assert queue_of(cedar.dana) == []


def test_somebody_without_missed_calls_in_their_lanes_imports_none(cedar: Cast) -> None:
    from ringback.rules.access import Role

    billing = joined("Bill Stone", cedar.practice_id, [Role.FRONT_DESK], lanes=["NEWPT"])
    with pytest.raises(NotPermitted):
        bring(TEN, billing)


def test_another_practice_sees_nothing_of_it(cedar: Cast, elm: Cast) -> None:
    batch_id = bring(TEN, cedar.dana, keep=True)
    assert found.batch(elm.dana, batch_id) is None
    assert found.past(elm.dana) == []
    assert found.file_of(elm.dana, batch_id) is None
    for act in (loading.load_chunk, undoing.undo, imports.cancel):
        with pytest.raises(NotFound):
            act(batch_id, by=elm.dana, now=NOON)  # type: ignore[operator]
    run(batch_id, cedar.dana)
    run(bring(TEN, elm.dana), elm.dana)
    assert len(queue_of(elm.dana)) == len(queue_of(cedar.dana)) == 10


def test_every_step_is_in_the_journal(cedar: Cast) -> None:
    batch = run(bring(TEN, cedar.dana), cedar.dana, size=5)
    assert [verb for verb, _ in journal_of(cedar.dana, batch.id)] == [
        "import begun",
        "import read",
        "import went on",
        "import went on",
    ]


# At the same moment ----------------------------------------------------------------------------


def together(*work: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment, each in a thread with a connection of its own."""

    def one(do: Callable[[], Any]) -> Any:
        try:
            return do()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(work)) as threads:
        return list(threads.map(one, work))


def test_an_import_and_the_telephone_never_open_two_for_one_number(cedar: Cast) -> None:
    phones = [f"+120255501{number:02}" for number in range(100)]
    file = log(*(missed(phone[-4:], f"9:{int(phone[-2:]) % 60:02}") for phone in phones))
    batch_id = bring(file, cedar.dana)

    def telephone(part: int) -> None:
        for phone in phones[part::3]:
            came_in(cedar.dana, phone=phone)

    together(
        *(partial(telephone, part) for part in range(3)),
        partial(run, batch_id, cedar.dana, size=10),
    )
    rows = queue_of(cedar.dana)
    assert sorted(each.phone for each in rows) == phones
    assert {each.arrivals for each in rows} == {2}


def test_two_who_load_one_import_at_once_put_it_in_once(cedar: Cast) -> None:
    batch_id = bring(TEN, cedar.dana)
    people = [cedar.dana, cedar.mara, cedar.osei, cedar.dana]
    done = together(*(partial(run, batch_id, by, size=2) for by in people))
    assert {each.done["stored"] for each in done} == {10}
    assert len(queue_of(cedar.dana)) == 10


def test_bad_rows_are_kept_with_their_reasons(cedar: Cast) -> None:
    """A NUL beyond the beginning, where the kind of file is looked at, cannot be kept as it is."""
    many = [missed("0101", "9:00", call_id=f"{each:06}") for each in range(1200)]
    file = log(*many) + b"x,Inbound,12025550102,1,no time,3,Missed\nq\0y,a,b,c,d\0,e,f\n"
    lines = found.bad_lines(cedar.dana, bring(file, cedar.dana))
    assert [each.line for each in lines] == [1202, 1203]
    assert all(each.reason and "\0" not in each.raw + each.reason for each in lines)


def test_an_id_too_long_to_keep_still_comes_in_once(cedar: Cast) -> None:
    file = log(missed("0101", "9:00", call_id="x" * 900))
    run(bring(file, cedar.dana), cedar.dana)
    assert run(bring(file, cedar.dana), cedar.dana).done["already_in"] == 1


def test_bad_rows_past_the_listed_ones_are_counted(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PROBLEMS", 2)
    batch_id = bring(log(missed("0101", "9:00"), *["never"] * 5), cedar.dana)
    batch, lines = run(batch_id, cedar.dana), found.bad_lines(cedar.dana, batch_id)
    assert (len(lines), batch.found["bad"], told.unlisted(batch, lines)) == (2, 5, 3)
    assert told.bad_rows(lines, more=3).splitlines()[-1] == ",and 3 more rows,,"
