"""Mail that goes out: what its note may hold, when it is tried again, when it has failed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

FIRST_PAUSE: Final = timedelta(seconds=30)
LONGEST_PAUSE: Final = timedelta(hours=1)
MOST_TRIES: Final = 55
"""About two days of them. A mail nobody would take for so long has failed, and that is shown."""

_DOUBLINGS: Final = 12
"""More of them than lead to the longest pause make no difference, and would only grow."""


class Kind(StrEnum):
    """What is sent by e-mail. Nothing about a patient is among it."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 # nosec B105 # a kind of mail
    CONTACT_CHANGED = "contact_changed"
    NEW_ADDRESS = "new_address"


class Changed(StrEnum):
    """Which of somebody's own details changed."""

    EMAIL = "email"
    PHONE = "phone"
    PASSWORD = "password"  # noqa: S105 # nosec B105 # what changed, not to what
    SECOND_FACTOR = "second_factor"
    RECOVERY_CODES = "recovery_codes"
    PIN = "pin"


class Trouble(StrEnum):
    """Why a mail did not go out."""

    UNREADABLE = "unreadable"
    NO_ADDRESS = "no_address"
    REFUSED_ADDRESS = "refused_address"
    REFUSED = "refused"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    NOT_LET_IN = "not_let_in"
    NOT_ENCRYPTED = "not_encrypted"
    WRONG_KEY = "wrong_key"


LASTING: Final = frozenset(
    {Trouble.UNREADABLE, Trouble.NO_ADDRESS, Trouble.REFUSED_ADDRESS, Trouble.REFUSED}
)
"""Trying again would change nothing. The others pass, or are mended at the server."""

WHY: Final[dict[Trouble, str]] = {
    Trouble.UNREADABLE: gettext_noop(
        "Ringback could not write it. Tell whoever looks after Ringback."
    ),
    Trouble.NO_ADDRESS: gettext_noop("There is no e-mail address to send it to."),
    Trouble.REFUSED_ADDRESS: gettext_noop(
        "The mail server refused the address. Check how it is spelled."
    ),
    Trouble.REFUSED: gettext_noop("The mail server refused it."),
    Trouble.BUSY: gettext_noop("The mail server asked us to try again later."),
    Trouble.UNREACHABLE: gettext_noop("The mail server did not answer."),
    Trouble.NOT_LET_IN: gettext_noop(
        "The mail server did not accept our password. Tell whoever looks after Ringback."
    ),
    Trouble.NOT_ENCRYPTED: gettext_noop(
        "The mail server offered no encryption, so nothing was sent."
    ),
    Trouble.WRONG_KEY: gettext_noop(
        "Its link would not work: Ringback’s secret key is another one now. Tell whoever looks "
        "after Ringback."
    ),
}
"""The same in words for whoever waits for the mail."""

LANGUAGES: Final = ("en", "es")

CODES: Final[dict[str, frozenset[str]]] = {
    "language": frozenset(LANGUAGES),
    "what": frozenset(Changed),
}
"""Fields that hold one of a few codes; every other holds the id of a row."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Which fields the note of a kind of mail needs, and which it may have as well."""

    needs: frozenset[str]
    may: frozenset[str] = frozenset({"language"})


SHAPES: Final[dict[str, Shape]] = {
    Kind.INVITATION: Shape(needs=frozenset({"person", "by", "door"})),
    Kind.PASSWORD_RESET: Shape(needs=frozenset({"person", "door"})),
    Kind.CONTACT_CHANGED: Shape(
        needs=frozenset({"person", "what"}), may=frozenset({"former", "language"})
    ),
    Kind.NEW_ADDRESS: Shape(needs=frozenset({"person", "door"})),
}
"""Ids and codes only: no address, no name, no secret. The sender asks for the rest as it sends."""

NO_SUCH_KIND: Final = gettext_noop("There is no mail of this kind.")
OTHER_FIELDS: Final = gettext_noop("Mail of this kind is noted with other details.")
NO_ID: Final = gettext_noop("Of a mail only ids and codes are noted.")


def problems(kind: str, payload: Mapping[str, object]) -> tuple[Reason, ...]:
    """What is wrong with the note of a mail; empty means that it can be written from it."""
    shape = SHAPES.get(kind)
    if shape is None:
        return (Reason(code="no_such_kind", words=NO_SUCH_KIND),)
    given = frozenset(payload)
    if not shape.needs <= given <= shape.needs | shape.may:
        return (Reason(code="other_fields", words=OTHER_FIELDS),)
    if not all(_holds(name, value) for name, value in payload.items()):
        return (Reason(code="no_id", words=NO_ID),)
    return ()


_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _holds(name: str, value: object) -> bool:
    if name in CODES:
        return value in CODES[name]
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def id_in(payload: Mapping[str, object], name: str) -> UUID | None:
    """The id a note holds under this name, if it does."""
    value = payload.get(name)
    return UUID(value) if isinstance(value, str) and _ID.fullmatch(value) else None


def again_key(mail_id: UUID) -> str:
    """The key of the mail that repeats this one: there is one such mail at most."""
    return f"again {mail_id}"


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries: twice as long each time, up to an hour."""
    doublings = min(max(tries, 1) - 1, _DOUBLINGS)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def again_at(trouble: Trouble, *, tries: int, now: datetime) -> datetime | None:
    """When to try again after this trouble; None: it has failed.

    `tries` counts the one that just ended.
    """
    if trouble in LASTING or tries >= MOST_TRIES:
        return None
    return now + pause(tries)


class State(StrEnum):
    """What became of a mail."""

    WAITING = "waiting"
    SENDING = "sending"
    TRYING_AGAIN = "trying_again"
    SENT = "sent"
    FAILED = "failed"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail as its note has it. `again`: it was sent once more since."""

    sent_at: datetime | None = None
    failed_at: datetime | None = None
    cancelled_at: datetime | None = None
    lease_until: datetime | None = None
    error: str = ""
    again: bool = False


def state(mail: Mail, now: datetime) -> State:
    """What became of it so far."""
    if mail.sent_at:
        return State.SENT
    if mail.failed_at:
        return State.FAILED
    if mail.cancelled_at:
        return State.NOT_NEEDED
    if mail.lease_until and mail.lease_until > now:
        return State.SENDING
    return State.TRYING_AGAIN if mail.error else State.WAITING


ON_ITS_WAY: Final = gettext_noop("It is still on its way. It will be tried again by itself.")
NO_LONGER_NEEDED: Final = gettext_noop("It is no longer needed: its link is used up or too old.")
NO_MAIL: Final = gettext_noop("No mail server is set up, so nothing can be sent.")
SENT_AGAIN: Final = gettext_noop("It was sent again already.")


def again_refusals(mail: Mail, now: datetime) -> tuple[Reason, ...]:
    """Why somebody may not have it sent once more; empty means they may."""
    found = state(mail, now)
    if mail.again:
        return (Reason(code="sent_again", words=SENT_AGAIN),)
    if found is State.NOT_NEEDED:
        return (Reason(code="no_longer_needed", words=NO_LONGER_NEEDED),)
    if found not in {State.SENT, State.FAILED}:
        return (Reason(code="on_its_way", words=ON_ITS_WAY),)
    return ()
