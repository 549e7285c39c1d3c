"""The door of other systems: kept before it is answered, and nobody is told why not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError
from django.test import Client

from ringback.actions import connector, inbound
from ringback.channels.formhook import twin
from ringback.config.quiet import OneLine
from ringback.engine.wallclock import now as clock
from ringback.jobs import taking
from ringback.models import Callback, Connector
from ringback.queries import connector as connectors
from ringback.queries.scope import scope
from tests import records
from tests.connectors import SIGNING, a_form, came, connected, send
from tests.together import at_once

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.postgres


def take_all(cast: Cast) -> None:
    while taking.of_practice(cast.practice_id):
        pass


def callbacks(cast: Cast) -> list[Callback]:
    with scope(cast.practice_id):
        return list(Callback.objects.order_by("id"))


def test_a_form_is_kept_and_becomes_a_callback(cedar: Cast) -> None:
    it = connected(cedar)
    answer = send(it, a_form(reason="My knee hurts"))
    assert (answer.status_code, answer.content, answer.cookies) == (200, b"kept\n", {})
    assert [each.state for each in came(cedar)] == ["waiting"]
    take_all(cedar)
    assert [each.words for each in callbacks(cedar)] == ["My knee hurts"]
    assert [each.state for each in came(cedar)] == ["taken"]


def test_fifty_copies_at_once_are_one_and_all_are_told_so(cedar: Cast) -> None:
    it, sent = connected(cedar, signing=SIGNING), a_form(SIGNING)
    answers = at_once(50, lambda _: send(it, sent).status_code)
    take_all(cedar)
    assert (answers, len(came(cedar)), len(callbacks(cedar))) == ([200] * 50, 1, 1)
    assert send(it, sent).status_code == 200
    take_all(cedar)
    assert (len(came(cedar)), callbacks(cedar)[0].arrivals) == (1, 1)


def test_thirty_that_cannot_be_read_keep_back_none_of_a_hundred_good_ones(cedar: Cast) -> None:
    it = connected(cedar)
    bad = [b"", b"{}", b"[]", b'{"name": [[1]]}', b"\xff\xfe", b'{"a": ', b"[" * 50_000]
    for number in range(100):
        assert send(it, a_form(name=f"good {number}")).status_code == 200
        if number < 30:
            body = bad[number % len(bad)] + b" " * number
            assert send(it, twin.of_bytes(body)).status_code == 200
    take_all(cedar)
    states = [each.state for each in came(cedar)]
    assert (len(callbacks(cedar)), states.count("taken"), states.count("look")) == (100, 100, 30)


def test_a_forged_signature_is_counted_and_nothing_of_it_kept(cedar: Cast) -> None:
    it = connected(cedar, signing=SIGNING)
    for sent in (a_form(), a_form("another secret"), twin.of_bytes(b"", secret="x")):
        answer = send(it, sent)
        assert (answer.status_code, answer.content) == (401, b"no\n")
    assert came(cedar) == []
    (row,) = connectors.listing(cedar.mara)
    assert (row.refused, row.last_at, row.signs) == (3, None, True)
    assert row.refused_at is not None
    assert send(it, a_form(SIGNING)).status_code == 200


def test_what_was_signed_counts_for_its_own_bytes_only_and_once(cedar: Cast) -> None:
    it, sent = connected(cedar, signing=SIGNING), a_form(SIGNING, name="f-1")
    changed = twin.Sent(body=sent.body.replace(b"Ana", b"Eve"), headers=sent.headers)
    assert [send(it, each).status_code for each in (sent, sent, changed)] == [200, 200, 401]
    assert len(came(cedar)) == 1


def test_another_practices_secret_opens_nothing_here(cedar: Cast, elm: Cast) -> None:
    ours, theirs = connected(cedar, signing=SIGNING), connected(elm, signing="other")
    assert send(ours, a_form("other")).status_code == 401
    assert send(theirs, a_form("other")).status_code == 200
    assert (len(came(cedar)), len(came(elm))) == (0, 1)


def test_the_same_name_from_two_connections_is_two_events(cedar: Cast) -> None:
    one, two = connected(cedar), connected(cedar, label="Second form")
    for it in (one, two):
        assert send(it, a_form(name="f-1")).status_code == 200
    take_all(cedar)
    assert (len(came(cedar)), len(callbacks(cedar))) == (2, 2)


def test_an_address_that_leads_nowhere_says_nothing(cedar: Cast) -> None:
    off, old = connected(cedar, on=False), connected(cedar, label="Old")
    new = connector.rotate(old.id, by=cedar.mara, now=clock())
    for secret in ("x", off.secret, old.secret, "%00%ff"):
        answer = send(secret, a_form())
        assert (answer.status_code, answer.content) == (404, b"no\n")
    assert send(new, a_form()).status_code == 200
    connector.switch(old.id, on=False, by=cedar.mara, now=clock())
    assert send(new, a_form()).status_code == 404


def test_it_takes_only_what_is_posted_and_not_too_much(cedar: Cast) -> None:
    it = connected(cedar)
    for method in ("get", "head", "put", "delete"):
        answer = getattr(Client(), method)(f"/in/{it.secret}")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    for size in (1_000_001, 2_600_000):
        assert send(it, twin.of_bytes(b"x" * size)).status_code == 413
    assert send(it, twin.of_bytes(b"x" * 1_000_000)).status_code == 200
    assert len(came(cedar)) == 1


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "text/plain; charset=utf-16",
        "multipart/form-data; boundary=x",
        "",
    ],
)
def test_whatever_it_says_it_is_its_bytes_are_kept_as_they_came(
    cedar: Cast, content_type: str
) -> None:
    it, body = connected(cedar), b"name=Ana\0&phone=2025550147\r\n--x"
    answer = Client().generic("POST", f"/in/{it.secret}", body, content_type)
    assert answer.status_code == 200
    (found,) = came(cedar)
    assert inbound.look_at(found.id, by=cedar.mara, now=clock()).body == body


@pytest.mark.parametrize("trouble", [OperationalError("away"), ValueError("a patient's words")])
def test_while_it_cannot_be_kept_the_sender_is_asked_to_come_again(
    cedar: Cast,
    trouble: Exception,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    it = connected(cedar)

    def away(*_given: object, **_more: object) -> bool:
        raise trouble

    monkeypatch.setattr(inbound, "keep", away)
    answer = send(it, a_form())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    kept = [each for each in caplog.records if OneLine().filter(each)]
    assert [each for each in kept if it.secret in each.getMessage()] == []
    assert "patient" not in caplog.text


def test_without_its_agreement_the_database_itself_refuses(cedar: Cast) -> None:
    it = connected(cedar, on=False)
    with pytest.raises(Exception, match="connector_on_has_agreement"), scope(cedar.practice_id):
        Connector.objects.filter(id=it.id).update(own=False, on_since=clock())


def test_nobody_can_sign_in_as_a_connection_or_finds_it_among_the_people(cedar: Cast) -> None:
    it = connected(cedar)
    from ringback.queries import person, roster

    assert it.actor.person_id not in {each.id for each in person.members(cedar.practice_id)}
    assert it.actor.person_id not in roster.read(cedar.mara, now=clock()).people
    with scope(cedar.practice_id):
        assert Connector.objects.get(id=it.id).person.has_usable_password() is False
    assert send(it, a_form()).status_code == 200
    assert len(records.journal(cedar, "event kept")) == 1


def test_what_came_in_the_future_waits_for_a_look(cedar: Cast) -> None:
    it = connected(cedar)
    send(it, a_form())
    (event,) = inbound.lease(cedar.practice_id, now=clock(), most=1)
    way = taking.ways()["formhook"]
    inbound.take_in(event, way, now=clock() - timedelta(hours=1))
    assert [each.trouble for each in came(cedar)] == ["in_the_future"]
