"""A token opens the machine door as one person in one practice."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from ringback.actions import door
from ringback.actions.act import signed
from ringback.models import Door, Membership, Person
from ringback.queries import person
from tests.cast import NOON

if TYPE_CHECKING:
    from tests.cast import Cast


def whom(token: str) -> object:
    found = person.actor_of_token(token, now=NOON)
    return found and (found.person_id, found.practice_id, found.via)


def test_a_token_acts_as_its_person(cedar: Cast) -> None:
    token = door.issue_token("website", by=cedar.vik, now=NOON)
    assert whom(token) == (cedar.vik.person_id, cedar.practice_id, "api")
    found = person.actor_of_token(token, now=NOON)
    assert found is not None
    assert (found.roles, found.lanes) == (cedar.vik.roles, cedar.vik.lanes)


def test_only_the_digest_is_kept(cedar: Cast) -> None:
    token = door.issue_token("website", by=cedar.dana, now=NOON)
    kept = Door.objects.get(digest=sha256(token.encode()).digest())
    assert (kept.label, token in str(kept.__dict__)) == ("website", False)


def test_what_is_no_token_opens_nothing() -> None:
    assert [whom(each) for each in ("", "rb_", "x" * 10_000)] == [None, None, None]


def test_a_closed_or_expired_token_opens_nothing(cedar: Cast) -> None:
    for change in ({"closed_at": NOON}, {"expires_at": NOON}, {"purpose": "status"}):
        token = door.issue_token("website", by=cedar.dana, now=NOON)
        Door.objects.filter(digest=sha256(token.encode()).digest()).update(**change)
        assert whom(token) is None


def test_a_token_that_expires_later_still_opens(cedar: Cast) -> None:
    token = door.issue_token("website", by=cedar.dana, now=NOON)
    found = Door.objects.filter(digest=sha256(token.encode()).digest())
    found.update(expires_at=NOON + timedelta(seconds=1))
    assert whom(token) is not None


def test_who_left_or_was_disabled_opens_nothing(cedar: Cast) -> None:
    left = door.issue_token("website", by=cedar.dana, now=NOON)
    Membership.objects.filter(person_id=cedar.dana.person_id).update(left_at=NOON)
    disabled = door.issue_token("website", by=cedar.mara, now=NOON)
    Person.objects.filter(id=cedar.mara.person_id).update(is_active=False)
    assert (whom(left), whom(disabled)) == (None, None)


def test_a_links_secret_is_made_again_from_its_door_and_opens_no_machine_door(cedar: Cast) -> None:
    with signed("x", by=cedar.mara, now=NOON, needs=None) as act:
        door_id, token = door.open_link(
            act, "invitation", person_id=cedar.vik.person_id, expires_at=NOON + timedelta(days=7)
        )
    kept = Door.objects.get(id=door_id)
    assert (kept.purpose, bytes(kept.digest), kept.practice_id, kept.person_id) == (
        "invitation",
        sha256(token.encode()).digest(),
        cedar.practice_id,
        cedar.vik.person_id,
    )
    assert door.link_token("invitation", door_id) == token
    assert door.link_token("password_reset", door_id) != token
    assert whom(token) is None
