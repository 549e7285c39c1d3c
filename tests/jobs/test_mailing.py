"""The worker: what is due goes out, whatever the database and the mail server do meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.conf import settings as current
from django.db import OperationalError

from ringback.actions import outbox
from ringback.channels.email import kinds, twin
from ringback.engine.wallclock import now as clock
from ringback.jobs import mailing
from ringback.models import Door, Outgoing
from ringback.queries.scope import scope
from ringback.rules.outbox import Trouble
from tests import records
from tests.cli.running import until
from tests.post import SITE, invited, noted, post
from tests.twins import SENDER, a_twin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from pytest_django.fixtures import SettingsWrapper

    from ringback.channels.email.twin import Mood, Twin
    from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("afresh")


@pytest.fixture
def server(settings: SettingsWrapper) -> Iterator[Twin]:
    with a_twin() as found:
        settings.POST = post(found.url)
        yield found


def asked(cast: Cast) -> UUID:
    found = invited(cast.mara, cast.vik, now=clock())
    assert found is not None
    return found


def test_what_is_due_goes_out_and_is_marked(cedar: Cast, server: Twin) -> None:
    it = asked(cedar)
    assert mailing.of_practice(cedar.practice_id)
    (kept,) = [twin.read(each) for each in server.kept]
    assert kept.subject == "Cedar Street Family: an invitation to Ringback"
    assert noted(cedar, it).sent_at is not None
    assert not mailing.of_practice(cedar.practice_id)
    assert len(records.journal(cedar, "mail sent", refused=False)) == 1


@pytest.mark.parametrize(
    ("mood", "error", "failed"),
    [
        ("busy", "busy", False),
        ("drops", "unreachable", False),
        ("refuses", "refused", True),
        ("refuses_address", "refused_address", True),
    ],
)
def test_each_trouble_ends_as_it_should(
    cedar: Cast, server: Twin, mood: Mood, error: str, failed: bool
) -> None:
    server.mood = mood
    it = asked(cedar)
    mailing.of_practice(cedar.practice_id)
    found = noted(cedar, it)
    assert (found.error, found.failed_at is not None, found.sent_at) == (error, failed, None)


def test_a_server_that_says_nothing_keeps_nobody(
    cedar: Cast, server: Twin, settings: SettingsWrapper
) -> None:
    settings.MAIL_LIMIT_S = 0.3
    server.mood = "says_nothing"
    it = asked(cedar)
    mailing.of_practice(cedar.practice_id)
    assert noted(cedar, it).error == "unreachable"


def test_a_repeat_carries_the_same_name(cedar: Cast, server: Twin) -> None:
    server.mood = "drops"
    it = asked(cedar)
    mailing.of_practice(cedar.practice_id)
    server.mood = "takes"
    with scope(cedar.practice_id):
        Outgoing.objects.filter(id=it).update(not_before=clock())
    mailing.of_practice(cedar.practice_id)
    names = [twin.read(each).message_id for each in server.kept]
    assert (len(names), len(set(names)), noted(cedar, it).tries) == (2, 1, 2)


def test_a_link_that_is_over_is_not_sent_and_says_so(cedar: Cast, server: Twin) -> None:
    it = asked(cedar)
    Door.objects.filter(id=noted(cedar, it).payload["door"]).update(closed_at=clock())
    mailing.of_practice(cedar.practice_id)
    assert (noted(cedar, it).cancelled_at is not None, server.kept) == (True, [])


@pytest.mark.parametrize("payload", [{}, {"door": "x"}, {"email": "ana@example.org"}])
def test_a_wrong_note_fails_and_the_others_go_out(
    cedar: Cast, server: Twin, payload: dict[str, Any]
) -> None:
    wrong, right = asked(cedar), asked(cedar)
    with scope(cedar.practice_id):
        Outgoing.objects.filter(id=wrong).update(payload=payload)
    mailing.of_practice(cedar.practice_id)
    assert (noted(cedar, wrong).error, noted(cedar, wrong).failed_at is None) == (
        "unreadable",
        False,
    )
    assert (noted(cedar, right).sent_at is None, len(server.kept)) == (False, 1)


def test_what_nobody_foresaw_fails_too(
    cedar: Cast, server: Twin, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise KeyError("x")

    monkeypatch.setitem(kinds.BUILDERS, "invitation", broken)  # type: ignore[arg-type]
    it = asked(cedar)
    mailing.of_practice(cedar.practice_id)
    assert (noted(cedar, it).error, server.kept) == (str(Trouble.UNREADABLE), [])
    assert "a mail of kind invitation cannot be written" in caplog.text


def test_what_ended_its_sender_time_and_again_is_not_begun_any_more(
    cedar: Cast, server: Twin
) -> None:
    it = asked(cedar)
    with scope(cedar.practice_id):
        Outgoing.objects.filter(id=it).update(tries=55)
    mailing.of_practice(cedar.practice_id)
    found = noted(cedar, it)
    assert (found.tries, found.error, found.failed_at is None) == (56, "unreadable", False)
    assert server.kept == []


def test_a_late_mark_is_said(
    cedar: Cast, server: Twin, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    it = asked(cedar)
    lease = outbox.lease

    def overtaken(*given: Any, **more: Any) -> Any:
        mine = lease(*given, **more)
        with scope(cedar.practice_id):
            Outgoing.objects.filter(id=it).update(tries=9)
        return mine

    monkeypatch.setattr(outbox, "lease", overtaken)
    mailing.of_practice(cedar.practice_id)
    assert (noted(cedar, it).sent_at, len(server.kept)) == (None, 1)
    assert "nothing was marked" in caplog.text


def test_it_begins_no_mail_late_in_its_lease(
    cedar: Cast, server: Twin, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OUTBOX_LEASE_S = 100
    ids = [asked(cedar), asked(cedar)]
    now = clock()
    times = iter([now, now, *[now + timedelta(seconds=51)] * 9])
    monkeypatch.setattr(mailing, "clock", lambda: next(times))
    mailing.of_practice(cedar.practice_id)
    assert len(server.kept) == 1
    sent = [noted(cedar, each).sent_at is not None for each in ids]
    assert sorted(sent) == [False, True]


def test_one_practices_trouble_does_not_stop_the_others(
    cedar: Cast, elm: Cast, server: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(elm)
    real = mailing.of_practice

    def of_practice(practice_id: UUID) -> bool:
        if practice_id == cedar.practice_id:
            raise ValueError(practice_id)
        return practice_id == elm.practice_id and real(practice_id)

    monkeypatch.setattr(mailing, "of_practice", of_practice)
    assert mailing.once()
    assert len(server.kept) == 1

    def away(_: UUID) -> bool:
        raise OperationalError("away")

    monkeypatch.setattr(mailing, "of_practice", away)
    with pytest.raises(OperationalError):
        mailing.once()


def test_without_a_mail_server_nothing_is_taken(cedar: Cast, settings: SettingsWrapper) -> None:
    settings.POST = post()
    it = asked(cedar)
    settings.POST = None
    assert not mailing.once()
    assert noted(cedar, it).tries == 0


@pytest.fixture
def start() -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Starts a worker on this process's own database; all of them end with the test."""
    running: list[subprocess.Popen[str]] = []

    def started(url: str) -> subprocess.Popen[str]:
        env = {
            **os.environ,
            "EMAIL_URL": url,
            "EMAIL_FROM": SENDER,
            "RINGBACK_URL": SITE,
            "RINGBACK_OUTBOX_EVERY_S": "0.1",
            "RINGBACK_SECRET_KEY": current.SECRET_KEY,
            "PGAPPNAME": "worker under test",
        }
        command = [sys.executable, "-m", "ringback.jobs.worker"]
        running.append(subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True))
        return running[-1]

    yield started
    for each in running:
        each.kill()
        each.communicate()


def test_it_stops_promptly_whether_it_rests_or_is_in_the_middle_of_a_mail(
    cedar: Cast, server: Twin, start: Callable[[str], subprocess.Popen[str]]
) -> None:
    resting = start(server.url)
    first = asked(cedar)
    until(lambda: noted(cedar, first).sent_at)
    _stops(resting)
    server.mood = "says_nothing"
    server.reached.clear()
    second = asked(cedar)
    busy = start(server.url)
    assert server.reached.wait(15)
    _stops(busy)
    found = noted(cedar, second)
    assert (found.sent_at, found.tries) == (None, 1)


def _stops(process: subprocess.Popen[str]) -> None:
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 128 + signal.SIGTERM
    assert time.monotonic() - begun < 2


def test_it_outlives_its_connections_and_the_mail_server(
    cedar: Cast, server: Twin, start: Callable[[str], subprocess.Popen[str]]
) -> None:
    process = start(server.url)
    first = asked(cedar)
    until(lambda: noted(cedar, first).sent_at)
    with psycopg.connect(os.environ["DATABASE_DIRECT_URL"], autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'worker under test'"
        )
    server.mood = "drops"
    second = asked(cedar)
    until(lambda: noted(cedar, second).error == "unreachable")
    server.mood = "takes"
    third = asked(cedar)
    until(lambda: noted(cedar, third).sent_at)
    assert process.poll() is None
