"""What each kind of mail says, in the reader's language; and what is never sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from ringback.actions import door, outbox
from ringback.actions.act import signed
from ringback.channels.email import kinds
from ringback.channels.email.message import Message, NotNeeded, Unsendable
from ringback.models import Door, Invitation, Person
from ringback.queries.scope import scope
from ringback.rules.outbox import Changed, Kind
from tests.cast import NOON
from tests.post import SITE, invited, noted, post

if TYPE_CHECKING:
    from uuid import UUID

    from pytest_django.fixtures import SettingsWrapper

    from tests.cast import Cast


@pytest.fixture(autouse=True)
def _sends(settings: SettingsWrapper) -> None:
    settings.POST = post()


def a_door(cast: Cast, purpose: str) -> tuple[UUID, str]:
    with signed("x", by=cast.mara, now=NOON, needs=None) as act:
        expires_at = NOON + timedelta(days=7)
        return door.open_link(act, purpose, person_id=cast.vik.person_id, expires_at=expires_at)


def built(cast: Cast, kind: str, **given: Any) -> Message:
    payload = {"person": cast.vik.person_id, **given}
    ids = {name: str(value) for name, value in payload.items()}
    return kinds.build(cast.practice_id, kind, ids, now=NOON)


def email(cast: Cast) -> str:
    return Person.objects.get(id=cast.vik.person_id).email


def test_an_invitation_says_who_invites_and_carries_the_link(cedar: Cast) -> None:
    mail = noted(cedar, invited(cedar.mara, cedar.vik))
    with scope(cedar.practice_id):
        asked = Invitation.objects.get(id=mail.payload["person"])
    token = door.link_token(Kind.INVITATION, asked.door_id)
    found = kinds.build(cedar.practice_id, mail.kind, mail.payload, now=NOON)
    assert found == Message(
        to=asked.email,
        name="Cedar Street Family",
        subject="Cedar Street Family: an invitation to Ringback",
        body=(
            "Hello Vik Sharma,\n\n"
            "Mara Lindt invites you to work at Cedar Street Family with Ringback, where the "
            "practice keeps its patients’ callbacks.\n\n"
            "Open this link to choose how you sign in. It works once:\n"
            f"{SITE}/sign-in/welcome/{token}\n\n"
            "If you did not expect this, do nothing. Nobody can sign in as you without the link."
        ),
        language="en",
    )


def test_a_new_password_in_spanish(cedar: Cast) -> None:
    door_id, token = a_door(cedar, Kind.PASSWORD_RESET)
    found = built(cedar, Kind.PASSWORD_RESET, door=door_id, language="es")
    assert (found.subject, found.language) == (
        "Cedar Street Family: elija una contraseña nueva",
        "es",
    )
    assert f"\n{SITE}/sign-in/welcome/{token}\n" in found.body
    assert found.body.startswith("Hola, Vik Sharma:\n")


@pytest.mark.parametrize("what", list(Changed))
def test_a_change_is_told_and_not_to_what(cedar: Cast, what: Changed) -> None:
    Person.objects.filter(id=cedar.vik.person_id).update(email=f"new-{uuid4().hex}@example.org")
    with signed("x", by=cedar.mara, now=NOON, needs=None) as act:
        outbox.tell_of_change(act, cedar.vik.person_id, what, old_email="old@example.org")
    (mail,) = outbox.lease(cedar.practice_id, kinds.BUILDERS, now=NOON, most=9)
    found = kinds.build(cedar.practice_id, mail.kind, mail.payload, now=NOON)
    assert found.to == "old@example.org"
    assert kinds.WHAT[what] in found.body
    assert "new-" not in found.body + found.subject


def test_a_change_of_something_else_is_told_where_they_are_reached(cedar: Cast) -> None:
    assert built(cedar, Kind.CONTACT_CHANGED, what="password").to == email(cedar)


def test_a_lost_old_address_is_never_replaced_by_the_new_one(cedar: Cast) -> None:
    with pytest.raises(Unsendable, match="no_address"):
        built(cedar, Kind.CONTACT_CHANGED, what="email", former=uuid4())


def test_names_stand_as_they_are_and_on_one_line(cedar: Cast) -> None:
    Person.objects.filter(id=cedar.vik.person_id).update(name="Ana\r\nO'Neill & <Co>")
    body = built(cedar, Kind.CONTACT_CHANGED, what="email").body
    assert body.startswith("Hello Ana O'Neill & <Co>,\n")


@pytest.mark.parametrize("change", [{"closed_at": NOON}, {"expires_at": NOON}])
def test_a_link_that_is_over_is_not_sent(cedar: Cast, change: dict[str, Any]) -> None:
    door_id, _ = a_door(cedar, Kind.PASSWORD_RESET)
    Door.objects.filter(id=door_id).update(**change)
    with pytest.raises(NotNeeded):
        built(cedar, Kind.PASSWORD_RESET, door=door_id)


def test_a_link_that_would_not_work_is_not_sent(cedar: Cast, settings: SettingsWrapper) -> None:
    door_id, _ = a_door(cedar, Kind.PASSWORD_RESET)
    settings.SECRET_KEY = "another key"
    with pytest.raises(Unsendable, match="wrong_key"):
        built(cedar, Kind.PASSWORD_RESET, door=door_id)


def test_what_cannot_be_understood_is_not_sent(cedar: Cast, elm: Cast) -> None:
    theirs, _ = a_door(elm, Kind.PASSWORD_RESET)
    other, _ = a_door(cedar, Kind.INVITATION)
    mine, _ = a_door(cedar, Kind.PASSWORD_RESET)
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("postcard", {}),
        (Kind.PASSWORD_RESET, {}),
        (Kind.PASSWORD_RESET, {"door": uuid4()}),
        (Kind.PASSWORD_RESET, {"door": theirs}),
        (Kind.PASSWORD_RESET, {"door": other}),
        (Kind.PASSWORD_RESET, {"door": mine, "person": uuid4()}),
        (Kind.INVITATION, {"door": other, "by": uuid4()}),
    ]
    for kind, given in wrong:
        with pytest.raises(Unsendable, match="unreadable"):
            built(cedar, kind, **given)
