"""The worker takes in what came, whatever one event or the database does meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError

from ringback.actions import inbound
from ringback.engine.wallclock import now as clock
from ringback.jobs import taking, worker
from ringback.models import Inbound
from ringback.queries.scope import scope
from tests.connectors import a_form, came, connected, send

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.postgres


def states(cast: Cast) -> list[str]:
    return sorted(each.state for each in came(cast))


def test_what_waits_is_taken_in_and_then_there_is_nothing(cedar: Cast) -> None:
    it = connected(cedar)
    for number in range(taking.AT_ONCE + 3):
        send(it, a_form(name=f"f-{number}"))
    assert [taking.of_practice(cedar.practice_id) for _ in range(3)] == [True, True, False]
    assert states(cedar) == ["taken"] * 23


def test_one_event_that_fails_keeps_no_other_back_and_says_no_word_of_itself(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    it = connected(cedar)
    send(it, a_form(name="bad", reason="a canary"))
    send(it, a_form(name="good"))
    real = taking.ways()["formhook"]

    def reads(raw: Any, places: Any) -> Any:
        if b"canary" in raw.body:
            raise ValueError(raw.body.decode())
        return real.read(raw, places)

    monkeypatch.setattr(taking, "ways", lambda: {"formhook": replace(real, read=reads)})
    assert taking.of_practice(cedar.practice_id)
    assert states(cedar) == ["taken", "waiting"]
    assert "ValueError" in caplog.text
    assert "canary" not in caplog.text
    for _ in range(10):
        with scope(cedar.practice_id):
            Inbound.objects.filter(state="waiting").update(not_before=clock())
        taking.of_practice(cedar.practice_id)
    assert states(cedar) == ["look", "taken"]


def test_while_the_database_is_away_nothing_counts_as_tried(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(connected(cedar), a_form())

    def away(*_given: object, **_more: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patched:
        patched.setattr(inbound, "take_in", away)
        with pytest.raises(OperationalError):
            taking.of_practice(cedar.practice_id)
    assert states(cedar) == ["waiting"]
    with scope(cedar.practice_id):
        Inbound.objects.update(lease_until=clock() - timedelta(seconds=1))
    assert taking.of_practice(cedar.practice_id)
    assert states(cedar) == ["taken"]


@pytest.mark.parametrize("trouble", [OperationalError(), ValueError("a canary")])
def test_it_begins_again_after_any_trouble(
    trouble: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rounds: list[Any] = [trouble, True, False]
    slept: list[float] = []

    def once() -> bool:
        found = rounds.pop(0)
        if isinstance(found, Exception):
            raise found
        return bool(found)

    def stopped() -> None:
        if not rounds:
            raise SystemExit

    monkeypatch.setattr(taking, "once", once)
    monkeypatch.setattr(taking.time, "sleep", slept.append)
    with pytest.raises(SystemExit):
        taking.forever(stopped)
    assert slept == [taking.AFTER_TROUBLE_S]
    assert "canary" not in caplog.text


def test_it_runs_beside_the_mail_and_ends_with_it() -> None:
    turns: list[int] = []

    def forever(stopped: Any) -> None:
        while True:
            stopped()
            turns.append(1)

    with worker._beside(forever):
        while not turns:
            pass
    before = len(turns)
    assert len(turns) == before
