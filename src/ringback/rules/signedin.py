"""Whoever stops working is asked again who they are, and nobody stays signed in for ever.

A computer that nobody touches locks itself; it opens again at the same place for the same person.
Source: 45 CFR 164.312(a)(2)(iii), automatic logoff, and (d), person or entity authentication.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

WARN_BEFORE: Final = timedelta(seconds=60)
"""So long before the lock the page says so."""


class Standing(StrEnum):
    """What somebody who signed in may do at this moment."""

    AT_WORK = "at_work"
    LOCKED = "locked"
    SECOND_FACTOR = "second_factor"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long somebody stays signed in without touching anything, and at most."""

    idle: timedelta
    idle_on_shared_desk: timedelta
    longest: timedelta


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """One sign-in: since when, when something was last pressed (UTC), where, and how surely.

    `locked` is a lock that was pressed; `proven` says that a second factor was shown.
    """

    began_at: datetime
    seen_at: datetime
    locked: bool = False
    proven: bool
    on_shared_desk: bool = False
    on_a_call: bool = False


def standing(
    found: SignedIn, *, limits: Limits, now: datetime, second_factor_required: bool
) -> Standing:
    """What this sign-in still allows. The strictest answer that holds."""
    if now >= found.began_at + limits.longest:
        return Standing.OVER
    if found.locked or now >= locks_at(found, limits):
        return Standing.LOCKED
    if second_factor_required and not found.proven:
        return Standing.SECOND_FACTOR
    return Standing.AT_WORK


def locks_at(found: SignedIn, limits: Limits) -> datetime:
    """When it locks if nothing more is pressed (UTC); never later than it ends."""
    soon = found.on_shared_desk and not found.on_a_call
    idle = limits.idle_on_shared_desk if soon else limits.idle
    return min(found.seen_at + idle, found.began_at + limits.longest)
