"""The tick: one loop, one machine at a time, a list of duties with their periods.

Safe to run on several machines: whoever holds the advisory lock ticks, the others wait for it.
Later work only adds duties.
"""

from __future__ import annotations

import logging
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from django.db import Error, close_old_connections

from ringback.actions import claim
from ringback.engine.wallclock import now as clock
from ringback.queries import practice

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

logger = logging.getLogger(__name__)

LOCK = 0x52494E47
"""The advisory lock of the tick: "RING"."""


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Something done for every practice every `period_s` seconds, in a short transaction each."""

    name: str
    period_s: float
    do: Callable[[UUID, datetime], object]


DUTIES: tuple[Duty, ...] = (
    Duty(
        name="return lapsed leases",
        period_s=float(os.environ.get("RINGBACK_LAPSE_EVERY_S", "5")),
        do=lambda practice_id, now: claim.return_lapsed(practice_id, now=now),
    ),
)


def forever() -> None:
    """Hold the lock and do what is due, until the process is stopped. Outlives the database."""
    while True:
        try:
            with psycopg.connect(os.environ["DATABASE_DIRECT_URL"], autocommit=True) as lock:
                lock.execute("SELECT pg_advisory_lock(%s)", [LOCK])
                _hold(lock)
        except (psycopg.Error, Error) as trouble:
            logger.warning("tick: %s; trying again", type(trouble).__name__)
            time.sleep(1)


def _hold(lock: psycopg.Connection) -> None:
    due = {duty.name: 0.0 for duty in DUTIES}
    while True:
        for duty in DUTIES:
            if time.monotonic() >= due[duty.name]:
                once(duty, clock())
                due[duty.name] = time.monotonic() + duty.period_s
        time.sleep(max(0.05, min(due.values()) - time.monotonic()))
        lock.execute("SELECT 1")  # the lock is only held while this connection lives


def once(duty: Duty, now: datetime) -> None:
    """Do one duty for every practice; one practice's trouble does not stop the others."""
    close_old_connections()
    for each in practice.practices():
        try:
            duty.do(each.id, now)
        except Error:
            raise
        except Exception:
            logger.exception("tick: %s failed for one practice", duty.name)
