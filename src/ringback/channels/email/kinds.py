"""What each kind of mail says: from the note of it to the words, asked for as it is sent.

A kind is a function from the practice and the note to the message, a text in templates/mail and a
shape in rules/outbox.py. No text may have a place for anything about a patient: a test reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from ringback.actions import door
from ringback.channels.email.message import Message, NotNeeded, Unsendable
from ringback.queries import outgoing
from ringback.rules import linktoken
from ringback.rules import outbox as rules
from ringback.rules.outbox import Changed, Kind, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.outgoing import Reader

    Payload = Mapping[str, Any]
    Builder = Callable[[UUID, Payload, datetime], Message]

PLACES: Final = frozenset({"practice", "person", "by", "link", "what"})
"""Everything a text may have filled in: names of people who work here, a link, what changed."""

PATHS: Final[dict[str, str]] = {
    Kind.INVITATION: "/sign-in/welcome/{token}",
    Kind.PASSWORD_RESET: "/sign-in/welcome/{token}",
    Kind.NEW_ADDRESS: "/sign-in/address/{token}",
}
"""The pages the links lead to."""

WHAT: Final[dict[str, str]] = {
    Changed.EMAIL: gettext_noop("your e-mail address"),
    Changed.PHONE: gettext_noop("your phone number"),
    Changed.PASSWORD: gettext_noop("your password"),
    Changed.SECOND_FACTOR: gettext_noop("the second step of your sign-in"),
    Changed.RECOVERY_CODES: gettext_noop("your recovery codes"),
    Changed.PIN: gettext_noop("your PIN for shared computers"),
}


def build(practice_id: UUID, kind: str, payload: Payload, *, now: datetime) -> Message:
    """The message this note stands for. Raises Unsendable, or NotNeeded where its link is over."""
    builder = BUILDERS.get(kind)
    if builder is None or rules.problems(kind, payload):
        raise Unsendable(Trouble.UNREADABLE)
    return builder(practice_id, payload, now)


def invitation(practice_id: UUID, payload: Payload, now: datetime) -> Message:
    """Come and work here: who invites, and the link that lets somebody in once."""
    whom, by = _asked_in(practice_id, payload), _reader(payload, "by")
    link = _link(Kind.INVITATION, practice_id, payload, now)
    return _said(Kind.INVITATION, practice_id, payload, whom, by=by.name, link=link)


def password_reset(practice_id: UUID, payload: Payload, now: datetime) -> Message:
    """The link that lets somebody choose a new password."""
    whom = _reader(payload, "person")
    link = _link(Kind.PASSWORD_RESET, practice_id, payload, now)
    return _said(Kind.PASSWORD_RESET, practice_id, payload, whom, link=link)


def contact_changed(practice_id: UUID, payload: Payload, now: datetime) -> Message:  # noqa: ARG001
    """What changed, never to what; to where they could be reached until then."""
    whom = _reader(payload, "person")
    to, former = whom.email, rules.id_in(payload, "former")
    if former is not None:
        person_id = rules.id_in(payload, "person")
        to = outgoing.former_email(person_id, former) if person_id else ""
        if not to:  # never to the new address instead: whoever changed it may not be them
            raise Unsendable(Trouble.NO_ADDRESS)
    return _said(Kind.CONTACT_CHANGED, practice_id, payload, whom, to=to, what=payload["what"])


def new_address(practice_id: UUID, payload: Payload, now: datetime) -> Message:
    """The link that makes a new address count, to that address; whoever opens it reads its mail."""
    whom = _reader(payload, "person")
    link = _link(Kind.NEW_ADDRESS, practice_id, payload, now)
    door_id = rules.id_in(payload, "door")
    to = outgoing.address_asked_for(door_id) if door_id else ""
    if not to:
        raise NotNeeded
    return _said(Kind.NEW_ADDRESS, practice_id, payload, whom, to=to, link=link)


BUILDERS: Final[dict[str, Builder]] = {
    Kind.INVITATION: invitation,
    Kind.PASSWORD_RESET: password_reset,
    Kind.CONTACT_CHANGED: contact_changed,
    Kind.NEW_ADDRESS: new_address,
}


def _asked_in(practice_id: UUID, payload: Payload) -> Reader:
    """Whoever is asked in is nobody here yet: their invitation says who they are."""
    invitation_id = rules.id_in(payload, "person")
    found = outgoing.asked_in(practice_id, invitation_id) if invitation_id else None
    if found is None:
        raise Unsendable(Trouble.UNREADABLE)
    return found


def _reader(payload: Payload, name: str) -> Reader:
    person_id = rules.id_in(payload, name)
    found = outgoing.reader(person_id) if person_id else None
    if found is None:
        raise Unsendable(Trouble.UNREADABLE)
    return found


def _link(kind: Kind, practice_id: UUID, payload: Payload, now: datetime) -> str:
    door_id = rules.id_in(payload, "door")
    found = outgoing.link_door(practice_id, door_id, now=now) if door_id else None
    if door_id is None or found is None or found.purpose != kind:
        raise Unsendable(Trouble.UNREADABLE)
    if not found.open:
        raise NotNeeded
    token = door.link_token(found.purpose, door_id)
    if linktoken.digest(token) != found.digest:  # a sender with another key than the page's
        raise Unsendable(Trouble.WRONG_KEY)
    return (settings.POST.site if settings.POST else "") + PATHS[kind].format(token=token)


def _said(
    kind: Kind, practice_id: UUID, payload: Payload, whom: Reader, *, to: str = "", **places: str
) -> Message:
    """The text of this kind in the reader's language, its subject on its first line."""
    language = payload.get("language", rules.LANGUAGES[0])
    name = outgoing.practice_name(practice_id)
    with translation.override(language):
        if "what" in places:
            places["what"] = gettext(WHAT[places["what"]])
        text = text_of(kind, practice=name, person=whom.name, **places)
    subject, _, body = text.partition("\n")
    return Message(
        to=to or whom.email,
        name=name,
        subject=subject,
        body=body.strip(),
        language=language,
    )


def text_of(kind: str, **places: str) -> str:
    """The text with its places filled in, as it stands: it is no page, so nothing is escaped."""
    template = get_template(f"mail/{kind}.txt")
    filled = {name: " ".join(value.split()) for name, value in places.items()}
    context = Context(filled, autoescape=False)
    said: str = template.template.render(context)  # type: ignore[attr-defined]  # Django's own
    return said.strip()
