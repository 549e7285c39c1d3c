"""Mail is noted with the action that asks for it, taken by one sender at a time, and marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.conf import settings as current

from ringback.actions import outbox
from ringback.actions.act import NotFound, NotPermitted, Refused, signed
from ringback.models import FormerAddress, Outgoing
from ringback.queries.scope import scope
from ringback.rules import linktoken
from ringback.rules.outbox import Changed, Kind, Trouble
from tests import records
from tests.cast import NOON
from tests.post import invited, noted, post
from tests.together import at_once

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from ringback.actions.outbox import Leased
    from tests.cast import Cast

MINUTE = timedelta(minutes=1)
LEASE = timedelta(seconds=120)


@pytest.fixture(autouse=True)
def _sends(settings: SettingsWrapper) -> None:
    settings.POST = post()


def taken(cast: Cast, *, now: object = NOON, most: int = 10) -> list[Leased]:
    return outbox.lease(cast.practice_id, set(Kind), now=now, most=most)  # type: ignore[arg-type]


def one(cast: Cast) -> Leased:
    invited(cast.mara, cast.vik)
    (mail,) = taken(cast)
    return mail


def test_a_refused_action_leaves_no_mail(cedar: Cast) -> None:
    with pytest.raises(NotFound), signed("x", by=cedar.mara, now=NOON, needs=None) as act:
        outbox.tell_of_change(act, cedar.vik.person_id, Changed.PASSWORD)
        raise NotFound
    with scope(cedar.practice_id):
        assert Outgoing.objects.count() == 0


def test_the_same_key_twice_is_one_mail(cedar: Cast) -> None:
    payload = {"person": str(cedar.vik.person_id), "what": "phone"}
    found = set()
    for _ in range(2):
        with signed("x", by=cedar.mara, now=NOON, needs=None) as act:
            found.add(outbox.record(act, Kind.CONTACT_CHANGED, payload, dedupe_key="k"))
    assert len(found) == 1
    assert len(taken(cedar)) == 1


def test_what_holds_more_than_ids_and_codes_is_the_callers_mistake(cedar: Cast) -> None:
    with (
        pytest.raises(ValueError, match="invitation: no_id"),
        signed("x", by=cedar.mara, now=NOON, needs=None) as act,
    ):
        mistaken = {"person": "ana@example.org", "by": str(uuid4()), "door": str(uuid4())}
        outbox.record(act, Kind.INVITATION, mistaken, dedupe_key="k")


def test_without_a_mail_server_nothing_is_noted_and_the_caller_knows(
    cedar: Cast, settings: SettingsWrapper
) -> None:
    settings.POST = None
    assert (outbox.can_mail(), invited(cedar.mara, cedar.vik)) == (False, None)
    settings.POST = post()
    assert (outbox.can_mail(), taken(cedar)) == (True, [])


def test_a_note_holds_no_address_no_name_and_no_secret(cedar: Cast) -> None:
    mail = one(cedar)
    assert set(mail.payload) == {"person", "by", "door"}
    secret = linktoken.token(current.SECRET_KEY, Kind.INVITATION, uuid4())
    assert len(secret) > len(mail.payload["door"])
    assert "@" not in str(noted(cedar, mail.id).__dict__)


def test_a_change_is_told_to_the_old_address_which_stands_beside_the_note(cedar: Cast) -> None:
    with signed("x", by=cedar.mara, now=NOON, needs=None) as act:
        outbox.tell_of_change(
            act, cedar.vik.person_id, Changed.EMAIL, old_email="old@example.org", language="es"
        )
    (mail,) = taken(cedar)
    former = FormerAddress.objects.get(person_id=cedar.vik.person_id)
    assert (former.email, former.until) == ("old@example.org", NOON)
    assert mail.payload == {
        "person": str(cedar.vik.person_id),
        "what": "email",
        "language": "es",
        "former": str(former.id),
    }


def test_what_is_taken_is_nobody_elses_until_its_lease_ends(cedar: Cast) -> None:
    mail = one(cedar)
    assert (mail.tries, mail.lease_until) == (1, NOON + LEASE)
    assert taken(cedar, now=NOON + LEASE - timedelta(seconds=1)) == []
    (again,) = taken(cedar, now=NOON + LEASE)
    assert (again.id, again.tries, again.dedupe_key) == (mail.id, 2, mail.dedupe_key)


def test_only_what_is_due_and_known_is_taken_the_longest_waiting_first(cedar: Cast) -> None:
    ids = [invited(cedar.mara, cedar.vik, now=NOON + timedelta(hours=n)) for n in (2, 1, 3)]
    with scope(cedar.practice_id):
        Outgoing.objects.filter(id=ids[2]).update(kind="tell_post")
    assert taken(cedar) == []
    found = taken(cedar, now=NOON + timedelta(hours=9), most=2)
    assert {each.id for each in found} == set(ids[:2])
    assert taken(cedar, now=NOON + timedelta(hours=9)) == []


def test_what_is_for_later_waits(cedar: Cast) -> None:
    payload = {"person": str(cedar.vik.person_id), "what": "phone"}
    with signed("x", by=cedar.mara, now=NOON, needs=None) as act:
        later = NOON + timedelta(hours=2)
        kind = Kind.CONTACT_CHANGED
        outbox.record(act, kind, payload, dedupe_key="k", not_before=later)
    assert taken(cedar, now=NOON + timedelta(hours=1)) == []
    assert len(taken(cedar, now=NOON + timedelta(hours=2))) == 1


def test_eight_senders_at_once_take_each_mail_once(cedar: Cast) -> None:
    ids = {invited(cedar.mara, cedar.vik) for _ in range(12)}
    found = [each.id for mails in at_once(8, lambda _: taken(cedar, most=3)) for each in mails]
    assert (len(found), set(found) <= ids) == (len(set(found)), True)
    assert len(found) + len(taken(cedar, most=50)) == 12


def test_another_practice_takes_and_sees_nothing(cedar: Cast, elm: Cast) -> None:
    mail = one(cedar)
    assert taken(elm, now=NOON + LEASE) == []
    assert not outbox.mark_sent(replace(mail, practice_id=elm.practice_id), now=NOON)
    with pytest.raises(NotFound):
        outbox.send_again(mail.id, by=elm.mara, now=NOON)
    assert noted(cedar, mail.id).sent_at is None


def test_a_sent_mail_is_over_and_written_down(cedar: Cast) -> None:
    mail = one(cedar)
    assert outbox.mark_sent(mail, now=NOON + MINUTE)
    found = noted(cedar, mail.id)
    assert (found.sent_at, found.lease_until, found.error) == (NOON + MINUTE, None, "")
    (entry,) = records.journal(cedar, "mail sent")
    assert (entry.actor_id, entry.via, entry.subject_id, entry.changed, entry.details) == (
        None,
        "worker",
        mail.id,
        False,
        {"kind": "invitation", "try": 1},
    )
    assert taken(cedar, now=NOON + timedelta(days=9)) == []


def test_a_passing_trouble_gives_it_back_for_later(cedar: Cast) -> None:
    mail = one(cedar)
    assert outbox.give_back(mail, Trouble.BUSY, now=NOON)
    found = noted(cedar, mail.id)
    assert (found.error, found.not_before, found.failed_at) == ("busy", NOON + MINUTE / 2, None)
    assert taken(cedar, now=NOON + MINUTE / 3) == []
    (again,) = taken(cedar, now=NOON + MINUTE)
    assert outbox.give_back(again, Trouble.UNREACHABLE, now=NOON + MINUTE)
    assert noted(cedar, mail.id).not_before == NOON + 2 * MINUTE


def test_a_lasting_trouble_is_a_failure_that_says_why(cedar: Cast) -> None:
    mail = one(cedar)
    assert outbox.give_back(mail, Trouble.REFUSED, now=NOON)
    found = noted(cedar, mail.id)
    assert (found.failed_at, found.error) == (NOON, "refused")
    (entry,) = records.journal(cedar, "mail failed")
    assert entry.details == {"kind": "invitation", "try": 1, "why": "refused"}
    assert taken(cedar, now=NOON + timedelta(days=9)) == []


def test_after_two_days_of_trouble_it_has_failed(cedar: Cast) -> None:
    mail = one(cedar)
    with scope(cedar.practice_id):
        Outgoing.objects.filter(id=mail.id).update(tries=55)
    assert outbox.give_back(replace(mail, tries=55), Trouble.BUSY, now=NOON)
    assert noted(cedar, mail.id).failed_at == NOON


@pytest.mark.parametrize(
    "late",
    [
        lambda mail: outbox.mark_sent(mail, now=NOON),
        lambda mail: outbox.mark_failed(mail, Trouble.REFUSED, now=NOON),
        lambda mail: outbox.mark_not_needed(mail, now=NOON),
        lambda mail: outbox.give_back(mail, Trouble.BUSY, now=NOON),
    ],
)
def test_whoever_comes_late_marks_nothing_and_it_is_written_down(cedar: Cast, late: object) -> None:
    mail = one(cedar)
    (present,) = taken(cedar, now=NOON + LEASE)
    before = noted(cedar, mail.id)
    assert not late(mail)  # type: ignore[operator]
    after = noted(cedar, mail.id)
    assert (after.lease_until, after.tries, after.error, after.sent_at, after.failed_at) == (
        before.lease_until,
        2,
        "",
        None,
        None,
    )
    (entry,) = records.journal(cedar, *LATE, refused=True)
    assert entry.details == {"kind": "invitation", "try": 1, "refused": ["stale"]}
    assert outbox.mark_sent(present, now=NOON + LEASE)


LATE = ("mail sent", "mail failed", "mail not needed", "given back")


def test_what_is_over_stays_as_it_ended(cedar: Cast) -> None:
    mail = one(cedar)
    assert outbox.mark_not_needed(mail, now=NOON)
    assert not outbox.mark_sent(mail, now=NOON + MINUTE)
    found = noted(cedar, mail.id)
    assert (found.cancelled_at, found.sent_at) == (NOON, None)


def test_a_failed_mail_is_sent_again_once_as_a_new_one(cedar: Cast) -> None:
    mail = one(cedar)
    outbox.mark_failed(mail, Trouble.REFUSED_ADDRESS, now=NOON)
    new = outbox.send_again(mail.id, by=cedar.mara, now=NOON + MINUTE)
    (entry,) = records.journal(cedar, "mail sent again")
    assert (entry.actor_id, entry.subject_id, entry.details) == (
        cedar.mara.person_id,
        mail.id,
        {"kind": "invitation", "new": str(new)},
    )
    with pytest.raises(Refused) as refused:
        outbox.send_again(mail.id, by=cedar.mara, now=NOON + MINUTE)
    assert [each.code for each in refused.value.reasons] == ["sent_again"]
    (again,) = taken(cedar, now=NOON + MINUTE)
    assert (again.id, again.payload, again.dedupe_key) == (
        new,
        mail.payload,
        f"again {mail.id}",
    )


def test_eight_presses_at_once_send_one_more(cedar: Cast) -> None:
    mail = one(cedar)
    outbox.mark_sent(mail, now=NOON)

    def press(_: int) -> bool:
        try:
            outbox.send_again(mail.id, by=cedar.mara, now=NOON + MINUTE)
        except Refused:
            return False
        return True

    assert sorted(at_once(8, press)) == [False] * 7 + [True]
    assert len(taken(cedar, now=NOON + MINUTE)) == 1


def test_what_is_on_its_way_or_not_of_mail_is_not_sent_again(
    cedar: Cast, settings: SettingsWrapper
) -> None:
    mail = one(cedar)
    with pytest.raises(Refused) as refused:
        outbox.send_again(mail.id, by=cedar.mara, now=NOON)
    assert [each.code for each in refused.value.reasons] == ["on_its_way"]
    outbox.mark_sent(mail, now=NOON)
    settings.POST = None
    with pytest.raises(Refused) as refused:
        outbox.send_again(mail.id, by=cedar.mara, now=NOON)
    assert [each.code for each in refused.value.reasons] == ["no_mail"]
    with scope(cedar.practice_id):
        Outgoing.objects.filter(id=mail.id).update(kind="tell_post")
    with pytest.raises(NotFound):
        outbox.send_again(mail.id, by=cedar.mara, now=NOON)


@pytest.mark.parametrize("name", ["dana", "vik", "osei"])
def test_only_who_sets_up_sends_again(cedar: Cast, name: str) -> None:
    mail = one(cedar)
    outbox.mark_sent(mail, now=NOON)
    with pytest.raises(NotPermitted):
        outbox.send_again(mail.id, by=getattr(cedar, name), now=NOON)
    assert len(records.journal(cedar, "mail sent again", refused=True)) == 1
