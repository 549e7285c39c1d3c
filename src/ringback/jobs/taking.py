"""Takes in what other systems brought, practice by practice, and outlives the database.

Lease, read, take: killed at any moment, it leaves an event that is taken in once more, which is the
same one then; never one that is not. Several may run; each takes what the others have not.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections

from ringback.actions import inbound
from ringback.actions.heartbeat import Pulse
from ringback.channels import ways
from ringback.engine.wallclock import now as clock
from ringback.queries import practice
from ringback.rules.heartbeat import Part

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from ringback.actions.inbound import Leased

logger = logging.getLogger(__name__)

pulse: Final = Pulse(Part.INTAKE)

AT_ONCE: Final = 20
"""Few: what a killed worker had taken waits for its lease to end."""

AFTER_TROUBLE_S: Final = 1.0


def forever(stopped: Callable[[], None]) -> None:
    """Take in what comes until `stopped` raises SystemExit."""
    while True:
        stopped()
        try:
            busy, pause = once(), settings.INBOUND_EVERY_S
        except (OperationalError, InterfaceError) as trouble:
            logger.warning("intake: the database is away (%s)", type(trouble).__name__)
            busy, pause = False, AFTER_TROUBLE_S
        except Exception as trouble:  # noqa: BLE001 - what it says may be a patient's
            logger.error("intake: unforeseen: %s", type(trouble).__name__)  # noqa: TRY400
            busy, pause = False, AFTER_TROUBLE_S
        stopped()
        if not busy:
            time.sleep(pause)


def once() -> bool:
    """One round over the practices; whether any had something to take in."""
    close_old_connections()
    pulse.beat()
    had = [of_practice(each.id) for each in practice.practices()]
    return any(had)


def of_practice(practice_id: UUID) -> bool:
    """Take in some of what waits at one practice; whether there was anything."""
    events = inbound.lease(practice_id, now=clock(), most=AT_ONCE)
    for event in events:
        if clock() >= event.lease_until:
            break  # whoever leases it next has the whole time
        _take(event)
        pulse.beat()
    return bool(events)


def _take(event: Leased) -> None:
    """One event. Nothing of what went wrong is told but its kind: its words may be a patient's."""
    try:
        inbound.take_in(event, ways()[event.channel], now=clock())
    except (OperationalError, InterfaceError):
        raise
    except Exception as trouble:  # noqa: BLE001 - whatever it is, it is tried again and then shown
        logger.error("intake: an event failed: %s", type(trouble).__name__)  # noqa: TRY400
        inbound.failed(event, now=clock())
