"""Sends the mail that is due, practice by practice, and outlives the database and the mail server.

Lease, send, mark: killed at any moment, it leaves a mail that goes out once more, never one that
does not go out. Several may run; each takes what the others have not.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Final, cast

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections

from ringback.actions import outbox
from ringback.actions.heartbeat import Pulse
from ringback.channels.email import kinds, message, sending
from ringback.channels.email.message import NotNeeded, Unsendable
from ringback.engine.wallclock import now as clock
from ringback.queries import practice
from ringback.rules.heartbeat import Part
from ringback.rules.outbox import MOST_TRIES, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from ringback.actions.outbox import Leased
    from ringback.channels.email.address import Post

logger = logging.getLogger(__name__)

pulse: Final = Pulse(Part.WORKER)

AT_ONCE: Final = 10
"""Few: what a killed sender had taken waits for its lease to end."""

AFTER_TROUBLE_S: Final = 1.0


def forever(stopped: Callable[[], None]) -> None:
    """Send what is due until the process is stopped. `stopped` raises SystemExit then."""
    while True:
        stopped()
        try:
            busy = once()
        except (OperationalError, InterfaceError) as trouble:
            logger.warning("worker: the database is away (%s)", type(trouble).__name__)
            busy, pause = False, AFTER_TROUBLE_S
        except Exception:
            logger.exception("worker: something unforeseen; beginning again")
            busy, pause = False, AFTER_TROUBLE_S
        else:
            pause = settings.OUTBOX_EVERY_S
        stopped()
        if not busy:
            time.sleep(pause)


def once() -> bool:
    """One round over the practices; whether any had something to send.

    One practice's trouble does not stop the others. Raises what says that the database is away.
    """
    close_old_connections()
    pulse.beat()
    if not outbox.can_mail():
        return False
    had = [_round(each.id) for each in practice.practices()]
    return any(had)


def _round(practice_id: UUID) -> bool:
    try:
        return of_practice(practice_id)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("worker: the mail of one practice was not sent")
        return False


def of_practice(practice_id: UUID) -> bool:
    """Send some of what is due for one practice; whether there was anything."""
    mails = outbox.lease(practice_id, kinds.BUILDERS, now=clock(), most=AT_ONCE)
    half = timedelta(seconds=settings.OUTBOX_LEASE_S / 2)
    for mail in mails:
        if clock() > mail.lease_until - half:
            break  # too late to begin another: whoever leases it next has the whole time
        _deliver(mail)
        pulse.beat()
    return bool(mails)


def _deliver(mail: Leased) -> None:
    """Send first, mark then. One that ended its sender time and again is not begun any more."""
    if mail.tries > MOST_TRIES:
        outbox.mark_failed(mail, Trouble.UNREADABLE, now=clock())
        return
    try:
        _send(mail)
    except NotNeeded:
        done = outbox.mark_not_needed(mail, now=clock())
    except Unsendable as no:
        done = outbox.give_back(mail, no.trouble, now=clock())
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("worker: a mail of kind %s cannot be written", mail.kind)
        done = outbox.give_back(mail, Trouble.UNREADABLE, now=clock())
    else:
        done = outbox.mark_sent(mail, now=clock())
    if not done:
        logger.warning("worker: a mail was another's by then; nothing was marked")


def _send(mail: Leased) -> None:
    now, post = clock(), cast("Post", settings.POST)
    said = kinds.build(mail.practice_id, mail.kind, mail.payload, now=now)
    known_as = message.message_id(mail.practice_id, mail.dedupe_key, post.sender)
    sending.send(
        message.written(said, post=post, known_as=known_as, now=now),
        post=post,
        limit_s=settings.MAIL_LIMIT_S,
    )
