"""The tick: one loop, one machine at a time, a list of duties with their periods.

Safe to run on several machines: whoever holds the advisory lock ticks, the others ask for it now
and then. The lock lives in a connection of its own, so it ends with the process that holds it,
however that ends. Later work only adds duties.
"""

from __future__ import annotations

import logging
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connections

from ringback.actions import calling, claim, imports, presence, shiftover, undo
from ringback.actions.heartbeat import Pulse
from ringback.engine.wallclock import now as clock
from ringback.jobs import checkpointing
from ringback.jobs.sealing import Sealer
from ringback.queries import practice, statement
from ringback.rules.heartbeat import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

logger = logging.getLogger(__name__)

LOCK = 0x52494E47
"""The advisory lock of the tick: "RING"."""

ASK_AGAIN_S = 1.0
"""How often a tick that waits asks for the lock: asking, because waiting in the database would be
ended by its own time limit, and would hold a transaction's snapshot."""

AFTER_TROUBLE_S = 1.0
AT_THE_END = 2
"""What the stop cut off may yet be written by the database, and refuse what is done after it."""

LONGEST_SLEEP_S = 1.0
"""How long the holder may go without looking whether the lock is still its own."""


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Something done for every practice every `period_s` seconds, in a short transaction each.

    `at_the_end` is for what is done once more when the tick is told to stop.
    """

    name: str
    period_s: float
    do: Callable[[UUID, datetime], object]
    at_the_end: bool = False


def duties() -> tuple[Duty, ...]:
    """Everything that happens by the clock, for one holder of the lock."""
    return (
        *_of_work(),
        Duty(
            name="forget what can no longer be undone",
            period_s=60,
            do=lambda practice_id, now: undo.forget(practice_id, now=now),
        ),
        Duty(
            name="forget pages that went without a word",
            period_s=settings.LAPSE_EVERY_S,
            do=lambda practice_id, now: presence.forget_silent(practice_id, now=now),
        ),
        Duty(
            name="forget imports nobody went on with",
            period_s=3600,
            do=lambda practice_id, now: imports.forget_abandoned(practice_id, now=now),
        ),
        Duty(
            name="seal the record of who did and saw what",
            period_s=settings.SEAL_EVERY_S,
            do=Sealer().seal,
            at_the_end=True,
        ),
        Duty(
            name="sign how far that record goes",
            period_s=settings.CHECKPOINT_EVERY_S,
            do=checkpointing.keep,
        ),
    )


def _of_work() -> tuple[Duty, ...]:
    """What nobody has done anything with for a while is over, or anyone's again."""
    return (
        Duty(
            name="return lapsed leases",
            period_s=settings.LAPSE_EVERY_S,
            do=lambda practice_id, now: claim.return_lapsed(practice_id, now=now),
        ),
        Duty(
            name="end calls that nobody ended",
            period_s=settings.LAPSE_EVERY_S,
            do=lambda practice_id, now: calling.end_left_open(practice_id, now=now),
        ),
        Duty(
            name="open promised calls whose owner is away",
            period_s=settings.LAPSE_EVERY_S,
            do=lambda practice_id, now: claim.open_promised(practice_id, now=now),
        ),
        Duty(
            name="return what is needed before its owner is back",
            period_s=settings.LAPSE_EVERY_S,
            do=lambda practice_id, now: shiftover.return_left_over(practice_id, now=now),
        ),
    )


def forever(stopped: Callable[[], None]) -> None:
    """Do what is due while holding the lock, until the process is stopped. Outlives the database.

    Nothing ends it but being told to: a trouble is said, and it begins again. `stopped` raises
    SystemExit once the process was told to stop.
    """
    while True:
        stopped()
        try:
            _turn(duties(), stopped)
        except (psycopg.Error, OperationalError, InterfaceError) as trouble:
            logger.warning("tick: the database is away (%s); trying again", type(trouble).__name__)
        except Exception:
            logger.exception("tick: something unforeseen; beginning again")
        time.sleep(AFTER_TROUBLE_S)


def _turn(due: Sequence[Duty], stopped: Callable[[], None]) -> None:
    """From one connection of the lock to its end."""
    url = os.environ["DATABASE_DIRECT_URL"]
    with psycopg.connect(url, autocommit=True, application_name="ringback tick") as lock:
        while not _mine(lock):
            stopped()
            time.sleep(ASK_AGAIN_S)
        try:
            _hold(lock, due, stopped)
        except SystemExit:
            connections.close_all()  # the stop may have come in the middle of a statement
            for duty in [each for each in due if each.at_the_end] * AT_THE_END:
                once(duty, clock())
            raise


def _mine(lock: psycopg.Connection) -> bool:
    row = lock.execute(statement.text("tick_lock").encode(), {"lock": LOCK}).fetchone()
    return bool(row and row[0])


def _hold(lock: psycopg.Connection, due: Sequence[Duty], stopped: Callable[[], None]) -> None:
    next_at = dict.fromkeys(due, 0.0)
    alive, beat = statement.text("tick_alive").encode(), statement.text("beat").encode()
    pulse = Pulse(Part.TICK)
    while True:
        stopped()
        lock.execute(alive)
        if pulse.due():
            lock.execute(beat, {"name": str(Part.TICK)})
        for duty in due:
            if time.monotonic() >= next_at[duty]:
                once(duty, clock())
                next_at[duty] = time.monotonic() + duty.period_s
        wait = min(next_at.values()) - time.monotonic()
        time.sleep(min(max(wait, 0.02), LONGEST_SLEEP_S))


def once(duty: Duty, now: datetime) -> None:
    """Do one duty for every practice; one practice's trouble does not stop the others.

    Raises what says that the database is away: then no other practice would fare better.
    """
    close_old_connections()
    for each in practice.practices():
        try:
            duty.do(each.id, now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("tick: %s failed for one practice", duty.name)
