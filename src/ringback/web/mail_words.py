"""Mail that went out in plain words: what it is, what became of it, and why it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_noop

from ringback.rules.outbox import WHY, Kind, State, Trouble, again_refusals, state
from ringback.web.words import Clock, _

if TYPE_CHECKING:
    from ringback.queries.outgoing import MailRow

KINDS: Final[dict[str, str]] = {
    Kind.INVITATION: gettext_noop("Invitation"),
    Kind.PASSWORD_RESET: gettext_noop("Link for a new password"),
    Kind.NEW_ADDRESS: gettext_noop("Link for a new address"),
    Kind.CONTACT_CHANGED: gettext_noop("Word of a change to the account"),
}

STATES: Final[dict[State, str]] = {
    State.WAITING: gettext_noop("waiting to be sent"),
    State.SENDING: gettext_noop("being sent"),
    State.TRYING_AGAIN: gettext_noop("not sent yet, next try {time}"),
    State.SENT: gettext_noop("sent {time}"),
    State.FAILED: gettext_noop("not sent"),
    State.NOT_NEEDED: gettext_noop("no longer needed"),
}


def line(row: MailRow, here: Clock, *, may_send: bool) -> dict[str, object]:
    """One mail as the page shows it."""
    found = state(row.mail, here.now)
    when = row.mail.sent_at if found is State.SENT else row.next_at
    return {
        "id": row.id,
        "kind": _(KINDS[row.kind]),
        "to": row.to or _("somebody who is no longer known here"),
        "when": here.moment(row.at),
        "state": _(STATES[found]).format(time=here.moment(when or row.at)),
        "failed": found is State.FAILED,
        "tries": row.tries,
        "why": _why(row.mail.error),
        "again": row.mail.again,
        "may_again": may_send and not again_refusals(row.mail, here.now),
    }


def _why(code: str) -> str:
    """Why it did not go out; "" where nothing is wrong."""
    return _(WHY[Trouble(code)]) if code in set(Trouble) else ""
