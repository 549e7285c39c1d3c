"""A call sheet on paper: what stands on it of a patient, and when its results were."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from ringback.rules import walltime
from ringback.rules.clock import utc
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MOST_ROWS: Final = 50

NOTHING: Final = gettext_noop("There is nothing to print.")
NO_RESULT: Final = gettext_noop("Choose how the call went.")
NO_TIME: Final = gettext_noop("Write the time of the call as on a clock: 14:20.")
ENTERED: Final = gettext_noop("This row was entered already.")
CALLED_BY: Final = "Called by {name}, from a sheet on paper."
"""Goes into the signed note as it stands here, in the language of record."""


def initials(name: str) -> str:
    """What stands for a name on paper: "A. R."; nothing where there is none."""
    return " ".join(f"{part[0].upper()}." for part in name.split()[:3] if part[0].isalpha())


def printing_refusals(rows: int) -> tuple[Reason, ...]:
    """Why there is no sheet; empty means there is one."""
    return () if rows else (Reason(code="nothing", words=NOTHING),)


def moment(text: str, day: date, zone: ZoneInfo) -> datetime | None:
    """The moment of a time on the practice's clock, of the day the sheet is from (UTC)."""
    found = walltime.at(_padded(text))
    return None if found is None else utc(day, found.hour * 60 + found.minute, zone)


def _padded(text: str) -> str:
    said = text.strip().replace(".", ":")
    return f"0{said}" if len(said) == len("9:05") else said


def in_time(at: datetime, printed_at: datetime) -> datetime:
    """A call of the minute in which the sheet was printed was made after it, not before."""
    started = printed_at.replace(second=0, microsecond=0)
    return printed_at if started <= at < started + timedelta(minutes=1) else at


def noted(text: str, who: str) -> str:
    """The line of a row as it is signed, with who called where that was somebody else."""
    return f"{text} {CALLED_BY.format(name=who)}".strip() if who else text


def row_refusals(*, result: bool, at: datetime | None, entered: bool) -> tuple[Reason, ...]:
    """Why a row cannot be entered like this; empty means it can."""
    if entered:
        return (Reason(code="entered", words=ENTERED),)
    found = [] if result else [Reason(code="result", words=NO_RESULT)]
    return (*found, *(() if at else (Reason(code="time", words=NO_TIME),)))
