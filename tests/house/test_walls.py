"""Another practice's rows, rewritten history, shrinking fences: the database itself refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from django.db import Error, ProgrammingError, transaction

from ringback.actions import claim, handover, ledger, note, puttingright, sheet, undo
from ringback.actions.handover import To
from ringback.actions.puttingright import Wrong
from ringback.models import Callback, ChartCopy, Entry, Note, ScopeSettled
from ringback.models.catalogue import INSERT_ONLY
from ringback.queries import statement
from ringback.queries.scope import scope
from ringback.rules.attempt import Result
from ringback.rules.puttingright import Said, What
from tests import patients, records
from tests.actions.test_attempt import log, taken
from tests.cast import NOON, came_in
from tests.together import at_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
WORDS = "Reached Ana; she wants Tuesday morning and we booked it."


def count() -> int:
    return Callback.objects.count()


# The scope


def test_without_a_practice_there_are_no_rows(cedar: Cast) -> None:
    came_in(cedar.dana)
    assert (count(), Entry.objects.count()) == (0, 0)
    with transaction.atomic():
        assert count() == 0


def test_without_a_practice_nothing_is_written(cedar: Cast) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        Entry.objects.create(
            practice_id=cedar.practice_id, at=NOON, via="web", verb="x", subject_kind="x"
        )


def test_nothing_is_written_into_another_practice(cedar: Cast, elm: Cast) -> None:
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        scope(cedar.practice_id),
    ):
        Entry.objects.create(
            practice_id=elm.practice_id, at=NOON, via="web", verb="x", subject_kind="x"
        )


def test_no_row_is_moved_to_another_practice(cedar: Cast, elm: Cast) -> None:
    came_in(cedar.dana)
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        scope(cedar.practice_id),
    ):
        Callback.objects.update(practice_id=elm.practice_id)


def test_a_note_cannot_hang_on_another_practices_callback(cedar: Cast, elm: Cast) -> None:
    it = came_in(cedar.dana).callback_id
    with pytest.raises(Error, match="same_practice"), scope(elm.practice_id):
        Note.objects.create(
            practice_id=elm.practice_id,
            callback_id=it,
            author_id=elm.dana.person_id,
            text="x",
            signed_at=NOON,
        )


def test_only_members_own_and_write(cedar: Cast, elm: Cast) -> None:
    it = came_in(cedar.dana).callback_id
    with pytest.raises(Error, match="is_member"), scope(cedar.practice_id):
        Callback.objects.filter(id=it).update(owner_id=elm.dana.person_id, fence=9)


def test_the_scope_ends_with_its_block(cedar: Cast) -> None:
    came_in(cedar.dana)
    with scope(cedar.practice_id):
        assert count() == 1
    assert count() == 0


def test_the_scope_ends_with_its_block_inside_a_transaction_too(cedar: Cast) -> None:
    came_in(cedar.dana)
    with transaction.atomic():
        with scope(cedar.practice_id):
            assert count() == 1
        assert (count(), statement.practice()) == (0, "")


def test_an_inner_scope_gives_the_outer_one_back(cedar: Cast, elm: Cast) -> None:
    came_in(cedar.dana)
    with scope(cedar.practice_id):
        with scope(elm.practice_id):
            assert count() == 0
        assert (count(), statement.practice()) == (1, str(cedar.practice_id))


def test_an_error_gives_the_outer_scope_back_and_undoes_the_inner(cedar: Cast, elm: Cast) -> None:
    it = came_in(cedar.dana).callback_id
    with scope(elm.practice_id):
        with pytest.raises(ZeroDivisionError), scope(cedar.practice_id):
            Callback.objects.filter(id=it).update(name="Changed")
            raise ZeroDivisionError
        assert (count(), statement.practice()) == (0, str(elm.practice_id))
    assert records.callback(cedar, it).name == ""
    with pytest.raises(ZeroDivisionError), scope(cedar.practice_id):
        raise ZeroDivisionError
    assert count() == 0


def test_many_scopes_in_turn_on_the_same_connections_never_mix(cedar: Cast, elm: Cast) -> None:
    came_in(cedar.dana)
    came_in(elm.dana)
    came_in(elm.dana)

    def look(number: int) -> bool:
        clean = True
        for turn in range(50):
            who, expected = (cedar, 1) if (turn + number) % 2 else (elm, 2)
            with scope(who.practice_id):
                clean &= count() == expected
            clean &= count() == 0
        return clean

    assert at_once(4, look) == [True] * 4


# History


@pytest.fixture
def written(cedar: Cast) -> Cast:
    """A practice with one of everything that is written once, and its journal sealed."""
    it = taken(cedar)
    patients.consent(cedar, patients.on_file(cedar))
    call_id = patients.a_call(cedar, it[0], ended_at=NOON)
    patients.compared(cedar, call_id)
    patients.lifted(cedar, call_id)
    tried = log(cedar, it, Result.REACHED_PATIENT).attempt_id
    puttingright.strike(
        it[0], Wrong(what=What.TRY, id=tried, reason="wrong", said=Said.NO), by=cedar.dana, now=NOON
    )
    log(cedar, it, Result.REACHED_PATIENT)
    sheet.hand_out([it[0]], names=False, by=cedar.dana, now=NOON)
    note.sign(it[0], WORDS, by=cedar.dana, now=NOON, fence=it[1])
    with scope(cedar.practice_id):
        whose = {"practice_id": cedar.practice_id, "by_id": cedar.dana.person_id, "at": NOON}
        ChartCopy.objects.create(note=records.notes(cedar)[0], **whose)
        settled = {"code": "diagnosed", "words": WORDS, "reason": WORDS}
        ScopeSettled.objects.create(callback_id=it[0], **settled, **whose)
    other = taken(cedar)
    log(cedar, other, Result.BUSY)
    undo.undo(other[0], by=cedar.dana, now=NOON)
    fence = records.callback(cedar, other[0]).fence
    handover.hand(other[0], To(anyone=True), "", by=cedar.dana, now=NOON, fence=fence)
    ledger.seal(cedar.practice_id, now=NOON, since=None)
    return cedar


REWRITES = [
    "UPDATE {table} SET practice_id = practice_id",
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
]


@pytest.fixture(params=["DATABASE_URL", "owner"])
def hand(request: pytest.FixtureRequest) -> Iterator[tuple[str, psycopg.Connection[Any]]]:
    """Somebody at the database itself: as the app, and as the owner of the tables."""
    address = os.environ["DATABASE_OWNER_URL" if request.param == "owner" else request.param]
    with psycopg.connect(address) as connection:
        yield request.param, connection
        connection.rollback()


@pytest.mark.parametrize("table", INSERT_ONLY)
@pytest.mark.parametrize("rewrite", REWRITES)
def test_what_was_written_stays_even_for_the_owner(
    written: Cast, hand: tuple[str, psycopg.Connection[Any]], table: str, rewrite: str
) -> None:
    who, connection = hand
    connection.execute(
        "SELECT set_config('ringback.practice', %s, true)", [str(written.practice_id)]
    )
    assert connection.execute(f"SELECT count(*) > 0 FROM {table}").fetchone() == (True,)
    kept = psycopg.errors.RestrictViolation if who == "owner" else psycopg.errors.Error
    with pytest.raises(kept) as refusal:
        connection.execute(rewrite.format(table=table))
    assert isinstance(
        refusal.value, (psycopg.errors.RestrictViolation, psycopg.errors.InsufficientPrivilege)
    )


def test_the_owner_of_the_tables_sees_no_practice_either(
    written: Cast, hand: tuple[str, psycopg.Connection[Any]]
) -> None:
    _, connection = hand
    assert records.notes(written) != []
    assert connection.execute("SELECT count(*) FROM note").fetchone() == (0,)


def test_what_came_in_cannot_be_changed(written: Cast) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), scope(written.practice_id):
        came = records.arrivals(written)[0]
        came.text = "something else"
        came.save(update_fields=["text"])


# The fence


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"fence": 1}, True),
        ({"owner_id": None, "lease_until": None, "stage": "waiting"}, True),
        ({"owner_id": None, "lease_until": None, "stage": "waiting", "fence": 3}, False),
        ({"fence": 2}, False),
        ({"fence": 9}, False),
    ],
)
def test_a_change_of_owner_raises_the_fence(
    cedar: Cast, change: dict[str, Any], refused: bool
) -> None:
    it, fence = taken(cedar)
    assert fence == 2
    expected = pytest.raises(Error, match="raises the fence") if refused else nullcontext()
    with expected, scope(cedar.practice_id):
        Callback.objects.filter(id=it).update(**change)


# Telling the other screens


def test_other_screens_are_told_ids_and_nothing_else(cedar: Cast) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as ear:
        ear.execute("LISTEN ringback")
        it = came_in(cedar.dana, name="Ana Gomez").callback_id
        claim.claim(it, by=cedar.dana, now=NOON)
        came_in(cedar.dana, external_id="again")
        heard = [each.payload for each in ear.notifies(timeout=1, stop_after=3)]
    mine = [each for each in heard if each.startswith(str(cedar.practice_id))]
    assert mine[:2] == [f"{cedar.practice_id} {it}"] * 2
    assert "Ana" not in str(heard)


def test_what_is_written_down_of_the_past_is_told_to_nobody(cedar: Cast) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as ear:
        ear.execute("LISTEN ringback")
        with transaction.atomic():
            statement.rows("quiet", {})
            came_in(cedar.dana)
        it = came_in(cedar.dana).callback_id
        heard = [each.payload for each in ear.notifies(timeout=1, stop_after=2)]
    assert heard == [f"{cedar.practice_id} {it}"]


def test_an_id_that_never_was_is_just_absent(cedar: Cast) -> None:
    with scope(cedar.practice_id):
        assert Callback.objects.filter(id=uuid4()).first() is None


# Two practices on one connection

ON_ONE_CONNECTION = """
import json, os, sys
import django
django.setup()
from django.conf import settings
from django.db import connections
from django.test import Client
assert settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"] == 1
from ringback.models import Person
from ringback.web.standing import PRACTICE

def client(person, practice):
    found = Client()
    found.force_login(Person.objects.get(id=person))
    session = found.session
    session[PRACTICE] = practice
    session.save()
    return found

them = [(client(person, practice), pages) for person, practice, pages in json.load(sys.stdin)]
ASKED = "SELECT pg_backend_pid(), coalesce(current_setting('ringback.practice', true), '')"
seen = [{}, {}]
backends = set()
for turn in range(500):
    at = turn % 2
    who, pages = them[at]
    address = pages[(turn // 2) % len(pages)]
    answer = who.get(address)
    seen[at].setdefault(address, set()).add((answer.status_code, answer.content.decode()))
    with connections["default"].cursor() as cursor:
        cursor.execute(ASKED)
        backends.add(cursor.fetchone())
told = [{address: sorted(answers) for address, answers in each.items()} for each in seen]
print(json.dumps([told, sorted(backends)]))
from ringback.queries import statement
statement.leave()
"""


def on_one_connection(*them: tuple[Actor, list[str]]) -> tuple[list[dict[str, Any]], list[Any]]:
    """What each of two people was answered, in turns, over a pool of one connection."""
    asked = [[str(who.person_id), str(who.practice_id), pages] for who, pages in them]
    run = subprocess.run(
        [sys.executable, "-c", ON_ONE_CONNECTION],
        input=json.dumps(asked),
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "ringback.config.settings",
             "RINGBACK_POOL": "1", "RINGBACK_DEMO": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    seen, backends = json.loads(run.stdout.splitlines()[-1])
    return seen, backends


def test_five_hundred_requests_in_turns_on_one_connection_never_mix(cedar: Cast, elm: Cast) -> None:
    ours = came_in(cedar.dana, name="Quetzalina Vandermolen", phone="+12025550188").callback_id
    theirs = came_in(elm.dana, name="Juliana Ruiz", phone="+12025550199").callback_id
    pages = ["/", "/?rows=1", f"/callbacks/{ours}", f"/callbacks/{theirs}", "/setup/people"]
    seen, backends = on_one_connection((cedar.dana, pages), (elm.dana, pages))
    assert len(backends) == 1
    assert backends[0][1] == ""
    for told, own, other in ((seen[0], ours, theirs), (seen[1], theirs, ours)):
        status = {address: {each[0] for each in answers} for address, answers in told.items()}
        assert status == {address: {200} for address in pages} | {f"/callbacks/{other}": {404}}
        assert f"/callbacks/{own}" in told
    shown = [" ".join(text for each in one.values() for _, text in each) for one in seen]
    assert [("Vandermolen" in text, "Juliana" in text) for text in shown] == [
        (True, False),
        (False, True),
    ]
    assert [("Mara Lindt" in text) for text in shown] == [True, True]
