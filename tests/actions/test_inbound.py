"""What other systems bring is kept once, taken in once, and never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import arrival, inbound
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.actions.inbound import Raw
from ringback.channels import ways
from ringback.engine.keyring import Keyring
from ringback.models import Callback, Inbound
from ringback.queries.scope import scope
from ringback.rules.access import Role
from ringback.rules.inbound import MOST_TRIES, State
from tests import records
from tests.cast import NOON, joined
from tests.connectors import a_form, came, connected
from tests.together import at_once

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.actions.inbound import Leased
    from tests.cast import Cast
    from tests.connectors import Connection

WAY = ways()["formhook"]
LATER = NOON + timedelta(minutes=1)


def keep(it: Connection, body: bytes | None = None, name: str = "") -> bool:
    raw = Raw(body=body or a_form().body, content_type="application/json", at=NOON)
    return inbound.keep(it.id, raw, known_by=name, by=it.actor)


def leased(cast: Cast, *, now: object = NOON) -> Leased:
    (found,) = inbound.lease(cast.practice_id, now=now, most=5)  # type: ignore[arg-type]
    return found


def callbacks(cast: Cast) -> int:
    with scope(cast.practice_id):
        return Callback.objects.count()


def to_look_at(cast: Cast) -> UUID:
    it = connected(cast)
    keep(it, b"not a document")
    assert inbound.take_in(leased(cast), WAY, now=NOON) is State.LOOK
    return came(cast)[0].id


def test_what_comes_is_kept_unreadable_and_waits(cedar: Cast) -> None:
    it = connected(cedar)
    assert keep(it, b'{"name": "Ana"}')
    (found,) = came(cedar)
    assert (found.state, found.tries, found.connector_id) == ("waiting", 0, it.id)
    assert b"Ana" not in bytes(found.payload)
    (entry,) = records.journal(cedar, "event kept")
    assert (entry.actor_id, entry.subject_id) == (it.actor.person_id, found.id)


def test_fifty_copies_at_once_are_one(cedar: Cast) -> None:
    it, body = connected(cedar), a_form().body
    by = it.actor
    raw = Raw(body=body, content_type="", at=NOON)
    new = at_once(20, lambda _: inbound.keep(it.id, raw, known_by="a", by=by))
    assert (sum(new), len(came(cedar)), len(records.journal(cedar, "event kept"))) == (1, 1, 1)


def test_it_becomes_a_callback_of_the_connection(cedar: Cast) -> None:
    it = connected(cedar)
    keep(it, a_form(name="f-1", reason="My knee hurts").body)
    assert inbound.take_in(leased(cedar), WAY, now=LATER) is State.TAKEN
    (found,) = came(cedar)
    with scope(cedar.practice_id):
        (callback,) = Callback.objects.all()
    assert (found.state, found.lease_until) == ("taken", None)
    assert (callback.source, callback.kind, callback.words) == (
        "formhook", "web_form", "My knee hurts",
    )  # fmt: skip
    assert callback.received_at == NOON
    assert [each.actor_id for each in records.journal(cedar, "received")] == [it.actor.person_id]


def test_a_kind_nobody_here_knows_is_sorted_by_hand(cedar: Cast) -> None:
    it = connected(cedar)
    keep(it, a_form(category="SHOES").body, "1")
    keep(it, a_form(category="NEWPT").body, "2")
    for each in inbound.lease(cedar.practice_id, now=NOON, most=5):
        inbound.take_in(each, WAY, now=NOON)
    with scope(cedar.practice_id):
        assert set(Callback.objects.values_list("category", flat=True)) == {"UNSORTED", "NEWPT"}


def test_what_one_worker_has_no_other_takes_until_its_time_is_over(cedar: Cast) -> None:
    keep(connected(cedar))
    first = leased(cedar)
    assert inbound.lease(cedar.practice_id, now=NOON, most=5) == []
    second = leased(cedar, now=LATER)
    assert (first.id, first.tries, second.tries) == (second.id, 1, 2)
    assert inbound.take_in(first, WAY, now=LATER) is None
    assert inbound.take_in(second, WAY, now=LATER) is State.TAKEN
    assert inbound.take_in(second, WAY, now=LATER) is None
    assert callbacks(cedar) == 1


def test_a_fall_between_receiving_and_marking_leaves_it_waiting(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(connected(cedar))
    event = leased(cedar)
    real = arrival.receive

    def falls(*given: object, **more: object) -> None:
        real(*given, **more)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(arrival, "receive", falls)
    with pytest.raises(KeyboardInterrupt):
        inbound.take_in(event, WAY, now=NOON)
    monkeypatch.undo()
    assert (came(cedar)[0].state, callbacks(cedar)) == ("waiting", 0)
    assert inbound.take_in(leased(cedar, now=LATER), WAY, now=LATER) is State.TAKEN
    assert callbacks(cedar) == 1


@pytest.mark.parametrize(
    ("body", "trouble", "about"),
    [
        (b"", "no_document", ""),
        (b"{}", "empty", ""),
        (b'{"name": [[1]]}', "not_text", "name"),
    ],
)
def test_what_cannot_be_read_waits_for_a_look(
    cedar: Cast, body: bytes, trouble: str, about: str
) -> None:
    it = connected(cedar)
    inbound.keep(it.id, Raw(body=body, content_type="", at=NOON), known_by="", by=it.actor)
    assert inbound.take_in(leased(cedar), WAY, now=NOON) is State.LOOK
    (found,) = came(cedar)
    assert (found.state, found.trouble, found.about) == ("look", trouble, about)
    assert [each.details for each in records.journal(cedar, "event to look at")] == [
        {"why": trouble}
    ]


def test_what_the_rules_refuse_waits_for_a_look(cedar: Cast) -> None:
    it = connected(cedar)
    keep(it)
    long_ago = replace(WAY, read=lambda raw, places: replace(
        WAY.read(raw, places), happened_at=NOON - timedelta(days=4000)))  # fmt: skip
    assert inbound.take_in(leased(cedar), long_ago, now=NOON) is State.LOOK
    assert (came(cedar)[0].trouble, callbacks(cedar)) == ("too_long_ago", 0)
    assert len(records.journal(cedar, "received", refused=True)) == 1


def test_without_the_one_it_acts_as_it_waits_for_a_look(cedar: Cast) -> None:
    keep(connected(cedar))
    gone = replace(leased(cedar), person_id=cedar.practice_id)
    assert inbound.take_in(gone, WAY, now=NOON) is State.LOOK
    assert came(cedar)[0].trouble == "refused"


def test_what_fails_is_tried_again_later_and_shown_in_the_end(cedar: Cast) -> None:
    keep(connected(cedar))
    now = NOON
    for number in range(MOST_TRIES):
        event = leased(cedar, now=now)
        inbound.failed(event, now=now)
        assert event.tries == number + 1
        now += timedelta(hours=1)
    assert [(each.state, each.trouble) for each in came(cedar)] == [("look", "failed")]
    inbound.failed(event, now=now)  # a late word changes nothing
    assert inbound.lease(cedar.practice_id, now=now, most=5) == []


def test_a_changed_payload_is_a_failure_not_a_reading(cedar: Cast) -> None:
    keep(connected(cedar))
    event = replace(leased(cedar), kept=b"00000000.x")
    with pytest.raises(Exception, match="cannot be read"):
        inbound.take_in(event, WAY, now=NOON)
    assert came(cedar)[0].state == "waiting"


def test_whoever_may_looks_at_it_as_it_came_and_that_is_written_down(cedar: Cast) -> None:
    it = to_look_at(cedar)
    assert inbound.look_at(it, by=cedar.dana, now=NOON).body == b"not a document"
    (entry,) = records.journal(cedar, "event looked at")
    assert (entry.actor_id, entry.subject_id) == (cedar.dana.person_id, it)


@pytest.mark.parametrize("who", ["vik", "ines"])
def test_others_may_not(cedar: Cast, who: str) -> None:
    it, by = to_look_at(cedar), getattr(cedar, who)
    for deal in (
        lambda: inbound.look_at(it, by=by, now=NOON),
        lambda: inbound.try_again(it, by=by, now=NOON),
        lambda: inbound.nothing_to_do(it, "spam", by=by, now=NOON),
    ):
        with pytest.raises(NotPermitted):
            deal()
    assert came(cedar)[0].state == "look"


def test_the_desk_of_other_lanes_does_not_see_it(cedar: Cast) -> None:
    keep(connected(cedar), a_form(category="NEWPT").body)
    inbound.take_in(leased(cedar), WAY, now=NOON)
    other = joined("Lane Desk", cedar.practice_id, [Role.FRONT_DESK], lanes=["MISSED"])
    with pytest.raises(NotPermitted):
        inbound.look_at(came(cedar)[0].id, by=other, now=NOON)
    own = joined("Own Desk", cedar.practice_id, [Role.FRONT_DESK], lanes=["NEWPT"])
    assert inbound.look_at(came(cedar)[0].id, by=own, now=NOON).content_type


def test_another_practices_is_not_here(cedar: Cast, elm: Cast) -> None:
    it = to_look_at(cedar)
    with pytest.raises(NotFound):
        inbound.look_at(it, by=elm.dana, now=NOON)
    with pytest.raises(NotFound):
        inbound.try_again(it, by=elm.dana, now=NOON)
    with pytest.raises(NotFound):
        inbound.nothing_to_do(it, "spam", by=elm.dana, now=NOON)


def test_it_is_tried_again_by_hand(cedar: Cast) -> None:
    it = to_look_at(cedar)
    inbound.try_again(it, by=cedar.dana, now=NOON)
    event = leased(cedar)
    assert (event.id, event.tries, came(cedar)[0].trouble) == (it, 1, "")
    right = replace(WAY, read=lambda _raw, _places: WAY.read(
        Raw(body=a_form().body, content_type="", at=NOON), {}))  # fmt: skip
    assert inbound.take_in(event, right, now=NOON) is State.TAKEN
    with pytest.raises(Refused, match="in the queue already"):
        inbound.try_again(it, by=cedar.dana, now=NOON)


def test_nothing_to_do_needs_a_reason_and_can_be_tried_again(cedar: Cast) -> None:
    it = to_look_at(cedar)
    with pytest.raises(Refused, match="Say why"):
        inbound.nothing_to_do(it, " ", by=cedar.dana, now=NOON)
    inbound.nothing_to_do(it, "An advertisement", by=cedar.dana, now=NOON)
    (found,) = came(cedar)
    assert (found.state, found.settled_by_id, found.why) == (
        "nothing", cedar.dana.person_id, "An advertisement",
    )  # fmt: skip
    assert inbound.lease(cedar.practice_id, now=LATER, most=5) == []
    with pytest.raises(Refused, match="already"):
        inbound.nothing_to_do(it, "Again", by=cedar.dana, now=NOON)
    inbound.try_again(it, by=cedar.dana, now=NOON)
    assert (came(cedar)[0].state, came(cedar)[0].why) == ("waiting", "")


def test_somebody_without_the_right_keeps_nothing(cedar: Cast) -> None:
    it = connected(cedar)
    raw = Raw(body=b"{}", content_type="", at=NOON)
    with pytest.raises(NotPermitted):
        inbound.keep(it.id, raw, known_by="", by=cedar.ines)
    assert came(cedar) == []


def test_the_payload_is_of_its_own_event_only(cedar: Cast, settings: object) -> None:
    it = connected(cedar)
    keep(it, b'{"name": "Ana"}', "1")
    keep(it, b'{"name": "Bea"}', "2")
    one, two = came(cedar)
    ring = Keyring(settings.FIELD_KEYS)  # type: ignore[attr-defined]
    with pytest.raises(Exception, match="was changed"):
        ring.show_bytes(bytes(one.payload), f"inbound {two.id}")
    with pytest.raises(Exception, match="permission denied"), scope(cedar.practice_id):
        Inbound.objects.filter(id=one.id).update(payload=two.payload)
