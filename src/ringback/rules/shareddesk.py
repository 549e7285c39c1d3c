"""Several people share one computer: who signed in fully there today may come back with their PIN.

Nothing tells the two of them apart but what each knows, so a PIN opens one computer, for one day,
for whoever has proven there who they are.
Source: 45 CFR 164.312(a)(2)(i), unique user identification, and (d), person authentication.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

MOST_WRONG: Final = 5
"""After so many wrong PINs of one person, over all computers, only a full sign-in helps."""

LONGEST_NAME: Final = 80

NOT_OPENED: Final = gettext_noop(
    "That did not open it. Type it once more; if it still does not, sign in with your password and "
    "second step, as at the start of the day."
)
"""The same words whatever it was: whoever guesses learns nothing."""

NO_NAME: Final = gettext_noop("Give the computer a name by which everybody knows it.")


@dataclass(frozen=True, kw_only=True)
class ComingBack:
    """Somebody who wants to come back to a shared computer, as it remembers them.

    `signed_in_at` is their last full sign-in there (UTC), None without one. `wrong_pins` are those
    at all shared computers since they last signed in fully at one. `same_password` says that their
    password is still the one they showed then, `here` that they belong to the practice of the
    computer.
    """

    signed_in_at: datetime | None
    wrong_pins: int
    same_password: bool
    here: bool
    has_pin: bool


def today(moment: datetime, *, zone: ZoneInfo, now: datetime) -> bool:
    """Whether this is of the practice's own day."""
    return moment.astimezone(zone).date() == now.astimezone(zone).date()


def refusals(
    found: ComingBack, *, zone: ZoneInfo, longest: timedelta, now: datetime
) -> tuple[Reason, ...]:
    """Why no PIN opens this computer for them now; empty means that the right one does."""
    at = found.signed_in_at
    if at is None or not today(at, zone=zone, now=now) or now >= at + longest:
        return _no("not_today")
    if not found.here:
        return _no("not_here")
    if not found.same_password:
        return _no("new_password")
    if found.wrong_pins >= MOST_WRONG:
        return _no("too_often")
    if not found.has_pin:
        return _no("no_pin")
    return ()


def name_refusals(name: str) -> tuple[Reason, ...]:
    """Why a computer cannot be called this; empty means it can."""
    return () if name.strip() else (Reason(code="no_name", words=NO_NAME),)


def not_opened() -> Reason:
    """What they are told, and what is written down, whatever it was."""
    return Reason(code="pin", words=NOT_OPENED)


def _no(code: str) -> tuple[Reason, ...]:
    return (Reason(code=code, words=NOT_OPENED),)
